"""Asking the parts of the overview (执行总览): tables of exact numbers, in one language."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from jixiao.batch.columns import PLACES
from jixiao.checks.engine import checks_by_code
from jixiao.lang import pick, say
from jixiao.overview.parts import PARTS, SUMMARIES, Part, Words
from jixiao.surveys.run import Asked, Cell
from jixiao.surveys.sheets import trimmed
from jixiao.tables.model import Head, Sheet

# 平均数，两位小数，四舍五入；没有数的为空
MEAN = """CREATE MACRO mean_of(total, number) AS
    (((amount(total) * 10000000000)::HUGEINT * 200 + number * 10000000000) // (nullif(number, 0) * 20000000000))
    ::DECIMAL(30, 0) * 0.01::DECIMAL(3, 2)"""


class Table(NamedTuple):
    """One part with its rows (一部分的结果)."""

    part: Part
    rows: Sequence[Sequence[Cell]]


class Overview(NamedTuple):
    """The whole overview (总览)."""

    store: str
    lang: str
    tables: tuple[Table, ...]

    def sheets(self) -> list[Sheet]:
        """Every part as a sheet of a workbook (各工作表)."""
        return [
            Sheet(one.part.name, said(one.part.title, self.lang), self.heads(one.part), one.rows) for one in self.tables
        ]

    def heads(self, part: Part) -> tuple[Head, ...]:
        """The headings of a part (表头)."""
        return tuple(Head(said(one, self.lang), "text") for one in part.columns)


def said(words: Words, lang: str) -> str:
    """The text in that language."""
    return pick(words, lang)


def overview(store: Path, lang: str) -> Overview:
    """Everything the overview tells of a store (总览). Raises NoStore, ExtraMissing."""
    with Asked(store) as asked:
        asked.define(MEAN)
        return Overview(store.name, lang, tuple(Table(part, _rows(asked, part, lang)) for part in PARTS))


def _rows(asked: Asked, part: Part, lang: str) -> list[list[Cell]]:
    found = asked.rows(part.query, {"lang": lang})
    rows = [[_fixed(cell) for cell in row] for row in found]
    if part.name == "summary":
        return [[said(SUMMARIES[str(row[0])], lang), row[1]] for row in rows]
    if part.name == "findings":
        return [[_titled(str(row[0]), lang), say(f"severity.{row[1]}", lang), *row[2:]] for row in rows]
    return rows


def _titled(code: str, lang: str) -> str:
    """A check by its code and title; a store of another version may know codes that are gone."""
    known = checks_by_code().get(code)
    return code if known is None else f"{code} {pick((known.title, known.title_en), lang)}"


def _fixed(cell: Cell) -> Cell:
    """A number of the store without the zeros that fill its column; a mean keeps its two decimals."""
    return trimmed(cell) if isinstance(cell, Decimal) and cell.as_tuple().exponent == -PLACES else cell
