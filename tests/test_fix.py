"""The command fix: only what follows by arithmetic is changed, in the file's own layout; all else is listed."""

from __future__ import annotations

import zipfile
from decimal import Decimal
from pathlib import Path

import msgspec
import openpyxl
import pytest

from bench import fixing
from jixiao import opening
from jixiao.cli import main
from jixiao.finding import Correction, Finding, Safety, Severity
from jixiao.form import Form
from jixiao.outcome import audited
from jixiao.writers import docx, typst_pdf, web_page, xlsx
from jixiao.writers.corrections import Change, settled, sorted_out, stands

EXAMPLES = Path(__file__).parent.parent / "examples"
replace = msgspec.structs.replace


def _right() -> Form:
    return opening.open_forms(EXAMPLES / "project-clean-2023.html")[0]


def _wrong() -> Form:
    form = _right()
    total = replace(form.funds[0], rate=Decimal("0.5012"))
    return replace(
        form, total_score=Decimal("97.95"), total_weight=Decimal(90), conclusion=None, funds=(total, *form.funds[1:])
    )


def _fixed(path: Path, suffix: str) -> Form:
    target = path.with_name(f"更正{suffix}")
    assert main(["fix", str(path), "-o", str(target), "--lang", "zh"]) == 0
    return opening.open_forms(target)[0]


@pytest.mark.parametrize("suffix", [".xlsx", ".docx"])
def test_the_numbers_are_put_right_and_nothing_else(
    suffix: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / f"错{suffix}"
    path.write_bytes({".xlsx": xlsx, ".docx": docx}[suffix].write(_wrong(), "L1"))
    before, after = opening.open_forms(path)[0], _fixed(path, suffix)
    assert (after.total_score, after.total_weight) == (Decimal("98.95"), Decimal(100))
    assert after.funds[0].rate == Decimal("0.9837")
    fund = replace(after.funds[0], rate=before.funds[0].rate)
    undone = replace(
        after,
        source=before.source,
        total_score=before.total_score,
        total_weight=before.total_weight,
        funds=(fund, *after.funds[1:]),
    )
    assert undone == before
    said = capsys.readouterr().out
    assert "已更正（3 处）" in said
    for change in ("90 → 100（A001）", "97.95 → 98.95（A006）", "50.12% → 98.37%（A010）"):
        assert change in said


def test_any_other_file_becomes_json_with_the_corrections_marked(tmp_path: Path) -> None:
    path = tmp_path / "错.pdf"
    path.write_bytes(typst_pdf.write(_wrong(), "L1"))
    form = _fixed(path, ".json")
    assert form.total_score == Decimal("98.95")
    assert form.status("total_score") == "corrected"
    marks = {mark.path: (mark.evidence, mark.printed) for mark in form.inferences if mark.status == "corrected"}
    assert marks["total_score"] == ("按 A006 更正", "97.95")


def test_a_pdf_is_not_rewritten_as_something_else(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "错.pdf"
    path.write_bytes(typst_pdf.write(_wrong(), "L1"))
    target = tmp_path / "对.xlsx"
    assert main(["fix", str(path), "-o", str(target), "--lang", "zh"]) == 2
    assert f"{target}：{path} 的更正副本只能写成 .json。" in capsys.readouterr().err
    assert not target.exists()


def test_what_needs_a_person_stays_and_is_listed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = EXAMPLES / "department-2022.xlsx"
    target = tmp_path / "a.xlsx"
    assert main(["fix", str(source), "-o", str(target), "--lang", "zh"]) == 0
    assert opening.open_forms(target)[0].funds[0].score == Decimal(9)  # 9.02 by the method, but that is a judgement
    said = capsys.readouterr().out
    assert "没有可直接更正的地方" in said
    assert "留待人工（28 项）" in said


def test_a_cell_with_a_formula_is_left_to_the_person(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "错.xlsx"
    path.write_bytes(xlsx.write(_wrong(), "L1"))
    cell = str(opening.open_forms(path)[0].locations["total_score"].cell)
    column, row = cell[0], cell[1:]
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    parts[sheet] = parts[sheet].replace(b"<v>97.95</v>", b"<f>90+7.95</f><v>97.95</v>")
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    after = _fixed(path, ".xlsx")
    assert after.total_score == Decimal("97.95")
    assert after.total_weight == Decimal(100)
    said = capsys.readouterr().out
    assert "已更正（2 处）" in said
    assert f"A006  总分 · 自评表!{column}{row}" in said


def test_the_cell_keeps_its_style_and_stays_a_number(tmp_path: Path) -> None:
    path = tmp_path / "错.xlsx"
    path.write_bytes(xlsx.write(_wrong(), "L1"))
    cell = str(opening.open_forms(path)[0].locations["funds[0].rate"].cell)
    _fixed(path, ".xlsx")
    old, new = (openpyxl.load_workbook(one).worksheets[0][cell] for one in (path, tmp_path / "更正.xlsx"))
    assert (new.value, new.number_format) == (0.9837, old.number_format)
    assert new.style_id == old.style_id


def _finding(code: str, new: str | None, safety: Safety) -> Finding:
    return Finding(code, "total_score", {}, Severity.MUST_FIX, correction=Correction("total_score", new, safety, "99"))


def test_two_corrections_that_disagree_are_both_left() -> None:
    agreed = [_finding("A001", "98", Safety.SAFE), _finding("A002", "98", Safety.SAFE)]
    disputed = [_finding("A001", "98", Safety.SAFE), _finding("A002", "97", Safety.SAFE)]
    assert sorted_out(agreed).changes == [Change("total_score", "99", "98", "A001")]
    assert sorted_out(disputed) == ([], disputed)
    assert sorted_out([_finding("A001", "98", Safety.PERSON), _finding("A002", None, Safety.SAFE)]).changes == []


@pytest.mark.parametrize(
    ("shown", "old", "whole"),
    [
        ("99", "99", True),
        (" 99.0 分", "99", True),
        ("90.24%", "90.24%", True),
        ("总分：99", "99", False),
        ("", "99", False),
        ("", None, True),
        ("98", "99", False),
    ],
)
def test_a_cell_is_changed_only_if_it_holds_that_value_alone(shown: str, old: str | None, *, whole: bool) -> None:
    assert stands(shown, old) is whole


def test_a_total_that_the_conclusion_repeats_is_left_with_its_question() -> None:
    form = replace(_right(), total_score=Decimal("97.95"), conclusion="自评总分97.95分。")
    found = settled(audited(form))
    assert found.changes == []  # the total alone would make the conclusion wrong, and that is a person's sentence
    assert "A006" in [one.code for one in found.left]
    assert [change.path for change in settled(audited(replace(form, conclusion=None))).changes] == ["total_score"]


def test_a_correction_that_cannot_be_made_does_not_take_others_with_it() -> None:
    one = audited(_wrong())
    assert {change.path for change in settled(one).changes} == {"total_weight", "total_score", "funds[0].rate"}
    kept = settled(one, {"total_weight"})
    assert {change.path for change in kept.changes} == {"total_score", "funds[0].rate"}
    assert "A001" in [found.code for found in kept.left]


def test_every_finding_is_either_corrected_or_left() -> None:
    one = audited(_wrong())
    found = settled(one)
    corrected_codes = {change.code for change in found.changes}
    assert {finding.code for finding in one.findings} == corrected_codes | {finding.code for finding in found.left}


def test_planted_errors_are_corrected_or_left_and_none_is_made() -> None:
    """A few of what `python -m bench.fixing` tries on a thousand forms: totals, weights and rates that are wrong."""
    counts = fixing.block_of("suite", range(20, 46))
    told = {what: sum(count for (_, name), count in counts.items() if name == what) for _, what in counts}
    assert told["files"] == 26 * 4
    assert told[fixing.MADE] > 10
    assert fixing.STAYED not in told
    assert fixing.NEW not in told


@pytest.mark.parametrize("suffix", [".html"])
def test_a_page_keeps_its_layout(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"错{suffix}"
    path.write_bytes(web_page.write(_wrong(), "L1"))
    after = _fixed(path, suffix)
    assert (after.total_score, after.total_weight, after.funds[0].rate) == (
        Decimal("98.95"),
        Decimal(100),
        Decimal("0.9837"),
    )
    texts = {change: path.read_text(encoding="utf-8").count(f">{change}<") for change in ("97.95", "50.12%")}
    assert texts == {"97.95": 1, "50.12%": 1}
    assert ">97.95<" not in (tmp_path / f"更正{suffix}").read_text(encoding="utf-8")
