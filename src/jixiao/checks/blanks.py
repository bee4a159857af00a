"""The blanks of a form (空白): which of the values that it asks for are not filled in."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from jixiao.checks.dossier import Dossier, Row
from jixiao.checks.values import has_actual, has_target, is_inapplicable
from jixiao.form import Form, FormKind

_NAMES = {
    "target": ("年度指标值", "target"),
    "actual": ("实际完成值", "actual value"),
    "weight": ("分值", "weight"),
    "score": ("得分", "score"),
    "full_budget": ("全年预算数", "full-year budget"),
    "executed": ("全年执行数", "executed amount"),
}
_UNSCORED = (FormKind.TARGET, FormKind.MONITORING, FormKind.TRANSFER)


class Blank(msgspec.Struct, frozen=True):
    """The blank values of one row (一行的空白项)."""

    path: str
    label: str
    fields: list[str]
    unread: bool = False  #: something stands there that could not be read

    @property
    def names(self) -> str:
        """The fields as the form calls them (栏目)."""
        return "、".join(_NAMES[field][0] for field in self.fields)

    @property
    def names_en(self) -> str:
        """The fields in English."""
        return ", ".join(_NAMES[field][1] for field in self.fields)


def nothing_scored(dossier: Dossier) -> bool:
    """Whether a form that is to be scored, as its weights show, has no score at all (得分全部未填)."""
    scores = any(row.item.score is not None for row in dossier.rows)
    return bool(dossier.counted) and not scores and dossier.form.kind not in (*_UNSCORED, FormKind.REPORT)


def blanks_of(dossier: Dossier) -> Iterator[Blank]:
    """Every row with a blank (有空白的行), the total of the funds last. A report in prose has no cells to be blank."""
    if dossier.form.kind is FormKind.REPORT:
        return
    asked = _asked(dossier)
    for row in dossier.rows:
        if _is_full(row):  # as most rows are
            continue
        fields = [field for field in asked if _is_blank(row, field) and not _shares(dossier, row, field)]
        if fields and not is_inapplicable(row.item):
            yield from _parted(dossier, row.path, row.label, fields)
    if dossier.total_fund is not None and dossier.form.kind is not FormKind.TARGET:
        path, line = dossier.total_fund
        fields = [
            field
            for field in ("full_budget", "executed")
            if getattr(line, field) is None and _has_column(dossier.form, [path], field)
        ]
        yield from _parted(dossier, path, line.source, fields)


def _parted(dossier: Dossier, path: str, label: str, fields: list[str]) -> Iterator[Blank]:
    """What is blank, and apart from it what could not be read: the filer did fill that in."""
    lost = {place.path for place in dossier.form.unread}
    for unread in (False, True):
        here = [field for field in fields if (f"{path}.{field}" in lost) is unread]
        if here:
            yield Blank(path, label, here, unread)


def _asked(dossier: Dossier) -> list[str]:
    """The fields of this form: one that prints no weights, or is not yet scored, has no blank ones."""
    always = ["target"] if dossier.form.kind is FormKind.TARGET else ["target", "actual"]
    printed = [field for field in ("weight", "score") if not all(_is_blank(row, field) for row in dossier.rows)]
    paths = [row.path for row in dossier.rows]
    return [field for field in always if _has_column(dossier.form, paths, field)] + printed


def _has_column(form: Form, paths: list[str], field: str) -> bool:
    """Whether the form has a column for the field (有此栏): a form read from a document tells where its cells stood.

    Some layouts print no target values (评价指标体系), or only one of the two budgets: nobody left those blank.
    """
    places = form.locations
    if not places or any(place.pointer is not None for place in places.values()):
        return True
    return any(f"{path}.{field}" in places for path in paths)


def _is_full(row: Row) -> bool:
    item = row.item
    return item.weight is not None and item.score is not None and has_target(item) and has_actual(item)


def _is_blank(row: Row, field: str) -> bool:
    if field == "target":
        return not has_target(row.item)
    if field == "actual":
        return not has_actual(row.item)
    return getattr(row.item, field) is None


def _shares(dossier: Dossier, row: Row, field: str) -> bool:
    """Whether the row has its points in common with another, in a merged cell: the others make the full score."""
    if field not in ("weight", "score") or row.item.weight is not None or row.item.score is not None:
        return False
    return dossier.weights_add_up
