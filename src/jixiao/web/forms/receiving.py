"""Files that people send (收文件): bounded in size, hashed, stored under a name of ours, never trusted."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from django.conf import settings
from django.core.files.base import File
from django.utils.crypto import get_random_string

from jixiao.errors import FileTooLarge, JixiaoError
from jixiao.writers.printable import printable

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

LONGEST_NAME = 255
LONGEST_SUFFIX = 8
RANDOM = 20


class NoFile(JixiaoError):
    """没有收到文件。"""

    def __init__(self) -> None:
        super().__init__("没有收到文件，或文件是空的。请重新选择。", "No file came, or it is empty. Choose again.")


class Received(NamedTuple):
    """A file as it came (收到的文件)."""

    name: str  #: as uploaded, fit to be shown
    stored: File[bytes]  #: under a name of ours
    size: int
    sha256: str


def received(sent: UploadedFile[bytes] | None) -> Received:
    """The uploaded file, hashed and named by us (收文件). Raises NoFile and FileTooLarge."""
    if sent is None or not sent.size:
        raise NoFile
    name = printable(Path(sent.name or "").name.replace("\n", ""))[-LONGEST_NAME:] or "file"
    if sent.size > settings.LARGEST_UPLOAD:
        raise FileTooLarge(name, f"{settings.LARGEST_UPLOAD // 1024**2} MB")
    digest = hashlib.sha256()
    for chunk in sent.chunks():
        digest.update(chunk)
    suffix = Path(name).suffix.lower()
    plain = suffix[1:].isascii() and suffix[1:].isalnum() and len(suffix) <= LONGEST_SUFFIX
    stored = File(sent, name=f"{get_random_string(RANDOM)}{suffix if plain else ''}")
    return Received(name, stored, sent.size, digest.hexdigest())
