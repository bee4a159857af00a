"""Rows that are long, sorted (长行排序): the forms as read, of some kilobytes each, in slices of their key.

DuckDB sorts on disk but holds whole rows while it merges: 400,000 forms do not fit into what it may have. The key is a
hash; so the rows are laid into files by its first digits, and each file is sorted by itself. Memory is that of a slice.
"""

from __future__ import annotations

import shutil
from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any

from jixiao.batch.parts import arrow

SLICE_ROWS = 6_000  # on average
MOST_SLICES = 512  # files that are open at once: there is a limit of 1,024 on many systems
DIGITS = 4  # hexadecimal ones of the key that tell the slice
AT_A_TIME = 4_096  # rows that are taken from the database


def write_sorted(rows: Any, key: str, count: int, target: Path, group_rows: int) -> None:  # noqa: ANN401 - pyarrow has no types
    """Write the rows of a record batch reader to a Parquet file by their key, a hash in hexadecimal digits (排序写出).

    `count` is about how many there are. The same rows give the same bytes, in whatever order they come.
    """
    import pyarrow.parquet as pq  # noqa: PLC0415 - only a store needs it

    slices = min(MOST_SLICES, max(1, -(-count // SLICE_ROWS)))
    folder = target.with_suffix(".slices")
    shutil.rmtree(folder, ignore_errors=True)  # of a process that was killed over it
    folder.mkdir()
    laid = _laid_out(rows, key, folder, slices)
    with pq.ParquetWriter(target, rows.schema, compression="zstd") as writer:
        for table in _sorted_slices(laid, key):
            writer.write_table(table, row_group_size=group_rows)
    shutil.rmtree(folder)


def _laid_out(rows: Any, key: str, folder: Path, slices: int) -> list[Path]:  # noqa: ANN401 - as above
    """A file for each slice of the key, in their order (分片)."""
    pa = arrow()
    files = [folder / f"{at}.arrow" for at in range(slices)]
    with ExitStack() as open_files:
        writers = [open_files.enter_context(pa.ipc.new_stream(str(file), rows.schema)) for file in files]
        for batch in rows:
            places = defaultdict(list)
            for row, value in enumerate(batch.column(key).to_pylist()):
                places[int(value[:DIGITS], 16) * slices // 16**DIGITS].append(row)
            for at, chosen in places.items():
                writers[at].write_batch(batch.take(pa.array(chosen)))
    return files


def _sorted_slices(files: list[Path], key: str) -> Iterator[Any]:
    pa = arrow()
    for file in files:
        with closing(pa.OSFile(str(file))) as source:
            yield pa.ipc.open_stream(source).read_all().sort_by(key)
        file.unlink()
