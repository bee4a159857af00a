"""Archives of forms: every member is read, in limits, and one that fails does not lose the others."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from jixiao import archives, opening
from jixiao.errors import FileTooLarge, NothingFound, UnknownFormat

EXAMPLES = Path(__file__).parent.parent / "examples"
GOOD = (EXAMPLES / "project-clean-2023.xlsx").read_bytes()


def zipped(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def test_every_member_is_read_under_its_name() -> None:
    data = zipped({"甲/一.xlsx": GOOD, "二.html": (EXAMPLES / "project-clean-2023.html").read_bytes()})
    forms = opening.forms_in(data, "全部.zip")
    assert [form.source for form in forms] == ["全部.zip/一.xlsx", "全部.zip/二.html"]


def test_a_name_in_gbk_is_read() -> None:
    data = zipped({"AB.xlsx": GOOD}).replace(b"AB.xlsx", "表".encode("gbk") + b".xlsx")
    assert [form.source for form in opening.forms_in(data, "a.zip")] == ["a.zip/表.xlsx"]


def test_a_member_that_fails_is_told_at_the_first_form() -> None:
    forms = opening.forms_in(zipped({"坏.bin": b"MZ\x00\x01", "好.xlsx": GOOD}), "a.zip")
    assert len(forms) == 1
    assert forms[0].unread[-1].reason.startswith("a.zip/坏.bin：内容是无法识别的二进制数据")


def test_an_archive_without_forms_says_why() -> None:
    with pytest.raises(UnknownFormat, match=r"a\.zip/坏\.bin"):
        opening.forms_in(zipped({"坏.bin": b"MZ\x00\x01"}), "a.zip")
    with pytest.raises(NothingFound, match=r"a\.zip"):
        opening.forms_in(zipped({"内.zip": zipped({"好.xlsx": GOOD})}), "a.zip")


def test_it_stops_at_the_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MOST_MEMBERS", 2)
    with pytest.raises(FileTooLarge, match="2 个文件"):
        opening.forms_in(zipped({f"{number}.xlsx": GOOD for number in range(3)}), "a.zip")
    monkeypatch.setattr(archives, "MOST_UNPACKED", 1 << 20)
    with pytest.raises(FileTooLarge, match="1 MiB"):
        opening.forms_in(zipped({"a.txt": b"a" * (1 << 20), "b.txt": b"a" * 9}), "a.zip")


def test_a_workbook_that_is_only_stored_in_an_archive_is_read() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("收件/", b"")
        archive.writestr("收件/甲.xlsx", GOOD)
        archive.writestr("收件/乙.xlsx", GOOD)
    assert [form.source for form in opening.forms_in(out.getvalue(), "a.zip")] == ["a.zip/甲.xlsx", "a.zip/乙.xlsx"]
