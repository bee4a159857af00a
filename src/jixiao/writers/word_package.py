"""The frame of a Word document (Word 文件包): what every one that we write has around its text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple
from xml.sax.saxutils import escape

from jixiao.writers.office_parts import packed
from jixiao.writers.printable import printable

NS = "http://schemas.openxmlformats.org/"
SONG, HEI, FANG, KAI, XIAO = "宋体", "黑体", "仿宋_GB2312", "楷体_GB2312", "方正小标宋简体"
OTHER_NAMES = {
    SONG: "SimSun,Noto Serif CJK SC,Noto Serif SC",
    HEI: "SimHei,Noto Sans CJK SC,Noto Sans SC",
    FANG: "仿宋,FangSong,Noto Serif CJK SC",
    KAI: "楷体,KaiTi,Noto Serif CJK SC",
    XIAO: "华文中宋,STZhongsong,Noto Serif CJK SC",
}
"""What stands in for a font on a machine that lacks it (替代字体)."""
IN_HEI = f'<w:rFonts w:ascii="{HEI}" w:hAnsi="{HEI}" w:eastAsia="{HEI}"/>'
"""A run in 黑体 among others."""
A4 = (11906, 16838)  # twips, 1/20 of a point
RULED = ("top", "left", "bottom", "right", "insideH", "insideV")

DRAWING = (
    f'xmlns:wp="{NS}drawingml/2006/wordprocessingDrawing" xmlns:a="{NS}drawingml/2006/main" '
    f'xmlns:pic="{NS}drawingml/2006/picture"'
)
"""What a document with pictures names besides."""
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_W = f'xmlns:w="{NS}wordprocessingml/2006/main" xmlns:r="{NS}officeDocument/2006/relationships"'
_LINKS = f"{NS}officeDocument/2006/relationships"
_CORE = f"{NS}package/2006/relationships/metadata/core-properties"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_OVERRIDES = {
    "/word/document.xml": f"{_WORD}.document.main+xml",
    "/word/styles.xml": f"{_WORD}.styles+xml",
    "/word/fontTable.xml": f"{_WORD}.fontTable+xml",
    "/word/footer1.xml": f"{_WORD}.footer+xml",
    "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
}


class Margins(NamedTuple):
    """Margins of the page in twips (页边距), and how far header and footer stand from its edge."""

    top: int
    right: int
    bottom: int
    left: int
    header: int
    footer: int

    @property
    def width(self) -> int:
        """What is left for the text on an upright page (版心宽度)."""
        return A4[0] - self.left - self.right


def package(document: str, styles: str, footer: str, title: str, images: Sequence[bytes] = ()) -> bytes:
    """The whole file (文件包); the pictures, PNG, are rIdImage1 and so on. The same parts give the same bytes."""
    links = {
        "rId1": ("styles", "styles.xml"),
        "rId2": ("footer", "footer1.xml"),
        "rId3": ("fontTable", "fontTable.xml"),
    }
    links |= {f"rIdImage{number}": ("image", f"media/image{number}.png") for number in range(1, len(images) + 1)}
    texts = {
        "[Content_Types].xml": _types(pictured=bool(images)),
        "_rels/.rels": _relationships(
            _link("rId1", f"{_LINKS}/officeDocument", "word/document.xml") + _link("rId2", _CORE, "docProps/core.xml")
        ),
        "word/_rels/document.xml.rels": _relationships(
            "".join(_link(key, f"{_LINKS}/{kind}", target) for key, (kind, target) in links.items())
        ),
        "word/styles.xml": styles,
        "word/fontTable.xml": f"{_HEAD}<w:fonts {_W}>{''.join(map(_font, OTHER_NAMES))}</w:fonts>",
        "word/footer1.xml": footer,
        "docProps/core.xml": (
            f'{_HEAD}<cp:coreProperties xmlns:cp="{NS}package/2006/metadata/core-properties" '
            f'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{escape(printable(title))}</dc:title>'
            "</cp:coreProperties>"
        ),
        "word/document.xml": document,
    }
    pictures = {f"word/media/image{number}.png": data for number, data in enumerate(images, 1)}
    return packed({name: text.encode() for name, text in texts.items()} | pictures)


def document(body: str, margins: Margins, *, across: bool = False, more: str = "") -> str:
    """The part with the text, on A4 (正文); `across` lays the page on its side, `more` names further namespaces."""
    wide, high = reversed(A4) if across else A4
    turned = ' w:orient="landscape"' if across else ""
    section = (
        f'<w:sectPr><w:footerReference w:type="default" r:id="rId2"/><w:pgSz w:w="{wide}" w:h="{high}"{turned}/>'
        f'<w:pgMar w:top="{margins.top}" w:right="{margins.right}" w:bottom="{margins.bottom}" w:left="{margins.left}" '
        f'w:header="{margins.header}" w:footer="{margins.footer}" w:gutter="0"/></w:sectPr>'
    )
    named = f"{_W} {more}" if more else _W
    return f"{_HEAD}<w:document {named}><w:body>{body}{section}</w:body></w:document>"


def styles(half_points: int, made: str = "", language: str = "en-US") -> str:
    """The part with the styles (样式表): 宋体 in that size, and those that the document makes."""
    return (
        f"{_HEAD}<w:styles {_W}><w:docDefaults><w:rPrDefault><w:rPr>{fonts(SONG)}"
        f'<w:sz w:val="{half_points}"/><w:lang w:val="{language}" w:eastAsia="zh-CN"/></w:rPr></w:rPrDefault>'
        '</w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>'
        f"{made}</w:styles>"
    )


def footer(*runs: str, properties: str = '<w:jc w:val="center"/>') -> str:
    """The part at the foot of every page (页脚)."""
    return f"{_HEAD}<w:ftr {_W}><w:p><w:pPr>{properties}</w:pPr>{''.join(runs)}</w:p></w:ftr>"


def paged(look: str = "") -> str:
    """The foot of a page that tells its number and how many there are (页码)."""
    return footer(
        said("第 ", look), field("PAGE", look), said(" 页，共 ", look), field("NUMPAGES", look), said(" 页", look)
    )


def said(text: str, look: str = "") -> str:
    """A piece of text (文字段), its line breaks kept."""
    lines = "<w:br/>".join(f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in text.split("\n"))
    return f"<w:r>{_looking(look)}{lines}</w:r>"


def field(name: str, look: str = "") -> str:
    """A number that Word fills in (域): PAGE or NUMPAGES."""
    return f'<w:fldSimple w:instr=" {name} "><w:r>{_looking(look)}<w:t>1</w:t></w:r></w:fldSimple>'


def fonts(name: str) -> str:
    """One font for every script (字体)."""
    return f'<w:rFonts w:ascii="{name}" w:hAnsi="{name}" w:eastAsia="{name}" w:cs="{name}"/>'


def borders(colour: str = "000000", sides: Sequence[str] = RULED) -> str:
    """The rulings of a table (表格框线)."""
    lines = "".join(f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="{colour}"/>' for side in sides)
    return f"<w:tblBorders>{lines}</w:tblBorders>"


def grid(widths: Sequence[int]) -> str:
    """The columns of a table (表格列宽), in twips."""
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return f"<w:tblGrid>{columns}</w:tblGrid>"


def _looking(look: str) -> str:
    return f"<w:rPr>{look}</w:rPr>" if look else ""


def _types(*, pictured: bool) -> str:
    png = '<Default Extension="png" ContentType="image/png"/>' if pictured else ""
    told = "".join(f'<Override PartName="{part}" ContentType="{kind}"/>' for part, kind in _OVERRIDES.items())
    return (
        f'{_HEAD}<Types xmlns="{NS}package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{png}{told}</Types>'
    )


def _link(key: str, kind: str, target: str) -> str:
    return f'<Relationship Id="{key}" Type="{kind}" Target="{target}"/>'


def _relationships(links: str) -> str:
    return f'{_HEAD}<Relationships xmlns="{NS}package/2006/relationships">{links}</Relationships>'


def _font(name: str) -> str:
    family = "swiss" if name == HEI else "roman"
    return (
        f'<w:font w:name="{name}"><w:altName w:val="{OTHER_NAMES[name]}"/><w:charset w:val="86"/>'
        f'<w:family w:val="{family}"/></w:font>'
    )
