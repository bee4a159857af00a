"""The store opens in DuckDB, Arrow, Polars and pandas with its types intact, and gives every form back as it was."""

from __future__ import annotations

import sys
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("duckdb", reason="the extra batch is not installed")
pytest.importorskip("polars", reason="the extra dev is not installed")
pytest.importorskip("pandas", reason="the extra dev is not installed")
import duckdb
import pandas as pd
import polars as pl

import jixiao
from jixiao import form_json, opening
from jixiao.batch.columns import PLACES, TABLES, WHOLE, Table
from jixiao.batch.run import gather
from jixiao.store_errors import (
    LibraryMissing,
    NoOriginals,
    NoStore,
    NoTable,
    QueryRefused,
    UnknownSetting,
    UnknownSurvey,
)

EXAMPLES = Path(__file__).parent.parent / "examples"
NUMBER = f"DECIMAL({WHOLE + PLACES},{PLACES})"
TYPES: dict[str, tuple[str, Any, str]] = {
    "text": ("VARCHAR", pl.String, "string"),
    "whole": ("INTEGER", pl.Int32, "int32"),
    "size": ("BIGINT", pl.Int64, "int64"),
    "scale": ("TINYINT", pl.Int8, "int8"),
    "truth": ("BOOLEAN", pl.Boolean, "bool"),
    "date": ("DATE", pl.Date, "date32[day]"),
    "number": (NUMBER, pl.Decimal(WHOLE + PLACES, PLACES), f"decimal128({WHOLE + PLACES}, {PLACES})"),
    "real": ("DOUBLE", pl.Float64, "double"),
    "texts": ("VARCHAR[]", pl.List(pl.String), "list<element: string>"),
}
"""Each type of the schema as DuckDB, Polars and pandas call it."""


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> jixiao.Store:
    folder = tmp_path_factory.mktemp("frames")
    gather(EXAMPLES, folder / "汇总", 2)
    return jixiao.Store(folder / "汇总")


@pytest.mark.parametrize("table", TABLES, ids=lambda one: one.name)
def test_every_table_opens_everywhere_with_its_types(table: Table, store: jixiao.Store) -> None:
    expected = [(name, *TYPES[kind]) for name, kind in table.stored()]
    in_duckdb = duckdb.execute(f"DESCRIBE SELECT * FROM '{store.file(table.name)}'").fetchall()  # noqa: S608
    assert [row[:2] for row in in_duckdb] == [(name, kind) for name, kind, _, _ in expected]
    in_polars, in_pandas = store.polars(table.name), store.pandas(table.name)
    assert list(in_polars.schema.items()) == [(name, kind) for name, _, kind, _ in expected]
    told = {name: str(kind.pyarrow_dtype) for name, kind in in_pandas.dtypes.items()}
    assert {name: kind.replace("item", "element") for name, kind in told.items()} == {
        name: kind for name, _, _, kind in expected
    }
    assert len(in_polars) == len(in_pandas) == store.arrow(table.name).num_rows == store.rows[table.name]


def test_the_values_are_the_same_everywhere(store: jixiao.Store) -> None:
    columns = ["file", "year", "filed_on", "executed", "executed_scale", "from_notes", "grade"]
    asked = store.sql(f"SELECT {', '.join(columns)} FROM forms ORDER BY form_id").to_pylist()  # noqa: S608
    assert store.arrow("forms", columns).to_pylist() == asked
    assert store.polars("forms").select(columns).to_dicts() == asked
    frame = store.pandas("forms")[columns]
    assert [
        {name: None if value is pd.NA else value for name, value in row.items()} for row in frame.to_dict("records")
    ] == asked
    (rural,) = [row for row in asked if row["file"] == "rural-2022.xlsx"]
    assert rural["executed"] == Decimal("79.12")
    assert isinstance(rural["filed_on"], date)
    assert store.scan("forms").filter(pl.col("executed") < Decimal(100)).collect().height >= 1


def test_forms_come_back_as_they_were_read(store: jixiao.Store) -> None:
    read = [form for path in sorted(EXAMPLES.iterdir()) if path.suffix != ".ipynb" for form in opening.open_forms(path)]
    assert sorted(form_json.encode(form) for _, form in store.forms()) == sorted(map(form_json.encode, read))


def test_surveys_answer_as_tables(store: jixiao.Store) -> None:
    found = store.survey("S08", rate=200, points="0")
    assert found.schema.names[0] == "case"
    assert found.num_rows >= 4
    assert store.survey("s08", rate=0).num_rows == 0


def test_mistakes_name_what_is_there(store: jixiao.Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(NoStore):
        jixiao.Store(tmp_path)
    with pytest.raises(NoTable, match="没有“表”这张表。有：files、forms"):
        store.polars("表")
    with pytest.raises(QueryRefused):
        store.sql("DROP VIEW forms")
    with pytest.raises(UnknownSurvey):
        store.survey("S99")
    with pytest.raises(UnknownSetting):
        store.survey("S08", share=1)
    for name in ("polars", "pandas"):
        monkeypatch.setitem(sys.modules, name, None)
        with pytest.raises(LibraryMissing, match=f"pip install {name}"):
            getattr(store, name)("forms")


def test_a_store_without_originals_says_so(store: jixiao.Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("jixiao.batch.frames.table_file", lambda folder, name: folder / "gone" / name)
    with pytest.raises(NoOriginals):
        next(store.forms())
