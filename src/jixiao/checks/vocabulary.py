"""The words and limits of the checks (词语与尺度), read once from vocabulary.toml."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec

from jixiao.form import Facet

NAMES_KEPT = 16384
"""How many indicator names each question about a name remembers the answer for (记住的指标名称数)."""


class Limits(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """House judgement in figures (尺度); each is explained in vocabulary.toml."""

    label_characters: int
    copied_characters: int
    goal_characters: int
    goal_nearly_characters: int
    similarity: Decimal
    vague_characters: int
    sentence_characters: int
    many_rows: int
    copied_reason_rows: int
    copied_reason_characters: int
    over_fulfilled: Decimal
    low_target: Decimal
    low_target_from: Decimal
    fewest_indicators: int
    most_indicators: int
    concentration: Decimal
    concentration_rows: int
    equal_rows: int
    duty_words: int
    full_execution: Decimal
    filed_years: int
    low_execution: Decimal
    near_full: Decimal
    full_rows: int
    exact_rows: int


class Phrases:
    """A set of words, compiled once (词组)."""

    __slots__ = ("_ends", "_pattern", "alternation", "words")

    def __init__(self, words: Iterable[str]) -> None:
        self.words = frozenset(words)
        longest_first = sorted(self.words, key=lambda word: (-len(word), word))
        self.alternation = "|".join(map(re.escape, longest_first)) or r"(?!)"  #: for patterns that need more around it
        self._pattern = re.compile(self.alternation)
        self._ends = tuple(self.words)

    def first_in(self, text: str) -> re.Match[str] | None:
        """Where the first of the words stands in `text`, or None."""
        return self._pattern.search(text)

    def all_in(self, text: str) -> list[str]:
        """Every occurrence of a word in `text`."""
        return self._pattern.findall(text)

    def ends(self, text: str) -> bool:
        """Whether `text` ends with one of the words."""
        return text.endswith(self._ends)

    def __contains__(self, text: str) -> bool:
        return text in self.words


class Words(msgspec.Struct, frozen=True):
    """The sets of words (词语); each is explained in vocabulary.toml."""

    vague: Phrases
    levels: Phrases
    zero: Phrases
    inapplicable: Phrases
    incident: Phrases
    satisfaction: Phrases
    satisfaction_name: Phrases
    hollow: Phrases
    no_deviation: Phrases
    as_above: Phrases
    measure: Phrases
    norm: Phrases
    no_problem: Phrases
    duty: Phrases
    placeholder: Phrases
    reverse: Phrases
    reverse_end: Phrases
    reverse_end_not: Phrases
    reverse_not: Phrases
    positive: Phrases
    positive_not: Phrases
    bounded: Phrases
    growing: Phrases
    payment: Phrases
    counted: Phrases


class Misplaced(msgspec.Struct, frozen=True):
    """Names that belong to another second level (放错二级指标): under these facets, these words."""

    under: frozenset[Facet]
    words: Phrases
    excepted: Phrases
    belongs: str
    belongs_en: str


def _read() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "vocabulary.toml").read_text(encoding="utf-8"))


def _misplaced(table: dict[str, Any]) -> Misplaced:
    return Misplaced(
        frozenset(Facet(facet) for facet in table["under"]),
        Phrases(table["words"].split()),
        Phrases(table["except"].split()),
        table["belongs"],
        table["belongs_en"],
    )


_TABLES = _read()

LIMITS = msgspec.convert(_TABLES["limits"], Limits, strict=False)
WORDS = Words(
    **{name: Phrases(words.split()) for name, words in _TABLES["words"].items()},
)
MISPLACED = tuple(map(_misplaced, _TABLES["misplaced"]))
MISPLACED_WORDS = Phrases(word for one in MISPLACED for word in one.words.words)
CONTRADICTIONS = tuple((table["first"], table["second"]) for table in _TABLES["contradiction"])
"""Pairs of words that cannot both be true of one purchase (矛盾说法)."""
