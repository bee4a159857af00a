"""The clauses of the methods once more, in fractions (计分条款的独立复算), to hold the scoring against.

Written from the words of the rules, not from the product: nothing of jixiao is imported, and every figure stands here
again. A row is (weight, operator, a, b) with None for a blank. An answer is the points as a fraction, a pair of limits,
or the name of the reason why there are none.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction
from typing import NamedTuple

Answer = Fraction | tuple[Fraction, Fraction] | str
Share = Callable[[Fraction, Fraction], Fraction]


class Row(NamedTuple):
    """One row of numbers."""

    weight: Fraction | None
    operator: str
    a: Fraction | None
    b: Fraction | None


def cents(points: Fraction) -> Fraction:
    """Two decimals, the half upwards."""
    return Fraction(math.floor(points * 100 + Fraction(1, 2)), 100)


def _met(operator: str, a: Fraction, b: Fraction) -> bool:
    return {"≥": b >= a, ">": b > a, "≤": b <= a, "<": b < a, "=": b == a}[operator]


def _blank(row: Row) -> str:
    if row.weight is None:
        return "weight_blank"
    return "target_blank" if row.a is None else "actual_blank"


def _numbers(row: Row, share: Share) -> Answer:
    """What all quantitative rows have in common; `share` is what a shortfall earns of the weight."""
    if row.weight is None or row.a is None or row.b is None:
        return _blank(row)
    if _met(row.operator, row.a, row.b):
        return row.weight
    if row.a < 0:
        return "negative_target"
    if row.a == 0 or row.b < 0:
        return Fraction(0)
    return cents(row.weight * max(Fraction(0), min(Fraction(1), share(row.a, row.b))))


def actual_over_target(row: Row) -> Answer:
    """正向指标：实际完成值（B）/ 年度指标值（A）× 分值，不超过分值。"""
    return _numbers(row, lambda a, b: b / a)


def target_over_actual(row: Row) -> Answer:
    """反向指标：年度指标值（A）/ 实际完成值（B）× 分值，不超过分值。"""
    return _numbers(row, lambda a, b: a / b)


def line_to_twice_the_target(row: Row) -> Answer:
    """反向指标：1 至 2 倍之间 (1 − (B − A)/A) × 分值，2 倍及以上为零。"""
    return _numbers(row, lambda a, b: 1 - (b - a) / a)


def pass_gate_of_sixty(row: Row) -> Answer:
    """完成率低于 60% 不得分；其上 (完成率 − 60%)/(1 − 60%) × 分值。"""
    return _numbers(row, lambda a, b: (b / a - Fraction(60, 100)) / (1 - Fraction(60, 100)))


def yes_or_no(row: Row) -> Answer:
    """符合要求得满分，不符合不得分。"""
    return _numbers(row, lambda _a, _b: Fraction(0))


def equal_of_the_systems(row: Row) -> Answer:
    """“＝”：指标值为零时完成值不大于零得满分，否则零分；大于零时超额按满分，不足按比例。"""
    if row.weight is not None and row.a == 0 and row.b is not None:
        return row.weight if row.b <= 0 else Fraction(0)
    return _numbers(row, lambda a, b: b / a)


def _in_silence(
    row: Row, nearest: Callable[[Row], Answer]
) -> Answer | tuple[str, Fraction, Fraction] | tuple[str, Fraction]:
    """办法未规定：达到得满分；未达到则列出最相近的算法和不得分两种读法。指标值为零时没有比率，只剩不得分。"""
    if row.weight is None or row.a is None or row.b is None or _met(row.operator, row.a, row.b):
        return nearest(row)
    if row.a < 0 or (row.b < 0 and row.operator in "≤<"):
        return "negative_target"
    if row.b < 0:
        return Fraction(0)
    if row.a == 0:
        return "zero_target" if row.b == 0 else "method_unstated", Fraction(0)
    points = nearest(row._replace(operator="≤") if row.operator == "<" and row.a == row.b else row)
    return ("method_unstated", points, Fraction(0)) if isinstance(points, Fraction) else points


def equal_unstated(row: Row) -> object:
    """“＝”未规定：最相近的是正向比率，不超过分值。"""
    return _in_silence(row, actual_over_target)


def reverse_unstated(row: Row) -> object:
    """反向指标未规定：最相近的是反向比率。"""
    return _in_silence(row, target_over_actual)


def strictly_less_unstated(row: Row) -> object:
    """“<”的公式未公开：最相近的是“≤”的公式，1 至 2 倍之间递减。"""
    return _in_silence(row, line_to_twice_the_target)


def less_deduction(row: Row, deduction: Fraction, last_place: Fraction, printed: Fraction | None) -> Answer:
    """得分＝计算得分−扣分，最低为零；扣分栏填的正是未得的分时，不再扣减。"""
    points = actual_over_target(row)
    if not isinstance(points, Fraction) or row.weight is None or deduction == 0:
        return points
    left = max(points - deduction, Fraction(0))
    if points < row.weight and printed != left:
        restated = printed is not None and printed + deduction == row.weight
        if restated or abs(row.weight - points - deduction) <= last_place / 2:
            return points
    return left


def by_steps_of_the_row(row: Row, step: Fraction, off: Fraction) -> object:
    """评分标准“每低（超）若干扣若干分，扣完为止”：达到得满分；相差正好整级的逐级扣；不足一级的有三种算法。"""
    if row.weight is None or row.a is None or row.b is None:
        return _blank(row)
    if _met(row.operator, row.a, row.b):
        return row.weight
    levels = abs(row.a - row.b) / step
    below, weight = math.floor(levels), row.weight

    def left(count: Fraction | int) -> Fraction:
        return cents(max(weight - count * off, Fraction(0)))

    if levels == below:
        return left(below)
    return "between_steps", left(below), left(levels), left(below + 1)


def without_a_sign(row: Row) -> Answer | tuple[str, Fraction, Fraction]:
    """未注明方向：相等得满分；不等则列出正向、反向两种读法。"""
    if row.weight is None or row.a is None or row.b is None:
        return _numbers(row._replace(operator="="), lambda a, b: b / a)
    if row.a == row.b:
        return row.weight
    more = actual_over_target(row._replace(operator="≥"))
    less = target_over_actual(row._replace(operator="≤"))
    if isinstance(more, Fraction) and isinstance(less, Fraction):
        return "no_operator", more, less
    return "no_operator"


def satisfaction(row: Row) -> Answer:
    """满意度：90% 及以上得全部，80% 至 90% 得八成，60% 至 80% 得五成，60% 以下不得分。"""
    if row.weight is None or row.a is None or row.b is None:
        return _blank(row)
    if row.b < 0:
        return "satisfaction_scale"
    steps = ((90, Fraction(1)), (80, Fraction(8, 10)), (60, Fraction(5, 10)), (0, Fraction(0)))
    return cents(row.weight * next(share for floor, share in steps if row.b >= floor))


def execution_by_rate(row: Row) -> Answer:
    """预算执行率得分：执行数（B）/ 预算数（A）× 分值，不超过分值；预算为零，未规定。"""
    faulty = _no_rate(row)
    if faulty or row.weight is None or row.a is None or row.b is None:
        return faulty
    return row.weight if row.b >= row.a else cents(row.weight * row.b / row.a)


def execution_by_rate_or_one(row: Row) -> Answer:
    """预算执行率得分：执行数 ÷ 预算数 × 分值，不超过分值；预算为零时以 1 作除数。"""
    faulty = _no_rate(row)
    if faulty not in ("", "zero_budget") or row.weight is None or row.a is None or row.b is None:
        return faulty
    return cents(min(row.weight, row.weight * row.b / (row.a or 1)))


def execution_by_steps(row: Row) -> Answer | tuple[str, Fraction, Fraction]:
    """项目完成且在预算内得满分；未完成的，80% 至 100% 得七成，60% 至 80% 得五成，60% 以下不得分。"""
    faulty = _no_rate(row)
    if faulty or row.weight is None or row.a is None or row.b is None:
        return faulty
    rate = row.b / row.a
    if rate > 1:
        return "over_budget"
    if rate == 1:
        return row.weight
    unfinished = Fraction(7, 10) if rate >= Fraction(8, 10) else Fraction(5, 10) if rate >= Fraction(6, 10) else 0
    if row.weight == 0:
        return Fraction(0)
    finished, open_ended = row.weight, cents(row.weight * unfinished)
    # 分值很小时两种读法舍入后可能相同
    return finished if finished == open_ended else ("finished_unknown", cents(finished), open_ended)


def _no_rate(row: Row) -> str:
    if row.weight is None:
        return "weight_blank"
    if row.a is None:
        return "budget_blank"
    if row.b is None:
        return "executed_blank"
    if row.a < 0 or row.b < 0:
        return "amount_negative"
    return "zero_budget" if row.a == 0 else ""


def band(weight: Fraction | None, level: str, floor_of_partly: int) -> Answer:
    """定性指标：达成 100%–80%，部分达成 80%–下限，未达成 下限–0，均含下限。"""
    if weight is None:
        return "weight_blank"
    limits = {"reached": (80, 100), "partly": (floor_of_partly, 80), "missed": (0, floor_of_partly)}[level]
    low, high = (cents(weight * limit / 100) for limit in limits)
    return low if low == high else (low, high)
