"""A store scored and audited anew (重新计分), under another method or by today's rules, from the forms it keeps."""

from __future__ import annotations

import hashlib
import itertools
from bisect import bisect_right
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import msgspec

from jixiao import rulebooks
from jixiao.batch import parts
from jixiao.batch.columns import ORIGINALS
from jixiao.batch.manifest import Known, Manifest
from jixiao.batch.rows import Refusal, Rows, refused_as
from jixiao.batch.run import UNIT, Found, Summary, Task, Watch, bring_up, engine
from jixiao.batch.sources import Item
from jixiao.batch.store import card, connected, literal, table_file
from jixiao.store_errors import NoOriginals
from jixiao.writing_errors import CannotWrite

LISTED = 10_000  # files taken from the old store at a time


def rescore(old: Path, store: Path, under: str | None, workers: int, watch: Watch = lambda *_: None) -> Summary:
    """A new store of the forms of an old one (重新计分); `under` names a method, else each form's own counts.

    Like `gather` it may be killed and begun again. Raises NoStore, NoOriginals, CannotWrite where both are one folder,
    UnknownRulebook and the other errors of `gather`.
    """
    card(old)
    if not table_file(old, ORIGINALS.name).exists():
        raise NoOriginals(str(old))
    if store.exists() and store.samefile(old):
        raise CannotWrite(str(store), "与来源是同一个汇总库", "it is the store to be read")
    told = "" if under is None else msgspec.json.encode(rulebooks.load(under)).decode()
    seal = hashlib.sha256(f"{engine()}\n{told}".encode()).hexdigest()
    old = old.absolute()

    def found(_: Manifest) -> Iterator[Found]:
        return _kept(old)

    def finish(manifest: Manifest, folder: Path) -> None:
        _refused_again(manifest, folder, old, seal)

    return bring_up(store, Task(seal, found, partial(parts.from_store, under=under), finish), workers, watch)


def _kept(old: Path) -> Iterator[Found]:
    """Every file of the old store, with where its forms stand in the table of originals."""
    originals = table_file(old, ORIGINALS.name)
    status = originals.stat()
    stamp = f"{status.st_size}:{status.st_mtime_ns}"
    query = f"""SELECT file, file_id, sha256, bytes, kept.file_row_number
        FROM read_parquet({literal(table_file(old, "files"))}) AS listed
        JOIN read_parquet({literal(originals)}, file_row_number = true) AS kept USING (file_id)
        ORDER BY file"""  # noqa: S608 - paths of our own
    starts = _group_starts(originals)
    with connected() as database:
        rows = database.execute(query)
        while some := rows.fetchmany(LISTED):
            for file, file_id, sha256, size, row in some:
                group = bisect_right(starts, row) - 1
                member = f"{group}:{row - starts[group]}"
                yield Item(file, str(originals), member, stamp), Known(stamp, file_id, sha256, size)


def _group_starts(originals: Path) -> list[int]:
    """The first row of each row group."""
    import pyarrow.parquet as pq  # noqa: PLC0415 - only a store needs it

    told = pq.read_metadata(originals)
    sizes = (told.row_group(at).num_rows for at in range(told.num_row_groups))
    return [0, *itertools.accumulate(sizes)]


def _refused_again(manifest: Manifest, folder: Path, old: Path, seal: str) -> None:
    """The files that could not be read are told again, in the same words: there is nothing to score."""
    query = f"SELECT file_id, refused FROM read_parquet({literal(table_file(old, ORIGINALS.name))}) WHERE form IS NULL"  # noqa: S608
    with connected() as database:
        rows = database.execute(f"{query} ORDER BY file_id")
        while some := rows.fetchmany(UNIT):
            refusals = {file_id: msgspec.json.decode(refused, type=Refusal) for file_id, refused in some}
            work = [(file_id, Item("", "")) for file_id in refusals]

            def told(file_id: str, _: Item, refusals: dict[str, Refusal] = refusals) -> Rows:
                return refused_as(file_id, refusals[file_id])

            name = parts.name_of(work, seal)
            parts.process(work, folder / name, {}, read=told)
            manifest.finish(name, refusals)
