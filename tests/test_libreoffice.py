"""Documents that LibreOffice must convert: read where it is installed, told how to install it where it is not."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from jixiao import opening
from jixiao.errors import NeedsLibreOffice, ReadingTimedOut
from jixiao.readers import libreoffice, rtf

ROWS = [
    ["项目支出绩效自评表"],
    ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"],
    ["产出指标", "数量指标", "培训人次", "≥100人次", "120人次", "90", "88.50"],
]


def document() -> bytes:
    """A form as RTF, one table a row."""
    written = []
    for row in ROWS:
        edges = "".join(rf"\cellx{1200 * (index + 1)}" for index in range(len(row)))
        cells = "".join("".join(rf"\u{ord(character)}?" for character in text) + r"\cell " for text in row)
        written.append(rf"\trowd{edges}\pard\intbl {cells}\row ")
    return rb"{\rtf1\ansi " + "".join(written).encode() + rb"\pard end\par}"


def test_it_is_read_or_told_how() -> None:
    if shutil.which("soffice") is None:
        with pytest.raises(NeedsLibreOffice, match="apt install libreoffice-writer"):
            opening.forms_in(document(), "表.rtf")
        return
    (form,) = opening.forms_in(document(), "表.rtf")
    assert (form.title, form.indicators[0].name, str(form.indicators[0].score)) == (ROWS[0][0], "培训人次", "88.50")


def test_without_the_program_the_message_names_the_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libreoffice, "_program", lambda: None)
    with pytest.raises(NeedsLibreOffice, match=r"^表\.rtf：这种文档须先安装 LibreOffice 才能读取"):
        rtf.read(document(), "表.rtf")


@pytest.mark.skipif(os.name == "nt", reason="a shell script stands for the program")
def test_a_conversion_that_hangs_is_stopped(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    program = tmp_path / "soffice"
    program.write_text("#!/bin/sh\nsleep 60\n")
    program.chmod(0o755)
    monkeypatch.setattr(libreoffice, "_program", lambda: str(program))
    monkeypatch.setattr(libreoffice, "SECONDS", 1)
    with pytest.raises(ReadingTimedOut, match="超过 1 秒"):
        rtf.read(document(), "表.rtf")
