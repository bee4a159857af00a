"""Printed pages as scanners, fax machines and telephones return them (降质的页面), the same for the same seed."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
import pypdfium2 as pdfium
from PIL import Image

Pixels = npt.NDArray[Any]
Rng = np.random.Generator
DPI = 200


def rendered(pdf: bytes, dpi: int = DPI) -> list[Pixels]:
    """The pages of a PDF as BGR pictures."""
    document = pdfium.PdfDocument(pdf)
    try:
        return [page.render(scale=dpi / 72).to_numpy()[:, :, :3].copy() for page in document]
    finally:
        document.close()


def png(page: Pixels, dpi: int | None = DPI) -> bytes:
    """A picture as PNG, with its resolution where it is to be known."""
    out = io.BytesIO()
    picture = Image.fromarray(cv2.cvtColor(page, cv2.COLOR_BGR2RGB) if page.ndim == 3 else page)
    picture.save(out, "PNG", **({} if dpi is None else {"dpi": (dpi, dpi)}))
    return out.getvalue()


def clean(page: Pixels, _rng: Rng) -> Pixels:
    """A flatbed scan of a fresh print: nearly straight, a little soft."""
    return cv2.GaussianBlur(page, (0, 0), 0.4)


def typical(page: Pixels, rng: Rng) -> Pixels:
    """An office scanner: turned by up to 1.5 degrees, soft, noisy, compressed, some with a red seal."""
    page = _sealed(page, rng) if rng.random() < 0.5 else page
    page = _turned(page, rng.uniform(-1.5, 1.5))
    page = _noisy(cv2.GaussianBlur(page, (0, 0), 0.7), rng, 6)
    return _compressed(page, 70)


def poor(page: Pixels, rng: Rng) -> Pixels:
    """A copy of a copy at 150 dpi: turned by up to 3 degrees, pale, dusty, sealed, strongly compressed."""
    page = _turned(_sealed(page, rng), rng.uniform(-3, 3))
    small = cv2.resize(page, None, fx=0.75, fy=0.75, interpolation=cv2.INTER_AREA)
    pale = 255 - (255 - _noisy(cv2.GaussianBlur(small, (0, 0), 0.8), rng, 12).astype(np.float32)) * 0.7
    dusty = pale.astype(np.uint8)
    for x, y in rng.integers(0, (dusty.shape[1], dusty.shape[0]), (150, 2)).tolist():
        cv2.circle(dusty, (x, y), 1, (60, 60, 60), -1)
    return _compressed(cv2.resize(dusty, (page.shape[1], page.shape[0]), interpolation=cv2.INTER_CUBIC), 45)


def fax(page: Pixels, rng: Rng) -> Pixels:
    """A fax: black or white, nothing between, with ragged edges."""
    grey = cv2.cvtColor(_turned(page, rng.uniform(-1, 1)), cv2.COLOR_BGR2GRAY)
    grey = _noisy(cv2.GaussianBlur(grey, (0, 0), 0.9), rng, 20)
    return np.where(grey < 180, 0, 255).astype(np.uint8)


def photo(page: Pixels, rng: Rng) -> Pixels:
    """A telephone's picture of the page on a desk: perspective, shadow, soft, compressed; its resolution unknown."""
    height, width = page.shape[:2]
    large = cv2.copyMakeBorder(page, 120, 120, 120, 120, cv2.BORDER_CONSTANT, value=(70, 95, 120))
    corners = np.array([[0, 0], [width + 240, 0], [width + 240, height + 240], [0, height + 240]], np.float32)
    moved = corners + rng.uniform(-0.03, 0.03, (4, 2)).astype(np.float32) * width
    large = cv2.warpPerspective(
        large,
        cv2.getPerspectiveTransform(corners, moved.astype(np.float32)),
        (width + 240, height + 240),
        flags=cv2.INTER_CUBIC,
        borderMode=cv2.BORDER_REPLICATE,
    )
    across = np.linspace(0, 1, large.shape[1], dtype=np.float32)[None, :]
    down = np.linspace(0, 1, large.shape[0], dtype=np.float32)[:, None]
    edge = rng.uniform(0.3, 0.7) + rng.uniform(-0.3, 0.3) * down
    light = 1 - 0.35 / (1 + np.exp((edge - across) * 40)) - 0.15 * down
    shaded = (large.astype(np.float32) * light[:, :, None]).clip(0, 255).astype(np.uint8)
    return _compressed(_noisy(cv2.GaussianBlur(shaded, (0, 0), 0.8), rng, 5), 80)


KINDS: dict[str, Callable[[Pixels, Rng], Pixels]] = {
    "clean": clean,
    "typical": typical,
    "poor": poor,
    "fax": fax,
    "photo": photo,
}


def _turned(page: Pixels, degrees: float) -> Pixels:
    height, width = page.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1)
    return cv2.warpAffine(page, matrix, (width, height), flags=cv2.INTER_CUBIC, borderValue=(255, 255, 255))


def _noisy(page: Pixels, rng: Rng, strength: float) -> Pixels:
    noise = rng.normal(0, strength, page.shape).astype(np.float32)
    return (page.astype(np.float32) + noise).clip(0, 255).astype(np.uint8)


def _compressed(page: Pixels, quality: int) -> Pixels:
    _, data = cv2.imencode(".jpg", page, [cv2.IMWRITE_JPEG_QUALITY, quality])
    unpacked = cv2.imdecode(data, cv2.IMREAD_UNCHANGED)
    if unpacked is None:
        raise ValueError(page.shape)
    return unpacked


def _sealed(page: Pixels, rng: Rng) -> Pixels:
    """With a round red seal somewhere in the upper half, over whatever stands there."""
    seal = np.full_like(page, 255)
    radius = int(0.79 * DPI)  # 40 mm across
    x = int(rng.uniform(0.2, 0.8) * page.shape[1])
    y = int(rng.uniform(0.08, 0.5) * page.shape[0])
    cv2.circle(seal, (x, y), radius, (40, 40, 220), 8, cv2.LINE_AA)
    star = [
        (
            x + radius * (0.4 if turn % 2 == 0 else 0.16) * np.sin(turn * np.pi / 5),
            y - radius * (0.4 if turn % 2 == 0 else 0.16) * np.cos(turn * np.pi / 5),
        )
        for turn in range(10)
    ]
    cv2.fillPoly(seal, [np.array(star, np.int32)], (40, 40, 220), cv2.LINE_AA)
    return (page.astype(np.float32) * seal.astype(np.float32) / 255).astype(np.uint8)
