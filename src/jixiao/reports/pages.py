"""Pictures of pages (页面图): a PDF or a scan as it looks, small enough to be carried in a report."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from jixiao.location import Location
from jixiao.reports.origin import Page

if TYPE_CHECKING:
    import pypdfium2 as pdfium
    from PIL.Image import Image

DPI = 130  # legible at 9 points, and about 90 kB a page
MOST_PIXELS = 8_000_000  # of one picture
MOST_PAGES = 20
GREYS = 16  # levels of a page without colour
COLOURED = 24  # how far the channels of a pixel are apart, of 255, where a page has colour
QUALITY = 60


class _Shown(NamedTuple):
    """A page as it is shown, upright as it was read (一页)."""

    number: int
    image: Image
    width: float  #: points
    height: float


def shown(data: bytes, kind: str, located: dict[Location, str], *, paper: bool) -> tuple[list[Page], int]:
    """The pages that the form stands on, and how many more there are than a report takes (相关页面)."""
    numbers = sorted({location.page for location in located if location.page is not None})
    wanted = numbers[:MOST_PAGES]
    made = _of_pdf(data, wanted) if kind == "pdf" else _of_picture(data, kind, wanted)
    found = []
    for one in made:
        picture, media = compressed(one.image, paper=paper)
        boxes = [(key, place.box) for place, key in located.items() if place.page == one.number and place.box]
        found.append(Page(one.number, picture, media, one.width, one.height, boxes))
    return found, len(numbers) - len(wanted)


def _of_pdf(data: bytes, wanted: list[int]) -> Iterator[_Shown]:
    import pypdfium2 as pdfium  # noqa: PLC0415 - loads a native library

    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError:
        return  # damaged, and read after a repair: its pages need not look as they did
    try:
        for number in wanted:
            if number <= len(document):
                yield _rendered(document[number - 1], number)
    finally:
        document.close()


def _rendered(page: pdfium.PdfPage, number: int) -> _Shown:
    """A page as the reader saw it: with its text upright, whatever /Rotate says; a scan as it shows."""
    from jixiao.readers.pdf_glyphs import glyphs_of  # noqa: PLC0415 - loads a native library

    width, height = page.get_size()
    turned = page.get_rotation()
    if turned % 180:
        width, height = height, width
    glyphs, quarter = glyphs_of(page, height, clipped=False)
    extra = (quarter * 90 - turned) % 360 if glyphs else 0
    if glyphs:
        width, height = (height, width) if quarter % 2 else (width, height)
    else:
        width, height = page.get_size()
    scale = min(DPI / 72, (MOST_PIXELS / max(width * height, 1)) ** 0.5)
    bitmap = page.render(scale=scale, rotation=extra)
    try:
        return _Shown(number, bitmap.to_pil().convert("RGB"), width, height)
    finally:
        bitmap.close()
        page.close()


def _of_picture(data: bytes, kind: str, wanted: list[int]) -> Iterator[_Shown]:
    from PIL import Image  # noqa: PLC0415 - a large library

    from jixiao.readers import scan, scan_picture, scan_sheet  # noqa: PLC0415 - as above

    with Image.open(io.BytesIO(data), formats=[kind.upper()]) as file:
        for number in wanted:
            file.seek(number - 1)
            picture: scan.Picture = scan_picture.picture(file, "")
            pixels = picture.pixels if picture.pixels.ndim == 2 else picture.pixels[:, :, ::-1]  # noqa: PLR2004 - grey
            image = Image.fromarray(pixels).convert("RGB")
            dpi = scan_sheet.resolution(picture.dpi, image.width, image.height)
            width, height = image.width * 72 / dpi, image.height * 72 / dpi
            image.thumbnail((round(width * DPI / 72) + 1, round(height * DPI / 72) + 1))
            yield _Shown(number, image, width, height)


def compressed(image: Image, *, paper: bool) -> tuple[bytes, str]:
    """The picture as a file and its media type: exact in grey where there is no colour, else with some loss (压缩)."""
    out = io.BytesIO()
    if not _has_colour(image) and _is_drawn(image):
        grey = image.convert("L").quantize(GREYS)
        grey.save(out, "PNG", optimize=True) if paper else grey.save(out, "WEBP", lossless=True)
        return out.getvalue(), "image/png" if paper else "image/webp"
    if paper:
        image.save(out, "JPEG", quality=QUALITY, optimize=True)
        return out.getvalue(), "image/jpeg"
    image.save(out, "WEBP", quality=QUALITY)
    return out.getvalue(), "image/webp"


def _has_colour(image: Image) -> bool:
    from PIL import ImageChops  # noqa: PLC0415 - as above

    red, green, blue = image.split()
    apart = (ImageChops.difference(red, green).getextrema(), ImageChops.difference(green, blue).getextrema())
    return any(int(str(high)) > COLOURED for _, high in apart)


def _is_drawn(image: Image) -> bool:
    """Whether nearly all of it is plain white, as a page made by a program and never a photograph."""
    levels = image.convert("L").histogram()
    return levels[255] > sum(levels) // 2
