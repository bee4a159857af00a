"""Accepted findings: remembered with their reason, apart from the others, until a number changes."""

from __future__ import annotations

import json
import random
import re
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jixiao import form_json
from jixiao.checks import audit
from jixiao.errors import InvalidWaivers
from jixiao.finding import Finding, Severity
from jixiao.form import Form, Indicator
from jixiao.outcome import audited
from jixiao.waivers import SUFFIX, Waiver, accept, fingerprint, load, row_of
from tests.check_forms import form_of, rulebook_of
from tests.command_line import Run

ROWS: list[dict[str, Any]] = [
    {"name": "培训人数", "level1": "产出指标", "target": "≥60人", "actual": "66人", "weight": "50", "score": "55"},
    {"name": "合格率", "level1": "效益指标", "target": "≥95%", "actual": "98%", "weight": "50", "score": "50"},
]
OVER_WEIGHT = "A004"


@pytest.fixture(name="file")
def _file(tmp_path: Path) -> Path:
    """A form file with one score above its weight."""
    return written(tmp_path / "自评表.json", *ROWS)


def written(path: Path, *rows: dict[str, Any]) -> Path:
    path.write_bytes(form_json.encode(form_of({"project": "甲项目", "indicators": list(rows)})))
    return path


def waivers_of(file: Path) -> Path:
    return file.with_name(file.name + SUFFIX)


def over_weight(form: Form) -> Finding:
    return next(one for one in audit(form, rulebook_of()) if one.code == OVER_WEIGHT)


def codes(out: str) -> list[str]:
    """The codes that the JSON report still counts."""
    return [one["code"] for one in json.loads(out)["files"][0]["forms"][0]["findings"]]


# ---- what a waiver holds on to ----


@given(st.randoms(use_true_random=False))
def test_reordered_rows_keep_their_waivers(order: random.Random) -> None:
    form = form_of({"indicators": ROWS})
    rows = list(form.indicators)
    order.shuffle(rows)
    moved = msgspec.structs.replace(form, indicators=tuple(rows))
    assert fingerprint(moved, over_weight(moved)) == fingerprint(form, over_weight(form))


@pytest.mark.parametrize(
    ("change", "same"),
    [
        ({"score": "55.0"}, True),
        ({"name": " 培训 人数"}, True),
        ({"reason": "年中追加任务。"}, True),
        ({"score": "56"}, False),
        ({"weight": "49"}, False),
        ({"name": "培训人次"}, False),
    ],
)
def test_only_what_was_seen_counts(change: dict[str, str], *, same: bool) -> None:
    before = form_of({"indicators": ROWS})
    after = form_of({"indicators": [ROWS[0] | change, ROWS[1]]})
    assert (fingerprint(before, over_weight(before)) == fingerprint(after, over_weight(after))) is same


def test_a_finding_about_all_rows_holds_on_to_what_was_seen_of_them() -> None:
    def seen(form: Form) -> str:
        return fingerprint(form, Finding("B050", "indicators", {"missing": "质量指标、成本指标"}, Severity.LOOK))

    before = form_of({"indicators": ROWS})
    assert seen(form_of({"indicators": [ROWS[1] | {"reason": "新写的说明。"}, ROWS[0]]})) == seen(before)
    turned = Finding("B050", "indicators", {"missing": "成本指标、质量指标"}, Severity.LOOK)
    fewer = Finding("B050", "indicators", {"missing": "成本指标"}, Severity.LOOK)
    assert fingerprint(before, turned) == seen(before) != fingerprint(before, fewer)


def test_one_waiver_accepts_one_of_two_equal_rows() -> None:
    form = form_of({"indicators": [ROWS[0], ROWS[0], ROWS[1]]})
    found = [one for one in audit(form, rulebook_of()) if one.code == OVER_WEIGHT]
    one = Waiver(OVER_WEIGHT, found[0].path, fingerprint(form, found[0]), "同意", row="培训人数")
    assert len(found) == 2
    (told,), unused = accept([one], [(form, found)])
    assert (len(told.waived), len(told.findings), unused) == (1, 1, ())
    (told,), unused = accept([one, one], [(form, found)])
    assert (len(told.waived), len(told.findings), unused) == (2, 0, ())


def test_a_waiver_of_another_form_of_the_file_does_not_fit() -> None:
    form = form_of({"project": "甲项目", "indicators": ROWS})
    finding = over_weight(form)
    waiver = Waiver(OVER_WEIGHT, finding.path, fingerprint(form, finding), "同意", form="乙项目")
    (told,), unused = accept([waiver], [(form, [finding])])
    assert (told.findings, told.waived, told.lapsed, unused) == ((finding,), (), (), (waiver,))


def test_every_finding_of_a_faulty_form_has_a_fingerprint_of_its_own() -> None:
    form = form_of({"indicators": [ROWS[0], {"name": "宣传次数", "target": "≥4次", "weight": "10"}, {"weight": "5"}]})
    findings = audited(form).findings
    assert len(findings) > 3
    assert len({fingerprint(form, one) for one in findings}) == len(findings)


def test_row_of_a_place_outside_the_rows_is_blank() -> None:
    form = Form(indicators=(Indicator(name="培训 人数"), Indicator()))
    places = ["indicators[0].score", "indicators[1].score", "indicators[9]", "total_score", "notes[0]", ""]
    assert [row_of(form, place) for place in places] == ["培训人数", "", "", "", "", ""]


# ---- jixiao waive, jixiao check ----


def test_an_accepted_finding_stands_apart_and_does_not_count(run: Run, file: Path) -> None:
    assert run("check", file)[0] == 1
    code, out, err = run("waive", file, "a004", "--reason", "经财政局同意加分", "--by", "某某某")
    assert (code, err) == (0, "")
    assert out == f"已接受 A004 第 1 行指标“培训人数”得分 · /indicators/0/score，记入 {waivers_of(file)}\n"
    out = run("check", file)[1]
    assert "已接受（1 项）" in out.splitlines()
    assert re.search(r"理由  经财政局同意加分（某某某 \d{4}-\d\d-\d\d）", out)
    assert "已接受 1 项" in out.splitlines()[-2]
    assert "A004  得分高于分值" not in out


def test_exit_code_is_zero_when_all_that_must_be_fixed_is_accepted(run: Run, file: Path) -> None:
    must_fix = {one.code for one in audited(form_of({"project": "甲项目", "indicators": ROWS})).findings}
    for code in sorted(must_fix):
        assert run("waive", file, code, "--all", "--reason", "同意")[0] == 0
    result, out, _ = run("check", file, "--quiet")
    assert result == 0
    assert out.startswith(f"{file}：未发现问题，已接受 ")


def test_a_changed_number_brings_the_finding_back_with_the_old_reason(run: Run, file: Path) -> None:
    run("waive", file, "A004", "--reason", "经财政局同意加分", "--by", "")
    written(file, ROWS[0] | {"score": "58"}, ROWS[1])
    code, out, _ = run("check", file)
    assert code == 1
    assert "例外不再适用（1 项）：数字已变，须重新核对" in out.splitlines()
    assert "当时的理由  经财政局同意加分" in out
    assert "已接受（" not in out
    _, out, _ = run("check", file, "--format", "json")
    assert OVER_WEIGHT in codes(out)
    assert [one["reason"] for one in json.loads(out)["files"][0]["forms"][0]["lapsed_waivers"]] == ["经财政局同意加分"]


def test_a_waiver_that_fits_nothing_any_more_is_named(run: Run, file: Path) -> None:
    run("waive", file, "A004", "--reason", "经财政局同意加分")
    written(file, ROWS[0] | {"score": "50"}, ROWS[1])
    _, out, _ = run("check", file)
    told = "".join(line.strip() for line in out.partition("\n提示  ")[2].splitlines()).replace(" ", "")
    assert told == f"{waivers_of(file)}：A004培训人数的例外已对不上任何疑点，可以删去（理由：经财政局同意加分）。"
    _, out, _ = run("check", file, "--format", "json")
    assert [one["code"] for one in json.loads(out)["files"][0]["unused_waivers"]] == ["A004"]


def test_json_and_sarif_carry_the_reason(run: Run, file: Path) -> None:
    run("waive", file, "A004", "--reason", "经财政局同意加分", "--by", "某某某")
    _, out, _ = run("check", file, "--format", "json")
    assert OVER_WEIGHT not in codes(out)
    (waived,) = json.loads(out)["files"][0]["forms"][0]["waived"]
    assert (waived["code"], waived["waived"]["reason"], waived["waived"]["by"]) == (
        "A004",
        "经财政局同意加分",
        "某某某",
    )
    _, out, _ = run("check", file, "--format", "sarif")
    suppressed = [one for one in json.loads(out)["runs"][0]["results"] if one.get("suppressions")]
    assert [one["ruleId"] for one in suppressed] == ["A004"]
    assert suppressed[0]["suppressions"][0]["justification"] == "经财政局同意加分"


def test_last_years_waivers_can_be_named(run: Run, file: Path, tmp_path: Path) -> None:
    run("waive", file, "A004", "--reason", "同意")
    other = written(tmp_path / "今年.json", ROWS[1], ROWS[0])
    _, out, _ = run("check", other, "--waivers", waivers_of(file), "--format", "json")
    assert OVER_WEIGHT not in codes(out)


def test_a_waiver_used_by_any_file_is_not_called_unused(run: Run, file: Path, tmp_path: Path) -> None:
    run("waive", file, "A004", "--reason", "同意")
    clean = written(tmp_path / "另一张.json", ROWS[1])
    _, out, _ = run("check", file, clean, "--waivers", waivers_of(file))
    assert "对不上任何疑点" not in out


# ---- refusals ----


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["A004", "--reason", "  "], "接受疑点须写明理由"),
        (["A004"], "接受疑点须写明理由"),
        (["A004", "--reason", "。。"], "接受疑点须写明理由"),
        (["A999", "--reason", "同意"], "没有编号为“A999”的审核规则。"),
        (["B056", "--reason", "同意"], "B056 是对照两表的规则"),
        (["A005", "--reason", "同意"], "没有疑点 A005，没有可接受的。先用 jixiao check 查看。"),
        (["A004@合格率", "--reason", "同意"], "没有疑点 A004@合格率，没有可接受的。A004 见于：indicators[0].score。"),
        (["A004", "--reason", "同意", "--waivers", "没有这个文件夹/a.toml"], "无法写入"),
    ],
)
def test_what_cannot_be_accepted_is_refused(run: Run, file: Path, arguments: list[str], message: str) -> None:
    code, out, err = run("waive", file, *arguments)
    assert (code, out) == (2, "")
    assert message in err
    assert not waivers_of(file).exists()


def test_several_places_must_be_told_apart(run: Run, file: Path) -> None:
    written(file, ROWS[0], ROWS[1] | {"score": "60"})
    code, _, err = run("waive", file, "A004", "--reason", "同意")
    assert code == 2
    assert "A004 有 2 处：indicators[0].score；indicators[1].score。请用 A004@路径 指明一处" in err
    for place in ("A004@indicators[0].score", "A004@合格率"):
        assert run("waive", file, place, "--reason", "同意")[0] == 0
    assert [one.row for one in load(waivers_of(file))] == ["培训人数", "合格率"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[[waiver]\n", "不是正确的 TOML"),
        ('[[waiver]]\ncode = "A004"\n', "内容不合规范"),
        ('[[waiver]]\ncode = "A004"\npath = ""\nfingerprint = "x"\nreason = " "\n', "第 1 条没有理由"),
        ('[[waiver]]\ncode = "A004"\npath = ""\nfingerprint = "x"\nreason = "同意"\nraeson = "x"\n', "内容不合规范"),
    ],
)
def test_a_broken_waiver_file_is_said_and_nothing_is_checked(run: Run, file: Path, text: str, message: str) -> None:
    waivers_of(file).write_text(text, encoding="utf-8")
    for arguments in (["check", file], ["check", file, "--waivers", waivers_of(file)]):
        code, out, err = run(*arguments)
        assert (code, out) == (2, "")
        assert f"{waivers_of(file)} 有误：" in err
        assert message in err
    assert run("waive", file, "A004", "--reason", "同意")[0] == 2
    assert waivers_of(file).read_text(encoding="utf-8") == text


def test_a_named_waiver_file_must_be_there(run: Run, file: Path) -> None:
    code, _, err = run("check", file, "--waivers", "没有.toml")
    assert code == 2
    assert "没有.toml：找不到文件或无权读取" in err


# ---- the file ----

OTHERS = """# 本单位的例外
[[waiver]]
code = "B043"
path = "indicators[7].actual"   # 手写
fingerprint = "sha256:0"
reason = '''
两行
理由'''

# 关于 A004
"""


def test_other_entries_comments_and_order_stay(run: Run, file: Path) -> None:
    waivers_of(file).write_text(OTHERS, encoding="utf-8")
    run("waive", file, "A004", "--reason", '含"引号"和\\反斜线')
    text = waivers_of(file).read_text(encoding="utf-8")
    assert text.startswith(OTHERS)
    assert [one.reason for one in load(waivers_of(file))] == ["两行\n理由", '含"引号"和\\反斜线']


def test_accepting_again_renews_the_entry_where_it_stands(run: Run, file: Path) -> None:
    run("waive", file, "A004", "--reason", "第一次")
    with waivers_of(file).open("a", encoding="utf-8") as appended:
        appended.write("\n" + OTHERS)
    written(file, ROWS[0] | {"score": "58"}, ROWS[1])
    run("waive", file, "A004", "--reason", "第二次")
    assert [(one.code, one.reason) for one in load(waivers_of(file))] == [("A004", "第二次"), ("B043", "两行\n理由")]
    assert waivers_of(file).read_text(encoding="utf-8").endswith("\n" + OTHERS)
    assert "已接受（1 项）" in run("check", file)[1]


def test_entries_written_in_one_line_are_not_torn(run: Run, file: Path) -> None:
    text = 'waiver = [{ code = "B043", path = "", fingerprint = "x", reason = "同意" }]\n'
    waivers_of(file).write_text(text, encoding="utf-8")
    code, _, err = run("waive", file, "A004", "--reason", "同意")
    assert code == 2
    assert "请把每条写成 [[waiver]] 一节" in err
    assert waivers_of(file).read_text(encoding="utf-8") == text


@given(st.text(min_size=1, alphabet=st.characters(exclude_categories=["Cs"])))
def test_any_reason_survives_the_file(tmp_path_factory: pytest.TempPathFactory, reason: str) -> None:
    from jixiao.waiver_file import record  # noqa: PLC0415 - the writer is what is under test

    path = tmp_path_factory.mktemp("waivers") / "a.toml"
    waiver = Waiver("A004", "total_score", "sha256:0", f"因{reason}")
    record(path, {}, [waiver])
    assert load(path) == (waiver,)


def test_several_forms_of_a_file_are_told_apart(run: Run, tmp_path: Path) -> None:
    forms = [form_of({"project": name, "indicators": ROWS}) for name in ("甲项目", "乙项目")]
    file = tmp_path / "两张表.json"
    file.write_bytes(b"[" + b",".join(map(form_json.encode, forms)) + b"]")
    run("waive", file, "A004", "--all", "--reason", "同意")
    assert [one.form for one in load(waivers_of(file))] == ["甲项目", "乙项目"]
    assert run("check", file)[1].count("已接受（1 项）") == 2


def test_waivers_in_a_folder_are_not_taken_for_forms(run: Run, file: Path) -> None:
    run("waive", file, "A004", "--reason", "同意")
    _, out, err = run("check", file.parent, "--quiet")
    assert err == ""
    assert out.count("：") >= 1
    assert SUFFIX not in out


def test_not_utf8_is_said(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    path.write_bytes("# 例外".encode("gbk"))
    with pytest.raises(InvalidWaivers, match="不是 UTF-8 文字"):
        load(path)
