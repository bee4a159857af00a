"""Word 97–2003 and WPS documents (DOC、WPS 文档), by way of LibreOffice."""

from __future__ import annotations

from jixiao.document import Document
from jixiao.readers import libreoffice, sniff

SUFFIXES = (".doc", ".wps")


def fits(data: bytes) -> bool:
    """Whether the content is of this format."""
    return sniff.kind_of(data).name == "doc"


def read(data: bytes, name: str) -> Document:
    """The tables and paragraphs (经 LibreOffice 读取)."""
    return libreoffice.read_text(data, name, "doc")
