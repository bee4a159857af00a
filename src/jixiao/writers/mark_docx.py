"""Remarks as comments in the person's own Word document (Word 批注); its text stays as it is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from jixiao.location import Location
from jixiao.readers import docx as reader
from jixiao.writers.office_parts import Package
from jixiao.writers.remarks import AUTHOR, Remark, Told, remarks

if TYPE_CHECKING:
    from lxml.etree import _Element

SUFFIXES = (".docx",)
MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
DOCUMENT = "word/document.xml"
_W = f"{{{MAIN}}}"


def write(data: bytes, findings: Sequence[Told], lang: str) -> bytes:
    """The document with one comment a place (加批注); what concerns the whole form stands at its first text."""
    from lxml import etree  # noqa: PLC0415 - loads a native library

    package = Package(data)
    root = parsed(package.read(DOCUMENT))
    body = root.find("{*}body")
    if body is None:
        raise ValueError(DOCUMENT)
    spots = dict(reader.places(body))
    part, comments = _comments(package)
    number = max((int(one.get(f"{_W}id", "0")) for one in comments), default=-1) + 1
    for remark in remarks(findings, lang):
        target = _target(spots, remark.location)
        if target is not None:
            comments.append(_comment(remark, number))
            _anchor(target, number)
            number += 1
    package.put(DOCUMENT, etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))
    package.put(part, etree.tostring(comments, xml_declaration=True, encoding="UTF-8", standalone=True))
    return package.bytes()


def parsed(data: bytes) -> _Element:
    """A part as XML, without entities from outside (解析部件)."""
    from lxml import etree  # noqa: PLC0415 - as above

    return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))


def _comments(package: Package) -> tuple[str, _Element]:
    """The part of the comments, a new one where the document has none."""
    links = package.links(DOCUMENT)
    part = next((target for kind, target in links.values() if kind == "comments"), None)
    if part is not None and package.has(part):
        return part, parsed(package.read(part))
    part = package.free("word/comments{}.xml")
    package.typed(part, TYPE)
    package.link(DOCUMENT, "comments", part)
    return part, parsed(f'<w:comments xmlns:w="{MAIN}"/>'.encode())


def _target(spots: dict[Location, _Element], location: Location | None) -> _Element | None:
    """The paragraph to hang a comment on: the first one of the cell; of the document where the place is not known."""
    found = spots.get(location) if location is not None else None
    if found is None:
        found = next(iter(spots.values()), None)
    if found is None or str(found.tag).endswith("}p"):
        return found
    return next(iter(found.iter("{*}p")), None)


def _anchor(paragraph: _Element, number: int) -> None:
    """Put the range of a comment around the paragraph's text."""
    from lxml import etree  # noqa: PLC0415 - as above

    namespace = str(paragraph.tag).rpartition("}")[0] + "}"
    first = next((at for at, child in enumerate(paragraph) if not str(child.tag).endswith("}pPr")), len(paragraph))
    start = etree.Element(f"{namespace}commentRangeStart")
    start.set(f"{namespace}id", str(number))
    paragraph.insert(first, start)
    end = etree.SubElement(paragraph, f"{namespace}commentRangeEnd")
    end.set(f"{namespace}id", str(number))
    run = etree.SubElement(paragraph, f"{namespace}r")
    etree.SubElement(run, f"{namespace}commentReference").set(f"{namespace}id", str(number))


def _comment(remark: Remark, number: int) -> _Element:
    from lxml import etree  # noqa: PLC0415 - as above

    comment = etree.Element(f"{_W}comment")
    now = datetime.now(UTC).replace(microsecond=0).isoformat().replace("+00:00", "Z")
    for key, value in (("id", str(number)), ("author", AUTHOR), ("initials", "jx"), ("date", now)):
        comment.set(f"{_W}{key}", value)
    for line in remark.text.split("\n"):
        run = etree.SubElement(etree.SubElement(comment, f"{_W}p"), f"{_W}r")
        text = etree.SubElement(run, f"{_W}t")
        text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        text.text = line
    return comment
