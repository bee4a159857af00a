"""Many files to one letter a unit (成批出具): read and audited side by side, then sorted by unit and written."""

from __future__ import annotations

import multiprocessing
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from jixiao.errors import JixiaoError
from jixiao.numerals import fold
from jixiao.outcome import Outcome, examine

if TYPE_CHECKING:
    from jixiao.outcome import Audited
    from jixiao.worker import Worker

T = TypeVar("T")
FEWEST = 8  # files from which a second process is worth its start
CHUNK = 4  # files that a process takes at a time
LONGEST = 60  # characters of a unit's name in a file name
_UNFIT = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]|[\u200b-\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]|[. ]+$|^[. ]+')
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)", re.IGNORECASE)


class Origin(NamedTuple):
    """Where a form came from (来源): which form of which file."""

    path: Path
    number: int  #: from 1
    forms: int  #: how many the file holds
    member: str = ""  #: the file in the archive, where it is one

    @property
    def told(self) -> str:
        """The file in words (文件的称呼): 收件.zip/甲局.xlsx, 汇总.xlsx（第2张表）."""
        if self.member:
            return f"{self.path.name}/{self.member}"
        return f"{self.path.name}（第{self.number}张表）" if self.forms > 1 else self.path.name


class Read(NamedTuple):
    """What came of one file (一个文件的材料): a part of a letter for each of its forms, or why there is none."""

    path: Path
    parts: tuple[Any, ...] = ()
    error: tuple[str, str] | None = None


def read_all(
    paths: Sequence[Path | Outcome], make: Callable[[Audited, Origin], T], rulebook: str | None, workers: int
) -> Iterator[Read]:
    """The files in their order, each audited and made into its parts (逐个读取、审核、整理)."""
    from jixiao.worker import Worker  # noqa: PLC0415 - --help needs no process

    if workers == 1 or len(paths) < FEWEST:
        with Worker() as worker:
            for path in paths:
                yield _one(path, make, rulebook, worker)
        return
    method = "fork" if sys.platform == "linux" else "spawn"
    with ProcessPoolExecutor(workers, multiprocessing.get_context(method)) as pool:
        yield from pool.map(partial(_in_pool, make=make, rulebook=rulebook), paths, chunksize=CHUNK)


_worker: list[Worker] = []  # of this process of the pool: it ends with it


def _in_pool(path: Path | Outcome, make: Callable[[Audited, Origin], T], rulebook: str | None) -> Read:
    if not _worker:
        from jixiao.worker import Worker  # noqa: PLC0415 - in the process that reads

        _worker.append(Worker())
    return _one(path, make, rulebook, _worker[0])


def _one(path: Path | Outcome, make: Callable[[Audited, Origin], T], rulebook: str | None, worker: Worker) -> Read:
    if isinstance(path, Outcome):
        error = path.error
        return Read(path.path, error=None if error is None else (error.zh, error.en))
    outcome = examine(path, rulebook, None, worker)
    if outcome.error is not None:
        return Read(path, error=(outcome.error.zh, outcome.error.en))
    count = len(outcome.forms)
    origins = (
        Origin(path, number, count, (one.form.source or "").partition("/")[2])
        for number, one in enumerate(outcome.forms, start=1)
    )
    return Read(path, tuple(make(one, origin) for one, origin in zip(outcome.forms, origins, strict=True)))


def by_unit(parts: Iterable[Any]) -> dict[str, list[Any]]:
    """The parts of each unit together, blanks and widths aside (按单位归并); one that names no unit stays by itself."""
    named: dict[str, str] = {}
    found: dict[str, list[Any]] = {}
    for part in parts:
        name = part.unit or part.file
        first = named.setdefault(fold(part.unit) if part.unit else f"\0{part.file}", name)
        found.setdefault(first, []).append(part)
    return found


def file_name(start: str, unit: str, taken: set[str]) -> str:
    """A file name for the unit's letter that every system takes, and that no other letter has (文件名).

    >>> file_name("退回意见", "某某局/机关", set()), file_name("退回意见", "某某局", {"退回意见-某某局.docx"})
    ('退回意见-某某局_机关.docx', '退回意见-某某局-2.docx')
    """
    plain = _UNFIT.sub("_", unit)[:LONGEST].strip(". ") or "_"
    if _RESERVED.fullmatch(plain):
        plain = f"_{plain}"
    names = (f"{start}-{plain}{tail}.docx" for tail in ("", *(f"-{number}" for number in range(2, 100_000))))
    name = next(name for name in names if name.lower() not in taken)
    taken.add(name.lower())
    return name


def error_of(read: Read) -> JixiaoError | None:
    """Why a file gave nothing, as an error again."""
    return None if read.error is None else JixiaoError(*read.error)
