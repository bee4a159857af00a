"""The reasons on a form (未完成原因): which rows need one, which have one, and what it is worth."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING

from jixiao.attainment import Sort
from jixiao.checks.texts import bare, is_blank, unnumbered
from jixiao.checks.vocabulary import LIMITS, WORDS
from jixiao.rulebooks.model import Rulebook

if TYPE_CHECKING:
    from jixiao.checks.dossier import Dossier, Row

_BELOW = "未完成"  # 偏差大或目标未完成原因分析: 湖北等地的表末一栏
_EXCEEDABLE = (Sort.POSITIVE, Sort.EQUAL)


def reason_of(row: Row) -> str | None:
    """The reason beside the row (未完成原因); None where there is none or only a stroke."""
    return None if is_blank(row.item.reason) else row.item.reason


def lost(row: Row) -> Decimal | None:
    """The points that the row gave away (扣分), above zero; None where none are, or a number is blank."""
    weight, score = row.item.weight, row.item.score
    return weight - score if weight is not None and score is not None and score < weight else None


def missed(row: Row) -> bool:
    """Whether the target is missed beyond doubt (未完成指标值)."""
    return row.attainment.met is False


def is_hollow(reason: str) -> bool:
    """Whether the reason says nothing (空洞的原因)."""
    return bare(unnumbered(reason)) in WORDS.hollow


def denies(reason: str) -> bool:
    """Whether the reason says that there is nothing to explain (称无偏差、已完成)."""
    return bare(unnumbered(reason)) in WORDS.no_deviation


def explained(row: Row) -> bool:
    """Whether the row has a reason that says something (已说明原因)."""
    reason = reason_of(row)
    return reason is not None and not is_hollow(reason) and not denies(reason)


def over_fulfilment(row: Row, rulebook: Rulebook) -> Decimal | None:
    """Actual ÷ target where it is so high that it needs a word (超额完成的程度), else None.

    The method's own threshold holds. Where it names none, ours does, and small targets (1 planned, 2 done) pass.
    """
    found = row.attainment
    if found.kind not in _EXCEEDABLE or found.over is None or found.guessed or not found.met:
        return None
    threshold = rulebook.over.threshold
    if threshold is not None:
        return found.over if found.over >= threshold else None
    small = found.a is not None and found.a < LIMITS.low_target_from
    return None if small or found.over < LIMITS.over_fulfilled else found.over


class Reasons:
    """The reasons of one form (各行原因), worked out once."""

    def __init__(self, dossier: Dossier) -> None:
        self._dossier = dossier

    @cached_property
    def needy(self) -> list[Row]:
        """The rows for which the method asks for a reason (须说明原因的行)."""
        rule, rows = self._dossier.rulebook.reason, self._dossier.rows
        return [row for row in rows if (rule.below_weight and lost(row)) or (rule.target_missed and missed(row))]

    @cached_property
    def given(self) -> list[tuple[Row, str]]:
        """The rows that have a reason, with it (已填原因的行)."""
        return [(row, reason) for row in self._dossier.rows if (reason := reason_of(row)) is not None]

    @cached_property
    def below(self) -> tuple[str, str] | None:
        """The reasons for all rows in one block below them, with its path (表末的未完成原因分析); None where blank."""
        blocks = ((f"attributes.{label}", text) for label, text in self._dossier.form.attributes.items())
        return next((found for found in blocks if _BELOW in found[0] and not is_blank(found[1])), None)

    @cached_property
    def explaining(self) -> list[tuple[Row, str]]:
        """The reasons that explain a loss (起说明作用的原因): those of the rows in need of one.

        Where no such row has its own, the reasons beside other rows have to stand for it.
        """
        own = [(row, reason) for row, reason in self.given if row in self.needy]
        return own or (self.given if self.needy else [])

    def copied(self) -> Iterator[list[Row]]:
        """Rows that share one reason word for word (同一原因的各行); a cell merged over several rows is one cell."""
        same: dict[str, list[Row]] = {}
        for row, reason in self.explaining:
            text = bare(reason)
            if len(text) >= LIMITS.copied_reason_characters:
                same.setdefault(text, []).append(row)
        places = self._dossier.form.locations
        for rows in same.values():
            cells = {str(places.get(f"{row.path}.reason", row.index)) for row in rows}
            if len(rows) >= LIMITS.copied_reason_rows and len(cells) == len(rows):
                yield rows
