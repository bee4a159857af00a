"""Corrections put into the person's own Word document (改正 DOCX): the cells' text, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from jixiao.location import Location
from jixiao.readers import docx as reader
from jixiao.writers.corrections import Change, stands
from jixiao.writers.mark_docx import DOCUMENT, parsed
from jixiao.writers.office_parts import Package

if TYPE_CHECKING:
    from lxml.etree import _Element


def write(data: bytes, changes: Mapping[Location, Change]) -> tuple[bytes, list[Location]]:
    """The document with the changes that could be made, and the places where none could (改正)."""
    from lxml import etree  # noqa: PLC0415 - loads a native library

    package = Package(data)
    root = parsed(package.read(DOCUMENT))
    body = root.find("{*}body")
    spots = {} if body is None else dict(reader.places(body))
    left = [location for location, change in changes.items() if not _put(spots.get(location), change)]
    package.put(DOCUMENT, etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))
    return package.bytes(), left


def _put(cell: _Element | None, change: Change) -> bool:
    """Write the new value into the first text of a cell that holds nothing but the old one."""
    if cell is None:
        return False
    texts = list(cell.iter("{*}t"))
    if not texts or not stands("".join(one.text or "" for one in texts), change.old):
        return False
    tail = "分" if "".join(one.text or "" for one in texts).strip().endswith("分") else ""
    for number, one in enumerate(texts):
        one.text = "" if number else f"{change.new}{tail}"
    return True
