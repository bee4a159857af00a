"""Hostile files: each is done with in bounded time and memory, ends with its own message, and harms no other file."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from jixiao.errors import FileDamaged, FileEncrypted, FileTooLarge, JixiaoError, ReadingCrashed, ReadingTimedOut
from jixiao.form import Form
from jixiao.opening import open_forms
from jixiao.worker import MEMORY, SECONDS, Worker
from tests.hostile import makers

EXAMPLE = makers.EXAMPLES / "project-clean-2023.xlsx"
FILES = dict(makers.all_files_by_name())
LEAST_FILES = 60
EXPECTED = {
    "设密.pdf": FileEncrypted,
    "两万页.pdf": FileTooLarge,
    "自称两万页.pdf": FileTooLarge,
    "炸弹.xlsx": FileTooLarge,
    "炸弹.docx": FileTooLarge,
    "五百万格.xlsx": FileTooLarge,
    "百万格.html": FileTooLarge,
    "一百万格.docx": FileTooLarge,
    "五百万行.txt": FileTooLarge,
    "一条路径二百万段.pdf": FileTooLarge,
    "一百万字.pdf": FileTooLarge,
    "十万成员.zip": FileTooLarge,
    "压缩炸弹.zip": FileTooLarge,
    "页树成环.pdf": FileDamaged,
    "百万张表.json": FileTooLarge,
    "五十兆以上.txt": FileTooLarge,
}
READABLE = {"前百分之98.xls", "爬出目录.zip"}
"""What survives its damage; an archive is read in memory, so that where its names point to does not matter."""
HANGS = {"二百万线段.pdf", "解压炸弹.pdf", "巨图.pdf", "三百万次入栈.pdf"}
"""What a slow machine may give up for lack of time: PDFium alone takes seconds, and cannot be asked to stop."""
SLACK = 3  # seconds to end a process and to begin another one, on a busy machine


@pytest.fixture(scope="module")
def worker() -> Iterator[Worker]:
    with Worker(SECONDS, MEMORY) as one:
        yield one


def test_there_are_enough_of_them() -> None:
    assert len(FILES) >= LEAST_FILES


@pytest.mark.parametrize("name", FILES)
def test_it_ends_with_its_own_message(name: str, worker: Worker, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(FILES[name]())
    begin = time.monotonic()
    forms, error = _opened(worker, path)
    assert time.monotonic() - begin < SECONDS + SLACK
    if isinstance(error, ReadingTimedOut | ReadingCrashed):
        assert name in HANGS
    if error is None:
        assert name in READABLE
        assert forms
    else:
        assert name in error.zh
        assert name in error.text("en")
        assert isinstance(error, EXPECTED.get(name, JixiaoError))
    assert len(worker.open(EXAMPLE)) == 1


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


@pytest.mark.skipif(sys.platform != "linux", reason="the peak of a process is told by /proc")
@pytest.mark.parametrize("name", ["炸弹.xlsx", "压缩炸弹.zip", "百万格.html", "五百万格.xlsx"])
def test_the_memory_stays_below_its_limit(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(FILES[name]())
    with Worker(SECONDS, MEMORY) as worker:
        worker.open(EXAMPLE)
        assert worker._process is not None
        status = Path(f"/proc/{worker._process.pid}/status")
        _opened(worker, path)
        peaks = [line.split()[1] for line in status.read_text().splitlines() if line.startswith("VmHWM")]
    assert all(int(peak) * 1024 < MEMORY for peak in peaks)
