"""The diagnosis of a wrong sum (错因诊断): which single slip explains the difference exactly.

Every hypothesis is tested by exact arithmetic on the printed numbers; none is weighed by likelihood. Where several
fit, the simplest is named (the order of `CAUSES`) and the number of the others is told; beside a row or group left out
or added twice, a moved decimal point that happens to fit is not counted.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cached_property
from itertools import combinations

import msgspec

from jixiao.checks.tolerance import last_place, places, rounded
from jixiao.finding import Fact
from jixiao.scoring.rounding import tidy


class Addend(msgspec.Struct, frozen=True):
    """One number of a sum (加数)."""

    label: str
    path: str
    amount: Decimal
    weight: Decimal | None = None  #: 该行分值, where `amount` is its score


class Explanation(msgspec.Struct, frozen=True):
    """One slip that explains the stated sum exactly (错因)."""

    cause: str  #: a key of `CAUSES`
    label: str = ""
    amount: Decimal | None = None
    path: str | None = None


class Tally(msgspec.Struct, frozen=True, dict=True):
    """A stated sum and what it should be the sum of (合计及其加数)."""

    stated: Decimal
    rows: Sequence[Addend]
    execution: Addend | None = None  #: 预算执行率一行
    groups: Sequence[Addend] = ()  #: sums of the groups

    @cached_property
    def total(self) -> Decimal:
        """The sum as it should be (应有合计)."""
        leaves = sum((row.amount for row in self.rows), Decimal(0))
        return tidy(leaves if self.execution is None else leaves + self.execution.amount)


CAUSES: Mapping[str, tuple[str, str]] = {
    "execution_left_out": (
        "差额正好是预算执行率的 {amount} 分，即执行率一行没有计入",
        "exactly the {amount} points of the execution rate, which was left out",
    ),
    "row_left_out": (
        "差额正好是“{label}”的 {amount} 分，即这一行没有计入",
        "exactly the {amount} points of “{label}”, which was left out",
    ),
    "group_left_out": (
        "差额正好是“{label}”各行的 {amount} 分，即这一组没有计入",
        "exactly the {amount} points of the group “{label}”, which was left out",
    ),
    "row_at_weight": (
        "“{label}”得 {amount} 分，合计时却按其分值计入",
        "“{label}” scored {amount}, but was added at its full weight",
    ),
    "rows_rounded": ("各行得分先取整再相加，正好等于所填数", "the rows rounded to whole points add up to it"),
    "sum_rounded": ("所填数正好是合计取整的结果", "it is the sum rounded to whole points"),
    "row_twice": (
        "差额正好是“{label}”的 {amount} 分，即这一行计入了两次",
        "exactly the {amount} points of “{label}”, which was added twice",
    ),
    "subtotal_twice": (
        "差额正好是“{label}”小计 {amount} 分，即小计与明细重复计入",
        "exactly the subtotal {amount} of “{label}”, added on top of its rows",
    ),
    "sum_scaled": ("所填数与合计只差小数点的位置", "it is the sum with its decimal point moved"),
    "sum_swapped": ("所填数与合计只是两个数字颠倒", "it is the sum with two digits swapped"),
    "row_scaled": (
        "“{label}”的 {amount} 分在合计时小数点错位",
        "the {amount} points of “{label}” were added with the decimal point moved",
    ),
    "row_swapped": (
        "“{label}”的 {amount} 分在合计时两个数字颠倒",
        "the {amount} points of “{label}” were added with two digits swapped",
    ),
}
_SLIPS_OF_THE_PEN = frozenset({"sum_scaled", "sum_swapped", "row_scaled", "row_swapped"})
_SIMPLEST_FIRST = {cause: rank for rank, cause in enumerate(CAUSES)}
_UNEXPLAINED = ("没有哪一种单一的疏忽能正好解释这一差额", "no single slip explains the difference exactly")
_OTHERS = ("（另有 {others} 种解释也正好相符）", " (other explanations that also fit exactly: {others})")
_SWAP = 9  # two digits swapped change a number by a multiple of nine of its last place: a cheap first test
_SCALES = tuple(Decimal(1).scaleb(shift) for shift in (1, 2, 4, -1, -2, -4))


def messages(zh: str, en: str, *, admit: bool = True) -> tuple[dict[str, str], dict[str, str]]:
    """The messages of a check on a sum: `zh` and `en` followed by each cause, in both languages.

    `admit`: say so where no cause fits.
    """
    told = ({"": f"{zh}：{_UNEXPLAINED[0]}。"}, {"": f"{en}: {_UNEXPLAINED[1]}."})
    if not admit:
        told = ({"": f"{zh}。"}, {"": f"{en}."})
    for cause, clauses in CAUSES.items():
        told[0][cause], told[1][cause] = f"{zh}：{clauses[0]}。", f"{en}: {clauses[1]}."
        told[0][f"{cause}+"] = f"{zh}：{clauses[0]}{_OTHERS[0]}。"
        told[1][f"{cause}+"] = f"{en}: {clauses[1]}{_OTHERS[1]}."
    return told


def diagnose(tally: Tally) -> tuple[str, dict[str, Fact]]:
    """The message variant and the facts of the simplest slip that explains the stated sum; "" and none where none does.

    >>> rows = [Addend("甲", "indicators[0].score", Decimal(9)), Addend("乙", "indicators[1].score", Decimal(8))]
    >>> diagnose(Tally(Decimal(9), rows))
    ('row_left_out', {'label': '乙', 'amount': Decimal('8')})
    """
    fitting = explanations(tally)
    if not fitting:
        return "", {}
    first = fitting[0]
    facts: dict[str, Fact] = {"label": first.label, "amount": first.amount}
    if first.cause not in _SLIPS_OF_THE_PEN:  # which row was left out is plain; misread digits then fit by chance
        fitting = [one for one in fitting if one.cause not in _SLIPS_OF_THE_PEN]
    rows = sum(1 for one in fitting if one.cause == first.cause)
    others = rows + len({one.cause for one in fitting}) - 2  # the same slip in other rows, and other kinds of slip
    return (f"{first.cause}+", facts | {"others": others}) if others else (first.cause, facts)


def explanations(tally: Tally) -> list[Explanation]:
    """Every slip that explains the stated sum exactly, the simplest first (全部相符的错因)."""
    if tally.stated == tally.total:
        return []
    fitting = [*_whole(tally), *_by_row(tally), *_by_group(tally)]
    return sorted(fitting, key=lambda one: _SIMPLEST_FIRST[one.cause])


def _whole(tally: Tally) -> Iterator[Explanation]:
    """Slips in the sum itself."""
    stated, total = tally.stated, tally.total
    amounts = [row.amount for row in tally.rows] + ([tally.execution.amount] if tally.execution else [])
    if tally.execution and stated == total - tally.execution.amount:
        yield Explanation("execution_left_out", tally.execution.label, tally.execution.amount, tally.execution.path)
    if stated == sum(rounded(amount, 0) for amount in amounts):
        yield Explanation("rows_rounded")
    if stated == rounded(total, 0):
        yield Explanation("sum_rounded")
    if any(stated == total * scale for scale in _SCALES):
        yield Explanation("sum_scaled")
    if stated in _swapped(total):
        yield Explanation("sum_swapped")


def _by_row(tally: Tally) -> Iterator[Explanation]:
    """Slips with one row."""
    missing = tally.total - tally.stated
    slips: dict[Decimal, list[str]] = {}  # the same amount stands in many rows
    for row in tally.rows:
        if row.amount not in slips:
            slips[row.amount] = [cause for cause, lost in _slips(row.amount, missing) if lost == missing]
        for cause in slips[row.amount]:
            yield Explanation(cause, row.label, row.amount, row.path)
        if row.weight is not None and row.amount - row.weight == missing:
            yield Explanation("row_at_weight", row.label, row.amount, row.path)


def _slips(amount: Decimal, missing: Decimal) -> Iterator[tuple[str, Decimal]]:
    """Each slip with a row of this amount, and how much the sum loses by it."""
    yield "row_left_out", amount
    yield "row_twice", -amount
    for scale in _SCALES:
        yield "row_scaled", amount - amount * scale
    if missing / last_place(amount) % _SWAP == 0:
        for swapped in _swapped(amount):
            yield "row_swapped", amount - swapped


def _by_group(tally: Tally) -> Iterator[Explanation]:
    """Slips with one group. A group of one row is that row."""
    difference = tally.stated - tally.total
    for group in tally.groups:
        if group.amount == 0:
            continue
        if difference == -group.amount:
            yield Explanation("group_left_out", group.label, group.amount, group.path)
        if difference == group.amount:
            yield Explanation("subtotal_twice", group.label, group.amount, group.path)


def _swapped(number: Decimal) -> set[Decimal]:
    """The number with two of its digits swapped, in every way that changes it and puts no zero in front.

    >>> sorted(_swapped(Decimal("9.5")))
    [Decimal('5.9')]
    """
    sign, digits, _ = number.as_tuple()
    found: set[Decimal] = set()
    for left, right in combinations(range(len(digits)), 2):
        if digits[left] != digits[right] and (left > 0 or digits[right] != 0):
            changed = list(digits)
            changed[left], changed[right] = digits[right], digits[left]
            found.add(Decimal((sign, tuple(changed), -places(number))))
    return found
