"""The finished store (汇总库): one sorted Parquet file a table, made from the parts by DuckDB within bounded memory.

The same files give the same bytes, in whatever order and by however many runs they were read.
"""

from __future__ import annotations

import itertools
import multiprocessing
import secrets
import shutil
import signal
import sys
from collections import deque
from collections.abc import Iterable, Sequence
from functools import cache
from multiprocessing import connection
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, NamedTuple, cast

import msgspec

from jixiao import __version__
from jixiao.batch import long_rows
from jixiao.batch.columns import EXTRA, FILE_ID, FILES, FORMAT, FROM_FORMS, OPTIONAL, ORIGINALS, TABLES, Table
from jixiao.batch.parts import arrow, table_schema
from jixiao.errors import ExtraMissing
from jixiao.store_errors import NoStore
from jixiao.writing_errors import CannotWrite

if TYPE_CHECKING:
    from multiprocessing.process import BaseProcess

    import duckdb

MEGABYTES = 1000
MEMORY = f"{MEGABYTES}MB"
"""What DuckDB may hold, in all processes; what does not fit is sorted on disk."""
PROCESSES = 4
"""That write tables side by side, at most."""
GROUP_ROWS = 122_880
FEW_ROWS = 512
"""Rows of a group of the forms as read, which are long: a process that wants one of them unpacks its group."""
LISTED = 10_000  # files put into the list of files at a time


class Card(msgspec.Struct, frozen=True):
    """What a store says of itself (store.json)."""

    format: int
    jixiao: str
    rows: dict[str, int]  #: of each table


def table_file(store: Path, name: str) -> Path:
    """Where a table stands (表文件)."""
    return store / f"{name}.parquet"


def card(store: Path) -> Card:
    """What the store says of itself. Raises NoStore where there is none of this format."""
    try:
        found = msgspec.json.decode((store / "store.json").read_bytes(), type=Card)
    except (OSError, msgspec.MsgspecError) as error:
        raise NoStore(str(store)) from error
    if found.format != FORMAT or not all(
        name in OPTIONAL for name in {table.name for table in TABLES} - set(held(store))
    ):
        raise NoStore(str(store))
    return found


def held(store: Path) -> list[str]:
    """The tables that the store has (库中的表): all but what somebody took away."""
    return [table.name for table in TABLES if table_file(store, table.name).exists()]


@cache
def engine() -> ModuleType:
    """The library duckdb. Raises ExtraMissing where it is not installed."""
    try:
        import duckdb  # noqa: PLC0415 - only a store needs it
    except ImportError as error:
        raise ExtraMissing(EXTRA) from error
    return duckdb


def connected() -> duckdb.DuckDBPyConnection:
    """A database in memory. Raises ExtraMissing where DuckDB is not installed."""
    shut = {"autoinstall_known_extensions": False, "autoload_known_extensions": False}
    made: duckdb.DuckDBPyConnection = engine().connect(config=shut)
    return made


class _Source(NamedTuple):
    """What the tables are made of (各表的来源)."""

    fresh: Path  #: where they are written
    parts: tuple[Path, ...]

    def write(self, tables: Sequence[Table], memory: int) -> None:
        """Write some tables within so many megabytes."""
        database = connected()
        try:
            database.execute(f"SET memory_limit = '{memory}MB'")
            database.execute(f"SET temp_directory = {literal(self.fresh / f'sorting-{tables[0].name}')}")
            database.execute("SET threads = 1")  # so that equal rows give equal bytes
            if len(tables) > 1:  # each is read from the same parts, of which there may be thousands
                database.execute("SET parquet_metadata_cache = true")
            _bind(database, table_file(self.fresh, FILES.name), self.parts)
            for table in tables:
                _write(database, table, table_file(self.fresh, table.name))
        finally:
            database.close()


def write_tables(
    store: Path, work: Path, parts: Iterable[Path], files: Iterable[tuple[str, str, str, int]], processes: int = 1
) -> dict[str, int]:
    """Make every table of the store from the parts (汇总成表); answers the number of rows of each.

    Each file is written in `work` and then renamed; store.json is the last one. Raises CannotWrite.
    """
    for old in work.glob("fresh-*"):
        shutil.rmtree(old, ignore_errors=True)
    fresh = work / f"fresh-{secrets.token_hex(4)}"  # a process of a killed run may still write into its own
    try:
        fresh.mkdir(parents=True)
        _write_files(table_file(fresh, FILES.name), files)
        counts = _write_fresh(_Source(fresh, tuple(parts)), processes)
        for name in (*(f"{table.name}.parquet" for table in TABLES), "store.json"):
            (fresh / name).replace(store / name)
    except (OSError, engine().Error) as error:  # no room on the disk, or in memory
        why = (error.strerror if isinstance(error, OSError) else None) or str(error).partition("\n")[0]
        raise CannotWrite(str(store), why, why) from error
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return counts


def _write_fresh(source: _Source, processes: int) -> dict[str, int]:
    """Every table but the list of files, and store.json; answers the number of rows of each."""
    done = _side_by_side(source, min(processes, PROCESSES)) if processes > 1 and sys.platform == "linux" else set()
    if rest := [table for table in FROM_FORMS if table not in done]:
        source.write(rest, MEGABYTES)
    counts = {table.name: _count(table_file(source.fresh, table.name)) for table in TABLES}
    told = Card(FORMAT, __version__, counts)
    (source.fresh / "store.json").write_bytes(msgspec.json.format(msgspec.json.encode(told), indent=2) + b"\n")
    return counts


def _side_by_side(source: _Source, processes: int) -> set[Table]:
    """The tables that processes of their own wrote, each one of them; without those whose process died."""
    context = multiprocessing.get_context("fork")
    waiting = deque(reversed(FROM_FORMS))  # the long ones stand last
    going: dict[int, tuple[BaseProcess, Table]] = {}
    done = set()
    while waiting or going:
        while waiting and len(going) < processes:
            table = waiting.popleft()
            process = context.Process(target=_apart, args=(source, table, MEGABYTES // processes), daemon=True)
            process.start()
            going[process.sentinel] = process, table
        for ended in connection.wait(list(going)):
            ended_one, table = going.pop(cast("int", ended))
            ended_one.join()
            if ended_one.exitcode == 0:
                done.add(table)
    return done


def _apart(source: _Source, table: Table, memory: int) -> None:
    """One table in a process of its own; what goes wrong is met again, and told, where it is written anew."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
    try:
        source.write([table], memory)
    except Exception:  # noqa: BLE001 - as said
        sys.exit(1)


def _write_files(target: Path, files: Iterable[tuple[str, str, str, int]]) -> None:
    """The list of files, which only the manifest knows."""
    pa = arrow()
    import pyarrow.parquet as pq  # noqa: PLC0415 - as above

    schema = table_schema(FILES)
    with pq.ParquetWriter(target, schema, compression="zstd") as writer:
        rest = iter(files)
        while some := list(itertools.islice(rest, LISTED)):
            columns = [
                pa.array(values, kind) for values, kind in zip(zip(*some, strict=True), schema.types, strict=True)
            ]
            writer.write_table(pa.table(columns, schema=schema))


def _bind(database: duckdb.DuckDBPyConnection, listed: Path, parts: Sequence[Path]) -> None:
    """The views `listed`, `named` (an id with its first path) and `part`."""
    database.execute(f"CREATE VIEW listed AS SELECT * FROM read_parquet({literal(listed)})")  # noqa: S608
    database.execute("CREATE TABLE named AS SELECT file_id, min(file) AS file FROM listed GROUP BY file_id")
    names = ", ".join(map(literal, parts))
    database.execute(f"CREATE VIEW part AS SELECT * FROM read_parquet([{names}]) SEMI JOIN named USING (file_id)")  # noqa: S608


def _write(database: duckdb.DuckDBPyConnection, table: Table, target: Path) -> None:
    """One table, sorted by its key; the path of the file is put in where the table has one."""
    # a form has one path, the first; a problem is told for each path that has it
    paths = "listed" if table.name == "problems" else "named"
    with_path = f'JOIN {paths} AS known ON known.file_id = "row".file_id' if has_path(table) else ""
    columns = ", ".join("known.file" if name == "file" else f'"row"."{name}"' for name, _ in table.stored())
    rows = f'SELECT unnest("{table.name}") AS "row" FROM part'  # noqa: S608 - names of our own
    keys = ", ".join("known.file" if key == "file" else f'"row"."{key}"' for key in table.key)
    query = f"SELECT {columns} FROM ({rows}) {with_path}"  # noqa: S608
    if table is ORIGINALS:
        (count,) = database.execute("SELECT count(*) FROM named").fetchall()[0]
        reader = database.sql(query).to_arrow_reader(long_rows.AT_A_TIME)
        long_rows.write_sorted(reader, FILE_ID.name, count, target, FEW_ROWS)
        return
    options = f"FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {GROUP_ROWS}"
    database.execute(f"COPY ({query} ORDER BY {keys}) TO {literal(target)} ({options})")


def has_path(table: Table) -> bool:
    """Whether the table has a column with the path of the file."""
    return any(column.name == "file" for column in table.columns)


def _count(file: Path) -> int:
    import pyarrow.parquet as pq  # noqa: PLC0415 - only a store needs it

    return int(pq.read_metadata(file).num_rows)


def literal(text: Path | str) -> str:
    """The text as SQL writes it (文字常量)."""
    return "'" + str(text).replace("'", "''") + "'"
