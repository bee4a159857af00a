"""Many forms as four tables (多表汇总): forms, funds, indicators and findings, in the columns of the batch store.

The columns are those of `jixiao.batch.columns`, said once there. In Chinese they get short Chinese headings and Chinese
words for codes; in English they keep the names that programs know them by.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from jixiao.batch import ids
from jixiao.batch.columns import FINDINGS, FORMS, FUNDS, INDICATORS, Column, Table
from jixiao.batch.rows import Row, rows_of
from jixiao.lang import TEXTS, say
from jixiao.letters.issue import Origin
from jixiao.outcome import Audited
from jixiao.tables.model import Cell, Head, Sheet

SHOWN = (FORMS, FUNDS, INDICATORS, FINDINGS)
KEYS = tuple(table.name for table in SHOWN)
TITLES = {
    "forms": ("自评表", "forms"),
    "funds": ("资金", "funds"),
    "indicators": ("绩效指标", "indicators"),
    "findings": ("审核疑点", "findings"),
    "problems": ("不能读取", "problems"),
}
LEFT_OUT = re.compile(r"(?:form|file|unit|project|indicator)_id|.*_bare|variant|facts")
"""Ids and names that join the tables of a store; a sheet tells the form by its file, unit and project instead."""
TWINS = {"place": "place_en", "message": "message_en"}
"""Columns that say the same in the other language."""
OF_FORM = ("file", "number", "unit", "project", "year")
"""Columns of the form that stand before every row of the other tables."""
CODED = ("kind", "severity", "safety", "group", "basis")
"""Columns whose values are codes that the interface has words for."""
KINDS = {"text": "text", "texts": "text", "whole": "whole", "size": "whole", "truth": "text", "date": "date"}
_SHORT = re.compile(r"[，；：（].*")


class _Shown(NamedTuple):
    """A column of a sheet (一列), and whether it is one of the form that the row belongs to."""

    column: Column
    of_form: bool


def gathered(one: Audited, origin: Origin) -> dict[str, list[Row]]:
    """The rows of one form in the tables that are shown (一张表的各行)."""
    rows = rows_of(ids.file_id(origin.path.name, ""), origin.number, one)
    return {table.name: rows[table.name] for table in SHOWN}


def sheets(
    parts: Iterable[tuple[Path, Mapping[str, list[Row]]]], unread: Sequence[tuple[Path, str]], lang: str
) -> list[Sheet]:
    """The four sheets, and a fifth of the files that could not be read (各工作表)."""
    columns = {table.name: _columns(table, lang) for table in SHOWN}
    rows: dict[str, list[Sequence[Cell]]] = {name: [] for name in columns}
    for path, part in parts:
        form = part["forms"][0] | {"file": path.name}
        for name, shown in columns.items():
            own = [form] if name == FORMS.name else part[name]
            rows[name] += [[_cell(one, form if one.of_form else row, lang) for one in shown] for row in own]
    made = [Sheet(name, TITLES[name][lang == "en"], _heads(shown, lang), rows[name]) for name, shown in columns.items()]
    if unread:
        heads = (Head(say("many.file", lang), "text"), Head(say("table.why", lang), "text"))
        told = [(path.name, why) for path, why in unread]
        made.append(Sheet("problems", TITLES["problems"][lang == "en"], heads, told))
    return made


def _columns(table: Table, lang: str) -> list[_Shown]:
    own = [_Shown(one, of_form=False) for one in table.columns if not LEFT_OUT.fullmatch(one.name)]
    own = [one for one in own if one.column.name not in (TWINS.values() if lang != "en" else TWINS)]
    if table is FORMS:
        return own
    of_form = [_Shown(column, of_form=True) for name in OF_FORM for column in FORMS.columns if column.name == name]
    return [*of_form, *own]


def _heads(shown: Sequence[_Shown], lang: str) -> tuple[Head, ...]:
    """Short headings in Chinese, in full where two would be alike; in English the names that the store has."""
    short = [_SHORT.sub("", one.column.zh) for one in shown]
    count = Counter(short)
    names = [one.column.zh if count[name] > 1 else name for one, name in zip(shown, short, strict=True)]
    if lang == "en":
        names = [f"form_{one.column.name}" if one.of_form else one.column.name for one in shown]
    return tuple(
        Head(name, _kind(one.column), one.column.en if lang == "en" else one.column.zh)
        for name, one in zip(names, shown, strict=True)
    )


def _kind(column: Column) -> str:
    if column.type == "number":
        return "rate" if column.name == "rate" else "number"
    return KINDS[column.type]


def _cell(one: _Shown, row: Row, lang: str) -> Cell:
    value = row.get(one.column.name)
    if isinstance(value, bool):
        return say("table.yes" if value else "table.no", lang)
    if isinstance(value, list):
        return ("; " if lang == "en" else "；").join(map(str, value))
    if lang != "en" and one.column.name in CODED and f"{one.column.name}.{value}" in TEXTS:
        return say(f"{one.column.name}.{value}", lang)
    cell: Cell = value
    return cell
