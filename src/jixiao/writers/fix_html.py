"""Corrections put into the person's own web page (改正网页): the cells' text, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from jixiao.location import Location
from jixiao.readers import html as reader
from jixiao.writers.corrections import Change, stands
from jixiao.writers.mark_html import written

if TYPE_CHECKING:
    from lxml.html import HtmlElement


def write(data: bytes, changes: Mapping[Location, Change]) -> tuple[bytes, list[Location]]:
    """The page with the changes that could be made, and the places where none could (改正)."""
    root = reader.parsed(data, "", [], whole=True)
    cells = reader.places(root)
    left = [location for location, change in changes.items() if not _put(cells.get(location), change)]
    return written(root), left


def _put(cell: HtmlElement | None, change: Change) -> bool:
    """Write the new value in the place of the old, where the cell holds nothing else."""
    if cell is None or not stands(reader.cell_text(cell), change.old):
        return False
    holder = next((one for one in cell.iter() if isinstance(one.tag, str) and (one.text or "").strip()), cell)
    if "".join(cell.itertext()).strip() != (holder.text or "").strip():
        return False  # the value is put together from several pieces
    tail = "分" if (holder.text or "").strip().endswith("分") else ""
    holder.text = f"{change.new}{tail}"
    return True
