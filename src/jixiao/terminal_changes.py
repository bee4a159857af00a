"""What changed between two stores, for the terminal (两库差别): form by form, each value on a line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby, islice
from typing import TYPE_CHECKING

from jixiao.lang import pick, say
from jixiao.terminal import Line, Span, clean, pad, paragraph, width

if TYPE_CHECKING:
    from jixiao.batch.changes import Cell, Changes

MOST = 40  # changes that are shown
INDENT = 2
SHORT = ("rulebook", "grade", "recomputed_grade", "recomputed_low", "recomputed_high", "recomputed_score")
"""Columns whose name in the table says more than fits here."""


def called(what: str, lang: str) -> str:
    """What a column of the forms is called (列名)."""
    from jixiao.batch.columns import FORMS  # noqa: PLC0415 - needs the extra batch

    known = {column.name: pick((column.zh, column.en), lang) for column in FORMS.columns if column.name not in SHORT}
    return known.get(what) or say(f"diff.what.{what}", lang)


def change_lines(changes: Changes, lang: str, total: int) -> list[Line]:
    """How much changed for which reason, and the first changes, form by form."""
    both, reasons = changes.summary()
    lines: list[Line] = [[Span(say("diff.both", lang, count=both))]]
    for one in reasons:
        why = say(f"diff.why.{one.why}", lang)
        lines.append([Span("  " + say("diff.count", lang, why=why, forms=one.forms, values=one.values))])
    if not reasons:
        return [*lines, [Span(say("diff.nothing", lang), "good")]]
    for (why, *head), rows in groupby(islice(changes, MOST), key=lambda row: row[:5]):
        lines += [[], _head(str(why), head, lang), *_of_one(rows, lang, total)]
    if sum(one.values for one in reasons) > MOST:
        lines += [[], [Span(say("diff.cut", lang, count=MOST), "dim")]]
    return lines


def _head(why: str, head: Sequence[Cell], lang: str) -> Line:
    unit, project, year, file = head
    named = " · ".join(clean(str(part)) for part in (file, project or unit, year) if part)
    return [Span(named, "heading"), Span(f"  {say(f'diff.why.{why}', lang)}", "dim")]


def _of_one(rows: Iterable[Sequence[Cell]], lang: str, total: int) -> list[Line]:
    """The changes of one form: first its values, then findings that went (−) and came (+)."""
    told = [(str(what), before, after) for *_, what, before, after in rows]
    names = {what: called(what, lang) for what, *_ in told if what not in ("finding", "form")}
    room = max(map(width, names.values()), default=0)
    lines: list[Line] = []
    for what, before, after in told:
        if what == "finding":
            lines += _finding("−" if after is None else "+", str(after if before is None else before), total)
        elif what != "form":  # 整张表增减，标题已说明
            label: Line = [Span(" " * INDENT), Span(pad(names[what], room), "label"), Span("  ")]
            lines += paragraph(f"{_shown(before, lang)} → {_shown(after, lang)}", total, first=label)
    return lines


def _finding(sign: str, told: str, total: int) -> list[Line]:
    code, path, message = told.split(" ", 2)
    first: Line = [Span(" " * INDENT), Span(f"{sign} {code}"), Span("  ")]
    return paragraph(clean(f"{message} [{path}]" if path else message), total, first=first)


def _shown(value: Cell, lang: str) -> str:
    return say("diff.blank", lang) if value is None else clean(str(value))
