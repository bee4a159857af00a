"""The tables of a store, some thousands of forms at a time (分批读取), in the order of the store."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import accumulate, groupby
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple, Self

import numpy as np

from jixiao import form_json
from jixiao.batch.columns import FORMS, FUNDS, INDICATORS, ORIGINALS, Table
from jixiao.batch.store import table_file
from jixiao.columnar.sheet import FORM_COLUMNS, FUND_COLUMNS, ROW_COLUMNS, Sheet, of_tables, stored_columns
from jixiao.form import Form

AT_ONCE = 16_384
"""Forms of one sheet: large enough for whole columns, small enough for the caches and for 4 GiB."""
_CODED = ("rulebook", "grade", "group", "target_operator", "sort", "compared_unit", "level", "undecided")


class Place(NamedTuple):
    """Where some forms stand in the tables (所在行): how many, and the first row of each table."""

    size: int
    forms: int
    funds: int
    indicators: int


class Batch(NamedTuple):
    """Some forms of a store (一批表)."""

    sheet: Sheet
    forms: Any  #: their rows of the table of forms, with the further columns asked for (pyarrow)


def places(store: Path, at_once: int = AT_ONCE) -> list[Place]:
    """Every batch of the store (各批), so many forms at a time."""
    import pyarrow.parquet as pq  # noqa: PLC0415 - only a store needs it

    sizes = pq.read_table(table_file(store, FORMS.name), columns=[FUNDS.name, INDICATORS.name])
    starts = [
        np.concatenate(([0], np.cumsum(sizes.column(name).to_numpy(), dtype=np.int64)))
        for name in (FUNDS.name, INDICATORS.name)
    ]
    return [
        Place(min(at_once, len(sizes) - first), first, *(int(start[first]) for start in starts))
        for first in range(0, len(sizes), at_once)
    ]


def batch(store: Path, place: Place, further: Sequence[str] = ()) -> Batch:
    """The forms of one place; `further` columns of the table of forms come along."""
    head = _rows(store, FORMS, (*FORM_COLUMNS, *further), place.forms, place.size)
    funds = _rows(store, FUNDS, FUND_COLUMNS, place.funds, _total(head, FUNDS.name))
    rows = _rows(store, INDICATORS, ROW_COLUMNS, place.indicators, _total(head, INDICATORS.name))
    return Batch(of_tables(head, funds, rows), head)


def _total(head: Any, name: str) -> int:  # noqa: ANN401 - pyarrow has no types
    import pyarrow.compute as pc  # noqa: PLC0415 - only a store needs it

    return int(pc.sum(head.column(name)).as_py() or 0)


def _rows(store: Path, table: Table, names: Sequence[str], first: int, count: int) -> Any:  # noqa: ANN401 - as above
    """So many rows of a table, from that one on; only the row groups that hold them are read."""
    columns = stored_columns(table, names)
    with _opened(store, table, columns) as file:
        starts = _footer_of(store, table).starts
        groups = [at for at in range(len(starts) - 1) if starts[at] < first + count and starts[at + 1] > first]
        found = file.read_row_groups(groups, columns, use_threads=False)
    return found.slice(first - starts[groups[0]] if groups else 0, count)


def _opened(store: Path, table: Table, columns: Sequence[str] = ()) -> Any:  # noqa: ANN401 - a file of pyarrow
    import pyarrow.parquet as pq  # noqa: PLC0415 - only a store needs it

    coded = [name for name in columns if name in _CODED]
    told = _footer_of(store, table).metadata
    return pq.ParquetFile(table_file(store, table.name), metadata=told, read_dictionary=coded, memory_map=True)


class _Footer(NamedTuple):
    """What a table says of its row groups (表尾), which is long where there are thousands of them."""

    metadata: Any
    starts: list[int]  #: the first row of each group, and at the end the number of rows


def _footer_of(store: Path, table: Table) -> _Footer:
    file = table_file(store, table.name)
    told = file.stat()
    return _footer(file, told.st_mtime_ns, told.st_size)


@lru_cache(maxsize=4)  # one a table
def _footer(file: Path, changed: int, size: int) -> _Footer:  # noqa: ARG001 - a file written anew is read anew
    import pyarrow.parquet as pq  # noqa: PLC0415 - as above

    told = pq.read_metadata(file)
    return _Footer(told, [0, *accumulate(told.row_group(at).num_rows for at in range(told.num_row_groups))])


class Originals:
    """The forms as read, which a store keeps (读出的原表), looked up by the ids of their files."""

    def __init__(self, store: Path) -> None:
        self._file = _opened(store, ORIGINALS)
        self._groups = range(self._file.metadata.num_row_groups)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def _first(self, group: int) -> str:
        """The first id of a row group: the table is sorted by it."""
        told = self._file.metadata.row_group(group).column(0).statistics
        if told is not None and told.has_min_max:
            return str(told.min)
        return str(self._file.read_row_group(group, ["file_id"]).column(0)[0].as_py())

    def _group(self, file_id: str) -> int:
        """The row group that holds the id."""
        return bisect_right(self._groups, file_id, key=self._first) - 1

    def forms(self, wanted: Sequence[tuple[str, int]]) -> Iterator[Form]:
        """The forms of those files, each by its file's id and its number in it; the ids in rising order."""
        for group, several in groupby(wanted, lambda one: self._group(one[0])):
            found = self._file.read_row_group(group, ["file_id", "form"], use_threads=False)
            files, texts = (found.column(name) for name in ("file_id", "form"))
            at = {file_id: row for row, file_id in enumerate(files.to_pylist())}
            yield from (_form(texts[at[file_id]].as_py(), number) for file_id, number in several)


def _form(text: str, number: int) -> Form:
    return form_json.kept(text.encode())[number - 1]
