"""The parts of a Word document around its text (DOCX 部件): styles, margins, footer."""

from __future__ import annotations

from typing import NamedTuple

from jixiao.reports.blocks import Paper
from jixiao.writers import word_package
from jixiao.writers.printable import printable
from jixiao.writers.word_package import FANG, HEI, KAI, SONG, XIAO, Margins, field, fonts, footer, said


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
MARGINS = {
    "report": Margins(1020, 1020, 1020, 1020, 567, 850),
    "official": Margins(2098, 1474, 1984, 1588, 567, 850),
}


def styles_of(paper: Paper) -> str:
    """The part with the styles (样式表)."""
    known = OFFICIAL if paper.manner == "official" else STYLES
    made = "".join(_style(name, style) for name, style in known.items())
    return word_package.styles(20, made, "en-GB" if paper.lang == "en" else "zh-CN")


def _style(name: str, style: Style) -> str:
    indent = f' w:left="{style.left}"' if style.left else ""
    indent += f' w:firstLineChars="{style.first}" w:firstLine="{style.first * style.half_points // 10}"' * bool(
        style.first
    )
    line = f' w:line="{style.line}" w:lineRule="atLeast"' if style.line else ""
    kept = "<w:keepNext/>" if style.next else ""
    outline = f'<w:outlineLvl w:val="{style.level}"/>' if style.level >= 0 else ""
    colour = f'<w:color w:val="{style.colour}"/>' if style.colour else ""
    return (
        f'<w:style w:type="paragraph" w:styleId="{name}"><w:name w:val="{style.name}"/><w:basedOn w:val="a"/>'
        f'<w:pPr>{kept}<w:spacing w:before="{style.before}" w:after="{style.after}"{line}/><w:ind{indent}/>'
        f'<w:jc w:val="{style.align}"/>{outline}</w:pPr>'
        f'<w:rPr>{fonts(style.font)}{colour}<w:sz w:val="{style.half_points}"/></w:rPr></w:style>'
    )


def footer_of(paper: Paper) -> str:
    """The foot of the page (页脚): what the report is made by, and the page of how many."""
    look = '<w:color w:val="5B6776"/><w:sz w:val="15"/>'
    page = field("PAGE", look)
    if paper.manner == "official":
        dash = said("—", look)
        return footer(dash, page, dash)
    told = said(printable(paper.footer), look) + "<w:r><w:tab/></w:r>"
    tabs = '<w:tabs><w:tab w:val="right" w:pos="9866"/></w:tabs>'
    return footer(told, page, said(" / ", look), field("NUMPAGES", look), properties=tabs)
