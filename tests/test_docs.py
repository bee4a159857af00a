"""The documents say what is: commands exist, generated pages are fresh, examples are what their sources make."""

from __future__ import annotations

import contextlib
import io
import re
import shlex
import zipfile
from pathlib import Path

import click
import pytest

from jixiao import readers
from jixiao.cli import group
from jixiao.terminal_help import Context
from tools import make_docs, make_examples

ROOT = Path(__file__).parent.parent
WRITTEN = [ROOT / name for name in ("README.md", "README.zh-CN.md", "docs/guide.md", "docs/guide.zh-CN.md")]
BLOCK = re.compile(r"^```\w*\n(.*?)^```", re.MULTILINE | re.DOTALL)
CALL = re.compile(r"^(?:\$ )?(jixiao .+)$", re.MULTILINE)
LINK = re.compile(r"\]\(([^)#:]+)(?:#[^)]*)?\)")


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: path.name)
def test_every_command_line_in_the_documents_is_understood(path: Path) -> None:
    calls = [call for block in BLOCK.findall(path.read_text(encoding="utf-8")) for call in CALL.findall(block)]
    assert calls
    context = Context(group, info_name="jixiao", obj="zh")
    for call in calls:
        words = shlex.split(call.split(" | ")[0].split(" > ")[0], comments=True)[1:]
        command = group.get_command(context, words[0]) if not words[0].startswith("-") else group
        assert command is not None, call
        with contextlib.suppress(click.exceptions.Exit):  # --help, --version
            command.make_context(words[0], words[1:], parent=context)


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: path.name)
def test_links_lead_to_files(path: Path) -> None:
    missing = [link for link in LINK.findall(path.read_text(encoding="utf-8")) if not (path.parent / link).exists()]
    assert missing == []


@pytest.mark.parametrize("path", WRITTEN[:2], ids=lambda path: path.name)
def test_the_readme_names_every_command_and_every_format(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    commands = group.list_commands(Context(group, info_name="jixiao", obj="zh"))
    assert [name for name in commands if f"`jixiao {name}" not in text] == []
    assert [name for name in sorted(readers.suffixes()) if f"`{name}`" not in text] == []


def test_generated_pages_are_fresh() -> None:
    stale = [
        str(path.relative_to(ROOT))
        for path, text in make_docs.pages().items()
        if not path.exists() or path.read_text(encoding="utf-8") != text
    ]
    assert stale == [], "run make docs"


def test_no_page_is_left_of_a_check_that_is_gone() -> None:
    assert set((ROOT / "docs" / "checks").glob("*.md")) <= set(make_docs.pages())


def contents(data: bytes) -> object:
    """What a file holds: of a workbook its parts, however they are packed."""
    if not data.startswith(b"PK"):
        return data
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.parametrize("source", sorted(make_examples.SOURCES.glob("*.grid")), ids=lambda path: path.stem)
def test_examples_are_what_their_sources_make(source: Path) -> None:
    for path, data in make_examples.made_from(source).items():
        assert contents(path.read_bytes()) == contents(data), "run python tools/make_examples.py"


def test_examples_hold_no_personal_data() -> None:
    for source in [*make_examples.SOURCES.glob("*.grid"), *(ROOT / "examples").glob("*.txt")]:
        text = source.read_text(encoding="utf-8")
        assert set(re.findall(r"(?<!\d)\d{7,11}(?!\d)", text)) <= {"8000000"}
        assert set(re.findall(r"(?:联系人|负责人)：\s*(\S{3})", text)) <= {"某某某"}
