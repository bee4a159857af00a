"""The ZIP package of an Office file (Office 文件包): its XML parts, unpacked within a limit and without any DTD."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from jixiao.errors import FileDamaged, FileEncrypted, FileTooLarge

if TYPE_CHECKING:
    from lxml.etree import _Element

MOST_UNPACKED = 64 * 1024 * 1024  # bytes, counted while inflating; the sizes that an archive states are not trusted
MOST_TAGS = 8_000_000  # "<" in one part: several for each cell, so far more are no form

_DTD, _HEAD = b"<!DOCTYPE", 4096  # where it must stand

_BROKEN = ("压缩包结构不完整", "the archive is incomplete")


class Package:
    """An open Office package, with what is left of the limit (文件包)."""

    def __init__(self, archive: zipfile.ZipFile, name: str) -> None:
        self.archive = archive
        self.name = name
        self.left = MOST_UNPACKED

    def part(self, part: str) -> _Element | None:
        """One part as XML; None where it is missing.

        Raises FileTooLarge over the limit, FileDamaged for XML that is incomplete, nested too deeply, there twice, or
        declares a DTD.
        """
        from lxml import etree  # noqa: PLC0415 - loads a native library

        if part not in self.archive.NameToInfo:
            return None
        if self.archive.namelist().count(part) > 1:  # other programs would show the other one
            raise FileDamaged(self.name, f"压缩包中有两个 {part}", f"the archive holds {part} twice")
        try:
            with self.archive.open(part) as stream:
                data = stream.read(self.left + 1)
        except ValueError as error:  # places in the archive that cannot be
            raise FileDamaged(self.name, *_BROKEN) from error
        self.left -= len(data)
        if self.left < 0 or data.count(b"<") > MOST_TAGS:
            raise FileTooLarge(self.name, f"解压后 {MOST_UNPACKED >> 20} MiB", f"{MOST_UNPACKED >> 20} MiB unpacked")
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        try:
            root = etree.fromstring(data, parser)
        except etree.XMLSyntaxError as error:
            raise self._refused(part, data, error) from error
        if root.getroottree().docinfo.internalDTD is not None:
            raise self._with_dtd(part)
        return root

    def _refused(self, part: str, data: bytes, error: SyntaxError) -> FileDamaged:
        """Why a part is no XML that is read (XML 不合要求)."""
        if _DTD in data[:_HEAD]:  # of entities without end, which the parser gives up on
            return self._with_dtd(part)
        if "depth" in str(error):
            return FileDamaged(self.name, f"{part} 嵌套过深", f"{part} is nested too deeply")
        return FileDamaged(self.name, f"{part} 不是完整的 XML", f"{part} is no complete XML")

    def _with_dtd(self, part: str) -> FileDamaged:
        return FileDamaged(self.name, f"{part} 含有不允许的 DTD 声明", f"{part} declares a DTD, which is not allowed")


@contextmanager
def opened(data: bytes, name: str) -> Iterator[Package]:
    """The package in `data` (打开文件包). Raises FileDamaged or FileEncrypted, also while it is being read."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:  # of places, names, versions
        raise FileDamaged(name, *_BROKEN) from error
    try:
        with archive:
            yield Package(archive, name)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError) as error:
        raise FileDamaged(name, *_BROKEN) from error
    except (RuntimeError, NotImplementedError) as error:  # a password, or a way of packing that Office never uses
        raise FileEncrypted(name) from error
