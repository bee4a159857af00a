"""Every way by which a form becomes a document (产出方式), each with its kind of file and its bar."""

from __future__ import annotations

import io
from collections.abc import Callable
from decimal import Decimal
from typing import NamedTuple

from bench.reading import drawn, office
from bench.reading.samples import Sample
from jixiao.writers import typst_pdf, web_page

ALL, NEARLY_ALL = Decimal(1), Decimal("0.999")
"""Bars for cells: office files must be exact, PDF nearly so."""
TEN = 10
SIZES = (9.0, 7.5, 11.0)  # of type, in points, in turn


class Made(NamedTuple):
    """One document and the forms in it (一份文件)."""

    name: str
    data: bytes
    samples: list[Sample]


class Producer(NamedTuple):
    """A way to make documents of forms (产出方式)."""

    name: str
    suffix: str
    share: float  #: of all documents
    bar: Decimal  #: least share of cells exact
    make: Callable[[list[Sample]], list[bytes]]
    a_document: int = 1  #: forms in one document


def producers() -> list[Producer]:
    """All of them; the shares make one."""
    return [
        Producer("XLSX (openpyxl)", "xlsx", 0.1, ALL, lambda some: [office.xlsx(one.plan) for one in some]),
        Producer("XLS (LibreOffice)", "xls", 0.08, ALL, lambda some: office.converted(_workbooks(some), "xlsx", "xls")),
        Producer("DOCX", "docx", 0.1, ALL, lambda some: [office.docx(one.plan) for one in some]),
        Producer("HTML", "html", 0.1, ALL, lambda some: [web_page.page(one.plan).encode() for one in some]),
        Producer("PDF, LibreOffice from XLSX", "pdf", 0.13, NEARLY_ALL, _sheets_printed),
        Producer("PDF, LibreOffice from DOCX", "pdf", 0.13, NEARLY_ALL, _documents_printed),
        Producer("PDF, Chromium", "pdf", 0.1, NEARLY_ALL, _pages_printed),
        Producer("PDF, typst", "pdf", 0.1, NEARLY_ALL, _typeset),
        Producer("PDF, reportlab", "pdf", 0.12, NEARLY_ALL, _drawn),
        Producer("PDF, ten forms in one", "pdf", 0.04, NEARLY_ALL, _joined, TEN),
    ]


def documents(producer: Producer, chosen: list[Sample]) -> list[Made]:
    """The documents that one producer makes of these forms."""
    step = producer.a_document
    groups = [chosen[start : start + step] for start in range(0, len(chosen), step)]
    made = producer.make(chosen)
    return [
        Made(f"{index:03}-{group[0].name}.{producer.suffix}", data, group)
        for index, (group, data) in enumerate(zip(groups, made, strict=True))
    ]


def _workbooks(some: list[Sample]) -> list[bytes]:
    return [office.xlsx(one.plan) for one in some]


def _sheets_printed(some: list[Sample]) -> list[bytes]:
    return office.converted(_workbooks(some), "xlsx", "pdf")


def _documents_printed(some: list[Sample]) -> list[bytes]:
    return office.converted([office.docx(one.plan) for one in some], "docx", "pdf")


def _pages_printed(some: list[Sample]) -> list[bytes]:
    """Every other page lets its rows be cut by a page end, as most web pages do."""
    pages = [web_page.page(one.plan) for one in some]
    return office.printed(
        [page.replace("break-inside: avoid", "") if at % 2 else page for at, page in enumerate(pages)]
    )


def _typeset(some: list[Sample]) -> list[bytes]:
    return [
        typst_pdf._compiled(one.plan, SIZES[index % len(SIZES)], typst_pdf.TEMPLATE)  # noqa: SLF001 - at a size of our own
        for index, one in enumerate(some)
    ]


def _drawn(some: list[Sample]) -> list[bytes]:
    return [drawn.drawn(one.plan, drawn.HABITS[index % len(drawn.HABITS)], index) for index, one in enumerate(some)]


def _joined(some: list[Sample]) -> list[bytes]:
    """Ten forms after one another, as a bureau discloses them; every other page lies on its side by /Rotate."""
    import pikepdf  # noqa: PLC0415 - loads a native library

    singles = _typeset(some)
    found: list[bytes] = []
    for start in range(0, len(singles), TEN):
        with pikepdf.new() as whole:
            for data in singles[start : start + TEN]:
                with pikepdf.open(io.BytesIO(data)) as part:
                    whole.pages.extend(part.pages)
            if len(found) % 2:
                for page in whole.pages:
                    page.rotate(90, relative=False)
            out = io.BytesIO()
            whole.save(out)
        found.append(out.getvalue())
    return found
