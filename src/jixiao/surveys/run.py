"""Asking a survey of a store (执行核查): bind the tables, hold the texts against each other, run the query."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Self

from jixiao.batch.query import AT_A_TIME, PRINTED, bind
from jixiao.batch.store import MEMORY, card, connected, literal
from jixiao.surveys.engine import Survey
from jixiao.surveys.prelude import MACROS, VIEWS

if TYPE_CHECKING:
    import duckdb

Cell = str | int | Decimal | None


class Result(NamedTuple):
    """What a survey found (核查结果). The rows can be taken once, while the connection is open."""

    survey: Survey
    settings: dict[str, Decimal]
    cases: int  #: 组数
    lines: int  #: 行数
    rows: Iterator[Sequence[Cell]]


class Asked:
    """A store opened for surveys (打开汇总库). Use as a context manager. Raises NoStore, ExtraMissing."""

    def __init__(self, store: Path) -> None:
        card(store)
        self._sorting = tempfile.TemporaryDirectory(prefix="jixiao-survey-")
        self._database = connected()
        self._database.execute(f"SET memory_limit = '{MEMORY}'")
        self._database.execute(f"SET temp_directory = {literal(self._sorting.name)}")
        bind(self._database, store)
        prepare(self._database)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._database.close()
        self._sorting.cleanup()

    def run(self, survey: Survey, asked: Mapping[str, Decimal] | None = None) -> Result:
        """The survey's answer; the rows of an earlier one cannot be taken any more."""
        return run(self._database, survey, asked)

    def define(self, statement: str) -> None:
        """One more macro for the queries that follow (定义宏)."""
        self._database.execute(statement)

    def rows(self, query: str, settings: Mapping[str, object]) -> list[Sequence[Cell]]:
        """All rows of a query of our own (执行查询)."""
        used = {key: value for key, value in settings.items() if f"${key}" in query}
        return list(self._database.execute(query, used).fetchall())

    def arrow(self, survey: Survey, asked: Mapping[str, Decimal] | None = None) -> Any:  # noqa: ANN401 - pyarrow
        """The survey's answer as a pyarrow.Table (Arrow 表)."""
        run(self._database, survey, asked)
        return self._database.sql(_answer(survey)).to_arrow_table()


def prepare(database: duckdb.DuckDBPyConnection) -> None:
    """Give the queries what they share; the store's tables must stand as views or tables."""
    for statement in (PRINTED, *MACROS, *VIEWS):
        database.execute(statement)


def run(database: duckdb.DuckDBPyConnection, survey: Survey, asked: Mapping[str, Decimal] | None = None) -> Result:
    """Ask one survey of a prepared database (执行一项核查)."""
    settings = survey.settled(asked or {})
    if survey.texts is not None:
        _put(database, "asked_texts", survey.texts.query, settings)
        _compare_pairs(database) if survey.texts.pairs else _compare_all(database)
    _put(database, "answer", survey.query, settings)
    (cases, lines), *_ = database.execute('SELECT count(DISTINCT "case"), count(*) FROM answer').fetchall()
    return Result(survey, settings, cases, lines, _rows(database, survey))


def _answer(survey: Survey) -> str:
    told = ", ".join(f'"{column.name}"' for column in survey.columns)
    return f"SELECT {told} FROM answer ORDER BY rowid"  # noqa: S608 - names of our own


def _rows(database: duckdb.DuckDBPyConnection, survey: Survey) -> Iterator[Sequence[Cell]]:
    cursor = database.execute(_answer(survey))
    while rows := cursor.fetchmany(AT_A_TIME):
        yield from rows


def _put(database: duckdb.DuckDBPyConnection, name: str, query: str, settings: Mapping[str, Decimal]) -> None:
    """What the query gives, as a table in the order of the query."""
    used = {key: value for key, value in settings.items() if f"${key}" in query}
    database.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS {query}", used)


def _compare_all(database: duckdb.DuckDBPyConnection) -> None:
    """`near`: the rows with the cluster of their text; equal texts are compared once."""
    from jixiao.surveys.near_texts import alike  # noqa: PLC0415 - only surveys of texts need it

    database.execute("CREATE OR REPLACE TEMP TABLE texts AS SELECT DISTINCT text FROM asked_texts ORDER BY text")
    texts = [row[0] for row in database.execute("SELECT text FROM texts ORDER BY rowid").fetchall()]
    found = alike(texts)
    _register(database, "likeness", text=[one.text for one in found], cluster=[one.cluster for one in found],
              percent=[one.percent for one in found])  # fmt: skip
    database.execute(
        """CREATE OR REPLACE TEMP TABLE near AS
        SELECT asked_texts.*, coalesce(likeness.cluster, texts.rowid) AS cluster,
            CASE WHEN count(*) OVER (PARTITION BY asked_texts.text) > 1 THEN 100 ELSE likeness.percent END AS percent
        FROM asked_texts JOIN texts USING (text) LEFT JOIN likeness ON likeness.text = texts.rowid"""
    )
    database.unregister("likeness")


def _compare_pairs(database: duckdb.DuckDBPyConnection) -> None:
    """`near`: the rows with what their two texts have in common."""
    from jixiao.surveys.near_texts import in_common  # noqa: PLC0415 - as above

    pairs = database.execute('SELECT "first", "second" FROM asked_texts ORDER BY rowid').fetchall()
    percents = in_common([first for first, _ in pairs], [second for _, second in pairs])
    _register(database, "likeness", at=list(range(len(percents))), percent=percents)
    database.execute(
        "CREATE OR REPLACE TEMP TABLE near AS "
        "SELECT asked_texts.*, likeness.percent FROM asked_texts JOIN likeness ON likeness.at = asked_texts.rowid"
    )
    database.unregister("likeness")


def _register(database: duckdb.DuckDBPyConnection, name: str, **columns: Sequence[int]) -> None:
    import pyarrow as pa  # noqa: PLC0415 - only surveys of texts need it

    database.register(name, pa.table({key: pa.array(values, pa.int64()) for key, values in columns.items()}))
