"""The bands of qualitative indicators (定性指标分档): a level gives a range of points, not one number."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from jixiao.rulebooks.methods import EXACT, percent, plain
from jixiao.rulebooks.model import Band, Basis, Rulebook
from jixiao.scoring.model import Award, Input
from jixiao.scoring.rounding import rounded

if TYPE_CHECKING:
    from jixiao.scoring.indicators import Row

_ONE = Decimal(1)


def band_award(row: Row) -> Award:
    """The points of the level that the answer reaches (所达档次的得分区间)."""
    band = next(band for band in row.rulebook.qualitative.bands if band.level == row.found.level)
    return _award(row, band)


def band_readings(row: Row) -> tuple[Award, ...]:
    """What each of the levels would give (各档次的得分区间)."""
    return tuple(_award(row, band) for band in row.rulebook.qualitative.bands)


def _award(row: Row, band: Band) -> Award:
    rule = row.rulebook.qualitative
    low, high = _limit(row.weight, band.low, row.rulebook), _limit(row.weight, band.high, row.rulebook)
    shares = f"{percent(band.low)}–{percent(band.high)}"
    opened = not band.high_inclusive
    out_zh, out_en = "（不含）", " (excluded)"
    low_zh, low_en = ("", "") if band.low_inclusive else (out_zh, out_en)
    high_zh, high_en = (out_zh, out_en) if opened else ("", "")
    limits = (plain(low), plain(high))
    zh = f"{band.name}：{row.weight:f} × {shares} = {limits[0]}{low_zh}–{limits[1]}{high_zh}"
    en = f"{band.level}: {row.weight:f} × {shares} = {limits[0]}{low_en}–{limits[1]}{high_en}"
    return Award(
        path=row.path,
        weight=row.weight,
        low=low,
        high=high,
        method="band",
        clause=rule.clause,
        basis=Basis.ASSUMED if row.found.guessed else rule.basis,
        working=zh,
        inputs=(Input("分值", row.weight, row.paths.weight),),
        level=band.level,
        working_en=en,
        high_open=opened,
    )


def _limit(weight: Decimal, share: Decimal, rulebook: Rulebook) -> Decimal:
    return rounded(EXACT.multiply(weight, share), _ONE, rulebook.rounding)
