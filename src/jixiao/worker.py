"""A process of its own that reads files (读取进程): whatever a file does to it, the caller goes on.

Files come from outside and the parsers are native code, so a hang, a crash or a memory bomb must cost one file only.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import traceback
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

import msgspec

from jixiao import errors
from jixiao.errors import JixiaoError, ReadingCrashed, ReadingTimedOut, writable
from jixiao.form import Form
from jixiao.readers import scan, sniff

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.context import ForkContext, SpawnContext

SECONDS = 10  # a file; a form of three pages takes a few hundredths
MEMORY = 1536 * 1024 * 1024  # bytes of address space
LEAN = 512 * 1024 * 1024  # bytes of address space; `jixiao check` begins with less than a quarter of it
SCAN_SECONDS = 120  # with the extra jixiao[ocr]: twenty scanned pages on a slow laptop
SCAN_MEMORY = 4 * 1024 * 1024 * 1024  # most of it is reserved by threads and libraries, and never touched
# 这样的文件读过之后，进程的内存已被占去大半，下一个文件要用新的进程
SPENT = frozenset({errors.FileTooLarge.__name__, ReadingCrashed.__name__})
CONVERTED = frozenset({".doc", ".wps", ".rtf", ".odt", ".ods", ".zip"})
SCANNED = frozenset({"pdf", "png", "jpeg", "tiff", "bmp", "webp"})
CONVERTED_SECONDS = 90  # LibreOffice stops itself after sixty
START_SECONDS = 30  # for a fresh process on a slow laptop, where it must import everything anew


class _Refusal(msgspec.Struct, tag=True):
    """What the process sends back for a file that it could not read (读取失败)."""

    cause: str
    zh: str
    en: str


class _Forms(msgspec.Struct, tag=True):
    """What it sends back for a file that it read (读取结果)."""

    forms: list[Form]


class Worker:
    """Reads one file after the other in a process that is replaced when it hangs or dies (读取进程).

    Use as a context manager; not to be shared between threads. Where scans can be read, a PDF or a picture may
    take more time and memory, since a PDF does not tell before whether it is one.
    """

    def __init__(self, seconds: int | None = None, memory: int | None = None) -> None:
        reads_scans = scan.is_ready()
        self.seconds = seconds or SECONDS
        self.scan_seconds = seconds or (SCAN_SECONDS if reads_scans else SECONDS)
        self.memory = memory or (SCAN_MEMORY if reads_scans else MEMORY)
        # fork 无须重新导入，一张表只多几毫秒；Windows 和 macOS 只有（或只应）用 spawn
        self._context: ForkContext | SpawnContext = (
            multiprocessing.get_context("fork") if _is_lean() else multiprocessing.get_context("spawn")
        )
        self._process: multiprocessing.process.BaseProcess | None = None
        self._pipe: Connection | None = None
        self._spent = False  #: whether the process is to be replaced before the next file
        self._name = ""
        self._allowed = self.seconds  #: for the file at hand

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop()

    def open(self, path: str | Path) -> list[Form]:
        """The forms in the file at `path` (读取自评表).

        Raises what `opening.open_forms` raises, ReadingTimedOut after `seconds`, ReadingCrashed when the process dies.
        """
        self.ask(path)
        return self.answer()

    def ask(self, path: str | Path) -> None:
        """Begin to read the file at `path` (开始读取); the caller may do something else before it takes the answer."""
        self._name = Path(path).name
        self._allowed = self._seconds_for(Path(path))
        try:
            self._ready().send_bytes(os.fsencode(path))
        except OSError as error:
            self._stop()
            raise ReadingCrashed(self._name) from error

    def answer(self) -> list[Form]:
        """The forms in the file that was asked for last (取回结果). Raises as `open`."""
        if self._pipe is None:
            raise ReadingCrashed(self._name)
        try:
            sent = self._pipe.recv_bytes() if self._pipe.poll(self._allowed) else None
        except (EOFError, OSError) as error:
            self._stop()
            raise ReadingCrashed(self._name) from error
        if sent is None:
            self._stop()
            raise ReadingTimedOut(self._name, self._allowed)
        answer = msgspec.msgpack.decode(sent, type=_Forms | _Refusal)
        if isinstance(answer, _Forms):
            return answer.forms
        self._spent = answer.cause in SPENT
        raise _raised(answer)

    def _seconds_for(self, path: Path) -> int:
        """How long a file may take (本文件的时限): longer where it may be a scan, or LibreOffice must convert it."""
        if path.suffix.lower() in CONVERTED:
            return max(self.seconds, CONVERTED_SECONDS)
        return self.scan_seconds if _may_be_scan(path) else self.seconds

    def _ready(self) -> Connection:
        """The pipe to a living process, a new one if need be."""
        alive = self._process is not None and self._process.is_alive()
        if self._pipe is not None and alive and not self._spent:
            return self._pipe
        self._stop()
        self._pipe, theirs = self._context.Pipe()
        fresh = self._context.get_start_method() == "spawn"
        self._process = self._context.Process(target=_serve, args=(theirs, self.memory, fresh), daemon=True)
        self._process.start()
        theirs.close()
        if fresh:
            self._await_start(self._pipe)
        return self._pipe

    def _await_start(self, pipe: Connection) -> None:
        """A fresh process imports everything anew; that time is not the file's."""
        if not pipe.poll(START_SECONDS):
            self._stop()
            raise ReadingCrashed(self._name)
        pipe.recv_bytes()

    def _stop(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.join()
        if self._pipe is not None:
            self._pipe.close()
        self._process = self._pipe = None
        self._spent = False


def _is_lean() -> bool:
    """Whether a copy of this process leaves the files room under the limit (可否复制本进程): a server is too large."""
    if sys.platform != "linux":
        return False
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    return pages * os.sysconf("SC_PAGE_SIZE") < LEAN


def _may_be_scan(path: Path) -> bool:
    """Whether the first bytes are those of a picture or of a PDF, which may be made of pictures."""
    try:
        with path.open("rb") as file:
            head = file.read(sniff.HEAD)
    except (OSError, ValueError):
        return False  # the process says what is wrong with it
    return sniff.kind_of(head).name in SCANNED


def _raised(refusal: _Refusal) -> JixiaoError:
    """The error as it was raised over there, of the same class."""
    cause = getattr(errors, refusal.cause, JixiaoError)
    error: JixiaoError = cause.__new__(cause)
    JixiaoError.__init__(error, refusal.zh, refusal.en)
    return error


def _serve(pipe: Connection, memory: int, fresh: bool) -> None:  # noqa: FBT001 - called by multiprocessing
    """The process: reads the files it is told, until the caller closes the pipe (读取循环)."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the caller's to handle
    limit_memory(memory)
    from jixiao.opening import open_forms  # noqa: PLC0415 - imported on this side of the fence

    if fresh:
        pipe.send_bytes(b"ready")
    with suppress(EOFError, OSError):
        while True:
            path = os.fsdecode(pipe.recv_bytes())
            answer: _Forms | _Refusal
            try:
                answer = _Forms(open_forms(path))
            except JixiaoError as error:
                answer = _refusal(error)
            except Exception:  # noqa: BLE001 - the fence: one bad file must not stop the others, nor show a traceback
                if os.environ.get("JIXIAO_DEBUG"):
                    traceback.print_exc()
                answer = _refusal(ReadingCrashed(Path(path).name))
            pipe.send_bytes(msgspec.msgpack.encode(answer))


def _refusal(error: JixiaoError) -> _Refusal:
    return _Refusal(type(error).__name__, writable(error.zh), writable(error.en))


def limit_memory(memory: int) -> None:
    """Let this process use no more address space than that (限制内存)."""
    if sys.platform == "win32":
        return  # Windows 没有等价的进程内限额；时限与单独进程仍然有效
    import resource  # noqa: PLC0415 - not on Windows

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with suppress(ValueError, OSError):  # macOS 不允许设地址空间上限
        _, most = resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(resource.RLIMIT_AS, (memory, most))  # LibreOffice, a process of its own, may have more
