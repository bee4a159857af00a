"""What the file looked like (原件画面): pages with boxes, or tables and lines, made in a process that can be killed.

Run as a program it reads a form from its input and writes the pictures of the file to its output.
"""

from __future__ import annotations

import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import msgspec

from jixiao.form import Form
from jixiao.location import Box

SECONDS = 60  # for all pages of a long scan on a slow laptop
MEMORY = 4 * 1024 * 1024 * 1024  # address space; most of it is reserved by libraries and never touched


class Picture(msgspec.Struct, frozen=True):
    """One page (一页)."""

    number: int
    data: bytes
    media: str
    width: float
    height: float
    boxes: list[tuple[str, Box]]  #: key and place


class Cell(msgspec.Struct, frozen=True):
    """One cell of a table (一格)."""

    text: str
    rowspan: int
    colspan: int
    key: str


class Drawn(msgspec.Struct, frozen=True):
    """A table, or running text, of which each line is a row of one cell (表格或文字)."""

    name: str
    rows: list[list[Cell]]


class Shown(msgspec.Struct, frozen=True):
    """All that can be shown of a file (原件画面)."""

    number: int = 0  #: of the form in the file, from 0
    pages: list[Picture] = []
    tables: list[Drawn] = []
    keys: dict[str, str] = {}  #: path → key of its place


def shown(path: Path, form: Form, number: int) -> Shown:
    """The pictures of the file for one of its forms; nothing where they cannot be made (原件画面)."""
    command = [sys.executable, "-m", "jixiao.web.forms.pictures", str(path), str(number)]
    with suppress(subprocess.TimeoutExpired, msgspec.DecodeError):
        done = subprocess.run(  # noqa: S603 - our own program; the path is one that the storage made
            command, input=msgspec.msgpack.encode(form), capture_output=True, timeout=SECONDS, check=False
        )
        if done.returncode == 0:
            return msgspec.msgpack.decode(done.stdout, type=Shown)
    return Shown(number)


def made(form: Form, path: Path, number: int) -> Shown:
    """As `shown`, in this process (画出)."""
    from jixiao.reports.origin import Lines, Page, Sheet, origin_of  # noqa: PLC0415 - in the child only

    origin = origin_of(form, path)
    pages, tables = [], []
    for part in origin.parts:
        if isinstance(part, Page):
            pages.append(Picture(part.number, part.picture, part.media, part.width, part.height, part.boxes))
        elif isinstance(part, Sheet):
            rows = [[Cell(one.text, one.rowspan, one.colspan, one.key) for one in row] for row in part.rows]
            tables.append(Drawn(part.name, rows))
        elif isinstance(part, Lines):
            tables.append(Drawn("", [[Cell(text, 1, 1, key)] for _, text, key in part.lines]))
    keys = {path: origin.keys[place] for path, place in form.locations.items() if place in origin.keys}
    return Shown(number, pages, tables, keys)


def main() -> None:
    """The child process (子进程)."""
    from jixiao.worker import limit_memory  # noqa: PLC0415 - in the child only

    limit_memory(MEMORY)
    form = msgspec.msgpack.decode(sys.stdin.buffer.read(), type=Form)
    sys.stdout.buffer.write(msgspec.msgpack.encode(made(form, Path(sys.argv[1]), int(sys.argv[2]))))


if __name__ == "__main__":
    main()
