"""The register of units (名册): which units owe a form, read from a workbook or a CSV file by its column headings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from jixiao.numerals import clean, fold, parse_date
from jixiao.writing_errors import InvalidRegister

UNITS = ("单位名称", "预算单位", "预算单位名称", "填报单位", "部门名称", "单位", "部门", "unit", "name")
PROJECTS = ("项目名称", "项目", "project")
DATES = ("报送日期", "提交日期", "收到日期", "上报日期", "报送时间", "提交时间", "收件日期", "submitted", "date")
HEAD_ROWS = 10  # rows in which the headings are looked for
MOST_ROWS = 200_000


class Entry(NamedTuple):
    """One row of the register (名册一行)."""

    row: int  #: row of the file, from 1
    unit: str
    project: str | None = None
    sent: date | None = None  #: 报送日期, where the register has that column
    sent_as: str = ""  #: as written there


class Register(NamedTuple):
    """The register (名册)."""

    entries: tuple[Entry, ...]
    has_projects: bool
    has_dates: bool


def load(path: Path) -> Register:
    """The register in the file (读取名册). Raises InvalidRegister where no column names units."""
    from jixiao import kept_lists, readers  # noqa: PLC0415 - loaded when a register is read

    return parse(kept_lists.tables_of(readers.load(path), path.name), path.name)


def parse(tables: Sequence[Sequence[Sequence[str]]], name: str) -> Register:
    """The register in the first table that has a column of units (解析名册)."""
    for rows in tables:
        found = _headings(rows)
        if found is None:
            continue
        head, columns = found
        entries = tuple(_entries(rows, head, columns))
        if not entries:
            break
        if len(entries) > MOST_ROWS:
            raise InvalidRegister(name, f"超过 {MOST_ROWS} 行", f"it has more than {MOST_ROWS} rows")
        return Register(entries, "project" in columns, "sent" in columns)
    raise InvalidRegister(
        name,
        f"没有找到单位一列（表头须有：{'、'.join(UNITS[:5])}），或其下没有单位",
        f"no column of units was found (its heading is one of {', '.join(UNITS)}), or it is empty",
    )


def _headings(rows: Sequence[Sequence[str]]) -> tuple[int, dict[str, int]] | None:
    """The row of headings, and which column is which."""
    for at, row in enumerate(rows[:HEAD_ROWS]):
        texts = [re.sub(r"[（(].*", "", fold(text)).lower() for text in row]
        columns = {
            key: texts.index(next(name for name in names if name in texts))
            for key, names in (("unit", UNITS), ("project", PROJECTS), ("sent", DATES))
            if any(name in texts for name in names)
        }
        if "unit" in columns:
            return at, columns
    return None


def _entries(rows: Sequence[Sequence[str]], head: int, columns: dict[str, int]) -> Iterator[Entry]:
    for at, row in enumerate(rows[head + 1 :], start=head + 2):
        texts = {key: clean(row[col]) if col < len(row) else "" for key, col in columns.items()}
        if texts["unit"]:
            sent = row[columns["sent"]].strip() if "sent" in columns and columns["sent"] < len(row) else ""
            yield Entry(at, texts["unit"], texts.get("project") or None, parse_date(sent), sent)
