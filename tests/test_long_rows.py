"""Long rows are sorted slice by slice, to the same bytes in whatever order they come (长行排序)."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from jixiao.batch import long_rows

ROWS = [(hashlib.sha256(str(at).encode()).hexdigest(), f"第{at}张表" * (at % 50)) for at in range(700)]
SCHEMA = pa.schema([("file_id", pa.string()), ("form", pa.string())])


def written(rows: list[tuple[str, str]], target: Path, batch: int) -> bytes:
    columns = [pa.array(values, pa.string()) for values in zip(*rows, strict=True)] if rows else [[], []]
    table = pa.table(columns, schema=SCHEMA)
    long_rows.write_sorted(table.to_reader(batch), "file_id", len(rows), target, 64)
    return target.read_bytes()


@pytest.mark.parametrize("slice_rows", [30, 100_000])
def test_any_order_gives_the_same_sorted_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, slice_rows: int) -> None:
    monkeypatch.setattr(long_rows, "SLICE_ROWS", slice_rows)
    shuffled = sorted(ROWS, key=lambda row: row[0][::-1])
    first, second = written(ROWS, tmp_path / "a.parquet", 64), written(shuffled, tmp_path / "b.parquet", 13)
    assert first == second
    found = pq.read_table(tmp_path / "a.parquet")
    assert list(zip(*(column.to_pylist() for column in found.columns), strict=True)) == sorted(ROWS)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.parquet", "b.parquet"]


def test_no_rows_are_a_file_without_rows(tmp_path: Path) -> None:
    written([], tmp_path / "a.parquet", 10)
    assert pq.read_table(tmp_path / "a.parquet").schema.equals(SCHEMA)
