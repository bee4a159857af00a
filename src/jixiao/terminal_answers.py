"""The answer of a store to a question in SQL (查询结果): on the terminal, as CSV or as JSON."""

from __future__ import annotations

import csv
import itertools
import json
import sys
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from jixiao.lang import say
from jixiao.numerals import plain
from jixiao.terminal import Column, Row, Span, clean, table
from jixiao.terminal_out import page_width, show

if TYPE_CHECKING:
    from jixiao.batch.query import Answer

MOST_ROWS = 200  # that a table on the terminal shows
WIDEST_CELL = 40  # columns


def show_table(answer: Answer, lang: str) -> None:
    """The rows as a table, the first two hundred of them (表格)."""
    rows = list(itertools.islice(answer, MOST_ROWS + 1))
    shown = [Row([clean(told(cell)) for cell in row]) for row in rows[:MOST_ROWS]]
    heads = [
        Column(name, "right" if _is_number(rows, at) else "left", flexible=_is_wide(shown, at))
        for at, name in enumerate(answer.columns)
    ]
    show(table(heads, shown, page_width(), indent=0))
    key = "sql.cut" if len(rows) > MOST_ROWS else "sql.rows"
    show([[Span(say(key, lang, count=len(shown)), "dim")]])


def _is_number(rows: Iterable[Sequence[object]], at: int) -> bool:
    return all(isinstance(row[at], int | Decimal | None) and not isinstance(row[at], bool) for row in rows)


def _is_wide(rows: Iterable[Row], at: int) -> bool:
    return any(len(row.cells[at]) > WIDEST_CELL // 2 for row in rows)


def write_csv(answer: Answer) -> None:
    """All rows as CSV (逗号分隔)."""
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(answer.columns)
    for row in answer:
        writer.writerow([told(cell) for cell in row])


def write_json(answer: Answer) -> None:
    """A list of objects, written as the rows come; numbers with a point are strings, as everywhere in jixiao."""
    before = "["
    for row in answer:
        named = dict(zip(answer.columns, row, strict=True))
        sys.stdout.write(before + "\n  " + json.dumps(named, ensure_ascii=False, default=told))
        before = ","
    sys.stdout.write("[]\n" if before == "[" else "\n]\n")


def told(cell: object) -> str:
    """A value as text: blank for nothing, decimals in plain digits without the zeros that only fill the column."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, Decimal):
        text = plain(cell)
        return text.rstrip("0").rstrip(".") if "." in text else text
    return str(cell)
