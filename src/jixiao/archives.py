"""ZIP archives of forms (压缩包): every member read like a file of its own, within limits; no archive in them is."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable, Iterator

import msgspec

from jixiao.errors import FileDamaged, FileEncrypted, FileTooLarge, JixiaoError, NothingFound
from jixiao.form import Form, Unread
from jixiao.readers import MOST_BYTES, sniff

MOST_MEMBERS = 1000
MOST_UNPACKED = 200 * 1024 * 1024  # bytes, counted while inflating
_UTF8_NAME = 0x800  # the flag of a member whose name is UTF-8; other Chinese names are GBK


def forms_in(data: bytes, name: str, open_member: Callable[[bytes, str], list[Form]]) -> list[Form]:
    """The forms of all members (压缩包内各表); what could not be read is told at the first form.

    Raises the error of a member where no member holds a form, NothingFound where there is none.
    """
    forms: list[Form] = []
    failed: list[JixiaoError] = []
    for member, content in _members(data, name):
        try:
            forms += open_member(content, f"{name}/{member}")
        except JixiaoError as error:
            failed.append(error)
    if not forms:
        raise failed[0] if failed else NothingFound(name, in_archive=True)
    unread = tuple(Unread(None, "", error.zh) for error in failed)
    return [msgspec.structs.replace(forms[0], unread=forms[0].unread + unread), *forms[1:]]


def _members(data: bytes, name: str) -> Iterator[tuple[str, bytes]]:
    """Name and content of each file in the archive; folders, blank files and archives are passed over."""
    left = MOST_UNPACKED
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            infos = [info for info in archive.infolist() if not info.is_dir()]
            if len(infos) > MOST_MEMBERS:
                raise FileTooLarge(name, f"{MOST_MEMBERS} 个文件", f"{MOST_MEMBERS} files")
            for info in infos:
                with archive.open(info) as stream:
                    content = stream.read(min(left, MOST_BYTES) + 1)
                left -= len(content)
                if left < 0 or len(content) > MOST_BYTES:
                    raise FileTooLarge(name, f"解压后 {MOST_UNPACKED >> 20} MiB", f"{MOST_UNPACKED >> 20} MiB unpacked")
                if content.strip() and sniff.kind_of(content) != sniff.ZIP:
                    yield _name_of(info), content
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError) as error:
        raise FileDamaged(name, "压缩包结构不完整", "the archive is incomplete") from error
    except (RuntimeError, NotImplementedError) as error:  # a password, or a way of packing that is not known
        raise FileEncrypted(name) from error


def _name_of(info: zipfile.ZipInfo) -> str:
    """The member's file name; Windows writes Chinese ones in GBK without saying so."""
    name = info.filename
    if not info.flag_bits & _UTF8_NAME:
        name = name.encode("cp437", "replace").decode("gb18030", "replace")
    return name.replace("\\", "/").rpartition("/")[2]
