"""JPEG pictures (JPEG 图片): scans and photographs, read by recognition."""

from __future__ import annotations

from jixiao.document import Document
from jixiao.readers import scan_picture

SUFFIXES = (".jpg", ".jpeg")


def fits(head: bytes) -> bool:
    """Whether the file says that it is a JPEG picture."""
    return head.startswith(b"\xff\xd8\xff")


def read(data: bytes, name: str) -> Document:
    """The tables and lines of the page in the picture."""
    return scan_picture.read(data, name, "jpeg")
