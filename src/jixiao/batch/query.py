"""A question of one's own to a store (自定义查询): SQL, read-only, shut off from files, the network and settings."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from jixiao.batch.columns import PLACES
from jixiao.batch.store import card, connected, held, literal, table_file
from jixiao.store_errors import QueryRefused

if TYPE_CHECKING:
    import duckdb

_ONLY = ("只能是一条 SELECT；汇总库是只读的。", "it must be one SELECT; a store is read-only.")
AT_A_TIME = 1000  # rows taken from the engine
# printed(x, x_scale) is the number with the digits that stood on the form: 9.40, not 9.4
PRINTED = f"""CREATE MACRO printed(number, scale) AS
    CASE WHEN scale = 0 THEN split_part(number::VARCHAR, '.', 1)
    ELSE left(number::VARCHAR, length(number::VARCHAR) - {PLACES} + scale) END"""


class Answer:
    """The columns of an answer, and its rows as they come (查询结果). Iterate once, inside `with`."""

    def __init__(self, store: Path, query: str) -> None:
        card(store)
        self._query = query
        self._sorting = tempfile.TemporaryDirectory(prefix="jixiao-sql-")
        self._database = connected()
        try:
            _shut_in(self._database, store.absolute(), Path(self._sorting.name))
            _ask(self._database, query)
        except QueryRefused:
            self.close()
            raise
        self.columns = [str(column[0]) for column in self._database.description or ()]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __iter__(self) -> Iterator[Sequence[object]]:
        import duckdb  # noqa: PLC0415 - as in store

        try:
            while rows := self._database.fetchmany(AT_A_TIME):
                yield from rows
        except duckdb.Error as error:
            raise _refused(error) from error

    def arrow(self) -> Any:  # noqa: ANN401 - pyarrow has no types
        """The rows as a pyarrow.Table (Arrow 表), with their types."""
        import duckdb  # noqa: PLC0415 - as in store

        try:
            return self._database.cursor().sql(self._query).to_arrow_table()
        except duckdb.Error as error:
            raise _refused(error) from error

    def close(self) -> None:
        """Let the engine and what it put on disk go."""
        self._database.close()
        self._sorting.cleanup()


def _shut_in(database: duckdb.DuckDBPyConnection, store: Path, sorting: Path) -> None:
    """The tables as views; from then on nothing but their files can be opened, and no setting changes that."""
    bind(database, store)
    database.execute(PRINTED)
    allowed = ", ".join(literal(table_file(store, name)) for name in held(store))
    database.execute(f"SET temp_directory = {literal(sorting)}")
    database.execute(f"SET allowed_paths = [{allowed}]")
    database.execute("SET enable_external_access = false")
    database.execute("SET lock_configuration = true")


def bind(database: duckdb.DuckDBPyConnection, store: Path, schema: str = "main") -> None:
    """The tables that the store has, as views (绑定各表)."""
    for name in held(store):
        file = literal(table_file(store, name))
        database.execute(f'CREATE VIEW {schema}."{name}" AS SELECT * FROM read_parquet({file})')  # noqa: S608 - quoted


def _ask(database: duckdb.DuckDBPyConnection, query: str) -> None:
    """Run the one statement, if it only selects."""
    import duckdb  # noqa: PLC0415 - as in store

    try:
        statements = database.extract_statements(query)
        if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
            raise QueryRefused(*_ONLY)
        database.execute(statements[0])
    except duckdb.Error as error:
        raise _refused(error) from error


def _refused(error: Exception) -> QueryRefused:
    told = str(error).strip()
    return QueryRefused(told, told)
