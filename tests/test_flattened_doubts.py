"""Cells that ran together are parted only where exactly one way agrees; otherwise they stay unread."""

from __future__ import annotations

from decimal import Decimal

import pytest

from jixiao.form import Form
from jixiao.layouts import flattened
from jixiao.layouts.flattened_runs import agreeing, cuts
from jixiao.readers import text
from tests.flattened_printing import PrintedRow, Style, form_text

USUAL = ("initial_budget", "full_budget", "executed", "weight", "rate", "score")
SHORT = ("full_budget", "executed", "weight", "rate", "score")


@pytest.mark.parametrize(
    ("run", "columns", "expected"),
    [
        ("202010100.00%10", SHORT, "20 20 10 100.00% 10"),
        ("310.2154.741050%5", SHORT, "310.2 154.74 10 50% 5"),
        ("2735.892735.892468.991090.24%9", USUAL, "2735.89 2735.89 2468.99 10 90.24% 9"),
        ("320.00310.50298.351096.09%9.61", USUAL, "320.00 310.50 298.35 10 96.09% 9.61"),
    ],
)
def test_the_one_cut_that_the_arithmetic_allows(run: str, columns: tuple[str, ...], expected: str) -> None:
    found = agreeing(cuts([run], columns, split=True, skip=False), "full_budget")
    assert [" ".join(cut.cells.values()) for cut in found] == [expected]


@pytest.mark.parametrize("run", ["1" * 200, "1010101010101010101010101010%10", "202011100.00%5020"])
def test_a_run_that_nothing_or_too_much_fits_gives_no_single_cut(run: str) -> None:
    assert len(agreeing(cuts([run], SHORT, split=True, skip=True), "full_budget")) != 1


def with_row(row: str, total: str = "100 100") -> Form:
    rows = [
        PrintedRow("养护里程", "≥260公里", "268公里", "40", "40", "产出指标", "数量指标"),
        PrintedRow("PLACE", "", "", "", "", "", "质量指标"),
        PrintedRow("群众满意度", "≥90%", "93%", "10", "9.7", "满意度指标", "服务对象满意度指标"),
    ]
    content = form_text(rows, Style(), ("100", "100")).replace("PLACE", row).replace("总 分 100 100", f"总 分 {total}")
    return flattened.recognise(text.read(content.encode(), "form.txt"))[0]


def values(form: Form) -> tuple[str | None, str | None, Decimal | None, Decimal | None]:
    row = form.indicators[1]
    target, actual = (None if value is None else value.text for value in (row.target, row.actual))
    return target, actual, row.weight, row.score


def test_targets_and_points_that_stuck_together() -> None:
    form = with_row("合格里程 ≥266米≥266米40 40")
    assert values(form) == ("≥266米", "≥266米", Decimal(40), Decimal(40))
    evidence = {one.path: one.evidence for one in form.inferences if one.path.startswith("indicators[1]")}
    assert sorted(evidence) == [f"indicators[1].{key}" for key in ("actual", "score", "target", "weight")]
    assert evidence["indicators[1].weight"] == (
        "“合格里程 ≥266米≥266米40 40”粘连，各列类型只允许拆为"
        "三级指标 合格里程、年度指标值 ≥266米、实际完成值 ≥266米、分值 40、得分 40"
    )


def test_the_printed_total_decides_between_two_cuts() -> None:
    form = with_row("完成率 100% 100%55", "65 64.5")
    assert values(form) == ("100%", "100%", Decimal(5), Decimal(5))
    evidence = {one.path: one.evidence for one in form.inferences if one.path.startswith("indicators[1]")}
    assert evidence["indicators[1].score"] == "“完成率 100% 100%55”有几种读法，只有这一种使各项合计与总分行相符"


def test_what_no_sum_decides_stays_unread() -> None:
    form = with_row("完成率 100% 100%55", "100 100")
    assert values(form)[2:] == (None, None)
    left = {one.path: one for one in form.unread}
    assert sorted(map(str, left)) == ["indicators[1].score", "indicators[1].weight"]
    assert left["indicators[1].weight"].text == "完成率 100% 100%55"
    assert left["indicators[1].weight"].reason == "有几种读法，合计也无法确定：分值 5、得分 5；分值 55；得分 55"


def test_a_row_with_a_cell_missing_is_not_guessed() -> None:
    form = with_row("养护次数 12 10 10")
    assert values(form) == (None, None, None, None)
    assert {one.path for one in form.unread} == {
        f"indicators[1].{key}" for key in ("target", "actual", "weight", "score")
    }


def test_what_the_total_decides_of_a_row_with_a_cell_missing_is_read() -> None:
    form = with_row("养护次数 12 10 10", "70 69.5")
    assert values(form) == (None, None, Decimal(10), Decimal(10))
    assert {one.path for one in form.unread} == {"indicators[1].target", "indicators[1].actual"}
    evidence = {one.path: one.evidence for one in form.inferences}
    assert evidence["indicators[1].weight"] == "“养护次数 12 10 10”有几种读法，只有这一种使各项合计与总分行相符"


def test_fund_cells_that_fit_no_column_stay_unread() -> None:
    content = form_text([PrintedRow("里程", "≥1公里", "1公里", "90", "90", "产出指标", "数量指标")], Style())
    form = flattened.recognise(
        text.read(content.replace("100.00 100.00 98.00 10 98% 9.8", "10010 98").encode(), "f.txt")
    )[0]
    assert form.funds[0].executed is None
    assert [(one.path, one.text, one.reason) for one in form.unread] == [
        ("funds[0]", "10010 98", "数字与表头各列无法唯一对应，未作猜测")
    ]
