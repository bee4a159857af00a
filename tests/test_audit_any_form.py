"""Whatever a form holds, the audit ends, and every finding can be said in both languages and written as JSON."""

from __future__ import annotations

from decimal import Decimal
from itertools import islice

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bench.random_forms import forms
from jixiao.checks import audit, render
from jixiao.form import Facet, Form, FormKind, FundLine, Goal, Group, GroupHeading, Indicator
from jixiao.quantity import parse
from jixiao.rulebooks import load, names

NUMBERS = st.one_of(
    st.none(),
    st.sampled_from([Decimal(text) for text in ("0", "0.00", "10", "9.5", "100", "-3", "9.0244", "1E+2", "0.9024")]),
    st.decimals(-(10**30), 10**30, places=2),
    st.integers(0, 200).map(Decimal),
)
CELLS = st.one_of(
    st.none(),
    st.sampled_from(
        [
            "≥99%",
            "98%",
            "≤100万元",
            "120万元",
            "=8个",
            "0",
            "12月底前",
            "2022年12月",
            "1-3次",
            "优秀",
            "部分完成",
            "/",
            "-5",
            "1E5",
        ]
    ),
    st.text(max_size=12),
)
TEXTS = st.one_of(
    st.none(),
    st.sampled_from(
        [
            "自评得分98分。",
            "结余12万元，由0人增加到5人，增长5%",
            "资金3万元，其中甲1万元、乙1万元",
            "无",
            "受疫情影响",
            "",
        ]
    ),
    st.text(max_size=30),
)
FUNDS = st.builds(
    FundLine,
    source=st.sampled_from(["年度资金总额", "基本支出", "项目支出", "其中：财政拨款", "其他资金", ""]),
    is_total=st.booleans(),
    initial_budget=NUMBERS,
    full_budget=NUMBERS,
    arrived=NUMBERS,
    executed=NUMBERS,
    weight=NUMBERS,
    rate=NUMBERS,
    score=NUMBERS,
    reason=TEXTS,
)
INDICATORS = st.builds(
    Indicator,
    name=TEXTS,
    level1=st.sampled_from([None, "产出指标", "效益指标"]),
    level2=st.sampled_from([None, "成本指标", "数量指标"]),
    group=st.one_of(st.none(), st.sampled_from(Group)),
    facet=st.one_of(st.none(), st.sampled_from(Facet)),
    target=CELLS.map(parse),
    actual=CELLS.map(parse),
    weight=NUMBERS,
    score=NUMBERS,
    review_score=NUMBERS,
    deduction=NUMBERS,
    reason=TEXTS,
)
HEADINGS = st.builds(
    GroupHeading,
    label=st.sampled_from(["产出指标", "成本指标", "效益指标"]),
    group=st.one_of(st.none(), st.sampled_from(Group)),
    level=st.sampled_from([1, 2]),
    weight=NUMBERS,
    score=NUMBERS,
)
FORMS = st.builds(
    Form,
    kind=st.sampled_from(FormKind),
    year=st.sampled_from([None, 2022]),
    amount_unit=st.sampled_from([None, "万元", "元"]),
    funds=st.lists(FUNDS, max_size=4).map(tuple),
    goals=st.lists(st.builds(Goal, expected=TEXTS, actual=TEXTS), max_size=2).map(tuple),
    headings=st.lists(HEADINGS, max_size=3).map(tuple),
    indicators=st.lists(INDICATORS, max_size=6).map(tuple),
    total_weight=NUMBERS,
    total_score=NUMBERS,
    grade=st.sampled_from([None, "优", "良好", "？"]),
    conclusion=TEXTS,
    problems=TEXTS,
    notes=st.lists(st.text(max_size=20), max_size=2).map(tuple),
)


@given(form=FORMS, name=st.sampled_from(names()))
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_any_form_is_audited_and_told(form: Form, name: str) -> None:
    for one in audit(form, load(name)):
        assert "{" not in render(one).replace(str(one.facts), "") or "{" in str(one.facts)
        assert render(one, "en")
        assert msgspec.json.encode(one)


@pytest.mark.parametrize("name", names())
def test_whatever_is_found_in_a_random_form_can_be_told(name: str) -> None:
    rulebook = load(name)
    told = [
        render(finding, lang)
        for form in islice(forms(7, rulebook), 40)
        for finding in audit(form, rulebook)
        for lang in ("zh", "en")
    ]
    assert len(told) > 400
    assert not any("{" in text or text == "" for text in told)
