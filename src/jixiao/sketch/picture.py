"""The sketch as one PNG (识别图图片), all sheets below each other; set by typst, whose fonts know Chinese."""

from __future__ import annotations

import tempfile
from pathlib import Path

from jixiao.errors import ExtraMissing
from jixiao.sketch import svg
from jixiao.sketch.sheets import Sketch
from jixiao.sketch.words import word

EXTRA = "write"
PPI = 150
MOST_PIXELS = 60_000_000
MARGIN = 10  # points


def write(sketch: Sketch, lang: str) -> bytes:
    """The sketch as PNG, its legend on top (写出). Raises ExtraMissing."""
    try:
        import pylopdf_fonts_zh_cn  # noqa: PLC0415 - of the extra
        import typst  # noqa: PLC0415 - as above
    except ImportError as error:
        raise ExtraMissing(EXTRA) from error
    colours = [(colour, word(kind, lang)) for kind, colour in (*svg.COLOURS.items(), *svg.OTHERS.items())]
    images = [svg.legend(colours), *((svg.drawn(one, alone=True), one.width, one.height) for one in sketch.sheets)]
    width = max(wide for _, wide, _ in images) + 2 * MARGIN
    ppi = min(PPI, 72 * (MOST_PIXELS / (width * sum(high + MARGIN for _, _, high in images))) ** 0.5)
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "sketch.typ"
        lines = [f'#set page(width: {width:.1f}pt, height: auto, margin: {MARGIN}pt, fill: rgb("#dfe4e9"))']
        lines.append(f"#set block(spacing: {MARGIN}pt)")
        for index, (image, wide, _) in enumerate(images):
            (Path(folder) / f"{index}.svg").write_text(image, encoding="utf-8")
            lines.append(f'#block(image("{index}.svg", width: {wide:.1f}pt))')
        source.write_text("\n".join(lines), encoding="utf-8")
        fonts = str(Path(str(pylopdf_fonts_zh_cn.__file__)).parent)
        made = typst.compile(str(source), format="png", ppi=ppi, font_paths=[fonts], ignore_system_fonts=True)
    if not isinstance(made, bytes):  # one page, one picture
        raise TypeError(type(made))
    return made
