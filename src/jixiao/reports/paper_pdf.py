"""Blocks as PDF (写出 PDF), set by typst with the fonts that the package brings; the template can be replaced."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jixiao.reports.blocks import Block, Cell, Heading, PageBreak, Paper, Paragraph, Picture, Run, Table
from jixiao.reports.content import Content
from jixiao.reports.origin import Origin
from jixiao.reports.paper import paper_of
from jixiao.writers.typst_pdf import FONTS, UNBROKEN, with_breaks

if TYPE_CHECKING:
    import typst

TEMPLATE = Path(__file__).parent / "report.typ"


def write(content: Content, origin: Origin, lang: str) -> bytes:
    """The report as PDF (写出 PDF)."""
    return pdf(paper_of(content, origin, lang))


def pdf(paper: Paper, *, template: Path = TEMPLATE) -> bytes:
    """A document of blocks as PDF (排成 PDF)."""
    files: dict[str, bytes] = {}
    blocks = [_block(block, files) for block in paper.blocks]
    data: dict[str, Any] = {name: getattr(paper, name) for name in ("title", "lang", "footer", "manner")}
    data |= {"fonts": FONTS, "blocks": blocks}
    files |= {"main": template.read_bytes(), "paper.json": json.dumps(data, ensure_ascii=False).encode()}
    made = _compiler(files).compile(format="pdf")
    if not isinstance(made, bytes):  # typst gives one PDF for all pages, never a list
        raise TypeError(type(made))
    return made


def pictures(svgs: Sequence[bytes], pixels: int) -> list[bytes]:
    """SVG pictures as PNG of that many pixels across, for programs that show no SVG (转为位图)."""
    lines = ["#set page(width: auto, height: auto, margin: 0pt)"]
    lines += [f'#page(image("{number}.svg", width: {pixels}pt))' for number in range(len(svgs))]
    files = {f"{number}.svg": svg for number, svg in enumerate(svgs)}
    if not svgs:
        return []
    made = _compiler(files | {"main": "\n".join(lines).encode()}).compile(format="png", ppi=72.0)
    return [made] if isinstance(made, bytes) else list(made or ())


def _compiler(files: dict[str, bytes]) -> typst.Compiler:
    """The compiler of these texts, with our fonts and nothing else of the machine."""
    import pylopdf_fonts_zh_cn  # noqa: PLC0415 - only where a PDF is made
    import typst  # noqa: PLC0415 - loads a native library

    folder = Path(str(pylopdf_fonts_zh_cn.__file__)).parent
    texts: Any = files  # typst takes them, its declared types leave them open
    return typst.Compiler(texts, font_paths=[str(folder)], ignore_system_fonts=True)


def _block(block: Block, files: dict[str, bytes]) -> dict[str, Any]:
    match block:
        case Heading(text, level):
            return {"is": "heading", "text": text, "level": level}
        case Paragraph(runs, style):
            return {"is": "paragraph", "runs": _runs(runs), "style": style}
        case Table():
            return _table(block)
        case PageBreak():
            return {"is": "break"}
        case Picture(svg, _, told, share):
            name = f"{len(files)}.svg"
            files[name] = svg
            return {"is": "picture", "file": name, "told": told, "share": share}


def _table(table: Table) -> dict[str, Any]:
    return {
        "is": "table",
        "widths": list(table.widths),
        "head": table.head,
        "style": table.style,
        "size": table.size,
        "rows": [[_cell(cell) for cell in row] for row in table.rows],
    }


def _cell(cell: Cell) -> dict[str, Any]:
    return {
        "runs": _runs(cell.runs),
        "align": cell.align,
        "colspan": cell.colspan,
        "rowspan": cell.rowspan,
        "fill": cell.fill,
    }


def _runs(runs: tuple[Run, ...]) -> list[dict[str, str]]:
    return [{"text": UNBROKEN.sub(with_breaks, one.text), "style": one.style} for one in runs]
