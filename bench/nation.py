"""A nation's year (全国一年): eleven million forms in one store, recomputed on this machine.

The forms are those of a synthetic province, which `jixiao batch` has made into a store, over and over under ids of
their own: what is measured is how much there is, not how many different forms there are.

Run: python -m bench.nation PROVINCE-STORE [--forms 11000000] [--folder FOLDER] [--workers 2] [--under NAME]
"""

from __future__ import annotations

import argparse
import resource
import shutil
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

import msgspec
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from bench import machine
from jixiao.batch.columns import ORIGINALS, TABLES
from jixiao.batch.store import FEW_ROWS, GROUP_ROWS, card, table_file
from jixiao.columnar.recompute import recompute

PREFIX = 5  # digits that tell the copies apart
"""A copy's ids begin with its number, so that the order within it stays."""


def multiply(province: Path, nation: Path, forms: int, workers: int) -> int:
    """Write a store of so many copies of a province's store as give about so many forms; answers how many."""
    told = card(province)
    copies = max(1, round(forms / told.rows["forms"]))
    nation.mkdir(parents=True, exist_ok=True)
    longest_first = sorted(TABLES, key=lambda table: -table_file(province, table.name).stat().st_size)
    with ProcessPoolExecutor(workers) as pool:
        for job in [pool.submit(_multiply, table.name, province, nation, copies) for table in longest_first]:
            job.result()
    whole = msgspec.structs.replace(told, rows={name: rows * copies for name, rows in told.rows.items()})
    (nation / "store.json").write_bytes(msgspec.json.encode(whole))
    return whole.rows["forms"]


def _multiply(name: str, province: Path, nation: Path, copies: int) -> None:
    source, target = table_file(province, name), table_file(nation, name)
    with pq.ParquetFile(source) as file, pq.ParquetWriter(target, file.schema_arrow, compression="zstd") as writer:
        rows = FEW_ROWS if name == ORIGINALS.name else GROUP_ROWS
        for copy in range(copies):
            for batch in file.iter_batches(rows):
                writer.write_table(_numbered(pa.Table.from_batches([batch]), f"{copy:0{PREFIX}}"), row_group_size=rows)


def _numbered(table: Any, copy: str) -> Any:  # noqa: ANN401 - pyarrow has no types
    for name in ("form_id", "file_id", "file"):
        if name in table.column_names:
            at = table.column_names.index(name)
            joined = pc.binary_join_element_wise(copy, table.column(name), "")
            table = table.set_column(at, table.schema.field(name), joined)
    return table


def lines(province: Path, folder: Path, options: argparse.Namespace) -> Iterator[str]:
    """What was done, step by step."""
    nation = folder / "nation"
    if not (nation / "store.json").exists():
        shutil.rmtree(nation, ignore_errors=True)
        began = time.perf_counter()
        count = multiply(province, nation, options.forms, options.workers)
        yield f"{count:,} forms written in {time.perf_counter() - began:.0f} s"
    size = sum(path.stat().st_size for path in nation.iterdir()) / 2**30
    rows = card(nation).rows
    yield f"store: {rows['forms']:,} forms, {rows['indicators']:,} indicators, {size:.1f} GiB"
    began = time.perf_counter()
    done = recompute(nation, folder / "recomputed.parquet", options.under, options.workers)
    wall = time.perf_counter() - began
    most = [resource.getrusage(who).ru_maxrss / 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    yield f"recomputed with {options.workers} processes in {wall:.0f} s, {done.forms / wall:,.0f} forms a second"
    yield f"  {done.proved:,} proved right by columns, {done.wrong:,} with findings on numbers"
    yield f"most memory: this process {most[0]:.0f} MiB, the largest worker {most[1]:.0f} MiB"


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("province", type=Path)
    parser.add_argument("--forms", type=int, default=11_000_000)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--under")
    options = parser.parse_args()
    print(machine.describe())
    with tempfile.TemporaryDirectory() as name:
        for line in lines(options.province, options.folder or Path(name), options):
            print(line, flush=True)


if __name__ == "__main__":
    main()
