"""Labels that a page end cut in two (被分页切断的标题): 产出 on one page, 指标（50分） in a closed cell of the next."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import msgspec

from jixiao.form import GroupHeading
from jixiao.layouts import labels

if TYPE_CHECKING:
    from decimal import Decimal

    from jixiao.document import Cell
    from jixiao.form import Facet, Group
    from jixiao.layouts.grid_draft import Draft


class Joined(NamedTuple):
    """A label made whole again (合读的标题)."""

    before: str  #: what the first half was read as
    label: str
    group: Group | None
    weight: Decimal | None
    evidence: str


class CutLabels:
    """The last label of each level (各级最近的标题), to which the first label of the next page may belong."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.joined: dict[int, Joined] = {}  #: labels just made whole, by level
        self._last: dict[int, Cell] = {}

    def whole(self, level: int, cell: Cell | None) -> Cell | None:
        """The label of a row; where it goes on with the one of the page before, the two as one."""
        if cell is None or not cell.text.strip():
            return cell
        before = self._last.get(level)
        if before is not None and before.location == cell.location:
            return before
        self._last[level] = cell
        if before is None or not _is_next_page(before, cell):
            return cell
        text = before.text + cell.text
        if _meaning(level, cell.text) is not None or _meaning(level, text) is None:
            return cell
        self._rename_rows(level, before, text)
        self._last[level] = msgspec.structs.replace(cell, text=text)
        return self._last[level]

    def rename_heading(self, joined: Joined) -> GroupHeading | None:
        """The heading of the first half under its whole label, with the points that the second half may print."""
        draft = self.draft
        at = max((index for index, one in enumerate(draft.headings) if one.level == 1), default=None)
        if at is None or draft.headings[at].label != joined.before:
            return None
        old = draft.headings[at]
        weight = joined.weight if old.weight is None else old.weight
        draft.headings[at] = GroupHeading(joined.label, joined.group, 1, weight, old.score)
        if weight is not None:
            draft.locations.setdefault(f"headings[{at}].weight", self._last[1].location)
        draft.infer(f"headings[{at}].label", joined.evidence, joined.before)
        return draft.headings[at]

    def _rename_rows(self, level: int, before: Cell, text: str) -> None:
        """The rows read so far under the first half."""
        old, new = labels.bare(before.text), labels.bare(text)
        group = labels.group_of(new) if level == 1 else None
        evidence = f"标题被分页切断，两页的文字合读为“{new}”"
        self.joined[level] = Joined(old, new, group, labels.weight_in(text), evidence)
        rows = self.draft.indicators
        for index in range(len(rows) - 1, -1, -1):
            if getattr(rows[index], f"level{level}") != old:
                break
            changed = {"level1": new, "group": group} if level == 1 else {"level2": new, "facet": labels.facet_of(new)}
            rows[index] = msgspec.structs.replace(rows[index], **changed)
            path = f"indicators[{index}]"
            self.draft.inferences = [one for one in self.draft.inferences if one.path != f"{path}.group"]
            self.draft.infer(f"{path}.level{level}", evidence, old)


def _is_next_page(before: Cell, cell: Cell) -> bool:
    pages = before.location.page, cell.location.page
    return pages[0] is not None and pages[1] is not None and pages[1] > pages[0]


def _meaning(level: int, text: str) -> Group | Facet | None:
    label = labels.bare(text)
    return labels.group_of(label) if level == 1 else labels.facet_of(label)
