"""Our own templates, from a readable notation to Word (排版): paragraphs and tables in the styles of official papers.

One line a paragraph, `style| text`; a table begins with `table| widths`, its rows are `head| a | b`, `middle| a | b`
and `row| a | b`, and it ends with `end|`. A cell that begins with `[n]` spans n columns; one in 【】 is a label.
Type and margins follow the national standard for the format of official documents (GB/T 9704-2012).
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from typing import NamedTuple
from xml.sax.saxutils import escape

_NS = "http://schemas.openxmlformats.org/"
_W = f'xmlns:w="{_NS}wordprocessingml/2006/main" xmlns:r="{_NS}officeDocument/2006/relationships"'
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
SONG, FANG, KAI, HEI, XIAO = "宋体", "仿宋_GB2312", "楷体_GB2312", "黑体", "方正小标宋简体"
OTHER_NAMES = {
    SONG: "SimSun,Noto Serif CJK SC",
    FANG: "仿宋,FangSong,Noto Serif CJK SC",
    KAI: "楷体,KaiTi,Noto Serif CJK SC",
    HEI: "SimHei,Noto Sans CJK SC",
    XIAO: "华文中宋,STZhongsong,Noto Serif CJK SC",
}
"""What stands in for a font on a machine that lacks it."""
SPAN = re.compile(r"\[(\d+)\]")
A4 = (11906, 16838)  # twips, 1/20 of a point


class Page(NamedTuple):
    """Margins of the page in twips (页边距): top, right, bottom, left."""

    top: int
    right: int
    bottom: int
    left: int

    @property
    def width(self) -> int:
        """What is left for the text (版心宽度)."""
        return A4[0] - self.left - self.right


PAGES = {
    "letter": Page(2098, 1474, 1984, 1588),  # 37, 26, 35 and 28 mm: 公文用纸天头、版心 156×225
    "paper": Page(1134, 1134, 1134, 1134),  # 20 mm
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
    bold: bool = False
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
    parts = _parts(page, title) | {"word/document.xml": _document(body, PAGES[page])}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            entry = zipfile.ZipInfo(name)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, text.encode())
    return out.getvalue()


class _Body:
    """The notation, line by line (逐行)."""

    def __init__(self, lines: Sequence[str], page: Page) -> None:
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
    run = f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{run}</w:p>'


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
    line = 'w:val="single" w:sz="4" w:space="0" w:color="000000"'
    sides = "".join(f"<w:{side} {line}/>" for side in ("top", "left", "bottom", "right", "insideH", "insideV"))
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblBorders>{sides}</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar><w:top w:w="28" '
        'w:type="dxa"/><w:left w:w="85" w:type="dxa"/><w:bottom w:w="28" w:type="dxa"/><w:right w:w="85" '
        'w:type="dxa"/></w:tblCellMar></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def _document(body: str, page: Page) -> str:
    section = (
        f'<w:sectPr><w:footerReference w:type="default" r:id="rId2"/><w:pgSz w:w="{A4[0]}" w:h="{A4[1]}"/>'
        f'<w:pgMar w:top="{page.top}" w:right="{page.right}" w:bottom="{page.bottom}" w:left="{page.left}" '
        'w:header="851" w:footer="992" w:gutter="0"/></w:sectPr>'
    )
    return f"{_HEAD}<w:document {_W}><w:body>{body}{section}</w:body></w:document>"


def _style(name: str, style: Style) -> str:
    indent = f' w:firstLineChars="{style.first}" w:firstLine="{style.first * style.half_points // 10}"' * bool(
        style.first
    )
    indent += f' w:rightChars="{style.right}" w:right="{style.right * style.half_points // 10}"' * bool(style.right)
    rule = "atLeast" if name in GROWING else "exact"
    line = f' w:line="{style.line}" w:lineRule="{rule}"' if style.line else ""
    kept = "<w:keepNext/>" if style.next else ""
    outline = f'<w:outlineLvl w:val="{style.level}"/>' if style.level >= 0 else ""
    font = f'<w:rFonts w:ascii="{style.font}" w:hAnsi="{style.font}" w:eastAsia="{style.font}" w:cs="{style.font}"/>'
    return (
        f'<w:style w:type="paragraph" w:customStyle="1" w:styleId="{name}"><w:name w:val="jixiao {name}"/>'
        f'<w:basedOn w:val="a"/><w:pPr>{kept}<w:spacing w:before="{style.before}" w:after="{style.after}"{line}/>'
        f'<w:ind{indent}/><w:jc w:val="{style.align}"/>{outline}</w:pPr>'
        f'<w:rPr>{font}<w:sz w:val="{style.half_points}"/><w:szCs w:val="{style.half_points}"/></w:rPr></w:style>'
    )


def _parts(page: str, title: str) -> dict[str, str]:
    overrides = {
        "/word/document.xml": f"{_WORD}.document.main+xml",
        "/word/styles.xml": f"{_WORD}.styles+xml",
        "/word/fontTable.xml": f"{_WORD}.fontTable+xml",
        "/word/footer1.xml": f"{_WORD}.footer+xml",
        "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
    }
    told = "".join(f'<Override PartName="{part}" ContentType="{one}"/>' for part, one in overrides.items())
    office = f"{_NS}officeDocument/2006/relationships"
    links = {
        "rId1": ("styles", "styles.xml"),
        "rId2": ("footer", "footer1.xml"),
        "rId3": ("fontTable", "fontTable.xml"),
    }
    linked = "".join(
        f'<Relationship Id="{key}" Type="{office}/{kind}" Target="{target}"/>' for key, (kind, target) in links.items()
    )
    return {
        "[Content_Types].xml": (
            f'{_HEAD}<Types xmlns="{_NS}package/2006/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Default Extension="xml" ContentType="application/xml"/>{told}</Types>'
        ),
        "_rels/.rels": (
            f'{_HEAD}<Relationships xmlns="{_NS}package/2006/relationships">'
            f'<Relationship Id="rId1" Type="{office}/officeDocument" Target="word/document.xml"/>'
            f'<Relationship Id="rId2" Type="{_NS}package/2006/relationships/metadata/core-properties" '
            'Target="docProps/core.xml"/></Relationships>'
        ),
        "word/_rels/document.xml.rels": (
            f'{_HEAD}<Relationships xmlns="{_NS}package/2006/relationships">{linked}</Relationships>'
        ),
        "word/styles.xml": _styles(),
        "word/fontTable.xml": f"{_HEAD}<w:fonts {_W}>{''.join(map(_font, OTHER_NAMES.items()))}</w:fonts>",
        "word/footer1.xml": _footer(page),
        "docProps/core.xml": (
            f'{_HEAD}<cp:coreProperties xmlns:cp="{_NS}package/2006/metadata/core-properties" '
            f'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{escape(title)}</dc:title></cp:coreProperties>'
        ),
    }


def _font(names: tuple[str, str]) -> str:
    family = "swiss" if names[0] == HEI else "roman"
    return (
        f'<w:font w:name="{names[0]}"><w:altName w:val="{names[1]}"/><w:charset w:val="86"/>'
        f'<w:family w:val="{family}"/></w:font>'
    )


def _styles() -> str:
    made = "".join(_style(name, style) for name, style in STYLES.items())
    return (
        f"{_HEAD}<w:styles {_W}><w:docDefaults><w:rPrDefault><w:rPr>"
        f'<w:rFonts w:ascii="{SONG}" w:hAnsi="{SONG}" w:eastAsia="{SONG}" w:cs="{SONG}"/><w:sz w:val="21"/>'
        '<w:lang w:val="en-US" w:eastAsia="zh-CN"/></w:rPr></w:rPrDefault></w:docDefaults>'
        f'<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>{made}</w:styles>'
    )


def _footer(page: str) -> str:
    """The page's number: — 1 — as on official letters, with the number of pages on a working paper."""
    number = '<w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
    count = '<w:fldSimple w:instr=" NUMPAGES "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
    if page == "letter":
        return _footed("28", _said("— "), number, _said(" —"))
    return _footed("18", _said("第 "), number, _said(" 页，共 "), count, _said(" 页"))


def _said(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def _footed(size: str, *runs: str) -> str:
    sized = "".join(run.replace("<w:r><w:t", f'<w:r><w:rPr><w:sz w:val="{size}"/></w:rPr><w:t') for run in runs)
    return f'{_HEAD}<w:ftr {_W}><w:p><w:pPr><w:jc w:val="center"/></w:pPr>{sized}</w:p></w:ftr>'
