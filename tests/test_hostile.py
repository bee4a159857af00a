"""Hostile files: each is done with in bounded time and memory, ends with its own message, and harms no other file."""

from __future__ import annotations

import sys
import time
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from jixiao.errors import JixiaoError, ReadingTimedOut
from jixiao.form import Form
from jixiao.opening import open_forms
from jixiao.worker import MEMORY, SECONDS, Worker
from tests.hostile import makers

EXAMPLE = makers.EXAMPLES / "project-clean-2023.xlsx"
FILES = dict(makers.all_files_by_name())
LEAST_FILES = 60
TOLD = tomllib.loads((Path(makers.__file__).with_name("messages.toml")).read_text("utf-8"))
MESSAGES: dict[str, str] = {name: message for message, names in TOLD["messages"].items() for name in names}
SLACK = 3  # seconds to end a process and to begin another one, on a busy machine


@pytest.fixture(scope="module")
def worker() -> Iterator[Worker]:
    with Worker(SECONDS, MEMORY) as one:
        yield one


def test_there_are_enough_of_them() -> None:
    assert len(FILES) >= LEAST_FILES


def test_every_one_has_its_message() -> None:
    assert sorted([*MESSAGES, *TOLD["readable"]]) == sorted(FILES)


@pytest.mark.parametrize("name", FILES)
def test_it_ends_with_its_own_message(name: str, worker: Worker, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(FILES[name]())
    assert len(worker.open(EXAMPLE)) == 1
    assert worker._process is not None
    assert _limit_of(worker._process.pid) <= MEMORY
    begin, pid = time.monotonic(), worker._process.pid
    forms, error = _opened(worker, path)
    assert time.monotonic() - begin < SECONDS + SLACK
    assert _peak_of(pid) < MEMORY
    if error is None:
        assert name in TOLD["readable"]
        assert forms
        return
    assert name in error.zh
    assert name in error.text("en")
    gave_up = isinstance(error, ReadingTimedOut) and name in TOLD["slow"]
    assert gave_up or MESSAGES[name] in error.zh


def test_the_other_files_go_on(worker: Worker) -> None:
    assert len(worker.open(EXAMPLE)) == 1


def _limit_of(pid: int | None) -> int:
    """The address space that a process may take, as the system enforces it; only Linux tells."""
    if sys.platform != "linux":
        return 0
    lines = Path(f"/proc/{pid}/limits").read_text().splitlines()
    return next(int(line.split()[3]) for line in lines if line.startswith("Max address space"))


def _peak_of(pid: int | None) -> int:
    """The most memory that a process ever held; of one that was ended, only its limit is known."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM")), 0)


def _opened(worker: Worker, path: Path) -> tuple[list[Form], JixiaoError | None]:
    try:
        return worker.open(path), None
    except JixiaoError as error:
        return [], error


def test_names_that_climb_out_of_an_archive_stay_names(tmp_path: Path) -> None:
    path = tmp_path / "爬出目录.zip"
    path.write_bytes(FILES[path.name]())
    sources = [form.source for form in open_forms(path)]
    assert sources
    assert not any(".." in (source or "") for source in sources)
    assert [one.name for one in tmp_path.iterdir()] == [path.name]
