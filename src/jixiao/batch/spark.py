"""Units of work on a cluster (集群): Apache Spark hands them out, and repeats those whose process or machine is lost.

A unit writes one result file and may run twice, also at the same time, so Spark needs to know nothing of what it does.
What a hostile file does to its process is held off on the machines as it is here: by a crew of one.
"""

from __future__ import annotations

import itertools
import os
import pickle
import shutil
import socket
import sys
import warnings
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import suppress
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from jixiao.batch import parts
from jixiao.batch.crew import LOOK_SECONDS, Crew, Done
from jixiao.errors import ExtraMissing, JixiaoError
from jixiao.store_errors import JavaMissing, NotShared, OtherProgram, SparkFailed, WorkerFailed

if TYPE_CHECKING:
    from pyspark import SparkContext

EXTRA = "spark"
WAVE = 1000  # units in one job: the list of files of a job is held in memory
SETTINGS = {
    "spark.app.name": "jixiao batch",
    "spark.log.level": "ERROR",
    "spark.ui.showConsoleProgress": "false",  # we draw our own
}
"""Where the user's own configuration says nothing else."""
Unit = tuple[parts.Work, str]
"""The files of a unit and the name of its result."""


class Cluster:
    """A Spark application that does the units (集群上的工作组), to be used like a Crew, as a context manager.

    Raises ExtraMissing, JavaMissing, or SparkFailed where the master cannot be reached.
    """

    rounds = 8
    """Units for each process, at least: a task costs more than a message to a process."""

    def __init__(self, master: str, folder: Path, program: str, *, read: parts.Read) -> None:
        self.folder = folder.absolute()  # as the machines see it
        self.read = 0  #: 已读文件数: how many files are done
        self._done = partial(done, folder=self.folder, program=program, read=read)
        self._jobs = ThreadPoolExecutor(1)
        self._context = _started(master)

    @property
    def size(self) -> int:
        """How many units can be under way at the same time (同时进行的批数)."""
        return max(1, int(self._context.defaultParallelism))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with suppress(Exception):  # whatever happened to the JVM, the first error is the one to be told
            self._context.cancelAllJobs()
        with suppress(Exception):
            self._context.stop()
        self._jobs.shutdown(wait=error is None)

    def work(self, units: Iterator[Unit]) -> Iterator[Done | str]:
        """Let the cluster do all units; yields names of files done last, and Done, as Crew.work."""
        while wave := list(itertools.islice(units, WAVE)):
            yield from self._job(wave)

    def _job(self, wave: list[Unit]) -> Iterator[Done | str]:
        """One job, a task a unit. A result that stands is whole: it is taken as soon as it is seen."""
        job = self._jobs.submit(self._run, wave)
        waiting = {part: work for work, part in wave}
        while not job.done():
            wait([job], LOOK_SECONDS)
            yield from self._landed(waiting)
        self._raise_trouble(job)
        yield from self._landed(waiting)
        if waiting:  # written somewhere, but not here
            raise NotShared(str(self.folder))

    def _run(self, wave: list[Unit]) -> list[tuple[str, str] | None]:
        told: list[tuple[str, str] | None] = self._context.parallelize(wave, len(wave)).map(self._done).collect()
        return told

    def _raise_trouble(self, job: Future[list[tuple[str, str] | None]]) -> None:
        try:
            troubles = job.result()
        except Exception as error:  # what py4j and Spark raise have no class in common
            raise SparkFailed(_first_line(error)) from error
        for trouble in troubles:
            if trouble is not None:
                raise WorkerFailed(*trouble)

    def _landed(self, waiting: dict[str, parts.Work]) -> Iterator[Done | str]:
        import pyarrow.parquet as pq  # noqa: PLC0415 - only a batch needs it

        for part in [part for part in waiting if (self.folder / part).exists()]:
            work = waiting.pop(part)
            self.read += len(work)
            yield work[-1][1].name
            yield Done(part, pq.read_table(self.folder / part, columns=["file_id"]).column(0).to_pylist())


def done(unit: Unit, folder: Path, program: str, read: parts.Read) -> tuple[str, str] | None:
    """The task, on a machine of the cluster (一批): writes the unit's result; answers what stops it, in two languages.

    Nothing is raised: Spark would repeat what cannot get better.
    """
    work, _ = unit
    try:
        _fit(work, folder, program)
        for _ in _crew(folder, read).work(iter([unit])):
            pass
    except JixiaoError as error:
        dismiss()
        return error.zh, error.en
    return None


_kept: dict[tuple[Path, bytes], Crew] = {}
"""The reading process beside this one. Spark keeps its processes for many tasks, and so does a process its reader."""


def _crew(folder: Path, read: parts.Read) -> Crew:
    key = folder, pickle.dumps(read)
    if key not in _kept:
        dismiss()
        _kept[key] = Crew(1, folder, read=read)
    return _kept[key]


def dismiss() -> None:
    """End the reading process that is kept (结束读取进程). One whose parent is killed ends by itself."""
    while _kept:
        _, crew = _kept.popitem()
        crew.__exit__(None, None, None)


def _fit(work: parts.Work, folder: Path, program: str) -> None:
    """Raise where this machine has another program, or does not see the files that the first one saw."""
    from jixiao.batch.run import engine  # noqa: PLC0415 - which imports this module

    if engine() != program:
        raise OtherProgram(socket.gethostname())
    if not folder.is_dir():
        raise NotShared(str(folder), socket.gethostname())
    paths = {item.path for _, item in work}
    if not any(Path(path).exists() for path in paths):
        raise NotShared(min(paths), socket.gethostname())


def _started(master: str) -> SparkContext:
    """The application on that master, with the user's own configuration (启动应用)."""
    try:
        from pyspark import SparkConf, SparkContext  # noqa: PLC0415 - only a cluster needs it
    except ImportError as error:
        raise ExtraMissing(EXTRA) from error
    if not java():
        raise JavaMissing
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)  # else the first python3 of the machine's path
    try:
        with warnings.catch_warnings(action="ignore"):  # pyspark has something to say of every new pandas
            conf: Any = SparkConf().setMaster(master)
            for name, value in SETTINGS.items():
                conf.setIfMissing(name, value)
            return SparkContext(conf=conf)
    except Exception as error:  # as above
        raise SparkFailed(_first_line(error)) from error


def java() -> str | None:
    """Where Java stands, as Spark looks for it (Java 的位置)."""
    home = os.environ.get("JAVA_HOME")
    return shutil.which("java", path=str(Path(home, "bin")) if home else None)


def _first_line(error: Exception) -> str:
    """What a person can use of an error that came through the JVM: the cause, without the trace of calls."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    causes = [line for line in lines if line.startswith((": ", "Caused by: "))]
    return (causes or lines or [type(error).__name__])[-1].removeprefix("Caused by: ").removeprefix(": ")
