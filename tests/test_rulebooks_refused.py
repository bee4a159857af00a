"""A rulebook of one's own that cannot be used is refused: file, field and what is wrong, in both languages."""

from __future__ import annotations

from pathlib import Path

import pytest

from jixiao.errors import InvalidRulebook, UnknownRulebook
from jixiao.rulebooks import load, names

HINT = ("请按 CONTRIBUTING.md 的说明改正。", "See CONTRIBUTING.md.")
HEAD = 'based_on = "mof-2020-10"\ntitle = "本局办法"\ntitle_en = "Our own"\nissuer = "本局"\nsource = "本局"\n'
HEAD += 'kinds = ["project"]\n'
BANDS = """
[qualitative]
bands = [
  { level = "reached", name = "达成", high = "1", low = "0.8", high_inclusive = true },
  { level = "missed", name = "未达成", high = "0.8", low = "0" },
]
basis = "text"
clause = "第一条"
"""
STEPS = '[execution]\nmethod = "steps"\nweight = "10"\nbasis = "text"\nclause = "第一条"\n'
ROUNDING = '[rounding]\nscore_step = "{}"\nrate_step = "0.0001"\nbasis = "text"\nclause = "第一条"\n'


def _refused(path: Path, text: str) -> tuple[str, str]:
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InvalidRulebook) as told:
        load(path.as_posix())
    return str(told.value), told.value.text("en")


@pytest.mark.parametrize(
    ("text", "zh", "en"),
    [
        ("based_on = 3\n", "based_on：须为办法名称", "based_on: must be the name of a rulebook"),
        (HEAD + STEPS, "execution.steps：steps 须有此值", "execution.steps: steps needs it"),
        (
            HEAD + BANDS,
            "qualitative.bands：须依次为 reached, partly, missed",
            "qualitative.bands: must be reached, partly, missed, in this order",
        ),
        (HEAD + ROUNDING.format("0"), "rounding.score_step：须大于 0", "rounding.score_step: must be above 0"),
        (HEAD + ROUNDING.format("-0.1"), "rounding.score_step：须大于 0", "rounding.score_step: must be above 0"),
        (
            HEAD + '[quantity.positive]\nmethod = "ratio"\n',
            "quantity.positive：须写明 basis 和 clause",
            "quantity.positive: basis and clause are missing",
        ),
        (
            HEAD + '[quantity.positive]\nmethod = "ratio"\nzero_target = "nothing"\nbasis = "text"\nclause = "一"\n',
            "quantity.positive.zero_target：没有“nothing”，可用 unscored, full_if_met, full_if_not_above",
            "quantity.positive.zero_target: no 'nothing'; known: unscored, full_if_met, full_if_not_above",
        ),
        (
            HEAD + '[quantity.date]\nmethod = "ratio"\nbasis = "text"\nclause = "一"\n',
            "quantity.date.method：没有“ratio”，可用 direct, unstated",
            "quantity.date.method: no 'ratio'; known: direct, unstated",
        ),
    ],
    ids=["based_on", "steps", "bands", "step-zero", "step-below-zero", "no-basis", "unknown-word", "date-method"],
)
def test_a_rulebook_that_cannot_be_used_is_refused(tmp_path: Path, text: str, zh: str, en: str) -> None:
    path = tmp_path / "本局.toml"
    name = path.as_posix()
    assert _refused(path, text) == (
        f"计分办法 {name} 有误：{zh}。{HINT[0]}",
        f"Rulebook {name} is wrong: {en}. {HINT[1]}",
    )


def test_a_circle_of_rulebooks_is_shown_whole(tmp_path: Path) -> None:
    first, other = tmp_path / "甲.toml", tmp_path / "乙.toml"
    other.write_text(f'based_on = "{first.as_posix()}"\n', encoding="utf-8")
    circle = f"{first.as_posix()} → {other.as_posix()} → {first.as_posix()}"
    assert _refused(first, f'based_on = "{other.as_posix()}"\n') == (
        f"计分办法 {first.as_posix()} 有误：based_on：循环引用 {circle}。{HINT[0]}",
        f"Rulebook {first.as_posix()} is wrong: based_on: circular, {circle}. {HINT[1]}",
    )


def test_an_edited_file_is_read_anew(tmp_path: Path) -> None:
    path = tmp_path / "本局.toml"
    for step in ("0.1", "0.5"):
        path.write_text(HEAD + ROUNDING.format(step), encoding="utf-8")
        assert f"{load(path.as_posix()).rounding.score_step}" == step


def test_a_name_that_is_unknown_draws_the_nearest_ones() -> None:
    with pytest.raises(UnknownRulebook) as told:
        load("mof-2020-11")
    assert "是否指 mof-2020-10" in str(told.value)
    with pytest.raises(UnknownRulebook) as lost:
        load("zzzzzz")
    assert str(lost.value) == f"没有名为“zzzzzz”的计分办法。可用：{'、'.join(names())}。"
    with pytest.raises(UnknownRulebook) as part:
        load("mof")
    assert "是否指 mof-2020-10、mof-2020-10-with-cost、mof-2021-101？可用：anhui" in str(part.value)
