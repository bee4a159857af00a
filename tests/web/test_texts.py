"""Both languages are complete (文字齐全): every text exists twice, and no template says anything outside `text`."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from jixiao.web import texts
from jixiao.web.cycle.states import cycle
from jixiao.web.people.matrix import matrix

TEMPLATES = Path(texts.__file__).parent.parent / "templates"
TAG = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}|<!--.*?-->|<!DOCTYPE[^>]*>", re.DOTALL)
SPOKEN = re.compile(r'(?:placeholder|title|aria-label|alt)="([^"]*)"')
HAN = re.compile(r"[\u4e00-\u9fff]")
FIELD = re.compile(r"\{(\w+)\}")
ALL = sorted(TEMPLATES.rglob("*.html"))


def test_both_languages_say_the_same_facts() -> None:
    for key, (zh, en) in texts.all_texts().items():
        assert zh, key
        assert en, key
        assert sorted(FIELD.findall(zh)) == sorted(FIELD.findall(en)), key
        assert not HAN.search(FIELD.sub("", en).replace("中文", "")) or key.startswith("people.import_"), key


@pytest.mark.parametrize("path", ALL, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_template_says_nothing_by_itself(path: Path) -> None:
    bare = TAG.sub("", path.read_text(encoding="utf-8"))
    shown = " ".join([*re.sub(r"<[^>]*>", " ", bare).split(), *SPOKEN.findall(bare)])
    assert re.findall(r"[A-Za-z]{2,}|[\u4e00-\u9fff]+", shown) == []


@pytest.mark.parametrize("path", ALL, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_every_text_that_a_template_asks_for_exists(path: Path) -> None:
    asked = re.findall(r"""\{% text ["']([\w.]+)["']""", path.read_text(encoding="utf-8"))
    assert [key for key in asked if key not in texts.all_texts()] == []


def test_every_state_step_and_level_has_a_name() -> None:
    names = texts.all_texts()
    wanted = [
        *(f"state.{one}" for one in cycle().states),
        *(f"step.{one}" for one in cycle().transitions),
        *(f"level.{one}" for one in cycle().levels),
    ]
    assert [one for one in wanted if one not in names] == []
    assert all(role.zh and role.en for role in matrix().roles.values())
