"""One run of a batch (批量运行): look at the source, do what is not done yet, make the tables. Repeat it at will."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from jixiao.batch import ids, parts, sources
from jixiao.batch.columns import EXTRA, FORMAT
from jixiao.batch.crew import Crew, Done
from jixiao.batch.manifest import Known, Manifest
from jixiao.batch.store import card, write_tables
from jixiao.batch.store import engine as database
from jixiao.errors import ExtraMissing, JixiaoError
from jixiao.processors import cores
from jixiao.store_errors import NoStore
from jixiao.writing_errors import CannotWrite

if TYPE_CHECKING:
    from jixiao.batch.spark import Cluster

UNIT = 200  # files in one result, at most
FEW = 1000  # files whose tables are written sooner than processes start
WORK = ".work"

Found = tuple[sources.Item, Known]
Hands = int | str
"""Who does the work (由谁来做): so many processes of this machine, or the Spark master of that address."""
Watch = Callable[[str, int, int], None]
"""Told of each file: its name, how many are done, how many there are (0 while that is not known yet)."""


class Summary(NamedTuple):
    """What a run did (运行结果)."""

    files: int  #: 来源中的不同文件数
    read: int  #: 本次读取数
    left: int  #: files that changed while they were being read, for the next run
    rows: dict[str, int]  #: of each table


def gather(source: Path, store: Path, workers: Hands, watch: Watch = lambda *_: None, unit: int = UNIT) -> Summary:
    """Bring the store up to what the source holds now (汇总).

    Killed at any moment and begun again, it ends with the same store. Raises StoreInUse, FileMissing, NothingFound,
    CannotWrite or ExtraMissing, with Spark also the errors of `Cluster`; what is wrong with single files stands in the
    table of problems.
    """
    source = source.absolute()

    def found(manifest: Manifest) -> Iterator[Found]:
        return _looked_at(source, store, manifest, watch)

    return bring_up(store, Task(engine(), found, parts.from_source), workers, watch, unit)


class Task(NamedTuple):
    """What a store is to hold (任务), and how the rows of a file are had."""

    seal: str  #: 程序与规则的指纹: parts of another one are made anew
    found: Callable[[Manifest], Iterable[Found]]  #: every file with its id
    read: parts.Read
    finish: Callable[[Manifest, Path], None] = lambda *_: None  #: writes parts that need no process


def bring_up(store: Path, task: Task, workers: Hands, watch: Watch, unit: int = UNIT) -> Summary:
    """Do what of the task is not done yet, and make the tables (续做). Raises the errors of `gather`."""
    parts.arrow()
    if find_spec("duckdb") is None:
        raise ExtraMissing(EXTRA)
    work = store / WORK
    folder = work / "parts"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CannotWrite(str(store), error.strerror or str(error), error.strerror or str(error)) from error
    with Manifest(work / "manifest.sqlite") as manifest:
        _agree_on_engine(manifest, task.seal)
        manifest.record(task.found(manifest))
        manifest.drop_unwanted()
        _clear(folder, manifest.parts())
        task.finish(manifest, folder)
        files, todo = manifest.counts()
        if todo:
            with _crew(workers, todo, folder, task.read) as crew:
                size = max(1, min(unit, -(-todo // (crew.size * crew.rounds))))
                _read(manifest, crew, size, watch, task.seal)
            _clear(folder, manifest.parts())  # of tasks that ran twice, and were stopped
        left = manifest.counts()[1]
        watch(f"{store.name}/*.parquet", todo, todo)
        processes = 1 if files < FEW else workers if isinstance(workers, int) else cores()
        return Summary(files, todo - left, left, _stored(store, manifest, task.seal, processes))


def _crew(workers: Hands, todo: int, folder: Path, read: parts.Read) -> Crew | Cluster:
    """Those who do the units."""
    if isinstance(workers, int):
        return Crew(min(workers, todo), folder, read=read)
    from jixiao.batch.spark import Cluster  # noqa: PLC0415 - few need it

    return Cluster(workers, folder, engine(), read=read)


def _agree_on_engine(manifest: Manifest, seal: str) -> None:
    """Parts that another version wrote are made anew, so that a store is never of two minds."""
    if manifest.setting("engine") != seal:
        manifest.forget_parts()
        manifest.put("engine", seal)


@cache
def engine() -> str:
    """What reads and judges (程序指纹): a hash of the library's own code and rules."""
    root = Path(__file__).parent.parent
    told = hashlib.sha256(f"{FORMAT}\n".encode())
    for path in sorted(path for path in root.rglob("*") if path.suffix in (".py", ".toml")):
        told.update(path.relative_to(root).as_posix().encode() + b"\n" + path.read_bytes())
    return told.hexdigest()


def _looked_at(source: Path, store: Path, manifest: Manifest, watch: Watch) -> Iterator[Found]:
    """Every item of the source with its id; only what changed outside is read for it."""
    for count, item in enumerate(sources.items(source, store)):
        watch(item.name, count, 0)
        yield item, manifest.known(item) or _identified(item)


def _identified(item: sources.Item) -> Known:
    try:
        data = sources.load(item)
    except JixiaoError as error:  # the unit that reads it meets the same error and tells it
        data = f"{type(error).__name__}\n{item.file}".encode()
        return Known("", ids.file_id(item.name, ids.content_id(data)), "", 0)
    content = ids.content_id(data)
    return Known(item.stamp, ids.file_id(item.name, content), content, len(data))


def _clear(folder: Path, used: frozenset[str]) -> None:
    """Remove what no finished unit stands for: parts of a killed run, and of files that are gone."""
    for path in folder.iterdir():
        if path.name not in used:
            path.unlink(missing_ok=True)


def _read(manifest: Manifest, crew: Crew | Cluster, size: int, watch: Watch, seal: str) -> None:
    """Let the processes do every unit; each one is registered as soon as it is written."""
    units = ((work, parts.name_of(work, seal)) for work in manifest.todo(size))
    todo = manifest.counts()[1]
    for told in crew.work(units):
        database()  # loaded while the processes read and this one only waits
        if isinstance(told, Done):
            manifest.finish(told.part, told.file_ids)
        else:
            watch(told, crew.read, todo)


def _stored(store: Path, manifest: Manifest, engine_seal: str, processes: int) -> dict[str, int]:
    """The tables, made anew unless they are of exactly these files."""
    work = store / WORK
    seal = hashlib.sha256(engine_seal.encode())
    for file in manifest.files():
        seal.update(repr(file).encode())
    for part in sorted(manifest.parts()):
        seal.update(part.encode())
    if manifest.setting("stored") == seal.hexdigest():
        try:
            return card(store).rows
        except NoStore:
            pass  # somebody removed a table
    manifest.put("stored", "")
    names = sorted(manifest.parts())
    if not names:
        parts.process([], work / "parts" / "empty.parquet", {})
    made = [work / "parts" / name for name in names or ["empty.parquet"]]
    rows = write_tables(store, work, made, manifest.files(), processes)
    manifest.put("stored", seal.hexdigest())
    return rows
