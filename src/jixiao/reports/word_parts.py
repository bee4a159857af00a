"""The parts of a Word document around its text (DOCX 部件): styles, footer, links, properties."""

from __future__ import annotations

from typing import NamedTuple
from xml.sax.saxutils import escape

from jixiao.reports.blocks import Paper
from jixiao.writers.printable import printable

NS = "http://schemas.openxmlformats.org/"
W = f'xmlns:w="{NS}wordprocessingml/2006/main" xmlns:r="{NS}officeDocument/2006/relationships"'
DRAWING = (
    f'xmlns:wp="{NS}drawingml/2006/wordprocessingDrawing" xmlns:a="{NS}drawingml/2006/main" '
    f'xmlns:pic="{NS}drawingml/2006/picture"'
)
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_LINKS = f"{NS}officeDocument/2006/relationships"
SONG, HEI, FANG, KAI, XIAO = "宋体", "黑体", "仿宋_GB2312", "楷体_GB2312", "方正小标宋简体"
OTHER_NAMES = {
    SONG: "SimSun,Noto Serif CJK SC,Noto Serif SC",
    HEI: "SimHei,Noto Sans CJK SC,Noto Sans SC",
    FANG: "仿宋,FangSong,Noto Serif CJK SC",
    KAI: "楷体,KaiTi,Noto Serif CJK SC",
    XIAO: "华文中宋,STZhongsong,Noto Serif CJK SC",
}
"""What stands in for a font on a machine that lacks it."""


class Style(NamedTuple):
    """How a paragraph is set (段落样式); lengths in twips."""

    name: str
    half_points: int
    font: str = SONG
    align: str = "both"
    line: int = 300
    before: int = 60
    after: int = 60
    left: int = 0
    first: int = 0  #: first-line indent, hundredths of a character
    next: bool = False  #: stays with the next paragraph
    level: int = -1  #: outline level
    colour: str = ""


STYLES = {
    "h0": Style("heading 1", 32, HEI, "left", 440, 120, 200, next=True, level=0),
    "h1": Style("heading 2", 25, HEI, "left", 360, 320, 120, next=True, level=1),
    "h2": Style("heading 3", 21, HEI, "left", 320, 200, 80, next=True, level=2),
    "plain": Style("jixiao text", 20),
    "body": Style("jixiao body", 24, line=440, before=0, after=0, first=200),
    "kicker": Style("jixiao kicker", 18, HEI, "left"),
    "small": Style("jixiao small", 17, colour="5B6776"),
    "caption": Style("jixiao caption", 17, align="center", after=160),
    "item": Style("jixiao item", 20, before=140, after=20, next=True),
    "under": Style("jixiao under", 19, before=10, after=10, left=380, next=True),
    "under-last": Style("jixiao under last", 19, before=10, after=60, left=380),
    "quote": Style("jixiao quote", 18, left=160, before=90, after=90),
    "picture": Style("jixiao picture", 20, align="center", line=0, after=100),
    "cell": Style("jixiao cell", 18, align="left", line=0, before=0, after=0),
    "gap": Style("jixiao gap", 8, line=0, before=0, after=0),
    "signed": Style("jixiao signed", 20, align="right", before=200),
}
OFFICIAL = STYLES | {
    "h0": Style("heading 1", 44, XIAO, "center", 680, 0, 420, next=True, level=0),
    "h1": Style("heading 2", 32, HEI, "both", 560, 0, 0, first=200, next=True, level=1),
    "h2": Style("heading 3", 32, KAI, "both", 560, 0, 0, first=200, next=True, level=2),
    "body": Style("jixiao body", 32, FANG, line=560, before=0, after=0, first=200),
    "signed": Style("jixiao signed", 32, FANG, "right", 560, 280, 0),
    "plain": Style("jixiao text", 24, SONG, line=400),
    "under-last": Style("jixiao under last", 21, SONG, line=340, left=420),
}
"""As official papers are set (GB/T 9704-2012): 小标宋, 黑体, 楷体, 仿宋, in size 三号."""
MARGINS = {"report": (1020, 1020, 1020, 1020), "official": (2098, 1474, 1984, 1588)}
"""Of the page in twips: top, right, bottom, left."""


def text_width(paper: Paper) -> int:
    """The width of the text in twips (版心宽度)."""
    _, right, _, left = MARGINS[paper.manner]
    return 11906 - right - left


def section(paper: Paper) -> str:
    """Page and margins (页面设置)."""
    top, right, bottom, left = MARGINS[paper.manner]
    return (
        '<w:sectPr><w:footerReference w:type="default" r:id="rId2"/><w:pgSz w:w="11906" w:h="16838"/>'
        f'<w:pgMar w:top="{top}" w:right="{right}" w:bottom="{bottom}" w:left="{left}" w:header="567" w:footer="850" '
        'w:gutter="0"/></w:sectPr>'
    )


def parts_of(paper: Paper, images: int) -> dict[str, str]:
    """Every part but the text itself and the pictures (各部件)."""
    links = {
        "rId1": ("styles", "styles.xml"),
        "rId2": ("footer", "footer1.xml"),
        "rId3": ("fontTable", "fontTable.xml"),
    }
    links |= {f"rIdImage{number}": ("image", f"media/image{number}.png") for number in range(1, images + 1)}
    linked = "".join(
        f'<Relationship Id="{k}" Type="{_LINKS}/{kind}" Target="{to}"/>' for k, (kind, to) in links.items()
    )
    fonts = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{others}"/><w:charset w:val="86"/></w:font>'
        for name, others in OTHER_NAMES.items()
    )
    return {
        "[Content_Types].xml": _types(),
        "_rels/.rels": _relationships(
            f'<Relationship Id="rId1" Type="{_LINKS}/officeDocument" Target="word/document.xml"/>'
            f'<Relationship Id="rId2" Type="{NS}package/2006/relationships/metadata/core-properties" '
            'Target="docProps/core.xml"/>'
        ),
        "word/_rels/document.xml.rels": _relationships(linked),
        "word/styles.xml": _styles(paper),
        "word/fontTable.xml": f"{HEAD}<w:fonts {W}>{fonts}</w:fonts>",
        "word/footer1.xml": _footer(paper),
        "docProps/core.xml": (
            f'{HEAD}<cp:coreProperties xmlns:cp="{NS}package/2006/metadata/core-properties" '
            f'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{escape(printable(paper.title))}</dc:title>'
            "</cp:coreProperties>"
        ),
    }


def _types() -> str:
    overrides = {
        "/word/document.xml": f"{_WORD}.document.main+xml",
        "/word/styles.xml": f"{_WORD}.styles+xml",
        "/word/fontTable.xml": f"{_WORD}.fontTable+xml",
        "/word/footer1.xml": f"{_WORD}.footer+xml",
        "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
    }
    told = "".join(f'<Override PartName="{part}" ContentType="{kind}"/>' for part, kind in overrides.items())
    return (
        f'{HEAD}<Types xmlns="{NS}package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/>'
        f"{told}</Types>"
    )


def _relationships(told: str) -> str:
    return f'{HEAD}<Relationships xmlns="{NS}package/2006/relationships">{told}</Relationships>'


def _styles(paper: Paper) -> str:
    known = OFFICIAL if paper.manner == "official" else STYLES
    made = "".join(_style(name, style) for name, style in known.items())
    fonts = f'w:ascii="{SONG}" w:hAnsi="{SONG}" w:eastAsia="{SONG}" w:cs="{SONG}"'
    language = "en-GB" if paper.lang == "en" else "zh-CN"
    return (
        f"{HEAD}<w:styles {W}><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts {fonts}/>"
        f'<w:sz w:val="20"/><w:lang w:val="{language}" w:eastAsia="zh-CN"/></w:rPr></w:rPrDefault></w:docDefaults>'
        f'<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>{made}</w:styles>'
    )


def _style(name: str, style: Style) -> str:
    indent = f' w:left="{style.left}"' if style.left else ""
    indent += f' w:firstLineChars="{style.first}" w:firstLine="{style.first * style.half_points // 10}"' * bool(
        style.first
    )
    line = f' w:line="{style.line}" w:lineRule="atLeast"' if style.line else ""
    kept = "<w:keepNext/>" if style.next else ""
    outline = f'<w:outlineLvl w:val="{style.level}"/>' if style.level >= 0 else ""
    colour = f'<w:color w:val="{style.colour}"/>' if style.colour else ""
    font = f'<w:rFonts w:ascii="{style.font}" w:hAnsi="{style.font}" w:eastAsia="{style.font}" w:cs="{style.font}"/>'
    return (
        f'<w:style w:type="paragraph" w:styleId="{name}"><w:name w:val="{style.name}"/><w:basedOn w:val="a"/>'
        f'<w:pPr>{kept}<w:spacing w:before="{style.before}" w:after="{style.after}"{line}/><w:ind{indent}/>'
        f'<w:jc w:val="{style.align}"/>{outline}</w:pPr>'
        f'<w:rPr>{font}{colour}<w:sz w:val="{style.half_points}"/></w:rPr></w:style>'
    )


def _footer(paper: Paper) -> str:
    """What the report is made by, and the page of how many."""
    look = '<w:rPr><w:color w:val="5B6776"/><w:sz w:val="15"/></w:rPr>'
    fields = [
        f'<w:fldSimple w:instr=" {name} "><w:r>{look}<w:t>1</w:t></w:r></w:fldSimple>' for name in ("PAGE", "NUMPAGES")
    ]
    told = f'<w:r>{look}<w:t xml:space="preserve">{escape(printable(paper.footer))}</w:t></w:r><w:r><w:tab/></w:r>'
    if paper.manner == "official":
        dash = f'<w:r>{look}<w:t xml:space="preserve">—</w:t></w:r>'
        return f'{HEAD}<w:ftr {W}><w:p><w:pPr><w:jc w:val="center"/></w:pPr>{dash}{fields[0]}{dash}</w:p></w:ftr>'
    slash = f'<w:r>{look}<w:t xml:space="preserve"> / </w:t></w:r>'
    tabs = '<w:tabs><w:tab w:val="right" w:pos="9866"/></w:tabs>'
    return f"{HEAD}<w:ftr {W}><w:p><w:pPr>{tabs}</w:pPr>{told}{fields[0]}{slash}{fields[1]}</w:p></w:ftr>"
