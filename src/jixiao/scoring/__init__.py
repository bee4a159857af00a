"""Scoring (计分): every row of a form gets an Award (应得分) with its working, or Unscored with the reason."""

from __future__ import annotations

from decimal import localcontext
from typing import TYPE_CHECKING

from jixiao.attainment import Attainment, compare
from jixiao.rulebooks.methods import EXACT
from jixiao.scoring.execution import rate_of, score_execution
from jixiao.scoring.indicators import score_indicator
from jixiao.scoring.messages import describe
from jixiao.scoring.model import Award, GroupScore, Input, Range, Scorecard, Unscored
from jixiao.scoring.sums import grade_of, group_scores, taken_total, total_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jixiao.form import Form
    from jixiao.rulebooks.model import Rulebook

__all__ = [
    "Award",
    "GroupScore",
    "Input",
    "Range",
    "Scorecard",
    "Unscored",
    "attainments",
    "describe",
    "rate_of",
    "score",
]


def score(form: Form, rulebook: Rulebook, found: Sequence[Attainment] | None = None) -> Scorecard:
    """Score one form (计分); `found` are the attainments of its rows, where they are known."""
    with localcontext(EXACT):  # no sum of points is rounded, however long the numbers of a damaged form
        return _score(form, rulebook, attainments(form) if found is None else tuple(found))


def attainments(form: Form) -> tuple[Attainment, ...]:
    """How the actual of each row stands to its target (各行完成情况)."""
    return tuple(compare(item.target, item.actual) for item in form.indicators)


def _score(form: Form, rulebook: Rulebook, found: tuple[Attainment, ...]) -> Scorecard:
    line = form.total_fund
    execution = score_execution(form, rulebook)
    rows = tuple(score_indicator(index, item, rulebook, found[index]) for index, item in enumerate(form.indicators))
    groups = group_scores(form, rows)
    taken = taken_total(form, execution, rows)
    return Scorecard(
        rulebook=rulebook.name,
        execution=execution,
        rate=None if line is None else rate_of(line, rulebook),
        indicators=rows,
        groups=groups,
        total=total_of(groups, execution),
        taken=taken,
        grade=None if taken is None else grade_of(taken, rulebook),
        attainments=found,
    )
