"""The tables of a store, some thousands of forms at a time (分批读取), in the order of the store."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from jixiao.batch.columns import FORMS, FUNDS, INDICATORS, Table
from jixiao.batch.store import table_file
from jixiao.columnar.sheet import FORM_COLUMNS, FUND_COLUMNS, ROW_COLUMNS, Sheet, of_tables, stored_columns

AT_ONCE = 16_384
"""Forms of one sheet: large enough for whole columns, small enough for the caches and for 4 GiB."""
_CODED = ("rulebook", "grade", "group", "target_operator", "sort", "compared_unit", "level", "undecided")


class Batch(NamedTuple):
    """Some forms of a store (一批表)."""

    sheet: Sheet
    forms: Any  #: their rows of the table of forms, with the further columns asked for (pyarrow)


def batches(store: Path, further: Sequence[str] = (), at_once: int = AT_ONCE) -> Iterator[Batch]:
    """The forms of a store, batch by batch; `further` columns of the table of forms come along."""
    forms = _Rows(store, FORMS, (*FORM_COLUMNS, *further))
    funds = _Rows(store, FUNDS, FUND_COLUMNS)
    rows = _Rows(store, INDICATORS, ROW_COLUMNS)
    while len(head := forms.take(at_once)):
        sizes = [_total(head, name) for name in (FUNDS.name, INDICATORS.name)]
        yield Batch(of_tables(head, funds.take(sizes[0]), rows.take(sizes[1])), head)


def _total(head: Any, name: str) -> int:  # noqa: ANN401 - pyarrow has no types
    import pyarrow.compute as pc  # noqa: PLC0415 - only a store needs it

    return int(pc.sum(head.column(name)).as_py() or 0)


class _Rows:
    """The rows of one table, taken from its file in order as many at a time as are asked for."""

    def __init__(self, store: Path, table: Table, names: Sequence[str]) -> None:
        import pyarrow.parquet as pq  # noqa: PLC0415 - only a store needs it

        columns = stored_columns(table, names)
        coded = [name for name in columns if name in _CODED]
        file = pq.ParquetFile(table_file(store, table.name), read_dictionary=coded, memory_map=True)
        self._more = (file.read_row_group(at, columns, use_threads=False) for at in range(file.metadata.num_row_groups))
        self._held = file.schema_arrow.empty_table().select(columns)

    def take(self, count: int) -> Any:  # noqa: ANN401 - a table of pyarrow
        """The next rows; fewer where the file ends."""
        import pyarrow as pa  # noqa: PLC0415 - only a store needs it

        while len(self._held) < count:
            more = next(self._more, None)
            if more is None:
                break
            self._held = more if not len(self._held) else pa.concat_tables([self._held, more])
        found, self._held = self._held.slice(0, count), self._held.slice(count)
        return found
