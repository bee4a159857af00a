"""What a chart is (图表): an option of ECharts as data, with the words around it. Numbers stay Decimal to the end."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import msgspec

Option = dict[str, Any]
"""An ECharts option (图表选项): data alone, no function in it."""

_ENCODER = msgspec.json.Encoder(decimal_format="number")  # the digits as they are, never through a float


class Chart(msgspec.Struct, frozen=True):
    """One chart in one language (一张图)."""

    name: str  #: execution, weights, groups, lost
    title: str
    told: str  #: what it shows in a sentence, for those who do not see it
    option: Option
    height: int  #: pixels that it needs
    paths: tuple[str, ...] = ()  #: the number that each category stands for, to be proven on a click


class Bar(msgspec.Struct, frozen=True):
    """One bar (一条): how long it is, what is written beside it, and how far a range goes on (区间的另一端)."""

    length: Decimal | None
    label: str
    further: Decimal = Decimal(0)


def as_json(option: Option) -> str:
    """The option as JSON, each Decimal with the digits that it has (图表选项)."""
    return _ENCODER.encode(option).decode()
