"""Hostile files: each is done with in bounded time and memory, ends with its own message, and harms no other file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from jixiao.errors import FileEncrypted, FileTooLarge, JixiaoError, ReadingCrashed, ReadingTimedOut
from jixiao.form import Form
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
    "百万张表.json": FileTooLarge,
    "五十兆以上.txt": FileTooLarge,
}
READABLE = {"前百分之98.xls", "爬出目录.zip"}
"""What survives its damage; an archive is read in memory, so that where its names point to does not matter."""
HANGS = {
    "二百万线段.pdf",
    "一条路径二百万段.pdf",
    "百万格.html",
    "五百万行.txt",
    "一百万字.pdf",
    "解压炸弹.pdf",
    "巨图.pdf",
    "三百万次入栈.pdf",
}
"""What may be given up, for lack of time on a slow machine or because it ends the parser."""


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
    forms, error = _opened(worker, path)
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
