"""Picture files to pictures of pages (图片文件): their size is checked before they are unpacked."""

from __future__ import annotations

import io
import math
import warnings
from typing import TYPE_CHECKING

from jixiao.document import Document
from jixiao.errors import FileDamaged, FileTooLarge, NeedsOcr
from jixiao.readers import scan
from jixiao.readers.pages import Pages

if TYPE_CHECKING:
    from PIL.Image import Image

_DPI_OF_NOTHING = 1  # some writers put 1 where they know nothing


def read(data: bytes, name: str, kind: str) -> Document:
    """The tables and lines in a picture file (读取图片), one page a picture in it.

    Raises NeedsOcr where the extra is not installed, FileTooLarge, FileDamaged.
    """
    if not scan.is_ready():
        raise NeedsOcr(name)
    from PIL import Image, UnidentifiedImageError  # noqa: PLC0415 - of the extra

    pages, problems = Pages(), []
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Pillow's own doubts about tags; the limits below are ours
            with Image.open(io.BytesIO(data), formats=[kind.upper()]) as file:
                count = getattr(file, "n_frames", 1)
                for index in range(min(count, scan.MOST_PAGES)):
                    file.seek(index)
                    scan.add(pages, index + 1, picture(file, name))
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError, ValueError) as error:
        raise FileDamaged(name, "图片无法解码", "the picture cannot be decoded") from error
    if count > scan.MOST_PAGES:
        problems.append(f"图片共 {count} 页，最多识别 {scan.MOST_PAGES} 页，其余未读取。")
    return Document(name, kind, tuple(pages.parts()), tuple(problems))


def picture(file: Image, name: str) -> scan.Picture:
    """The page that the file stands at, upright by its camera's mark, without transparency (一页).

    Raises FileTooLarge.
    """
    import numpy as np  # noqa: PLC0415 - of the extra
    from PIL import Image, ImageOps  # noqa: PLC0415 - of the extra

    if file.width * file.height > scan.MOST_PIXELS:
        raise FileTooLarge(name, *_too_many(file.width, file.height))
    dpi = _resolution(file)
    page = ImageOps.exif_transpose(file)
    if page.mode in ("1", "L", "I;16", "I", "F", "LA"):
        return scan.Picture(np.array(page.convert("L")), dpi)
    if "A" in page.getbands() or "transparency" in page.info:
        page = page.convert("RGBA")
        page = Image.alpha_composite(Image.new("RGBA", page.size, "white"), page)
    return scan.Picture(np.array(page.convert("RGB"))[:, :, ::-1].copy(), dpi)


def _too_many(width: int, height: int) -> tuple[str, str]:
    size, most = f"{width} × {height}", scan.MOST_PIXELS // 10**6
    return f"{size} 像素，最多 {most} 百万", f"{size} pixels, {most} million at most"


def _resolution(file: Image) -> float | None:
    """Dots an inch as the file tells them, if both directions agree."""
    across, down = file.info.get("dpi", (None, None))
    if across is None or not math.isclose(across, down, rel_tol=0.05) or across <= _DPI_OF_NOTHING:
        return None
    return float(across)
