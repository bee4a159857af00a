"""Tables and databases that hold documents (表格和数据库): JSON Lines, Parquet, SQLite and DuckDB, one row a document.

JSON Lines hold one form (自评表 JSON) a line. The others have a column `form` with that JSON, or `content` with the
bytes of a file, and may have a column `name`. A database may hold several such tables. Everything is opened read-only.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jixiao.errors import FileDamaged, NothingFound

if TYPE_CHECKING:
    import duckdb
    import pyarrow.parquet

LINES, PARQUET = (".jsonl", ".ndjson"), (".parquet",)
SQLITE, DUCKDB = (".sqlite", ".sqlite3", ".db"), (".duckdb",)
HOLDING = ("form", "content")  # the columns that hold a document, the first one found
Found = Iterator[tuple[str, str]]


def is_table(path: Path) -> bool:
    """Whether the file holds many documents as rows, by its suffix (是否表格)."""
    return path.suffix.lower() in (*LINES, *PARQUET, *SQLITE, *DUCKDB)


def members(path: Path) -> Found:
    """The name and the address of each row (列出行). Raises FileDamaged, or NothingFound without a column to read."""
    listing = {**dict.fromkeys(LINES, _lines), **dict.fromkeys(PARQUET, _rows)}.get(path.suffix.lower(), _keyed)
    try:
        yield from listing(path)
    except (OSError, sqlite3.Error, _library_error()) as error:
        raise FileDamaged(
            path.name, "不能作为表格或数据库打开", "it cannot be opened as a table or database"
        ) from error


def load(path: Path, member: str, name: str) -> bytes:
    """The document in one row (读取一行). Raises FileDamaged where the row is gone or holds nothing."""
    try:
        found = _found(path, member)
    except (OSError, sqlite3.Error, _library_error()) as error:
        raise FileDamaged(name, "这一行读不出", "this row cannot be read") from error
    if found is None:
        raise FileDamaged(name, "这一行没有内容", "this row holds nothing")
    return found.encode() if isinstance(found, str) else bytes(found)


def _found(path: Path, member: str) -> str | bytes | None:
    suffix = path.suffix.lower()
    if suffix in LINES:
        with path.open("rb") as file:
            file.seek(int(member))
            return file.readline()
    if suffix in PARQUET:
        group, _, row = member.partition(":")
        value: str | bytes | None = _group(str(path), int(group))[int(row)].as_py()
        return value
    table, _, key = member.rpartition(":")
    with closing(_connected(path)) as database:
        column = dict(_holders(path, database))[table][0]
        query = f"SELECT {_quoted(column)} FROM {_quoted(table)} WHERE rowid = ?"  # noqa: S608 - names are quoted
        held: tuple[str | bytes | None, ...] | None = database.execute(query, [int(key)]).fetchone()
    return None if held is None else held[0]


def _library_error() -> type[Exception]:
    """What pyarrow and duckdb raise; both errors stand below this one, or are OSError or ValueError."""
    import duckdb  # noqa: PLC0415 - only for a batch

    return duckdb.Error


def _lines(path: Path) -> Found:
    with path.open("rb") as file:
        at = 0
        for number, line in enumerate(file, start=1):
            if line.strip():
                yield f"{number}.json", str(at)
            at += len(line)


def _parquet(path: str) -> pyarrow.parquet.ParquetFile:
    import pyarrow.parquet  # noqa: PLC0415 - only for a batch

    return pyarrow.parquet.ParquetFile(path)


def _rows(path: Path) -> Found:
    with _parquet(str(path)) as file:
        columns = file.schema_arrow.names
        if not any(name in columns for name in HOLDING):
            raise NothingFound(path.name)
        number = 0
        for group in range(file.num_row_groups):
            count = file.metadata.row_group(group).num_rows
            names = file.read_row_group(group, ["name"]).column(0) if "name" in columns else None
            for row in range(count):
                number += 1
                yield _named(number, None if names is None else names[row].as_py()), f"{group}:{row}"


@lru_cache(maxsize=2)
def _group(path: str, group: int) -> Any:  # noqa: ANN401 - a column of pyarrow, which has no types
    """The documents of one row group, kept while its rows are read."""
    with _parquet(path) as file:
        column = next(name for name in HOLDING if name in file.schema_arrow.names)
        return file.read_row_group(group, [column]).column(0)


def _connected(path: Path) -> sqlite3.Connection | duckdb.DuckDBPyConnection:
    if path.suffix.lower() in SQLITE:
        return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
    import duckdb  # noqa: PLC0415 - only for a batch

    return duckdb.connect(str(path), read_only=True)


def _keyed(path: Path) -> Found:
    with closing(_connected(path)) as database:
        holders = _holders(path, database)
        if not holders:
            raise NothingFound(path.name)
        for table, columns in holders:
            name = "name" if "name" in columns else "NULL"
            rows = database.execute(f"SELECT rowid, {name} FROM {_quoted(table)} ORDER BY rowid")  # noqa: S608
            while row := rows.fetchone():
                yield f"{table}/{_named(row[0], row[1])}", f"{table}:{row[0]}"


def _holders(path: Path, database: sqlite3.Connection | duckdb.DuckDBPyConnection) -> list[tuple[str, list[str]]]:
    """The tables with a column to read, each with that column first."""
    listed = "sqlite_schema WHERE type = 'table'" if path.suffix.lower() in SQLITE else "duckdb_tables()"
    field = "name" if path.suffix.lower() in SQLITE else "table_name"
    tables = [row[0] for row in database.execute(f"SELECT {field} FROM {listed} ORDER BY 1").fetchall()]  # noqa: S608
    found = []
    for table in tables:
        columns = [row[1] for row in database.execute(f"PRAGMA table_info({_literal(table)})").fetchall()]
        held = [name for name in HOLDING if name in columns]
        if held:
            found.append((table, [held[0], *columns]))
    return found


def _named(number: int, name: object) -> str:
    return f"{number}/{str(name).replace('/', '_')}" if name else f"{number}.json"


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
