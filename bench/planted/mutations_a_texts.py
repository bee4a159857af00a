"""Planted errors in amounts between table and text (表内金额与文字的错例): A031 to A034."""

from __future__ import annotations

import random
from decimal import Decimal

from bench.planted.catalogue import mutation
from bench.planted.edits import (
    drawn,
    number_of,
    replace,
    rewritten,
    rows_where,
    total_line,
    value_of,
    with_fund,
    with_row,
)
from bench.planted.subject import quantity
from jixiao.form import Form, Indicator
from jixiao.numerals import plain
from jixiao.rulebooks.model import Rulebook

MYRIAD = 4
TELLING = 3
"""Digits that an amount must have to be known again elsewhere."""


def _is_budget(row: Indicator) -> bool:
    return row.name == "项目总成本控制"


def _concluding(form: Form, sentence: str) -> Form | None:
    return replace(form, conclusion=f"{form.conclusion}{sentence}") if form.conclusion else None


@mutation("A031", "结论里逐项列出的金额，合计与所写总额不符", slip=("多一项", "少 10 万元"))
def listed_amounts_wrong(form: Form, rng: random.Random, _rulebook: Rulebook, slip: str) -> Form | None:
    first, second = Decimal(rng.randint(1200, 9000)) / 100, Decimal(rng.randint(1200, 9000)) / 100
    total = first + second + (10 if slip != "多一项" else Decimal(0))
    more = "、办公设备3.20万元" if slip == "多一项" else ""
    return _concluding(form, f"专项资金{total}万元，其中：设备购置{first}万元、人员培训{second}万元{more}。")


@mutation("A032", "成本控制指标的完成值与资金表的执行数不符", slip=("多填", "少填"))
def cost_differs_from_fund(form: Form, rng: random.Random, _rulebook: Rulebook, slip: str) -> Form | None:
    at = drawn(rng, rows_where(form, _is_budget))
    if at is None:
        return None
    actual = value_of(form.indicators[at].actual)
    step = Decimal("3.6") if slip == "多填" else Decimal("-3.6")
    return with_row(form, at, actual=rewritten(actual, number_of(actual) + step))


@mutation("A033", "年初预算数以元填报，其余以万元")
def initial_budget_in_yuan(form: Form, _rng: random.Random, rulebook: Rulebook) -> Form | None:
    line = total_line(form)
    if line.initial_budget is None or line.initial_budget != line.full_budget:
        return None
    if rulebook.execution.denominator == "initial_budget":
        return None
    return with_fund(form, 0, initial_budget=line.initial_budget.scaleb(MYRIAD))


@mutation("A033", "年度资金总额的执行数以元填报，执行率未变")
def executed_in_yuan(form: Form, _rng: random.Random, _rulebook: Rulebook) -> Form | None:
    line = total_line(form)
    if not line.executed or line.rate is None:
        return None
    return with_fund(form, 0, executed=line.executed.scaleb(MYRIAD))


@mutation("A033", "成本控制指标把万元写成元（{field}）", field=("target", "actual"))
def cost_in_yuan(form: Form, rng: random.Random, _rulebook: Rulebook, field: str) -> Form | None:
    at = drawn(rng, rows_where(form, _is_budget))
    if at is None or form.amount_unit != "万元":
        return None
    value = value_of(getattr(form.indicators[at], field))
    if len(plain(number_of(value)).replace(".", "").strip("0")) < TELLING:
        return None  # a round figure may agree by chance, and A033 says nothing of it
    return with_row(form, at, **{field: quantity(f"{value.operator}{plain(number_of(value))}元")})


@mutation("A033", "结论里把执行数的万元写成元")
def amount_in_text_in_yuan(form: Form, _rng: random.Random, _rulebook: Rulebook) -> Form | None:
    executed = total_line(form).executed
    if not executed or form.amount_unit != "万元":
        return None
    return _concluding(form, f"当年实际支出{plain(executed)}元。")


@mutation("A034", "结论里写的{kind}与所列数字不符", kind=("降幅", "增幅", "占比"))
def stated_percentage_wrong(form: Form, rng: random.Random, _rulebook: Rulebook, kind: str) -> Form | None:
    low = rng.randint(20, 60)
    high = low * 2
    wrong = rng.randint(5, 19)
    sentence = {
        "降幅": f"群众投诉由{high}件下降到{low}件，降幅{wrong}%。",
        "增幅": f"志愿者由{low}人增加到{high}人，增长{wrong}%。",
        "占比": f"参加考核{low}人，占在册人员{high}人的{wrong}%。",
    }[kind]
    return _concluding(form, sentence)
