"""A list that somebody keeps (名单): the rows of a workbook or of a CSV file, as texts."""

from __future__ import annotations

import csv
import io
from pathlib import PurePath

from jixiao import readers

CSV_SUFFIXES = frozenset({".csv", ".tsv"})


def tables_of(data: bytes, name: str) -> list[list[list[str]]]:
    """The tables of the file, row by row (逐表取行). Raises what `readers.parse` raises."""
    if PurePath(name).suffix.lower() in CSV_SUFFIXES:
        return [_csv(data)]
    tables = []
    for grid in readers.parse(data, name).grids:
        rows = [[""] * grid.cols for _ in range(grid.rows)]
        for cell in grid.cells:
            rows[cell.row][cell.col] = cell.text
        tables.append(rows)
    return tables


def _csv(data: bytes) -> list[list[str]]:
    """In UTF-8 or, as Excel writes it in China, GB18030."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("gb18030", "replace")
    separator = "\t" if "\t" in text.partition("\n")[0] else ","
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
