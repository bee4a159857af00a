"""The commands write and new: the right layout without asking, blank forms that ask for nothing they should not."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from jixiao import form_json, opening, rulebooks
from jixiao.cli import main
from jixiao.form import Form, FormKind, Group
from jixiao.rulebooks import notes, overlay
from jixiao.writers.blank import blank
from jixiao.writers.method_notes import notes_of

EXAMPLES = Path(__file__).parent.parent / "examples"


def _one(path: Path) -> Form:
    forms = opening.open_forms(path)
    assert len(forms) == 1
    return forms[0]


@pytest.mark.parametrize(
    ("name", "layout"),
    {"department-2022": "L1-GZ", "rural-2022": "L1-rural", "sichuan-2023": "L2", "yunnan-2023": "L1-YN"}.items(),
)
@pytest.mark.parametrize("suffix", ["xlsx", "docx", "pdf", "html"])
def test_write_keeps_the_layout_of_the_form(name: str, layout: str, suffix: str, tmp_path: Path) -> None:
    target = tmp_path / f"a.{suffix}"
    assert main(["write", str(EXAMPLES / f"{name}.html"), "-o", str(target)]) == 0
    assert _one(target).layout == layout


def test_write_takes_the_format_and_layout_that_it_is_told(tmp_path: Path) -> None:
    target = tmp_path / "a.out"
    source = str(EXAMPLES / "sichuan-2023.html")
    assert main(["write", source, "--to", "xlsx", "--layout", "L1", "-o", str(target)]) == 0
    assert _one(target).layout == "L1"


def test_write_to_json_is_the_form_itself(tmp_path: Path) -> None:
    target = tmp_path / "a.json"
    assert main(["write", str(EXAMPLES / "sichuan-2023.html"), "-o", str(target)]) == 0
    assert form_json.decode(target.read_bytes(), "a.json") == [_one(EXAMPLES / "sichuan-2023.html")]


def test_a_name_that_tells_no_format_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "表"
    assert main(["write", str(EXAMPLES / "sichuan-2023.html"), "-o", str(target), "--lang", "zh"]) == 2
    said = capsys.readouterr().err
    assert said == f"{target}：从扩展名看不出要写成什么格式。请用 --to 指定：xlsx、docx、pdf、html、json。\n"
    assert not target.exists()


def test_of_several_forms_one_must_be_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    several = tmp_path / "两张.json"
    pages = [form_json.encode(_one(EXAMPLES / f"{name}.html")) for name in ("sichuan-2023", "yunnan-2023")]
    several.write_bytes(b"[" + b",".join(pages) + b"]")
    target = tmp_path / "a.html"
    assert main(["write", str(several), "-o", str(target), "--lang", "zh"]) == 2
    assert "请用 --form 指明第几张" in capsys.readouterr().err
    assert main(["write", str(several), "--form", "2", "-o", str(target)]) == 0
    assert _one(target).layout == "L1-YN"


def test_new_gives_a_form_with_the_weights_and_notes_of_its_method(tmp_path: Path) -> None:
    target = tmp_path / "新表.xlsx"
    asked = ["--layout", "L1-GZ", "--unit", "某某局", "--year", "2026"]
    assert main(["new", *asked, "-o", str(target)]) == 0
    form = _one(target)
    assert (form.kind, form.unit, form.year, form.layout) == (FormKind.DEPARTMENT, "某某局", 2026, "L1-GZ")
    assert [(one.group, one.weight) for one in form.headings] == [
        (Group.OUTPUT, Decimal(50)),
        (Group.BENEFIT, Decimal(30)),
        (Group.SATISFACTION, Decimal(10)),
    ]
    assert [line.weight for line in form.funds] == [Decimal(10), None, None, None]
    assert form.total_weight == Decimal(100)
    assert rulebooks.for_form(form).rulebook.name == "guizhou-department-2022"


@pytest.mark.parametrize("name", rulebooks.names())
def test_the_notes_of_a_new_form_say_nothing_that_its_method_does_not(name: str) -> None:
    rulebook = rulebooks.load(name)
    written = notes_of(rulebook, {rule.group: rule.weight for rule in rulebook.groups})
    assert overlay.differing(rulebook, notes.read_notes(written)) == []
    assert [line.split(".")[0] for line in written] == [str(number) for number in range(1, len(written) + 1)]


def test_new_from_last_year_keeps_rows_and_targets_and_no_result(tmp_path: Path) -> None:
    target = tmp_path / "新表.xlsx"
    source = EXAMPLES / "sichuan-2023.html"
    assert main(["new", "--from", str(source), "--year", "2026", "-o", str(target)]) == 0
    old, new = _one(source), _one(target)
    assert (new.layout, new.year, new.unit, new.project) == ("L2", 2026, old.unit, old.project)
    assert [(row.name, row.target, row.weight) for row in new.indicators] == [
        (row.name, row.target, row.weight) for row in old.indicators
    ]
    assert [(row.actual, row.score, row.reason) for row in new.indicators] == [(None, None, None)] * len(old.indicators)
    assert (new.total_score, new.conclusion, new.goals[0].actual) == (None, None, None)
    assert new.goals[0].expected == old.goals[0].expected


def test_a_form_from_approved_targets_takes_its_budget() -> None:
    source = _one(EXAMPLES / "project-clean-2023.html")
    rulebook = rulebooks.load("mof-2020-10")
    targets = Form(
        kind=FormKind.TARGET,
        project=source.project,
        funds=source.funds,
        indicators=source.indicators,
        goals=source.goals,
    )
    form = blank(FormKind.PROJECT, rulebook, targets, year=2026)
    assert source.total_fund is not None
    assert form.total_fund is not None
    assert form.total_fund.initial_budget == source.total_fund.initial_budget
    assert (form.kind, form.total_fund.executed, form.title) == (FormKind.PROJECT, None, "项目支出绩效自评表")
