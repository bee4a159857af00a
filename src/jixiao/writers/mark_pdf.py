"""Remarks as annotations in the person's own PDF (PDF 批注); the pages themselves stay as they are."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from jixiao.finding import Severity
from jixiao.location import Box
from jixiao.writers.remarks import AUTHOR, Remark, Told, remarks

SUFFIXES = (".pdf",)
COLOURS: dict[Severity, tuple[float, float, float]] = {
    Severity.MUST_FIX: (0.86, 0.08, 0.08),
    Severity.EXPLAIN: (0.93, 0.49, 0.0),
    Severity.LOOK: (0.0, 0.45, 0.74),
    Severity.NOTE: (0.45, 0.45, 0.45),
}
PRINT = 4  # the annotation is printed with the page
EDGE = 1.5  # points that the frame lies inside the rulings
POPUP = (220.0, 120.0)  # points


def write(data: bytes, findings: Sequence[Told], lang: str) -> bytes:
    """The PDF with one frame and note a place (加批注)."""
    import pikepdf  # noqa: PLC0415 - loads a native library

    with pikepdf.open(io.BytesIO(data)) as pdf:
        turns = _quarters(data, len(pdf.pages))
        for remark in remarks(findings, lang):
            location = remark.location
            on_page = location is not None and location.page is not None and location.page <= len(pdf.pages)
            number = (location.page or 1) - 1 if location is not None and on_page else 0
            page = pdf.pages[number]
            width, height = _size(page)
            if on_page and location is not None and location.box is not None:
                _add(pdf, page, _square(remark, _placed(location.box, turns[number], width, height)))
            else:
                top = height - 30.0
                _add(pdf, page, _note(remark, (width - 40.0, top - 20.0, width - 20.0, top)))
        out = io.BytesIO()
        pdf.save(out, deterministic_id=True)
    return out.getvalue()


def _size(page: Any) -> tuple[float, float]:  # noqa: ANN401 - pikepdf's page
    box = [float(edge) for edge in page.cropbox]
    return abs(box[2] - box[0]), abs(box[3] - box[1])


def _quarters(data: bytes, pages: int) -> list[int]:
    """By how many quarter turns the text of each page is turned: the reader's places are those of the upright text."""
    import pypdfium2 as pdfium  # noqa: PLC0415 - loads a native library

    found = [0] * pages
    document = pdfium.PdfDocument(data)
    try:
        for number in range(min(pages, len(document))):
            found[number] = _quarter(document[number])
    finally:
        document.close()
    return found


def _quarter(page: Any) -> int:  # noqa: ANN401 - pypdfium2's page
    from pypdfium2 import raw  # noqa: PLC0415 - as above

    text = page.get_textpage()
    matrix = raw.FS_MATRIX()
    turns = [0, 0, 0, 0]
    for index in range(0, text.count_chars(), 8):
        if raw.FPDFText_GetMatrix(text.raw, index, matrix):
            across = abs(matrix.a) >= abs(matrix.b)
            turns[(0 if matrix.a >= 0 else 2) if across else (1 if matrix.b > 0 else 3)] += 1
    return turns.index(max(turns))


def _placed(box: Box, quarter: int, width: float, height: float) -> tuple[float, float, float, float]:
    """A box of the reader, y growing downwards from upright text, in the page's own coordinates."""
    corners = ((box.x0 + EDGE, box.y0 + EDGE), (box.x1 - EDGE, box.y1 - EDGE))
    points = [_turned(x, y, quarter, width, height) for x, y in corners]
    xs, ys = [x for x, _ in points], [height - y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)


def _turned(x: float, y: float, quarter: int, width: float, height: float) -> tuple[float, float]:
    if quarter == 1:
        return y, height - x
    if quarter == 2:  # noqa: PLR2004 - upside down
        return width - x, height - y
    return (width - y, x) if quarter else (x, y)


def _square(remark: Remark, rect: tuple[float, float, float, float]) -> dict[str, Any]:
    return _annotation("/Square", remark, rect) | {"/BS": {"/W": 1.2}}


def _note(remark: Remark, rect: tuple[float, float, float, float]) -> dict[str, Any]:
    return _annotation("/Text", remark, rect) | {"/Name": "/Comment"}


def _annotation(kind: str, remark: Remark, rect: tuple[float, float, float, float]) -> dict[str, Any]:
    return {
        "/Type": "/Annot",
        "/Subtype": kind,
        "/Rect": list(rect),
        "/Contents": remark.text,
        "/T": AUTHOR,
        "/C": list(COLOURS[remark.severity]),
        "/F": PRINT,
    }


def _add(pdf: Any, page: Any, entries: dict[str, Any]) -> None:  # noqa: ANN401 - pikepdf's document and page
    """Put the annotation and its pop-up note on the page."""
    import pikepdf  # noqa: PLC0415 - as above

    names = ("/Type", "/Subtype", "/Name")
    made = {
        key: pikepdf.Name(value) if key in names else pikepdf.String(value) if isinstance(value, str) else value
        for key, value in entries.items()
    }
    annotation = pdf.make_indirect(pikepdf.Dictionary(made))
    x0, y0, x1, y1 = entries["/Rect"]
    if entries["/Subtype"] == "/Square":
        annotation["/AP"] = pikepdf.Dictionary({"/N": _frame(pdf, entries["/C"], x1 - x0, y1 - y0)})
    popup = {
        "/Type": pikepdf.Name("/Annot"),
        "/Subtype": pikepdf.Name("/Popup"),
        "/Rect": [x1, y1 - POPUP[1], x1 + POPUP[0], y1],
        "/Parent": annotation,
        "/Open": False,
    }
    annotation["/Popup"] = pdf.make_indirect(pikepdf.Dictionary(popup))
    if "/Annots" not in page:
        page["/Annots"] = pdf.make_indirect(pikepdf.Array())
    page["/Annots"].append(annotation)
    page["/Annots"].append(annotation["/Popup"])


def _frame(pdf: Any, colour: list[float], width: float, height: float) -> Any:  # noqa: ANN401 - pikepdf's document
    """How the frame looks, for viewers that draw none by themselves."""
    import pikepdf  # noqa: PLC0415 - as above

    stroke = " ".join(f"{part:.2f}" for part in colour)
    drawn = f"{stroke} RG 1.2 w 0.6 0.6 {max(width - 1.2, 1):.2f} {max(height - 1.2, 1):.2f} re S"
    form = pikepdf.Stream(pdf, drawn.encode())
    form["/Type"], form["/Subtype"] = pikepdf.Name("/XObject"), pikepdf.Name("/Form")
    form["/BBox"] = [0, 0, width, height]
    return pdf.make_indirect(form)
