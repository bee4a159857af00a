"""What a file is, by its content and never by its name (文件类型识别)."""

from __future__ import annotations

import re
from typing import NamedTuple


class Kind(NamedTuple):
    """A kind of file (文件类型): its short name, which is also that of its reader, and what people call it."""

    name: str
    zh: str
    en: str


_MAGIC: tuple[tuple[bytes, Kind], ...] = (
    (b"\x89PNG\r\n\x1a\n", Kind("png", "PNG 图片", "a PNG picture")),
    (b"\xff\xd8\xff", Kind("jpeg", "JPEG 图片", "a JPEG picture")),
    (b"GIF8", Kind("gif", "GIF 图片", "a GIF picture")),
    (b"II*\x00", Kind("tiff", "TIFF 图片", "a TIFF picture")),
    (b"MM\x00*", Kind("tiff", "TIFF 图片", "a TIFF picture")),
    (b"Rar!", Kind("rar", "RAR 压缩包", "a RAR archive")),
    (b"7z\xbc\xaf\x27\x1c", Kind("7z", "7z 压缩包", "a 7z archive")),
    (b"\x1f\x8b", Kind("gzip", "gzip 压缩包", "a gzip archive")),
    (b"{\\rtf", Kind("rtf", "RTF 文档", "an RTF document")),
)
_IN_ZIP: tuple[tuple[bytes, Kind], ...] = (
    (b"xl/workbook.bin", Kind("xlsb", "Excel 二进制工作簿（.xlsb）", "a binary Excel workbook (.xlsb)")),
    (b"xl/workbook.xml", Kind("xlsx", "Excel 工作簿", "an Excel workbook")),
    (b"word/document", Kind("docx", "Word 文档", "a Word document")),
    (b"ppt/presentation", Kind("pptx", "PowerPoint 演示文稿", "a PowerPoint presentation")),
    (b"opendocument.spreadsheet", Kind("ods", "OpenDocument 表格（.ods）", "an OpenDocument spreadsheet (.ods)")),
    (b"opendocument.text", Kind("odt", "OpenDocument 文档（.odt）", "an OpenDocument text (.odt)")),
    (b"OFD.xml", Kind("ofd", "OFD 版式文件", "an OFD document")),
)
_MEMBER = b"PK\x03\x04"  # begins each file of an archive
_FILE = re.compile(
    rb"\.(?:xls[xm]?|et|docx?|wps|rtf|od[ts]|ofd|pdf|html?|json|te?xt|csv|zip|rar|pptx?)$", re.IGNORECASE
)
"""What people pack; the parts of an Office file are called otherwise."""
_IN_OLE: tuple[tuple[str, Kind], ...] = (
    ("EncryptedPackage", Kind("encrypted", "加密的 Office 文件", "an encrypted Office file")),
    ("WordDocument", Kind("doc", "旧版 Word 文档（.doc）", "an old Word document (.doc)")),
    ("Workbook", Kind("xls", "旧版 Excel 工作簿（.xls）", "an old Excel workbook (.xls)")),
    ("Book", Kind("xls", "旧版 Excel 工作簿（.xls）", "an old Excel workbook (.xls)")),
)
ZIP = Kind("zip", "ZIP 压缩包", "a ZIP archive")
_OLE = Kind("ole", "旧版 Office 文件", "an old Office file")
PDF = Kind("pdf", "PDF", "a PDF")
_WEBP = Kind("webp", "WebP 图片", "a WebP picture")
_BMP = Kind("bmp", "BMP 图片", "a BMP picture")
JSON = Kind("json", "JSON", "JSON")
HTML = Kind("html", "网页", "a web page")
_SPREADSHEET_XML = Kind("xml", "Excel 2003 XML 表格", "an Excel 2003 XML spreadsheet")
TEXT = Kind("text", "文本", "text")
BINARY = Kind("binary", "无法识别的二进制数据", "unknown binary data")

HEAD = 4096  # marks of text formats stand in the first bytes
_OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_TAG = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|meta|title|table|div|p|style|script|link|tr|h[1-6])[\s>]", re.IGNORECASE
)
_USUAL = re.compile(r"[\u4e00-\u9fa5\uff00-\uff5e\u3000-\u3011\x20-\x7e\r\n\t]")
_MOSTLY = 0.9
_JSON_START = re.compile(rb'\{\s*["}]|\[\s*[{\]]')
_WIDE = (b"\xff\xfe", b"\xfe\xff")  # UTF-16, where every other byte may be NUL


def kind_of(data: bytes) -> Kind:
    """The kind of file whose whole content is `data` (文件类型)."""
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            return kind
    if data.startswith(_MEMBER):
        return _kind_of_zip(data)
    if data.startswith(_OLE_MAGIC):
        return next((kind for mark, kind in _IN_OLE if mark.encode("utf-16-le") in data), _OLE)
    if data[8:12] == b"WEBP":
        return _WEBP
    if b"%PDF-" in data[:1024]:
        return PDF
    return _kind_of_text(data)


def _kind_of_zip(data: bytes) -> Kind:
    if _FILE.search(_first_member(data)):
        return ZIP  # of files: a workbook that is merely stored in it shows its own marks
    # the part that stands first tells: a Word document may hold a workbook, and the reverse
    found = [(place, kind) for mark, kind in _IN_ZIP if (place := data.find(mark)) >= 0]
    return min(found)[1] if found else ZIP


def _first_member(data: bytes) -> bytes:
    """The name of the first file in the archive; folders, which hold nothing, are passed over."""
    at = 0
    while data.startswith(_MEMBER, at):
        length, extra = (int.from_bytes(data[at + place : at + place + 2], "little") for place in (26, 28))
        name = data[at + 30 : at + 30 + length]
        if not name.endswith(b"/"):
            return name
        at += 30 + length + extra
    return b""


def _kind_of_text(data: bytes) -> Kind:
    wide = data.startswith(_WIDE)
    head = data[:HEAD]
    if wide:
        head = head.replace(b"\x00", b"")
    elif b"\x00" in head:
        if _is_unmarked_utf16(head):
            return TEXT
        return _BMP if head.startswith(b"BM") else BINARY
    start = head.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    if _JSON_START.match(start):
        return JSON
    if start.startswith(b"<") and b"urn:schemas-microsoft-com:office:spreadsheet" in head and b"<Workbook" in head:
        return _SPREADSHEET_XML
    if start.startswith(b"<") and _TAG.search(head):
        return HTML
    return TEXT


def _is_unmarked_utf16(head: bytes) -> bool:
    """Whether the bytes are UTF-16 without its mark, as some systems write text: nearly all usual characters."""
    even = head[: len(head) // 2 * 2]
    texts = (even.decode(encoding, "replace") for encoding in ("utf-16-le", "utf-16-be"))
    return any(len(_USUAL.findall(text)) > _MOSTLY * len(text) for text in texts)


def names() -> frozenset[str]:
    """The short names of all kinds (全部类型)."""
    kinds = [kind for _, kind in _MAGIC + _IN_ZIP] + [kind for _, kind in _IN_OLE]
    return frozenset(kind.name for kind in [*kinds, ZIP, _OLE, PDF, _WEBP, _BMP, JSON, HTML, _SPREADSHEET_XML, TEXT])
