"""Old and open document formats by way of LibreOffice (LibreOffice 转换): DOC, WPS, RTF, ODT and ODS.

Each run has a profile of its own, runs no macro, and is killed with all it started when its time is over.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import msgspec

from jixiao.document import Document
from jixiao.errors import FileDamaged, NeedsLibreOffice, ReadingTimedOut
from jixiao.readers import docx, xlsx

SECONDS = 60
_PROGRAMS = ("soffice", "libreoffice")
_ELSEWHERE = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.exe",
)
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
</oor:items>
"""


def read_text(data: bytes, name: str, suffix: str) -> Document:
    """A text document of the kind `suffix` (文字文档转换后读取).

    Raises NeedsLibreOffice where it is not installed, FileDamaged where it cannot open the file.
    """
    return msgspec.structs.replace(docx.read(_converted(data, name, suffix, "docx"), name), format=suffix)


def read_sheets(data: bytes, name: str, suffix: str) -> Document:
    """A spreadsheet of the kind `suffix` (电子表格转换后读取). Raises as `read_text`."""
    return msgspec.structs.replace(xlsx.read(_converted(data, name, suffix, "xlsx"), name), format=suffix)


def _program() -> str | None:
    """Where LibreOffice stands on this machine."""
    found = (shutil.which(name) for name in _PROGRAMS)
    return next((path for path in (*found, *filter(os.path.exists, _ELSEWHERE)) if path), None)


def _converted(data: bytes, name: str, suffix: str, target: str) -> bytes:
    """The file as LibreOffice writes it in the format `target`."""
    program = _program()
    if program is None:
        raise NeedsLibreOffice(name)
    with tempfile.TemporaryDirectory(prefix="jixiao-", ignore_cleanup_errors=True) as folder, _alone():
        place = Path(folder)
        source = place / f"form.{suffix}"
        source.write_bytes(data)
        profile = place / "profile"
        (profile / "user").mkdir(parents=True)
        (profile / "user" / "registrymodifications.xcu").write_text(_SETTINGS, encoding="utf-8")
        command = [program, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore", "--nologo"]
        _run([*command, "--convert-to", target, "--outdir", str(place / "out"), str(source)], name)
        made = place / "out" / f"form.{target}"
        if not made.exists():
            raise FileDamaged(name, "LibreOffice 不能打开", "LibreOffice cannot open it")
        return made.read_bytes()


def _run(command: list[str], name: str) -> None:
    """One run, killed as a group when it takes too long."""
    process = subprocess.Popen(  # noqa: S603 - a program of the system, on a file of our own naming
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=sys.platform != "win32",
        preexec_fn=_unlimited if sys.platform != "win32" else None,  # noqa: PLW1509 - the reading process has one thread
    )
    try:
        process.wait(SECONDS)
    except subprocess.TimeoutExpired as error:
        raise ReadingTimedOut(name, SECONDS) from error
    finally:
        if sys.platform != "win32":
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
        process.kill()
        process.wait()


def _unlimited() -> None:
    """The reading process has little address space; LibreOffice reserves more than it uses (放宽地址空间)."""
    import resource  # noqa: PLC0415 - not on Windows

    _, most = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (most, most))


@contextmanager
def _alone() -> Iterator[None]:
    """One conversion at a time on this machine, for its memory's sake (逐个转换)."""
    if sys.platform == "win32":
        yield
        return
    import fcntl  # noqa: PLC0415 - not on Windows

    lock = Path(tempfile.gettempdir()) / f"jixiao-libreoffice-{os.getuid()}.lock"
    with lock.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield
