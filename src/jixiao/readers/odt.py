"""OpenDocument text (ODT 文档), by way of LibreOffice."""

from __future__ import annotations

from jixiao.document import Document
from jixiao.readers import libreoffice, sniff

SUFFIXES = (".odt",)


def fits(data: bytes) -> bool:
    """Whether the content is of this format."""
    return sniff.kind_of(data).name == "odt"


def read(data: bytes, name: str) -> Document:
    """The tables and paragraphs (经 LibreOffice 读取)."""
    return libreoffice.read_text(data, name, "odt")
