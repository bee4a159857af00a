"""A row's own scale of deductions (评分标准中的逐级扣分), read from the words beside it: 每低 5 个百分点扣 1 分."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

import msgspec

from jixiao.attainment import Attainment, Sort
from jixiao.form import Indicator
from jixiao.numerals import fold, parse_chinese_number, parse_number
from jixiao.rulebooks.methods import EXACT, plain
from jixiao.rulebooks.model import Basis, Ladder, MethodRule
from jixiao.scoring.model import Award, Unscored
from jixiao.scoring.rounding import quotient, tidy
from jixiao.scoring.working import awarded, full
from jixiao.units import canonical

if TYPE_CHECKING:
    from jixiao.scoring.indicators import Row

_AMOUNT = r"[0-9]+(?:\.[0-9]+)?|[一二两三四五六七八九十]+"
_STEP = re.compile(
    rf"每(?:再)?(?P<way>降低|减少|下降|低|少|超出|超过|超|增加|增长|高|多|延迟|延误|推迟|逾期|拖延|晚|发生|出现|偏离|相差|差)?"
    rf"(?:于|了)?(?:目标值|指标值|计划数?|目标)?(?P<step>{_AMOUNT})?(?P<unit>个?百分点|%|[^\W\d_]{{0,3}}?)的?,?则?"
    rf"扣(?:减|除|去)?(?P<off>{_AMOUNT})分"
)
_FULL_LOSS = re.compile(r"不得分|(?:得|计|记)[0零]分")
_MOST = re.compile(r"最多扣(?:减|除)?([0-9]+(?:\.[0-9]+)?)分")
_LESS = frozenset({"降低", "减少", "下降", "低", "少"})
_MORE = frozenset({"超出", "超过", "超", "增加", "增长", "高", "多", "发生", "出现"})
_LATE = frozenset({"延迟", "延误", "推迟", "逾期", "拖延", "晚"})
_EITHER = frozenset({"", "偏离", "相差", "差"})
_WAYS = {Sort.POSITIVE: _LESS | _EITHER, Sort.REVERSE: _MORE | _EITHER, Sort.DATE: _LATE | {""}}
_DAYS = frozenset({"天", "日", "个工作日", "个自然日"})
_HUNDRED = Decimal(100)
_POINTS = frozenset({"%", "百分点", "个百分点"})


def ladder_rule(item: Indicator, found: Attainment) -> MethodRule | None:
    """The row's own rule of deductions (逐级扣分), where its standard states one and no more for this shortfall."""
    if item.standard is None:
        return None
    ways = _WAYS.get(found.kind)
    if found.kind is Sort.EQUAL and found.a is not None and found.b is not None:
        ways = (_LESS if found.b < found.a else _MORE) | _EITHER
    if ways is None:
        return None
    fitting = [rule for way, rule in _rules_in(item.standard) if way in ways and _measures(rule, found)]
    return fitting[0] if len(fitting) == 1 else None


def _measures(rule: MethodRule, found: Attainment) -> bool:
    """Whether the steps are counted in the unit of the row (分级单位与本行一致)."""
    ladder = rule.ladder
    if ladder is None:
        return False
    if found.kind is Sort.DATE:
        return ladder.unit in _DAYS
    if ladder.unit in _POINTS:
        return found.unit == "%" or (found.a is not None and found.a > 0)
    return not ladder.unit or ladder.unit == found.unit or not found.unit


@lru_cache(maxsize=1024)
def _rules_in(standard: str) -> tuple[tuple[str, MethodRule], ...]:
    """Every scale of the standard, with the word for its direction; none where it also tells when all is lost."""
    text = fold(standard)
    if _FULL_LOSS.search(text):
        return ()
    most = _MOST.search(text)
    found = []
    for match in _STEP.finditer(text):
        step, off = _number(match["step"] or "1"), _number(match["off"])
        unit = match["unit"] if match["unit"] in _POINTS | _DAYS else canonical(match["unit"])
        if step and off:
            ladder = Ladder(step, off, unit, Decimal(most[1]) if most else None)
            clause = f"本行评分标准：{match[0]}"
            rule = MethodRule(method="ladder", basis=Basis.TEXT, clause=clause, ladder=ladder)
            found.append((match["way"] or "", rule))
    return tuple(found)


def _number(digits: str) -> Decimal | None:
    return parse_number(digits) or parse_chinese_number(digits)


def steps_missed(rule: MethodRule, found: Attainment) -> tuple[Decimal, Decimal] | None:
    """How many steps the row lies off its target, as an exact quotient (差几级); None where that is unknown."""
    ladder = rule.ladder
    if ladder is None:
        return None
    if found.days is not None:
        return Decimal(found.days), ladder.step
    if found.a is None or found.b is None:
        return None
    off = abs(EXACT.subtract(found.a, found.b))
    if ladder.unit in _POINTS and found.unit != "%":  # 每少 1%：占指标值的比例
        return EXACT.multiply(off, _HUNDRED), EXACT.multiply(found.a, ladder.step)
    return off, ladder.step


def ladder_award(row: Row, rule: MethodRule) -> Award | Unscored:
    """The weight less the steps missed (逐级扣分); between two steps, what each way to count the rest would give."""
    missed = steps_missed(rule, row.found)
    if missed is None:
        return row.unscored(row.found.reason)
    top, bottom = missed
    whole = EXACT.divide_int(top, bottom)
    if EXACT.multiply(whole, bottom) == top:
        return _less(row, rule, whole, Basis.ASSUMED if row.found.guessed else rule.basis)
    counts = {"whole_steps": whole, "in_part": quotient(top, bottom), "started_steps": whole + 1}
    readings = (
        msgspec.structs.replace(_less(row, rule, count, Basis.ASSUMED), level=level) for level, count in counts.items()
    )
    return row.unscored("between_steps", tuple(readings))


def _less(row: Row, rule: MethodRule, count: Decimal, basis: Basis) -> Award:
    ladder = rule.ladder
    if ladder is None:  # only rules with one come here
        raise AssertionError(rule.clause)
    most = row.weight if ladder.most is None else min(ladder.most, row.weight)
    taken = f"{plain(count)} × {plain(ladder.off)}"
    loss = EXACT.multiply(count, ladder.off)
    if loss > most:
        left = tidy(row.weight - most)
        zh = f"{taken} > {plain(most)}，扣完 {plain(most)} 分为止，得 {left:f} 分"
        en = f"{taken} > {plain(most)}: no more than {plain(most)} is taken off, {left:f}"
        return full(row.path, row.weight, rule, row.inputs(), (zh, en), points=left, basis=basis)
    points = (EXACT.subtract(row.weight, loss), Decimal(1), f"{row.weight:f} − {taken}")
    return awarded(row.path, row.weight, rule, row.inputs(), points, rounding=row.rulebook.rounding, basis=basis)
