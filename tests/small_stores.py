"""Small stores made from rows (小汇总库): only the columns that a test is about, the rest blank."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from jixiao import quantity
from jixiao.batch import ids
from jixiao.batch.columns import TABLES, Table
from jixiao.batch.parts import table_schema
from jixiao.batch.rows import stored_scale
from jixiao.checks.texts import is_blank
from jixiao.surveys.run import prepare

Rows = Iterable[Mapping[str, Any]]


def arrow_table(table: Table, rows: Rows) -> pa.Table:
    """The rows as the store holds them: numbers are written as text, their scale stands beside them."""
    whole = [_row(table, row) for row in rows]
    return pa.Table.from_pylist(whole, schema=table_schema(table))


def _row(table: Table, given: Mapping[str, Any]) -> dict[str, Any]:
    unknown = set(given) - {name for name, _ in table.stored()}
    assert not unknown, f"{table.name} has no {unknown}"
    row = dict(given)
    for column in table.columns:
        if column.type == "number" and row.get(column.name) is not None:
            number = Decimal(str(row[column.name]))
            row |= {column.name: number, f"{column.name}_scale": stored_scale(number)}
    return row


def database(tables: Mapping[str, Rows]) -> duckdb.DuckDBPyConnection:
    """A database with every table of a store, prepared for surveys."""
    made = duckdb.connect()
    for table in TABLES:
        made.register(table.name, arrow_table(table, tables.get(table.name, ())))
    prepare(made)
    return made


def write_tables(folder: Path, tables: Mapping[str, Rows]) -> None:
    """The tables as a store's files."""
    for table in TABLES:
        pq.write_table(arrow_table(table, tables.get(table.name, ())), folder / f"{table.name}.parquet")


def filled(given: Mapping[str, Rows]) -> dict[str, list[dict[str, Any]]]:
    """Rows with what follows from others: ids from names, quantities from their text, the number of each row."""
    forms = [_form(row) for row in given.get("forms", ())]
    return {
        "forms": forms,
        "indicators": [_indicator(row) for row in _numbered(given.get("indicators", ()))],
        "funds": [{"is_total": False, **row} for row in _numbered(given.get("funds", ()))],
    }


def _form(row: Mapping[str, Any]) -> dict[str, Any]:
    unit, project = row.get("unit"), row.get("project")
    told = {
        "file": f"{row['form_id']}.xlsx",
        "file_id": row["form_id"],
        "number": 1,
        "kind": "project",
        "unit_id": unit,
        "project_id": project and f"{unit}/{ids.bare_name(project)}",
        "project_bare": ids.bare_name(project),
        "year": 2023,
    }
    told |= row
    return told | {"year": told["year"] or None}  # 0 in a case stands for no year, which TOML cannot say


def _numbered(rows: Rows) -> list[dict[str, Any]]:
    """Rows of a form are numbered in their order."""
    seen: Counter[str] = Counter()
    told = []
    for row in rows:
        told.append({"row": seen[row["form_id"]], **row})
        seen[row["form_id"]] += 1
    return told


def _indicator(row: Mapping[str, Any]) -> dict[str, Any]:
    told = {"name_bare": ids.bare_name(row.get("name")), "reason_blank": is_blank(row.get("reason")), **row}
    for name in ("target", "actual"):
        value = quantity.parse(row.get(name))
        if value is not None:
            told |= {f"{name}_number": value.number, f"{name}_unit": value.unit or None, f"{name}_kind": value.kind}
    return told
