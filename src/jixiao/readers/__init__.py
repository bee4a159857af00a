"""Readers (读取): bytes to Document, one module a format, found by walking this folder. A reader never interprets.

A reader module declares `SUFFIXES`, `fits(data)` and `read(data, name)`; its name is that of the kind in `sniff`.
"""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from pathlib import Path
from typing import Protocol, cast

from jixiao.document import Document
from jixiao.errors import FileDamaged, FileEmpty, FileEncrypted, FileMissing, FileTooLarge, UnknownFormat
from jixiao.readers import sniff

MOST_BYTES = 50 * 1024 * 1024
_ZIP_TAIL = 22 + 65535  # the closing record of a ZIP, with the longest comment it may bear


class Reader(Protocol):
    """What a reader module holds (读取器)."""

    SUFFIXES: tuple[str, ...]

    def fits(self, head: bytes, /) -> bool:
        """Whether this content is of the reader's format."""

    def read(self, data: bytes, name: str, /) -> Document:
        """The content as a document; `name` is for messages."""


def read(path: str | Path) -> Document:
    """The document in the file at `path` (读取文件), whatever its name says.

    Raises FileMissing, FileEmpty, FileTooLarge, FileEncrypted, FileDamaged, NeedsOcr or UnknownFormat.
    """
    return parse(load(path), Path(path).name)


def load(path: str | Path) -> bytes:
    """The bytes of the file at `path` (文件内容), at most 50 MiB."""
    place = Path(path)
    try:
        if place.is_dir():
            raise FileMissing(str(path))
        if place.stat().st_size > MOST_BYTES:
            raise FileTooLarge(place.name, "50 MiB")
        data = place.read_bytes()
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        raise FileMissing(str(path)) from error
    return checked(data, place.name)


def checked(data: bytes, name: str) -> bytes:
    """`data`, once it is known to be neither blank nor over the limit (大小检查)."""
    if len(data) > MOST_BYTES:
        raise FileTooLarge(name, "50 MiB")
    if not data.strip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n"):
        raise FileEmpty(name)
    return data


def parse(data: bytes, name: str) -> Document:
    """The document in `data` (解析内容); `name` is for messages."""
    kind = sniff.kind_of(checked(data, name))
    if kind.name == "encrypted":
        raise FileEncrypted(name)
    if kind.name == "ole":  # its directory, which tells Word from Excel, stands at the end and is the first to be lost
        raise FileDamaged(
            name,
            "旧版 Office 文件的目录缺失，或其中没有表格和文档",
            "an old Office file with no workbook or document in it",
        )
    if kind.name in _names():
        reader = cast("Reader", importlib.import_module(f"jixiao.readers.{kind.name}"))
        if reader.fits(data):
            return reader.read(data, name)
    if kind == sniff.ZIP and b"PK\x05\x06" not in data[-_ZIP_TAIL:]:
        zh, en = "压缩包缺少结尾，多半没有下载完", "the end of the archive is missing, as of a broken download"
        raise FileDamaged(name, zh, en)
    raise UnknownFormat(name, kind.zh, kind.en, "、".join(supported()))


def supported() -> list[str]:
    """The formats that have a reader (可读的格式), JSON forms included."""
    return sorted([*_names(), "json"])


def suffixes() -> frozenset[str]:
    """The suffixes that files of these formats bear (扩展名), by which a folder is searched."""
    modules = (importlib.import_module(f"jixiao.readers.{name}") for name in _names())
    return frozenset({".json"}.union(*(cast("Reader", module).SUFFIXES for module in modules)))


@cache
def _names() -> tuple[str, ...]:
    """The modules of this folder that read a kind of file; the others (pdf_page, xlsx_styles, ...) help them."""
    kinds = sniff.names()
    return tuple(info.name for info in pkgutil.iter_modules(__path__) if info.name in kinds)
