"""From what was typed to files (文件名): folders, wildcards and names that only exist on this machine."""

from __future__ import annotations

import glob
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from jixiao.errors import FileMissing, JixiaoError, NothingFound
from jixiao.outcome import Outcome
from jixiao.writing_errors import CannotWrite

NOTES = frozenset({".md", ".text"})
"""Text that a folder holds beside its forms; a file named by itself is read whatever it is called."""
DIGITS = re.compile(r"(\d+)")


def expanded(names: Iterable[str]) -> Iterator[Path | Outcome]:
    """The files that the names mean, each once; an Outcome with its error where there is none.

    A name that exists is itself, brackets and all ("表[1].xlsx"); else * ? [ are wildcards, since cmd.exe expands none.
    """
    seen: set[Path] = set()
    for name in names:
        for found in _meant(name):
            if isinstance(found, Outcome):
                yield found
            elif found not in seen:
                seen.add(found)
                yield found


def _meant(name: str) -> Iterator[Path | Outcome]:
    path = Path(name)
    if path.is_dir():
        from jixiao import readers  # noqa: PLC0415 - only a folder asks for it

        known = readers.suffixes() - NOTES
        files = [found for found in path.rglob("*") if wanted(found, known)]
        error: JixiaoError = NothingFound(name)
    elif path.exists() or not glob.has_magic(name):
        files = [path]
        error = FileMissing(name)
    else:
        matches = (Path(match) for match in glob.glob(name, recursive=True))  # noqa: PTH207 - patterns with a drive too
        files = [match for match in matches if match.is_file()]
        error = FileMissing(name)
    if not files:
        yield Outcome(path, error=error)
    yield from sorted(files, key=natural)


def wanted(path: Path, known: frozenset[str]) -> bool:
    """Whether a file inside a folder is one to read: a known suffix, not hidden, no lock file of an office program."""
    return path.suffix.lower() in known and not path.name.startswith((".", "~$")) and path.is_file()


def natural(path: Path) -> list[tuple[int, int, str]]:
    """Sorts 表2 before 表10."""
    parts = DIGITS.split(str(path))
    return [(1, int(part), "") if part.isascii() and part.isdigit() else (0, 0, part) for part in parts]


def writable(name: str) -> Path:
    """The file to write, if its folder is there."""
    path = Path(name)
    if path.is_dir():
        raise CannotWrite(name, "是文件夹", "it is a folder")
    if not path.parent.is_dir():
        raise CannotWrite(name, "文件夹不存在", "its folder does not exist")
    return path
