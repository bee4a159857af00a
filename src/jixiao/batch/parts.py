"""The unit of work (一批文件): a list of files in, one result file out. Run twice, it writes the same file again.

The file is Parquet with one row a source file and one list a table, written under another name and then renamed, so any
engine that repeats a failed task may run and repeat it.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from jixiao.batch import ids, sources
from jixiao.batch.columns import EXTRA, FROM_FORMS, PLACES, WHOLE, Table
from jixiao.batch.rows import Row, Rows, read_rows, refused_rows, rows_again
from jixiao.errors import ExtraMissing, JixiaoError, ReadingCrashed, ReadingTimedOut

Work = Sequence[tuple[str, sources.Item]]
"""The files of one unit, each with its id."""
Read = Callable[[str, sources.Item], Rows | None]
"""Gives the rows of one file by its id and its item; None where it is not to be written now."""


def name_of(work: Work, engine: str) -> str:
    """The name of the unit's result (结果文件名): by its files and by what read them."""
    told = "\n".join([engine, *(file_id for file_id, _ in work)])
    return hashlib.sha256(told.encode()).hexdigest()[:32] + ".parquet"


def process(
    work: Work,
    target: Path,
    given_up: Mapping[str, int | None],
    begin: Callable[[int], None] = lambda _: None,
    read: Read | None = None,
) -> list[str]:
    """Read, score and audit the files and write all their rows to `target` (处理一批); answers which files are in it.

    `given_up` names files that took their process with them, with the seconds allowed or None for a crash; they are not
    opened again. `begin` is told of each file, and of the end. A file whose content is no longer what was planned is
    left out, for the next run. `read` gives the rows of a file, by default from its source.
    """
    read = read or from_source
    import pyarrow.parquet as pq  # noqa: PLC0415 - only a batch needs it

    found: dict[str, tuple[str, Rows]] = {}
    for at, (file_id, item) in enumerate(work):
        begin(at)
        rows = _given_up(file_id, item, given_up[file_id]) if file_id in given_up else read(file_id, item)
        if rows is None:
            continue
        found[file_id] = item.name, rows
    begin(len(work))
    # the same unit may be under way elsewhere, on a machine with the same process numbers
    half = target.with_name(f".{target.name}.{secrets.token_hex(8)}.tmp")
    try:
        # one row group a part: the next step reads whole columns
        pq.write_table(_table(found), half, compression="zstd")
        half.replace(target)
    finally:
        half.unlink(missing_ok=True)
    return list(found)


def _given_up(file_id: str, item: sources.Item, seconds: int | None) -> dict[str, list[Row]]:
    return refused_rows(file_id, ReadingCrashed(item.name) if seconds is None else ReadingTimedOut(item.name, seconds))


def from_source(file_id: str, item: sources.Item) -> Rows | None:
    """The rows of one file of the source (读来源); None where it is no longer the file that was planned."""
    try:
        data = sources.load(item)
    except JixiaoError as error:
        return refused_rows(file_id, error)
    if ids.file_id(item.name, ids.content_id(data)) != file_id:
        return None
    return read_rows(file_id, item.name, data)


def from_store(file_id: str, item: sources.Item, under: str | None) -> Rows | None:
    """The rows of one file that a store keeps (读汇总库), scored and audited anew, `under` another method if named."""
    return rows_again(file_id, item.name, sources.load(item), under)


def _table(found: Mapping[str, tuple[str, Rows]]) -> Any:  # noqa: ANN401 - pyarrow has no types
    """The rows of all files: made at once, five times as fast as one by one, unless one of them cannot be stored."""
    import pyarrow as pa  # noqa: PLC0415 - as above

    try:
        whole = [{"file_id": file_id, **rows} for file_id, (_, rows) in found.items()]
        return pa.Table.from_pylist(whole, schema=part_schema())
    except (pa.ArrowException, ValueError, OverflowError):  # UnicodeError is a ValueError
        batches = [_batch(file_id, name, rows) for file_id, (name, rows) in found.items()]
        return pa.Table.from_batches(batches, schema=part_schema()).combine_chunks()


def _batch(file_id: str, name: str, rows: dict[str, list[Row]]) -> Any:  # noqa: ANN401 - pyarrow has no types
    """One file as a record batch. What cannot be stored at all costs this file only."""
    import pyarrow as pa  # noqa: PLC0415 - as above

    def made(content: dict[str, list[Row]]) -> Any:  # noqa: ANN401 - as above
        return pa.RecordBatch.from_pylist([{"file_id": file_id, **content}], schema=part_schema())

    try:
        return made(rows)
    except UnicodeError:  # half characters, from a broken document
        return made({table: [_written(row) for row in found] for table, found in rows.items()})
    except (pa.ArrowException, ValueError, OverflowError):
        return made(refused_rows(file_id, ReadingCrashed(name)))


def _written(row: Row) -> Row:
    return {
        name: value.encode("utf-8", "replace").decode() if isinstance(value, str) else value
        for name, value in row.items()
    }


@cache
def part_schema() -> Any:  # noqa: ANN401 - as above
    """The schema of a result file: one row a source file, one list a table."""
    pa = arrow()
    lists = [pa.field(table.name, pa.list_(pa.struct(list(table_schema(table, inside=True))))) for table in FROM_FORMS]
    return pa.schema([pa.field("file_id", pa.string()), *lists])


def table_schema(table: Table, *, inside: bool = False) -> Any:  # noqa: ANN401 - as above
    """The Parquet schema of a table (表的结构); `inside` a part, where the path of the file is not yet known."""
    pa = arrow()
    types = {
        "text": pa.string(),
        "whole": pa.int32(),
        "size": pa.int64(),
        "scale": pa.int8(),
        "truth": pa.bool_(),
        "date": pa.date32(),
        "number": pa.decimal128(WHOLE + PLACES, PLACES),
        "real": pa.float64(),
        "texts": pa.list_(pa.string()),
    }
    return pa.schema([pa.field(name, types[kind]) for name, kind in table.stored() if not (inside and name == "file")])


def arrow() -> Any:  # noqa: ANN401 - as above
    """The library pyarrow. Raises ExtraMissing where it is not installed."""
    try:
        import pyarrow as pa  # noqa: PLC0415 - as above
    except ImportError as error:
        raise ExtraMissing(EXTRA) from error
    return pa
