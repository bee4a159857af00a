"""Where documents come from (来源): folders, ZIP archives, tables and databases, as one stream of items.

An item is found without being read; `load` reads it, in whichever process, from its address alone.
"""

from __future__ import annotations

import os
import zipfile
import zlib
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import msgspec

from jixiao import readers
from jixiao.batch import tables
from jixiao.errors import FileDamaged, FileEncrypted, FileMissing, FileTooLarge, NothingFound, writable
from jixiao.file_names import NOTES, wanted

ARCHIVE = ".zip"
_UTF8_NAME, _ENCRYPTED = 0x800, 0x1


class Item(msgspec.Struct, frozen=True):
    """One document of a source (一份文件), by where it stands."""

    file: str  #: 路径，已能写出: folder/archive.zip/member
    path: str  #: the file that holds it
    member: str = ""  #: where in that file: a member of an archive, a row of a table; "" for the file itself
    stamp: str = ""  #: size and time of change of `path`: as long as it stays, the content is taken to stay

    @property
    def name(self) -> str:
        """The name without folders (文件名), for messages and for the checks that look at it."""
        return self.file.rpartition("/")[2]


def items(source: Path, store: Path) -> Iterator[Item]:
    """Every document of the source (列出文件), in the order of the names; hidden and lock files are passed over.

    The store itself may stand inside the source and is passed over too.

    Raises FileMissing where there is no such source, NothingFound for a folder without documents.
    """
    if not source.exists():
        raise FileMissing(str(source))
    if not source.is_dir():
        name = _told(source.name)
        yield from _rows(source, name) if tables.is_table(source) else _inside(source, name)
        return
    empty = True
    known = (readers.suffixes() | {ARCHIVE}) - NOTES
    for path in _walk(source, store.resolve()):
        if path.is_dir() or wanted(path, known):
            empty = False
            yield from _inside(path, _told(path.relative_to(source).as_posix()))
    if empty:
        raise NothingFound(str(source))


def _walk(folder: Path, store: Path) -> Iterator[Path]:
    """Every file below the folder, sorted within each folder, so that no list of all of them is held.

    A folder that cannot be listed stands for itself: reading it says that it could not be read.
    """
    try:
        with os.scandir(folder) as found:
            entries = sorted(found, key=lambda entry: entry.name)
    except OSError:
        yield folder
        return
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            if not entry.name.startswith(".") and Path(entry.path).resolve() != store:
                yield from _walk(Path(entry.path), store)
        else:
            yield Path(entry.path)


def _inside(path: Path, file: str) -> Iterator[Item]:
    """The file as one item, or an archive's members as many."""
    stamp = _stamp(path)
    members = _members(path) if path.suffix.lower() == ARCHIVE else None
    if members is None:
        yield Item(file, str(path), "", stamp)
        return
    for name, member in members:
        yield Item(f"{file}/{name}", str(path), member, stamp)


def _told(name: str) -> str:
    r"""The path as text that can be written; bytes that are no text become \xba, so that two names stay two."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def _rows(path: Path, file: str) -> Iterator[Item]:
    """The rows of a table or database; inside a folder such files are no source, they may be anything."""
    stamp = _stamp(path)
    for name, member in tables.members(path):
        yield Item(f"{file}/{name}", str(path), member, stamp)


def _stamp(path: Path) -> str:
    try:
        status = path.stat()
    except OSError:
        return ""
    return f"{status.st_size}:{status.st_mtime_ns}"


def _members(path: Path) -> list[tuple[str, str]] | None:
    """Names and stored names of an archive's documents; None where it cannot be opened, which reading it then says."""
    known = readers.suffixes() - NOTES
    try:
        with zipfile.ZipFile(path) as archive:
            found = [(_shown(info), info.filename) for info in archive.infolist() if not info.is_dir()]
    except (OSError, zipfile.BadZipFile, NotImplementedError, ValueError):
        return None
    return sorted((name, member) for name, member in found if wanted_member(name, known))


def wanted_member(name: str, known: frozenset[str]) -> bool:
    """Whether a member is a document: a known suffix, nothing hidden, none of the shadows that macOS adds."""
    last = name.rpartition("/")[2]
    hidden = last.startswith((".", "~$")) or name.startswith("__MACOSX/")
    return not hidden and Path(last).suffix.lower() in known


def _shown(info: zipfile.ZipInfo) -> str:
    """The member's name; archives of Chinese Windows hold GBK without saying so."""
    if info.flag_bits & _UTF8_NAME:
        return writable(info.filename)
    raw = info.filename.encode("cp437", "replace")
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return writable(info.filename)


def load(item: Item) -> bytes:
    """The bytes of one item (读取内容), at most 50 MiB. Raises the errors of `readers.load`."""
    if not item.member:
        return readers.load(item.path)
    if tables.is_table(Path(item.path)):
        return readers.checked(tables.load(Path(item.path), item.member, item.name), item.name)
    return readers.checked(_member(item), item.name)


def _member(item: Item) -> bytes:
    try:
        archive = _opened(item.path, item.stamp)
        info = archive.getinfo(item.member)
        if info.flag_bits & _ENCRYPTED:
            raise FileEncrypted(item.name)
        if info.file_size > readers.MOST_BYTES:
            raise FileTooLarge(item.name, "50 MiB")
        with archive.open(info) as stream:
            return stream.read(readers.MOST_BYTES + 1)  # the size that the archive tells may be wrong
    except (OSError, KeyError) as error:
        raise FileMissing(item.file) from error
    except (zipfile.BadZipFile, NotImplementedError, EOFError, ValueError, zlib.error) as error:
        raise FileDamaged(
            item.name, "压缩包中的这个文件解不开", "this member of the archive cannot be unpacked"
        ) from error


@lru_cache(maxsize=2)
def _opened(path: str, stamp: str) -> zipfile.ZipFile:  # noqa: ARG001 - a changed archive is opened anew
    """The archive, kept open: its directory is long where the archive is large."""
    return zipfile.ZipFile(path)
