"""Hostile files (恶意与损坏文件): made here, never stored. Each maker returns the bytes of one file."""

from __future__ import annotations

import gzip
import io
import json
import struct
import warnings
import zipfile
import zlib
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

EXAMPLES = Path(__file__).parents[2] / "examples"
GOLDEN = Path(__file__).parents[1] / "golden"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
MANY = 20_000


def all_files_by_name() -> Iterator[tuple[str, Callable[[], bytes]]]:
    """Every hostile file: its name, which also tells its suffix, and what makes it (全部文件)."""
    yield from _cut_short()
    yield from _flipped()
    for makers in (MISLABELLED, WORKBOOKS, WORDS, PAGES, PDFS, TEXTS, ARCHIVES):
        yield from makers.items()


def workbook() -> bytes:
    """A good workbook."""
    return (EXAMPLES / "project-clean-2023.xlsx").read_bytes()


def page() -> bytes:
    """A good web page."""
    return (EXAMPLES / "project-clean-2023.html").read_bytes()


def old_workbook() -> bytes:
    """A good workbook of the old format."""
    return (GOLDEN / "department-2022.xls").read_bytes()


def _good() -> dict[str, bytes]:
    return {"xlsx": workbook(), "xls": old_workbook(), "docx": document("某"), "pdf": pdf()}


def _cut_short() -> Iterator[tuple[str, Callable[[], bytes]]]:
    for share in (2, 50, 98):
        for suffix, data in _good().items():
            yield f"前百分之{share}.{suffix}", partial(_first, data, len(data) * share // 100)


def _first(data: bytes, length: int) -> bytes:
    return data[:length]


def _flipped() -> Iterator[tuple[str, Callable[[], bytes]]]:
    for turn in range(3):
        for suffix, data in _good().items():
            yield f"翻位{turn}.{suffix}", partial(_with_flips, data, turn)


def _with_flips(data: bytes, turn: int) -> bytes:
    broken = bytearray(data)
    for place in range(7 + turn, len(broken), 97 + 31 * turn):
        broken[place] ^= 1 << (place % 8)
    return bytes(broken)


def zipped(members: dict[str, bytes]) -> bytes:
    """A ZIP archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def book(sheet: bytes, strings: bytes = b"") -> bytes:
    """A workbook whose one sheet is this XML."""
    main = f'<Relationship Id="r1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/>'
    parts = f'<Relationship Id="r1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    parts += f'<Relationship Id="r2" Type="{_OFFICE}/sharedStrings" Target="sharedStrings.xml"/>' if strings else ""
    return zipped(
        {
            "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"/>'.encode(),
            "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">{main}</Relationships>'.encode(),
            "xl/workbook.xml": (
                f'<workbook xmlns="{_SHEET}" xmlns:r="{_OFFICE}"><sheets>'
                '<sheet name="a" sheetId="1" r:id="r1"/></sheets></workbook>'
            ).encode(),
            "xl/_rels/workbook.xml.rels": (
                f'<Relationships xmlns="{_PACKAGE}/relationships">{parts}</Relationships>'
            ).encode(),
            "xl/worksheets/sheet1.xml": sheet,
        }
        | ({"xl/sharedStrings.xml": strings} if strings else {})
    )


def sheet(rows: str, rest: str = "", head: str = "") -> bytes:
    """The XML of a sheet."""
    return f'{head}<worksheet xmlns="{_SHEET}"><sheetData>{rows}</sheetData>{rest}</worksheet>'.encode()


def _inline(place: str, text: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


_LAUGHS = (
    "<!DOCTYPE a [<!ENTITY a0 'ha'>"
    + "".join(f"<!ENTITY a{level} '{f'&a{level - 1};' * 10}'>" for level in range(1, 10))
    + "]>"
)
_OUTSIDE = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'

WORKBOOKS: dict[str, Callable[[], bytes]] = {
    "炸弹.xlsx": lambda: book(sheet("<row>" + " " * 150_000_000 + "</row>")),
    "字符串炸弹.xlsx": lambda: book(sheet(""), b"<sst>" + b"<si><t>a</t></si>" * 9_000_000 + b"</sst>"),
    "最远单元格.xlsx": lambda: book(sheet(f'<row r="1048576">{_inline("XFD1048576", "远")}</row>')),
    "最远合并.xlsx": lambda: book(
        sheet(f'<row r="1">{_inline("A1", "合")}</row>', '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>')
    ),
    "重叠合并.xlsx": lambda: book(
        sheet(
            f'<row r="1">{_inline("A1", "合")}</row>',
            "<mergeCells>" + '<mergeCell ref="A1:Z999999"/>' * 50_000 + "</mergeCells>",
        )
    ),
    "五百万格.xlsx": lambda: book(sheet(("<row>" + "<c><v>1</v></c>" * 1000 + "</row>") * 5000)),
    "乱写的行号.xlsx": lambda: book(sheet(f'<row r="-5">{_inline("A-5", "负")}</row><row r="99999999999999999999"/>')),
    "亿笑.xlsx": lambda: book(sheet(f'<row r="1">{_inline("A1", "&a9;")}</row>', head=_LAUGHS)),
    "外部实体.xlsx": lambda: book(sheet(f'<row r="1">{_inline("A1", "&x;")}</row>', head=_OUTSIDE)),
    "深嵌套.xlsx": lambda: book(sheet("<row>" * MANY + "</row>" * MANY)),
    "超长数字.xlsx": lambda: book(sheet(f'<row r="1"><c r="A1"><v>{"9" * 1_000_000}</v></c></row>')),
    "指数数字.xlsx": lambda: book(sheet('<row r="1"><c r="A1"><v>1e999999999</v></c></row>')),
    "没有工作表.xlsx": lambda: zipped({"xl/workbook.xml": b"<workbook/>"}),
    "成员重名.xlsx": lambda: doubled(workbook()),
    "谎报大小.xlsx": lambda: lied(workbook()),
}


def doubled(data: bytes) -> bytes:
    """An archive with a member twice, the second one another."""
    out = io.BytesIO(data)
    with zipfile.ZipFile(out, "a") as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # zipfile warns of the second one
        archive.writestr("xl/workbook.xml", b"<workbook/>")
    return out.getvalue()


def lied(data: bytes) -> bytes:
    """An archive whose directory says that every member is one byte long."""
    broken = bytearray(data)
    place = broken.find(b"PK\x01\x02")
    while place >= 0:
        broken[place + 24 : place + 28] = struct.pack("<I", 1)
        place = broken.find(b"PK\x01\x02", place + 4)
    return bytes(broken)


def document(body: str, head: str = "") -> bytes:
    """A Word document with this body."""
    main = f'<Relationship Id="r1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/>'
    return zipped(
        {
            "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"/>'.encode(),
            "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">{main}</Relationships>'.encode(),
            "word/document.xml": f'{head}<w:document xmlns:w="{_WORD}"><w:body>{body}</w:body></w:document>'.encode(),
        }
    )


def _table(cells: str) -> str:
    return f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>"


_CELL = "<w:tc><w:p><w:r><w:t>a</w:t></w:r></w:p></w:tc>"
WORDS: dict[str, Callable[[], bytes]] = {
    "炸弹.docx": lambda: document("<w:p>" + " " * 150_000_000 + "</w:p>"),
    "宽合并.docx": lambda: document(
        _table('<w:tc><w:tcPr><w:gridSpan w:val="999999999"/></w:tcPr><w:p/></w:tc>' + _CELL)
    ),
    "负合并.docx": lambda: document(_table('<w:tc><w:tcPr><w:gridSpan w:val="-3"/></w:tcPr><w:p/></w:tc>')),
    "表中表.docx": lambda: document("<w:tbl><w:tr><w:tc>" * 5000 + "</w:tc></w:tr></w:tbl>" * 5000),
    "一百万格.docx": lambda: document("<w:tbl>" + f"<w:tr>{_CELL * 1000}</w:tr>" * 1000 + "</w:tbl>"),
    "亿笑.docx": lambda: document("<w:p><w:r><w:t>&a9;</w:t></w:r></w:p>", _LAUGHS),
    "外部实体.docx": lambda: document("<w:p><w:r><w:t>&x;</w:t></w:r></w:p>", _OUTSIDE),
}
PAGES: dict[str, Callable[[], bytes]] = {
    "深嵌套.html": lambda: b"<html><body>" + b"<div>" * 200_000 + b"a",
    "深表格.html": lambda: b"<html><body>" + b"<table><tr><td>" * MANY + b"a",
    "大合并.html": lambda: (
        b"<html><body><table><tr><td rowspan=999999999 colspan=999999999>a</td></tr>"
        + b"<tr><td rowspan=65534 colspan=1000>b</td></tr>" * 200
        + b"</table>"
    ),
    "百万格.html": lambda: b"<html><body><table>" + (b"<tr>" + b"<td>a" * 1000 + b"</tr>") * 1000 + b"</table>",
    "一行到底.html": lambda: b"<html><body><p>" + "绩效".encode() * 5_000_000,
    "外部实体.html": lambda: _OUTSIDE.encode() + b"<html><body>&x;</body></html>",
    "空标签.html": lambda: b"<html><body>" + b"<" * 3_000_000,
}


def pdf(content: bytes = b"", pages: str = "", extra: str = "") -> bytes:
    """A PDF of one page with this content stream; `pages` and `extra` go into its page tree and its page."""
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        (pages or "<</Type/Pages/Kids[3 0 R]/Count 1>>").encode(),
        (
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>{extra}>>"
        ).encode(),
        stream(content or b"BT /F 12 Tf 50 700 Td (form) Tj ET"),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    out = b"%PDF-1.4\n"
    for number, part in enumerate(parts, start=1):
        out += f"{number} 0 obj".encode() + part + b"endobj\n"
    return out + b"trailer<</Root 1 0 R/Size 6>>\n%%EOF"


def stream(content: bytes) -> bytes:
    """A compressed stream object."""
    packed = zlib.compress(content, 9)
    return f"<</Length {len(packed)}/Filter/FlateDecode>>stream\n".encode() + packed + b"\nendstream "


def encrypted() -> bytes:
    """A PDF that asks for a password."""
    import pikepdf  # noqa: PLC0415 - loads a native library

    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf())) as whole:
        whole.save(out, encryption=pikepdf.Encryption(owner="主人", user="口令"))
    return out.getvalue()


def many_pages() -> bytes:
    """A PDF of 20,000 blank pages."""
    import pikepdf  # noqa: PLC0415 - loads a native library

    out = io.BytesIO()
    with pikepdf.new() as whole:
        for _ in range(MANY):
            whole.add_blank_page()
        whole.save(out)
    return out.getvalue()


PDFS: dict[str, Callable[[], bytes]] = {
    "设密.pdf": encrypted,
    "两万页.pdf": many_pages,
    "自称两万页.pdf": lambda: pdf(pages="<</Type/Pages/Kids[3 0 R]/Count 20000>>"),
    "页树成环.pdf": lambda: pdf(pages="<</Type/Pages/Kids[2 0 R]/Count 1>>"),
    "解压炸弹.pdf": lambda: pdf(b" " * 400_000_000),
    "三百万次入栈.pdf": lambda: pdf(b"q " * 3_000_000),
    "二百万线段.pdf": lambda: pdf(b"0 0 m 9 9 l S\n" * 2_000_000),
    "一条路径二百万段.pdf": lambda: pdf(b"BT /F 9 Tf (a) Tj ET 0 0 m " + b"9 9 l " * 2_000_000 + b"S"),
    "一百万字.pdf": lambda: pdf(b"BT /F 1 Tf " + b"(a) Tj 1 0 Td " * 1_000_000 + b"ET"),
    "巨页.pdf": lambda: pdf(extra="/MediaBox[0 0 2000000 2000000]"),
    "巨图.pdf": lambda: pdf(
        b"q 500 0 0 500 0 0 cm BI /W 60000 /H 60000 /BPC 8 /CS /G /F /Fl ID " + zlib.compress(bytes(10**7)) + b" EI Q"
    ),
    "错位的数.pdf": lambda: pdf(b"BT /F 1e38 Tf 1e38 -1e38 Td (a) Tj ET 1e38 0 m 0 1e38 l S"),
    "只有开头.pdf": lambda: b"%PDF-1.7\n",
}
TEXTS: dict[str, Callable[[], bytes]] = {
    "零字节.xlsx": lambda: b"",
    "零字节.pdf": lambda: b"",
    "全是空格.txt": lambda: b" " * 1_000_000,
    "全是零.docx": lambda: bytes(1_000_000),
    "一行五百万字.txt": lambda: "绩效指标".encode() * 1_250_000,
    "五百万行.txt": lambda: "产出指标 数量指标\n".encode() * 300_000,
    "全是数字.txt": lambda: b"1234567890 " * 500_000,
    "深嵌套.json": lambda: b"[" * 1_000_000,
    "深对象.json": lambda: b'{"a":' * 200_000 + b"1" + b"}" * 200_000,
    "大数.json": lambda: b'{"kind":"project","year":' + b"9" * 1_000_000 + b"}",
    "百万张表.json": lambda: json.dumps([{}] * 1_000_000).encode(),
    "半个汉字.txt": lambda: "绩效自评表".encode()[:-1] * 1000,
    "五十兆以上.txt": lambda: b"a" * (50 * 1024 * 1024 + 1),
}


def nested_archives() -> bytes:
    """An archive in an archive, a hundred deep."""
    data = b"end"
    for _ in range(100):
        data = zipped({"a.zip": data})
    return data


MISLABELLED: dict[str, Callable[[], bytes]] = {
    "其实是图片.pdf": lambda: b"\x89PNG\r\n\x1a\n" + bytes(200),
    "其实是网页.xls": lambda: b"<html><body><p>404</p></body></html>",
    "其实是文本.xlsx": "这不是表格\n".encode,
    "其实是压缩包.docx": lambda: zipped({"a.txt": b"a"}),
    "其实是程序.xlsx": lambda: b"MZ\x90\x00" + bytes(range(256)) * 40,
    "其实是gzip.pdf": lambda: gzip.compress(b"a" * 1000),
}
ARCHIVES: dict[str, Callable[[], bytes]] = {
    "套娃.zip": nested_archives,
    "十万成员.zip": lambda: zipped({f"{number}.txt": b"" for number in range(100_000)}),
    "爬出目录.zip": lambda: zipped({"../../../etc/passwd": b"root", "/abs.xlsx": workbook()}),
    "压缩炸弹.zip": lambda: zipped({"a.xlsx": bytes(300_000_000)}),
}
