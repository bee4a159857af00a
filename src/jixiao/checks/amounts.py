"""The amounts of money that indicator rows name (指标行中的金额), in the unit of the fund block."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from jixiao.form import Facet, Group
from jixiao.quantity import Quantity, QuantityKind
from jixiao.units import rescale

if TYPE_CHECKING:
    from jixiao.checks.dossier import Row

_COSTS = frozenset({Facet.COST, Facet.SOCIAL_COST, Facet.ECOLOGICAL_COST})
_MONEY = "元"


class Item(NamedTuple):
    """An indicator row that names an amount (列明金额的指标行); None where that cell names none."""

    row: Row
    target: Decimal | None
    actual: Decimal | None


def is_cost(row: Row) -> bool:
    """Whether the row stands among the cost indicators (成本指标)."""
    return row.item.group is Group.COST or row.item.facet in _COSTS


def items_in(rows: Sequence[Row], unit: str) -> Iterator[Item]:
    """The rows whose target or actual is an amount of money."""
    for row in rows:
        cost = is_cost(row)
        target, actual = _amount(row.item.target, unit, cost=cost), _amount(row.item.actual, unit, cost=cost)
        if target is not None or actual is not None:
            yield Item(row, target, actual)


def _amount(value: Quantity | None, unit: str, *, cost: bool) -> Decimal | None:
    """An amount in `unit`; a bare number is money only in a cost row, and an amount for each thing (元/人) never is."""
    if value is None or value.number is None or value.kind is not QuantityKind.NUMBER:
        return None
    if value.unit == unit or (cost and not value.unit):
        return value.number
    return rescale(value.number, value.unit, unit) if value.unit.endswith(_MONEY) else None
