"""What the pages of a form show (页面所示): rows beside their scores, findings in words."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from jixiao import places
from jixiao.checks.engine import render
from jixiao.scoring.messages import describe
from jixiao.scoring.model import Unscored
from jixiao.web.texts import current

if TYPE_CHECKING:
    from decimal import Decimal

    from jixiao.form import Indicator
    from jixiao.web.forms.marks import Marked


class Shown(NamedTuple):
    """One indicator with what it is due (一行指标)."""

    path: str
    row: Indicator
    due: Decimal | None  #: 应得分
    working: str  #: 算式, or why there is none
    findings: int


class Told(NamedTuple):
    """One finding in words (一处疑点)."""

    code: str
    path: str
    severity: str
    place: str
    message: str


def indicator_rows(marked: Marked) -> list[Shown]:
    """Every indicator with what the rulebook gives it (指标行)."""
    rows = []
    form, card = marked.audited.form, marked.audited.scorecard
    doubts = Counter(finding.path.partition(".")[0] for finding in marked.open)
    for at, (row, award) in enumerate(zip(form.indicators, card.indicators, strict=True)):
        path = f"indicators[{at}]"
        if isinstance(award, Unscored):
            rows.append(Shown(path, row, None, describe(award, current()), doubts[path]))
        else:
            working = award.working_en if current() == "en" and award.working_en else award.working
            rows.append(Shown(path, row, award.points, working, doubts[path]))
    return rows


def told(marked: Marked) -> list[Told]:
    """The open findings in words, the gravest first (疑点)."""
    form = marked.audited.form
    return [
        Told(
            finding.code,
            finding.path,
            finding.severity.value,
            places.in_words(form, finding.path, current()),
            render(finding, current()),
        )
        for finding in sorted(marked.open, key=lambda one: one.severity.rank)
    ]
