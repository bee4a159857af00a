"""The report as a Word document (Word 报告)."""

from __future__ import annotations

from jixiao.reports.content import Content
from jixiao.reports.origin import Origin
from jixiao.reports.paper import paper_of
from jixiao.reports.word import docx


def write(content: Content, origin: Origin, lang: str) -> bytes:
    """The report as a Word document (写出 DOCX)."""
    return docx(paper_of(content, origin, lang))
