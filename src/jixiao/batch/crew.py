"""Processes that work on units side by side (工作进程): one that dies or hangs is replaced and its unit begun again.

A file that crashes or hangs its process three times is given up and becomes a problem of the store. A process that was
killed from outside, by an operator or for want of memory, says little against the file it was reading: that takes more.
"""

from __future__ import annotations

import gc
import importlib
import multiprocessing
import os
import signal
import sys
import time
from collections import Counter, deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from multiprocessing import connection
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, NamedTuple, Self

from jixiao import rulebooks
from jixiao.batch import parts
from jixiao.batch.rows import read_rows
from jixiao.worker import Worker, limit_memory
from jixiao.writing_errors import CannotWrite

if TYPE_CHECKING:
    from ctypes import Array, c_double
    from multiprocessing.connection import Connection
    from multiprocessing.context import ForkContext, SpawnContext

STRIKES = 3  # times that a file crashes or hangs its process until it is given up
KILLED = {-9, -15}  # exit codes of a process that was killed from outside
MOST_KILLED = 12  # such deaths at one file until it is given up: the memory limit should have stopped it long before
STRAY = 50  # deaths of a unit's process outside any file until the run is given up
READING = ("jixiao.layouts", "lxml.etree", "lxml.html", "pypdfium2", "pyarrow.parquet", "xlrd", "zipfile")
WRITING_SECONDS = 120  # for a part that is being written, and for a process that starts
LOOK_SECONDS = 1.0  # how often a process looks whether its parent still lives
SHOW_SECONDS = 0.25  # how often the parent looks how far each process is
NEW_OBJECTS = 50_000  # between two looks for garbage: forms are large and have no cycles; a sixth less processor time


class Done(NamedTuple):
    """A unit has been written (一批完成)."""

    part: str
    file_ids: list[str]


class _Task:
    """One unit with what is known of its files' deaths (任务)."""

    def __init__(self, work: parts.Work, part: str) -> None:
        self.work = work
        self.part = part
        self.strikes: Counter[int] = Counter()
        self.killed: Counter[int] = Counter()
        self.given_up: dict[str, int | None] = {}
        self.stray = 0


class _Hand:
    """One process with its pipe and what it is doing (工作进程)."""

    def __init__(self, context: ForkContext | SpawnContext, folder: Path, memory: int, read: parts.Read) -> None:
        self.pipe, theirs = context.Pipe()
        # how many files of the unit were begun and when the last one was: shared, for a message a file costs more
        self._shared = context.RawArray("d", 2)
        told = (theirs, self._shared, folder, memory, os.getpid(), read)
        self.process = context.Process(target=_serve, args=told, daemon=True)
        self.process.start()
        theirs.close()
        self.task: _Task | None = None
        self.told = 0  # how many files were begun when it was last told

    @property
    def begun(self) -> int:
        """How many files of the unit were begun; one more than there are when it is being written."""
        return int(self._shared[0])

    @property
    def at(self) -> int:
        """How many files of the unit were finished: the one begun last, or all of them."""
        return max(0, self.begun - 1)

    @property
    def reading(self) -> bool:
        return self.task is not None and 0 < self.begun <= len(self.task.work)

    @property
    def seconds(self) -> float:
        """Since the last file was begun, or the unit was given or all read."""
        return time.monotonic() - float(self._shared[1])

    def give(self, task: _Task) -> None:
        self.task, self.told = task, 0
        self._shared[:] = [0, time.monotonic()]
        with suppress(OSError):  # a process that just died is seen when it is waited for
            self.pipe.send((task.work, task.part, task.given_up))

    def stop(self) -> None:
        self.process.kill()
        self.process.join()
        self.pipe.close()


class Crew:
    """Some processes that share the units (工作组). Use as a context manager."""

    rounds = 24
    """Units for each process, at least, so that all of them end at about the same time."""

    def __init__(
        self, size: int, folder: Path, *, seconds: int | None = None, read: parts.Read = parts.from_source
    ) -> None:
        limits = Worker(seconds)  # as for a single file
        self.size = size  #: 进程数
        self.folder = folder
        self.seconds = limits.seconds
        self.memory = limits.memory
        self.read_one = read
        # as in jixiao.worker: fork where it is safe and cheap
        self._context: ForkContext | SpawnContext = (
            multiprocessing.get_context("fork") if sys.platform == "linux" else multiprocessing.get_context("spawn")
        )
        _warm()  # forked processes have it all at once, and one that is killed costs little more than its unit
        self._hands = [self._fresh() for _ in range(size)]
        self._again: deque[_Task] = deque()
        self._finished = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for hand in self._hands:
            hand.stop()

    @property
    def read(self) -> int:
        """How many files are done, those of unfinished units included (已读文件数)."""
        return self._finished + sum(hand.at for hand in self._hands if hand.task is not None)

    def work(self, units: Iterator[tuple[parts.Work, str]]) -> Iterator[Done | str]:
        """Let the processes do all units, each with the name of its result; yields names of files begun, and Done."""
        while True:
            for hand in self._hands:
                if hand.task is None and (task := self._next(units)) is not None:
                    hand.give(task)
            busy = [hand for hand in self._hands if hand.task is not None]
            if not busy:
                return
            speaking = connection.wait([hand.pipe for hand in busy], timeout=SHOW_SECONDS)
            for hand in busy:
                if hand.task is not None:
                    yield from self._seen(hand, hand.task)
                    yield from self._hear(hand, hand.task, speaks=hand.pipe in speaking)

    def _next(self, units: Iterator[tuple[parts.Work, str]]) -> _Task | None:
        if self._again:
            return self._again.popleft()
        unit = next(units, None)
        return None if unit is None else _Task(*unit)

    def _seen(self, hand: _Hand, task: _Task) -> Iterator[str]:
        """The name of the file that a process has begun since it was last looked at."""
        if hand.begun > hand.told:
            hand.told = hand.begun
            yield task.work[min(hand.at, len(task.work) - 1)][1].name

    def _hear(self, hand: _Hand, task: _Task, *, speaks: bool) -> Iterator[Done]:
        """What one process has to say; silence for too long, or for good, is its end."""
        try:
            told = hand.pipe.recv() if speaks else None
        except (EOFError, OSError):
            self._lost(hand, task, timed_out=False)
            return
        if isinstance(told, list):
            hand.task = None
            self._finished += len(task.work)
            yield Done(task.part, told)
        elif told is not None:
            raise CannotWrite(*told)
        elif hand.seconds > (self.seconds if hand.reading else WRITING_SECONDS):
            self._lost(hand, task, timed_out=True)

    def _lost(self, hand: _Hand, task: _Task, *, timed_out: bool) -> None:
        """Replace the process; its unit is begun again, without the file that did it if it did so before."""
        hand.process.join(0 if timed_out else 5)  # its exit code tells who ended it
        killed = not timed_out and hand.process.exitcode in KILLED
        hand.stop()
        self._hands[self._hands.index(hand)] = self._fresh()
        if not hand.reading:
            task.stray += 1
            if task.stray > STRAY:
                raise CannotWrite(task.part, "写结果的进程一再异常退出", "the process that writes it keeps dying")
        else:
            (task.killed if killed else task.strikes)[hand.at] += 1
            if task.strikes[hand.at] >= STRIKES or task.killed[hand.at] >= MOST_KILLED:
                task.given_up[task.work[hand.at][0]] = self.seconds if timed_out else None
        self._again.append(task)

    def _fresh(self) -> _Hand:
        return _Hand(self._context, self.folder, self.memory, self.read_one)


def _serve(  # noqa: PLR0913, PLR0917 - called by multiprocessing
    pipe: Connection, shared: Array[c_double], folder: Path, memory: int, parent: int, read: parts.Read
) -> None:
    """The process: does the units it is given until its parent is gone (工作循环)."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
    os.environ["ARROW_DEFAULT_MEMORY_POOL"] = "system"  # the others reserve address space far beyond what they use
    _warm()
    limit_memory(memory + _mapped())
    gc.freeze()
    gc.set_threshold(NEW_OBJECTS)

    def begin(at: int) -> None:
        if os.getppid() != parent:  # nobody is left to take the result
            os._exit(0)
        shared[:] = [at + 1, time.monotonic()]

    with suppress(EOFError, OSError):
        while os.getppid() == parent:
            if pipe.poll(LOOK_SECONDS):
                work, part, given_up = pipe.recv()
                pipe.send(_done(folder / part, work, given_up, begin, read))


def _warm() -> None:
    """Import and load what nearly every file needs (预热), before the memory limit is drawn."""
    parts.part_schema()
    for name in READING:
        importlib.import_module(name)
    for name in rulebooks.names():
        rulebooks.load(name)
    read_rows("", "warm.json", b'{"unit": "-", "indicators": [{"name": "-"}]}')


def _done(
    target: Path, work: parts.Work, given_up: Mapping[str, int | None], begin: Callable[[int], None], read: parts.Read
) -> list[str] | tuple[str, str, str]:
    """The ids of the files in the part, or why it cannot be written: where, in Chinese, in English."""
    try:
        return parts.process(work, target, given_up, begin, read)
    except OSError as error:
        said = error.strerror or str(error)
        return str(target.parent), said, said


def _mapped() -> int:
    """Bytes of address space in use; 0 where the system does not tell."""
    with suppress(OSError, ValueError, IndexError):
        return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * os.sysconf("SC_PAGE_SIZE")
    return 0
