"""`jixiao check` over a folder of all kinds of files, damaged ones among them: a line a file, and the counts."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from jixiao.terminal import width
from jixiao.writers import typst_pdf
from tests.command_line import Run
from tests.hostile import makers

HOSTILE = {
    "炸弹.xlsx": ("超过上限（解压后 64 MiB）", "over the limit (64 MiB unpacked)"),
    "零字节.pdf": ("文件是空的", "the file is empty"),
    "前百分之50.docx": ("文件损坏或不完整", "the file is damaged"),
    "设密.pdf": ("文件设有打开密码", "the file asks for a password"),
}
GOOD = ("department-2022.xlsx", "rural-2022.html", "yunnan-2023.xlsx")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Seven files in two folders; two files bear one name."""
    place = tmp_path / "收件"
    made = dict(makers.all_files_by_name())
    for name in ("甲县", "乙市"):
        (place / name).mkdir(parents=True)
    for name in GOOD:
        shutil.copy(makers.EXAMPLES / name, place / "甲县" / name)
    for name in HOSTILE:
        (place / "乙市" / name).write_bytes(made[name]())
    return place


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_file_has_a_line_and_none_stops_the_others(folder: Path, run: Run, lang: str) -> None:
    code, out, _ = run("--lang", lang, "check", "-q", folder)
    assert code == 2
    table = out[out.rindex("汇总" if lang == "zh" else "Summary") :]
    for name, told in HOSTILE.items():
        after = "".join(table.partition(name)[2].split())  # a reason may take several lines
        assert after.startswith("".join(told[lang == "en"].split())[:4]), name
    for name in GOOD:
        assert name in table
    assert ("7 个文件，3 张表" if lang == "zh" else "Files: 7; forms: 3") in table
    assert ("4 个文件不能读取" if lang == "zh" else "unreadable files: 4") in table


def test_the_shared_folder_stands_in_the_title_and_long_names_on_one_line(
    folder: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    long = "某某县某某局关于报送二〇二三年度部门整体支出绩效自评表的函（修改稿）最终版.xlsx"
    shutil.copy(folder / "甲县" / GOOD[0], folder / "甲县" / long)
    table = run("check", "-q", folder)[1].rpartition("汇总 · ")[2]
    assert table.startswith(str(folder))
    (line,) = [line for line in table.splitlines() if "最终版.xlsx" in line]
    assert "…" in line
    assert str(folder) not in line
    assert width(line) <= 100


def test_a_file_that_is_not_what_it_says_prints_no_traceback(folder: Path, run: Run) -> None:
    (folder / "甲县" / "表.pdf").write_bytes(typst_pdf.TEMPLATE.read_bytes())
    _, out, err = run("check", "-q", folder)
    assert "Traceback" not in out + err
    assert "表.pdf" in out
