"""Files are told apart by their content, and refused in words that say what they are."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from jixiao import readers
from jixiao.errors import FileEmpty, FileMissing, FileTooLarge, JixiaoError, UnknownFormat
from jixiao.readers import sniff

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 64


def packed(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, "<x/>")
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (packed("[Content_Types].xml", "xl/workbook.xml"), "xlsx"),
        (packed("docProps/thumbnail.jpeg", "xl/workbook.bin"), "xlsb"),
        (packed("word/document.xml", "word/embeddings/1.xlsx", "xl/workbook.xml"), "docx"),
        (packed("a.txt"), "zip"),
        (packed("收件/甲.xlsx", "xl/workbook.xml"), "zip"),
        (packed("表.PDF", "word/document.xml"), "zip"),
        (packed("word/", "word/document.xml"), "docx"),
        (OLE + "WordDocument".encode("utf-16-le"), "doc"),
        (OLE + "Workbook".encode("utf-16-le"), "xls"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        (b"%PDF-1.7\n", "pdf"),
        (b"\n\n%PDF-1.4\n", "pdf"),
        (b"\x89PNG\r\n\x1a\n\x00", "png"),
        (b"\xff\xd8\xff\xe0", "jpeg"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8", "webp"),
        (b"\x00\x01\x02\x03", "binary"),
        (b"\xef\xbb\xbf<!DOCTYPE html><p>", "html"),
        ("<table><tr><td>自评表".encode("gbk"), "html"),
        ("<html>".encode("utf-16"), "html"),
        (b' {"kind": "project"}', "json"),
        (b"[\n {}]", "json"),
        ("（2022年度）\n绩效自评表 2022".encode("utf-16-le"), "text"),
        ("［自评表］\n[附件1]".encode(), "text"),
        ("单位：<盖章>".encode(), "text"),
        (b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">', "xml"),
    ],
)
def test_the_content_tells_the_kind(data: bytes, kind: str) -> None:
    assert sniff.kind_of(data).name == kind


def test_a_kind_without_a_reader_is_named_with_what_can_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readers, "supported", lambda: ["html", "json", "xlsx"])
    with pytest.raises(UnknownFormat) as raised:
        readers.parse(b"Rar!\x1a\x07", "附件.xlsx")
    assert str(raised.value) == "附件.xlsx：内容是RAR 压缩包，不能作为自评表读取。目前可读：html、json、xlsx。"


def test_whatever_has_a_reader_is_listed() -> None:
    assert {"html", "json", "text", "xlsx"} <= set(readers.supported())
    assert "xlsx_styles" not in readers.supported()


def test_a_folder_and_a_missing_file_are_missing(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "无.xlsx", "a\x00b"):
        with pytest.raises(FileMissing):
            readers.read(path)


@pytest.mark.parametrize(("data", "error"), [(b"", FileEmpty), (b"\xef\xbb\xbf \r\n\t", FileEmpty)])
def test_a_blank_file_is_empty(tmp_path: Path, data: bytes, error: type[JixiaoError]) -> None:
    path = tmp_path / "form.xlsx"
    path.write_bytes(data)
    with pytest.raises(error, match=r"form\.xlsx：文件是空的"):
        readers.read(path)


def test_a_file_over_the_limit_is_not_loaded(tmp_path: Path) -> None:
    path = tmp_path / "big.txt"
    with path.open("wb") as file:
        file.truncate(readers.MOST_BYTES + 1)
    with pytest.raises(FileTooLarge, match="超过上限（50 MiB）"):
        readers.read(path)
