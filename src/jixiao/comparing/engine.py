"""How two forms are compared (两表对照): relate them, run every check of two forms, list what changed."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from jixiao.checks.engine import Check, declared_in, signed, worded
from jixiao.comparing.differences import Change, changes
from jixiao.comparing.matching import How, Match
from jixiao.comparing.pair import Pair
from jixiao.comparing.relation import Related, Relation, relate
from jixiao.finding import Finding
from jixiao.form import Form

LISTED = (Relation.DRAFT, Relation.REVIEW)
"""Where every changed value is listed, though it be no fault."""


class Comparison(NamedTuple):
    """What came of comparing two forms (对照结果)."""

    related: Related
    findings: tuple[Finding, ...]
    changes: tuple[Change, ...]  #: every changed value, between two versions of one form
    doubtful: tuple[Match, ...]  #: rows that are not surely the same indicator

    @property
    def listed(self) -> bool:
        """Whether every changed value is listed (列出改动): both are versions of one form."""
        return self.related.relation in LISTED


@cache
def all_comparisons() -> tuple[Check, ...]:
    """Every check of two forms, in the order of the codes (对照规则)."""
    return declared_in("jixiao.comparing")


@cache
def comparisons_by_code() -> Mapping[str, Check]:
    """Every check of two forms under its code (按编号)."""
    return {one.code: one for one in all_comparisons()}


def compare(first: Form, second: Form, relation: Relation | None = None) -> Comparison:
    """Compare two forms (两表对照): what relates them is seen by their kinds and years, or named."""
    pair = Pair(relate(first, second, relation))
    findings = signed((one, hit) for one in all_comparisons() for hit in one.find(pair))
    listed = tuple(changes(pair)) if pair.relation in LISTED else ()
    doubtful = tuple(match for match in pair.matches if _is_doubtful(match))
    return Comparison(pair.related, tuple(findings), listed, doubtful)


def _is_doubtful(match: Match) -> bool:
    """Whether the rows may be different indicators; of several with one name, those with one target are surely not."""
    return match.how is How.SIMILAR or (match.how is How.ORDER and match.ours.item.target != match.theirs.item.target)


def render(finding: Finding, lang: str = "zh") -> str:
    """The finding's message (疑点文字) in Chinese or English, with its facts put in."""
    return worded(comparisons_by_code()[finding.code], finding, lang)
