"""Random forms full of blanks (随机表): right by a method in most of their numbers, odd in some, from a seed.

Made to hold the columnar twin against the plain functions: every value may be blank, zero, negative, huge or printed
with other digits, and half of the forms are right in every number, so that the twin has something to prove quiet.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from decimal import Decimal

import msgspec

from jixiao.form import Facet, Form, FormKind, FundLine, Goal, Group, GroupHeading, Indicator
from jixiao.quantity import parse
from jixiao.rulebooks.model import Rulebook
from jixiao.scoring import Award, Unscored, score
from jixiao.scoring.sums import grade_of

_GROUPS = (Group.OUTPUT, Group.OUTPUT, Group.BENEFIT, Group.SATISFACTION, Group.COST, Group.EXECUTION, None)
_FACETS = (Facet.QUANTITY, Facet.QUALITY, Facet.TIMELINESS, Facet.COST, Facet.SOCIAL, Facet.SATISFACTION, None)
_UNITS = ("%", "%", "", "个", "万元", "元", "天", "‰", "人次")
_SIGNS = ("≥", "≥", "≥", "≤", "=", "<", ">", "")
_WORDS = (
    "优秀",
    "良好",
    "逐步提高",
    "完成",
    "基本完成",
    "未完成",
    "部分完成",
    "有所提升",
    "按时完成",
    "及时",
    "是",
    "较好",
)
_DATES = ("2022年12月", "2022年12月底前", "12月31日前", "2022年6月", "2023年1月", "20221231", "2022年3月-2022年11月")
_EMPTY = ("/", "—", "无", "不涉及", "")
_NAMES = ("设备购置数量", "验收合格率", "任务按时完成率", "单位成本", "服务对象满意度", "受益人数", "水质达标率", None)
_STANDARDS = ("每低5个百分点扣1分，扣完为止", "完成得满分，未完成按比例得分", "每延迟1天扣0.5分")
_REASONS = (None, None, "/", "因汛期提前，工期顺延，已调整计划。", "无")
_CONCLUSIONS = (None, None, "自评得分{total}分，等级为良。", "评价结果为优秀。", "结余资金3.20万元。")


def forms(seed: int, rulebook: Rulebook) -> Iterator[Form]:
    """Random forms without end, those of the seed and the method."""
    rng = random.Random(f"{seed}/{rulebook.name}")
    while True:
        form = _right(rng, _drawn(rng, rulebook), rulebook)
        for _ in range(rng.choice((0, 0, 0, 1, 1, 2, 4))):
            form = _edited(rng, form)
        yield form


def _drawn(rng: random.Random, rulebook: Rulebook) -> Form:
    """A form without scores."""
    count = rng.randint(0, 7) if rng.random() < 0.2 else rng.randint(2, 7)
    rows = tuple(_row(rng) for _ in range(count))
    execution = rulebook.execution.weight if rulebook.execution.method != "none" else None
    taken = any(row.group is Group.EXECUTION for row in rows)
    left = Decimal(100) - (Decimal(0) if execution is None or taken else execution)
    weights = _shared(rng, left, count)
    rows = tuple(msgspec.structs.replace(row, weight=weight) for row, weight in zip(rows, weights, strict=True))
    funds = _funds(rng, execution) if rng.random() < 0.9 else ()
    return Form(
        kind=rng.choice(tuple(FormKind)[:3]),
        title="项目支出绩效自评表",
        unit="某某局",
        project="某某项目",
        year=2022,
        amount_unit=rng.choice(("万元", "万元", "元", None)),
        funds=funds,
        goals=(Goal("完成设备购置，服务群众300人。", "已完成设备购置，服务群众300人。"),),
        headings=(GroupHeading("产出指标", Group.OUTPUT, 1, Decimal(50)),) if rng.random() < 0.1 else (),
        indicators=rows,
        total_weight=rng.choice((None, Decimal(100))),
    )


def _row(rng: random.Random) -> Indicator:
    group = rng.choice(_GROUPS) if rng.random() < 0.3 else Group.OUTPUT
    target, actual = _values(rng)
    chance = rng.random()
    return Indicator(
        name=rng.choice(_NAMES),
        level1="产出指标",
        level2="数量指标",
        group=group,
        facet=rng.choice(_FACETS),
        target=parse(target, sign="定性" if chance < 0.03 else ""),
        actual=parse(actual),
        reason=rng.choice(_REASONS),
        standard=rng.choice(_STANDARDS) if chance > 0.97 else None,
    )


def _values(rng: random.Random) -> tuple[str, str]:
    """A target and an actual, most of them numbers of one unit."""
    sort = rng.random()
    if sort < 0.08:
        return rng.choice(_WORDS), rng.choice(_WORDS)
    if sort < 0.14:
        return rng.choice(_DATES), rng.choice((*_DATES, "按时完成"))
    if sort < 0.18:
        return rng.choice(_EMPTY), rng.choice((*_EMPTY, "3"))
    unit, sign = rng.choice(_UNITS), rng.choice(_SIGNS)
    wanted = _number(rng)
    if sort < 0.22:
        return f"{wanted}{unit}-{wanted + 3}{unit}", f"{_number(rng)}{unit}"
    done = wanted if rng.random() < 0.5 else _near(rng, wanted)
    other = unit if rng.random() < 0.9 else rng.choice(_UNITS)
    if sort < 0.25:
        return f"{sign}{wanted}{unit}", rng.choice((*_WORDS, *_EMPTY))
    return f"{sign}{wanted}{unit}", f"{done}{other}"


def _number(rng: random.Random) -> Decimal:
    sort = rng.random()
    if sort < 0.05:
        return rng.choice((Decimal(0), Decimal("0.00"), Decimal(-3), Decimal("1E+12"), Decimal("0.000001")))
    places = rng.choice((0, 0, 0, 1, 2, 2, 4))
    return Decimal(rng.randint(1, 10 ** rng.randint(1, 8))).scaleb(-places)


def _near(rng: random.Random, wanted: Decimal) -> Decimal:
    """A number not far from the one wanted, printed with few digits."""
    part = Decimal(rng.choice((10, 50, 60, 70, 80, 90, 95, 99, 101, 110, 150, 200, 300))) / 100
    moved = wanted * part if rng.random() < 0.7 else _number(rng)
    exponent = max(-4, int(moved.as_tuple().exponent))
    return moved.quantize(Decimal(1).scaleb(min(exponent, 0)))


def _shared(rng: random.Random, whole: Decimal, count: int) -> list[Decimal]:
    """The whole shared out among so many rows, to a tenth."""
    if count == 0:
        return []
    tenths = int(whole * 10)
    cuts = sorted(rng.randint(0, tenths) for _ in range(count - 1))
    return [_tidy(Decimal(b - a) / 10) for a, b in zip([0, *cuts], [*cuts, tenths], strict=True)]


def _tidy(number: Decimal) -> Decimal:
    return number.quantize(Decimal(1)) if number == number.to_integral_value() else number


def _funds(rng: random.Random, weight: Decimal | None) -> tuple[FundLine, ...]:
    places = rng.choice((0, 2, 2, 4, 6))
    parts = []
    for source in rng.choice((("其中：当年财政拨款", "其他资金"), ("基本支出", "项目支出"), ("财政拨款",), ())):
        budget = Decimal(rng.randint(1, 10**9)).scaleb(-places)
        spent = (
            budget if rng.random() < 0.4 else (budget * rng.randint(1, 110) / 100).quantize(Decimal(1).scaleb(-places))
        )
        parts.append(FundLine(source, initial_budget=budget, full_budget=budget, executed=spent))
    full = sum((line.full_budget or Decimal(0) for line in parts), Decimal(0))
    done = sum((line.executed or Decimal(0) for line in parts), Decimal(0))
    if not parts:
        full, done = Decimal("120.50"), Decimal("118.3")
    initial = full if rng.random() < 0.8 else full + 5
    rate = (done / full).quantize(Decimal(1).scaleb(-rng.choice((2, 4, 4, 6)))) if full else None
    arrived = full if rng.random() < 0.3 else None
    amounts = FundLine("年度资金总额", True, initial, full, arrived, done)  # noqa: FBT003 - in the order of the columns
    total = msgspec.structs.replace(amounts, weight=weight, rate=rate)
    return (total, *parts) if rng.random() < 0.9 else (*parts, total)


def _right(rng: random.Random, form: Form, rulebook: Rulebook) -> Form:
    """The form with the scores of the method, and the total of them."""
    card = score(form, rulebook)
    rows = tuple(
        msgspec.structs.replace(row, score=_points(rng, award, row.weight))
        for row, award in zip(form.indicators, card.indicators, strict=True)
    )
    funds = form.funds
    if card.execution is not None:
        weight = card.execution.weight
        funds = tuple(
            msgspec.structs.replace(line, score=_points(rng, card.execution, weight)) if line.is_total else line
            for line in funds
        )
    known = [row.score for row in rows if row.score is not None]
    known += [line.score for line in funds if line.score is not None]
    total = sum(known, Decimal(0)) if known else None
    told = rng.choice(_CONCLUSIONS)
    named = grade_of(total, rulebook) if total is not None and rng.random() < 0.3 else None
    return msgspec.structs.replace(
        form,
        indicators=rows,
        funds=funds,
        total_score=total,
        grade=named,
        conclusion=None if told is None else told.format(total=total),
    )


def _points(rng: random.Random, award: Award | Unscored, weight: Decimal | None) -> Decimal | None:
    if isinstance(award, Award):
        return rng.choice((award.low, award.high)) if rng.random() < 0.9 else award.low
    return None if weight is None else rng.choice((weight, weight, Decimal(0), weight / 2))


_ODD = (
    None,
    Decimal(0),
    Decimal("0.00"),
    Decimal(-1),
    Decimal("9.99"),
    Decimal("10.00"),
    Decimal("8.255"),
    Decimal("1E+20"),
)
_ROW_FIELDS = ("weight", "score", "review_score", "deduction")
_FUND_FIELDS = ("initial_budget", "full_budget", "arrived", "executed", "weight", "rate", "score")


def _edited(rng: random.Random, form: Form) -> Form:
    """The form with one number changed or blanked."""
    sort = rng.random()
    if sort < 0.5 and form.indicators:
        at = rng.randrange(len(form.indicators))
        row = form.indicators[at]
        if rng.random() < 0.3:
            target, actual = _values(rng)
            changed = msgspec.structs.replace(row, target=parse(target), actual=parse(actual))
        else:
            name = rng.choice(_ROW_FIELDS)
            changed = msgspec.structs.replace(row, **{name: _odd(rng, getattr(row, name))})
        return msgspec.structs.replace(form, indicators=(*form.indicators[:at], changed, *form.indicators[at + 1 :]))
    if sort < 0.85 and form.funds:
        at = rng.randrange(len(form.funds))
        name = rng.choice(_FUND_FIELDS)
        line = form.funds[at]
        changed_line = msgspec.structs.replace(line, **{name: _odd(rng, getattr(line, name))})
        return msgspec.structs.replace(form, funds=(*form.funds[:at], changed_line, *form.funds[at + 1 :]))
    name = rng.choice(("total_weight", "total_score"))
    return msgspec.structs.replace(form, **{name: _odd(rng, getattr(form, name))})


def _odd(rng: random.Random, number: Decimal | None) -> Decimal | None:
    """Another number, or none; or the same one with other digits or a cent off."""
    if number is None or rng.random() < 0.4:
        return rng.choice(_ODD)
    return rng.choice((number + Decimal("0.01"), number - Decimal("0.01"), number + 0, number * Decimal("1.0"), None))
