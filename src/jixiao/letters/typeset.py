"""Our own templates, from a readable notation to Word (排版): paragraphs and tables in the styles of official papers.

One line a paragraph, `style| text`; a table begins with `table| widths`, its rows are `head| a | b`, `middle| a | b`
and `row| a | b`, and it ends with `end|`. A cell that begins with `[n]` spans n columns; one in 【】 is a label.
Type and margins follow the national standard for the format of official documents (GB/T 9704-2012).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from jixiao.writers import word_package
from jixiao.writers.word_package import FANG, HEI, KAI, SONG, XIAO, Margins, field, fonts, footer, paged, said

SPAN = re.compile(r"\[(\d+)\]")


PAGES = {
    "letter": Margins(2098, 1474, 1984, 1588, 851, 992),  # 37, 26, 35 and 28 mm: 公文用纸天头、版心 156×225
    "paper": Margins(1134, 1134, 1134, 1134, 851, 992),  # 20 mm
}


class Style(NamedTuple):
    """How a paragraph is set (段落样式)."""

    font: str
    half_points: int
    align: str = "both"
    line: int = 0  #: twips, exact; 0 for a single line
    first: int = 0  #: first-line indent, hundredths of a character
    right: int = 0  #: right indent, hundredths of a character
    before: int = 0
    after: int = 0
    next: bool = False  #: stays with the next paragraph
    level: int = -1  #: outline level


LINE = 560  # 28 points
GROWING = frozenset({"cell", "middle", "head", "label", "small", "title"})  # lines grow where a font needs more room
STYLES = {
    "title": Style(XIAO, 44, "center", 640, after=320, level=0),
    "number": Style(FANG, 32, "center", LINE, after=280),
    "to": Style(FANG, 32, "both", LINE),
    "body": Style(FANG, 32, "both", LINE, first=200),
    "heading1": Style(HEI, 32, "both", LINE, first=200, next=True, level=1),
    "heading2": Style(KAI, 32, "both", LINE, first=200, next=True, level=2),
    "signed": Style(FANG, 32, "right", LINE, right=200, before=560, next=True),
    "date": Style(FANG, 32, "right", LINE, right=400),
    "annex": Style(HEI, 32, "left", LINE),
    "tag": Style(SONG, 2, "left", 20),
    "caption": Style(HEI, 36, "center", 480, before=120, after=160, level=1),
    "line": Style(SONG, 21, "left", 340),
    "small": Style(SONG, 18, "left", 280),
    "part": Style(HEI, 24, "left", 400, before=160, after=60, next=True, level=1),
    "cell": Style(SONG, 21, "left", 320),
    "middle": Style(SONG, 21, "center", 320),
    "head": Style(HEI, 21, "center", 320),
    "label": Style(HEI, 21, "center", 320),
}
BREAK = "break"


def document(lines: Sequence[str], page: str, title: str) -> bytes:
    """The template in that notation as a Word file (排成 DOCX)."""
    body = "".join(_Body(lines, PAGES[page]).blocks())
    styles = word_package.styles(21, "".join(_style(name, style) for name, style in STYLES.items()))
    return word_package.package(word_package.document(body, PAGES[page]), styles, _footer(page), title)


class _Body:
    """The notation, line by line (逐行)."""

    def __init__(self, lines: Sequence[str], page: Margins) -> None:
        self.lines = [line for line in lines if line.strip()]
        self.page = page

    def blocks(self) -> Iterator[str]:
        widths: list[int] = []
        rows: list[str] = []
        for line in self.lines:
            word, _, text = line.partition("|")
            style, text = word.strip(), text.strip()
            if style == "table":
                shares = [int(share) for share in text.split()]
                widths = [self.page.width * share // sum(shares) for share in shares]
            elif style == "end":
                yield _table(widths, rows)
                widths, rows = [], []
            elif widths:
                rows.append(_row(style, text, widths))
            else:
                yield _paragraph(style, text)


def _paragraph(style: str, text: str) -> str:
    if style == BREAK:
        return '<w:p><w:pPr><w:pStyle w:val="tag"/></w:pPr><w:r><w:br w:type="page"/></w:r></w:p>'
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{said(text)}</w:p>'


def _row(style: str, text: str, widths: Sequence[int]) -> str:
    """One row; a label is a cell in brackets 【】."""
    cells, at = [], 0
    for piece in text.split(" | "):
        cell = piece.strip()
        found = SPAN.match(cell)
        span = int(found[1]) if found else 1
        cell = cell[found.end() :] if found else cell
        kind = style if style in ("head", "middle") else "cell"
        if cell.startswith("【") and cell.endswith("】"):
            kind, cell = "label", cell[1:-1]
        cells.append(_cell(kind, cell, sum(widths[at : at + span]), span))
        at += span
    repeated = "<w:tblHeader/>" if style == "head" else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{repeated}</w:trPr>{''.join(cells)}</w:tr>"


def _cell(kind: str, text: str, width: int, span: int) -> str:
    spanned = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    filled = '<w:shd w:val="clear" w:color="auto" w:fill="F2F2F2"/>' if kind in ("head", "label") else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{spanned}{filled}<w:vAlign w:val="center"/></w:tcPr>'
        f"{_paragraph(kind, text)}</w:tc>"
    )


def _table(widths: Sequence[int], rows: Sequence[str]) -> str:
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>'
        f'{word_package.borders()}<w:tblLayout w:type="fixed"/><w:tblCellMar><w:top w:w="28" '
        'w:type="dxa"/><w:left w:w="85" w:type="dxa"/><w:bottom w:w="28" w:type="dxa"/><w:right w:w="85" '
        'w:type="dxa"/></w:tblCellMar></w:tblPr>'
        f"{word_package.grid(widths)}{''.join(rows)}</w:tbl>"
    )


def _style(name: str, style: Style) -> str:
    indent = f' w:firstLineChars="{style.first}" w:firstLine="{style.first * style.half_points // 10}"' * bool(
        style.first
    )
    indent += f' w:rightChars="{style.right}" w:right="{style.right * style.half_points // 10}"' * bool(style.right)
    rule = "atLeast" if name in GROWING else "exact"
    line = f' w:line="{style.line}" w:lineRule="{rule}"' if style.line else ""
    kept = "<w:keepNext/>" if style.next else ""
    outline = f'<w:outlineLvl w:val="{style.level}"/>' if style.level >= 0 else ""
    return (
        f'<w:style w:type="paragraph" w:customStyle="1" w:styleId="{name}"><w:name w:val="jixiao {name}"/>'
        f'<w:basedOn w:val="a"/><w:pPr>{kept}<w:spacing w:before="{style.before}" w:after="{style.after}"{line}/>'
        f'<w:ind{indent}/><w:jc w:val="{style.align}"/>{outline}</w:pPr>'
        f'<w:rPr>{fonts(style.font)}<w:sz w:val="{style.half_points}"/><w:szCs w:val="{style.half_points}"/></w:rPr>'
        "</w:style>"
    )


def _footer(page: str) -> str:
    """The page's number: — 1 — as on official letters, with the number of pages on a working paper."""
    if page == "letter":
        look = '<w:sz w:val="28"/>'
        return footer(said("— ", look), field("PAGE", look), said(" —", look))
    return paged('<w:sz w:val="18"/>')
