"""Whatever form is printed flat is read back with the same values."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from jixiao.form import Indicator
from jixiao.layouts import flattened
from jixiao.quantity import Quantity
from jixiao.readers import text
from tests.flattened_printing import RURAL, USUAL, PrintedRow, Style, form_text

LEVELS = (
    ("产出指标", ("数量指标", "质量指标", "时效指标", "成本指标")),
    ("效益指标", ("经济效益指标", "社会效益指标", "生态效益指标", "可持续影响指标")),
    ("满意度指标", ("服务对象满意度指标",)),
)
NAMES = (
    "养护道路里程",
    "培训场次",
    "验收合格率",
    "项目按期完成率",
    "每公里养护成本",
    "群众出行条件",
    "受益群众满意度",
    "全年举办面向乡镇的业务培训，覆盖基层经办人员的场次",
    "对社会结构、社会进步的影响",
    "项目建成后持续发挥作用、管护责任落实到人的年限",
)
VALUES = (
    ("≥260公里", "268公里"),
    ("≥95%", "96.3%"),
    ("≤1.2万元", "1.11万元"),
    ("=12次", "12次"),
    ("100%", "100%"),
    ("2022年12月", "2022年12月"),
    ("1191.07", "1191.07"),
    ("303.03", "268.13"),
    ("优秀", "优秀"),
    ("明显改善", "基本改善"),
    ("促进社会发展", "促进社会发展"),
    ("≥99%", "满意"),
    ("2022年12月底前", "2022年11月完成"),
)
REASONS = ("因疫情影响，部分培训改为线上。", "1.前期准备不足；2.下一年度提前安排采购。", "样本偏少，明年扩大调查范围。")


@st.composite
def rows(draw: st.DrawFn) -> list[PrintedRow]:
    found: list[PrintedRow] = []
    for level1, facets in LEVELS:
        chosen = draw(st.lists(st.sampled_from(facets), min_size=1, max_size=len(facets), unique=True))
        for place, level2 in enumerate(chosen):
            for number in range(draw(st.integers(1, 3))):
                target, actual = draw(st.sampled_from(VALUES))
                weight = draw(st.sampled_from(("3", "5", "7.5", "10", "20")))
                lost = draw(st.booleans())
                found.append(
                    PrintedRow(
                        level3=draw(st.sampled_from(NAMES)),
                        target=target,
                        actual=actual,
                        weight=weight,
                        score=f"{Decimal(weight) - Decimal('0.5')}" if lost else weight,
                        level1=level1 if place == number == 0 else "",
                        level2=level2 if number == 0 else "",
                        reason=draw(st.sampled_from(REASONS)) if lost else "",
                    )
                )
    return found


@st.composite
def styles(draw: st.DrawFn) -> Style:
    return Style(
        columns=draw(st.sampled_from((USUAL, RURAL))),
        widths={
            "level1": draw(st.sampled_from((1, 3, 8))),
            "level2": draw(st.sampled_from((4, 10))),
            "level3": draw(st.integers(8, 30)),
            "reason": draw(st.integers(10, 40)),
        },
        blank_lines=draw(st.booleans()),
    )


def read_rows(content: str) -> tuple[Indicator, ...]:
    return flattened.recognise(text.read(content.encode(), "form.txt"))[0].indicators


def printed(value: Quantity | None) -> str:
    return "" if value is None else value.text


@settings(max_examples=80, deadline=None)
@given(rows(), styles())
def test_a_form_printed_flat_is_read_back(wanted: list[PrintedRow], style: Style) -> None:
    level1 = level2 = ""
    expected = []
    for row in wanted:
        level1, level2 = row.level1 or level1, row.level2 or level2
        expected.append((level1, level2, row.level3, row.target, row.actual, row.weight, row.score, row.reason))
    found = [
        (
            one.level1,
            one.level2,
            one.name,
            printed(one.target),
            printed(one.actual),
            str(one.weight),
            str(one.score),
            one.reason or "",
        )
        for one in read_rows(form_text(wanted, style))
    ]
    assert found == expected
