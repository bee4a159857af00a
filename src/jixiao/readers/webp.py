"""WebP pictures (WebP 图片): scans and photographs, read by recognition."""

from __future__ import annotations

from jixiao.document import Document
from jixiao.readers import scan_picture

SUFFIXES = (".webp",)


def fits(head: bytes) -> bool:
    """Whether the file says that it is a WebP picture."""
    return head[8:12] == b"WEBP"


def read(data: bytes, name: str) -> Document:
    """The tables and lines of the page in the picture."""
    return scan_picture.read(data, name, "webp")
