"""A Word file as a template (模板): opened within bounds, refused where it could act by itself, filled often."""

from __future__ import annotations

import re
from collections.abc import Sequence
from copy import deepcopy
from typing import TYPE_CHECKING

from jixiao.errors import FileTooLarge
from jixiao.letters.filling import Filler
from jixiao.letters.values import Values
from jixiao.readers import office_package
from jixiao.writers.office_parts import packed
from jixiao.writing_errors import TemplateWrong

if TYPE_CHECKING:
    from lxml.etree import _Element

MOST_BYTES = 8 * 1024 * 1024
MOST_PARTS = 400
MAIN = "word/document.xml"
FILLED = re.compile(r"word/(?:document|header\d*|footer\d*|footnotes|endnotes)\.xml")
ACTING = re.compile(r"vbaProject|\.bin$|/embeddings/|/activeX/|/afchunk", re.IGNORECASE)
"""Parts that hold macros, controls or other documents: a letter needs none of them."""
FIELDS = re.compile(
    r"\s*(?:PAGE|NUMPAGES|SECTIONPAGES|SECTION|DATE|TIME|CREATEDATE|SAVEDATE|REF|PAGEREF|NOTEREF|TOC|STYLEREF|SEQ"
    r"|HYPERLINK|=|TITLE|EQ)\b.*",
    re.DOTALL | re.IGNORECASE,
)
"""Fields that a letter may hold; INCLUDETEXT, DDE, MERGEFIELD and their like fetch what stands elsewhere."""
TYPES = "[Content_Types].xml"
DOCUMENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
TEMPLATE_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml"
WEB = re.compile(r"(?:https?|mailto):", re.IGNORECASE)


class Template:
    """A template ready to be filled (模板); `known` are the names that its letters have values for."""

    def __init__(self, data: bytes, name: str, known: Sequence[str]) -> None:
        self.name = name
        self.known = known
        self.plain: dict[str, bytes] = {}
        self.filled: dict[str, _Element] = {}
        self.links: list[_Element] = []
        if len(data) > MOST_BYTES:
            raise FileTooLarge(name, f"{MOST_BYTES >> 20} MiB")
        with office_package.opened(data, name) as package:
            self._open(package)
        self._refuse()

    def _open(self, package: office_package.Package) -> None:
        names = package.archive.namelist()
        if MAIN not in names or TYPES not in names or len(names) > MOST_PARTS:
            raise TemplateWrong(self.name, "不是 Word 文档（.docx）", "it is no Word document (.docx)")
        for part in dict.fromkeys(names):
            root = package.part(part) if FILLED.fullmatch(part) or part.endswith(".rels") else None
            if root is not None and part.endswith(".rels"):
                self.links.append(root)
            if root is not None and FILLED.fullmatch(part):
                self.filled[part] = root
            elif not part.endswith("/"):
                with package.archive.open(part) as stream:
                    self.plain[part] = stream.read(package.left + 1)
                package.left -= len(self.plain[part])
                if package.left < 0:
                    raise FileTooLarge(self.name, f"解压后 {office_package.MOST_UNPACKED >> 20} MiB")
        types = self.plain[TYPES].replace(TEMPLATE_TYPE.encode(), DOCUMENT_TYPE.encode())
        self.plain[TYPES] = types

    def _refuse(self) -> None:
        """What could run, or fetch something from elsewhere, when the letter is opened."""
        parts = (*self.plain, *self.filled)
        if any(ACTING.search(part) for part in parts) or DOCUMENT_TYPE.encode() not in self.plain[TYPES]:
            raise TemplateWrong(
                self.name,
                "模板中不得有宏、控件或嵌入的文件",
                "a template may hold no macros, controls or embedded files",
            )
        for links in self.links:
            if _reaches_out(links):
                raise TemplateWrong(
                    self.name,
                    "模板中不得链接外部的图片、模板或数据（网页链接除外）",
                    "a template may link no picture, template or data from elsewhere, only web addresses",
                )
        for root in self.filled.values():
            for field in _fields(root):
                if not FIELDS.fullmatch(field):
                    raise TemplateWrong(
                        self.name,
                        f"不允许的域“{field.strip()[:40]}”",
                        f"the field {field.strip()[:40]!r} is not allowed",
                    )

    def fill(self, values: Values) -> bytes:
        """One letter (填成一份)."""
        from lxml import etree  # noqa: PLC0415 - loads a native library

        filler = Filler(self.name, self.known)
        parts = dict(self.plain)
        for part, root in self.filled.items():
            own = deepcopy(root)
            filler.fill(own, (values,))
            parts[part] = etree.tostring(own, xml_declaration=True, encoding="UTF-8", standalone=True)
        return packed(parts)


def _reaches_out(relationships: _Element) -> bool:
    """Whether a relationship leads out of the file, and not to a web address that only a click opens."""
    outside = [link for link in relationships.iter("{*}Relationship") if link.get("TargetMode") == "External"]
    return any(
        not (link.get("Type") or "").endswith("/hyperlink") or not WEB.match(link.get("Target") or "")
        for link in outside
    )


def _fields(root: _Element) -> list[str]:
    """The instruction of every field; one that is cut into pieces is put together."""
    found: list[str] = []
    for one in root.iter():
        tag = str(one.tag).rpartition("}")[2]
        if tag == "fldSimple":
            found.append(next((str(value) for key, value in one.attrib.items() if str(key).endswith("}instr")), ""))
        elif tag == "fldChar" and any(value == "begin" for value in one.attrib.values()):
            found.append("")
        elif tag in ("instrText", "delInstrText"):
            found = found or [""]
            found[-1] += one.text or ""
    return [one for one in found if one.strip()]
