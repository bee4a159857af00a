"""A table as CSV for spreadsheets (写出 CSV): UTF-8 with a mark that Excel knows, and no text that becomes a formula.

A text that a spreadsheet would take for a formula gets an apostrophe before it, and so does one that begins with an
apostrophe: taking one apostrophe off gives back every text as it was.
"""

from __future__ import annotations

import csv
import io

from jixiao.tables.model import Cell, Sheet
from jixiao.writers.printable import printable

STARTS = "=+-@＝＋－＠'\t\r|"
"""What a formula, a command or our own apostrophe begins with, full-width as well."""
MARK = "\ufeff"


def delimited(sheet: Sheet) -> bytes:
    """The sheet as CSV (写成 CSV)."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([harmless(head.name) for head in sheet.heads])
    for row in sheet.rows:
        writer.writerow([_written(cell) for cell in row])
    return (MARK + out.getvalue()).encode()


def _written(cell: Cell) -> str:
    if cell is None:
        return ""
    return harmless(cell) if isinstance(cell, str) else f"{cell:f}" if hasattr(cell, "as_tuple") else str(cell)


def harmless(text: str) -> str:
    """The text as no spreadsheet takes it for a formula (防公式).

    >>> harmless("=1+1"), harmless(" @SUM(A1)"), harmless("'x"), harmless("≥95%")
    ("'=1+1", "' @SUM(A1)", "''x", '≥95%')
    """
    plain = printable(text)
    return f"'{plain}" if plain.lstrip()[:1] and plain.lstrip()[0] in STARTS else plain
