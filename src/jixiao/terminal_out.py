"""Where reports go (输出): a terminal in colour, a pipe in plain text, a file written whole or not at all."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TextIO

import click

from jixiao.terminal import Line, Span, plain
from jixiao.writing_errors import CannotWrite

STYLES: dict[str, dict[str, str | bool]] = {
    "title": {"bold": True},
    "heading": {"bold": True},
    "group": {"bold": True},
    "code": {"bold": True},
    "label": {"dim": True},
    "rule": {"dim": True},
    "dim": {"dim": True},
    "differs": {"fg": "red"},
    "good": {"fg": "green", "bold": True},
    "repair": {"fg": "green"},
    "must_fix": {"fg": "red", "bold": True},
    "explain": {"fg": "yellow"},
    "look": {"fg": "cyan"},
    "note": {"dim": True},
}
PIPE_WIDTH = 100
NARROWEST, WIDEST = 60, 120  # beyond 120 columns a line is hard to follow


def prepare(stream: TextIO) -> None:
    """Let a console that lacks a character show ? instead of failing; never less than UTF-8 where ASCII was assumed."""
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is None:
        return
    if (stream.encoding or "ascii").lower().replace("-", "") in ("ascii", "ansix3.41968", "usascii", "646"):
        reconfigure(encoding="utf-8", errors="replace")
    else:
        reconfigure(errors="replace")


def page_width() -> int:
    """Columns to lay a report out in: the terminal's, COLUMNS, or 100 into a pipe."""
    columns = _columns_of_terminal() if _is_terminal() else _columns_asked()
    return min(WIDEST, max(NARROWEST, columns))


def _columns_asked() -> int:
    asked = os.environ.get("COLUMNS", "")
    return int(asked) if asked.isascii() and asked.isdecimal() and int(asked) else PIPE_WIDTH


def _columns_of_terminal() -> int:
    import shutil  # noqa: PLC0415 - into a pipe, nobody needs it

    return shutil.get_terminal_size((PIPE_WIDTH, 24)).columns


def _is_terminal() -> bool:
    return sys.stdout.isatty()


def coloured() -> bool:
    """Whether to colour: on a terminal, unless NO_COLOR is set or the terminal is dumb; FORCE_COLOR colours a pipe."""
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return False
    return _is_terminal() or bool(os.environ.get("FORCE_COLOR"))


def show(lines: Iterable[Line]) -> None:
    """Print the lines on standard output, coloured where that is right."""
    if not coloured():
        sys.stdout.write(plain(lines))
        return
    # click knows how to colour the consoles of old Windows, which do not understand escape sequences.
    click.echo("".join(f"{''.join(map(_styled, line))}\n" for line in lines), nl=False, color=True)


def _styled(span: Span) -> str:
    style = STYLES.get(span.style)
    return span.text if style is None or not span.text.strip() else click.style(span.text, **style)  # type: ignore[arg-type]


def write_text(text: str, path: Path | None) -> None:
    """The text to a file, or to standard output as UTF-8 whatever the console's encoding (机器可读的输出)."""
    if path is not None:
        write_whole(text.encode(), path)
        return
    sys.stdout.flush()
    raw = getattr(sys.stdout, "buffer", None)
    if raw is None or sys.stdout.isatty():
        sys.stdout.write(text)
    else:
        raw.write(text.encode())
        raw.flush()


def write_whole(data: bytes, path: Path) -> None:
    """Write the file under another name beside it, then rename: a reader never sees half a file."""
    import tempfile  # noqa: PLC0415 - --help writes no file

    try:
        mode = path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask()
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".jixiao-", suffix=".part")
    except OSError as error:
        raise CannotWrite(str(path), *_reason(error)) from error
    half = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        half.chmod(mode)
        half.replace(path)
    except OSError as error:
        raise CannotWrite(str(path), *_reason(error)) from error
    finally:
        half.unlink(missing_ok=True)


def _reason(error: OSError) -> tuple[str, str]:
    """Why, in Chinese for the usual causes, else in the system's own words."""
    known = {
        errno.EACCES: "没有写入权限",
        errno.EPERM: "没有写入权限",
        errno.ENOSPC: "磁盘已满",
        errno.EROFS: "磁盘只读",
    }
    said = error.strerror or str(error)
    return known.get(error.errno or 0, said), said


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
