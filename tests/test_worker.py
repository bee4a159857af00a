"""The reading process: a file that hangs or kills it costs that file only."""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path

import pytest

from jixiao import opening
from jixiao import worker as worker_room
from jixiao.errors import FileMissing, ReadingCrashed, ReadingTimedOut
from jixiao.form import Form
from jixiao.worker import Worker

EXAMPLE = Path(__file__).parent.parent / "examples" / "project-clean-2023.xlsx"

forked = pytest.mark.skipif(sys.platform != "linux", reason="a fresh process does not see what the test replaced")


def _copied(monkeypatch: pytest.MonkeyPatch) -> int:
    """Let the reading process be a copy of this one, however large; answers a limit that leaves it two GiB."""
    monkeypatch.setattr(worker_room, "_is_lean", lambda: True)
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    return pages * os.sysconf("SC_PAGE_SIZE") + (2 << 30)


def _reads_normally(worker: Worker) -> bool:
    return worker.open(EXAMPLE) == opening.open_forms(EXAMPLE)


def test_it_reads_what_the_library_reads() -> None:
    with Worker() as worker:
        assert _reads_normally(worker)


def test_an_error_keeps_its_class_and_both_languages(tmp_path: Path) -> None:
    with Worker() as worker, pytest.raises(FileMissing) as caught:
        worker.open(tmp_path / "无.xlsx")
    assert caught.value.text("en") == FileMissing(str(tmp_path / "无.xlsx")).text("en")


@forked
def test_a_file_that_hangs_is_given_up_and_the_next_one_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    real = opening.open_forms

    def hangs(path: str | Path) -> list[Form]:
        if Path(path).name == "hang.xlsx":
            time.sleep(60)
        return real(path)

    monkeypatch.setattr(opening, "open_forms", hangs)
    with Worker(seconds=1, memory=_copied(monkeypatch)) as worker:
        with pytest.raises(ReadingTimedOut, match=r"hang\.xlsx：读取超过 1 秒，已中止"):
            worker.open("hang.xlsx")
        assert _reads_normally(worker)


@forked
@pytest.mark.parametrize("how", ["killed", "memory", "defect"])
def test_a_file_that_breaks_the_parser_is_named_and_the_next_one_is_read(
    how: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    real = opening.open_forms

    def breaks(path: str | Path) -> list[Form]:
        if Path(path).name != "bad.xlsx":
            return real(path)
        if how == "killed":
            os.kill(os.getpid(), signal.SIGSEGV)
        if how == "memory":
            bytearray(4 << 30)
        raise KeyError(how)

    monkeypatch.setattr(opening, "open_forms", breaks)
    with Worker(memory=_copied(monkeypatch)) as worker:
        with pytest.raises(ReadingCrashed, match=r"bad\.xlsx：读取时内存超限或解析程序异常退出"):
            worker.open("bad.xlsx")
        assert _reads_normally(worker)
    assert "Traceback" not in capfd.readouterr().err
