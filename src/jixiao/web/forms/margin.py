"""What stands beside the form while it is filled in (边栏): what each row is due, sums, rate, total, findings."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from django.template.loader import render_to_string

from jixiao import places
from jixiao.proving import provable_paths
from jixiao.scoring.model import Award
from jixiao.web.desk.templatetags.words import figure
from jixiao.web.forms import showing
from jixiao.web.texts import current
from jixiao.writers.method_notes import NAMES

if TYPE_CHECKING:
    from jixiao.finding import Finding
    from jixiao.form import Form, Indicator
    from jixiao.scoring.model import GroupScore, Range, Unscored
    from jixiao.web.forms.marks import Marked

RATE_PLACES = Decimal("0.0001")
MOST_KEPT = 8192  # findings as HTML, of about 1 kB; most of a form's stay the same from save to save


class Sum(NamedTuple):
    """The sums of one group (一级指标合计)."""

    name: str
    weight: str
    stated: str
    due: str
    away: bool  #: 与复算不同
    first: str  #: the path of its first row
    proof: str  #: as in Beside


class Beside(NamedTuple):
    """One finding with what can be asked about it (疑点)."""

    told: showing.Told
    proof: str  #: the path of a number that can be proven; "" where there is none
    repair: str  #: 建议改为
    asks: str  #: the path that the repair goes to


def facts(marked: Marked) -> dict[str, Any]:
    """Everything that the template of the margin shows (边栏内容)."""
    one = marked.audited
    form, card = one.form, one.scorecard
    known = frozenset(provable_paths(one))
    total = form.total_fund
    due = card.taken if card.taken is not None else card.total.exact
    return {
        "stated": form.total_score,
        "due": figure(due) if due is not None else span(card.total),
        "settled": due is not None and form.total_score == due,
        "total_proof": "total_score" if "total_score" in known else "",
        "rate_proof": next((path for path in known if path.endswith(".rate") and _is_total(form, path)), ""),
        "execution_proof": card.execution.path if card.execution is not None and card.execution.path in known else "",
        "grade": card.grade,
        "stated_grade": form.grade,
        "stated_rate": None if total is None else total.rate,
        "rate": None if card.rate is None else card.rate.quantize(RATE_PLACES),
        "execution": _points(card.execution),
        "groups": [_sum(form, at, group, known) for at, group in enumerate(card.groups)],
        "findings": [
            drawn(Beside(told, _proof(finding, known), _repair(finding), _asks(finding)), current())
            for finding, told in zip(_ordered(marked), showing.told(marked), strict=True)
        ],
        "waived": [(places.in_words(form, finding.path, current()), finding.code) for finding, _ in marked.waived],
        "unread": [(places.in_words(form, mark.path or "", current()), mark) for mark in form.unread],
        "method": one.rulebook.title_en if current() == "en" else one.rulebook.title,
        "must_fix": marked.must_fix,
    }


@lru_cache(maxsize=MOST_KEPT)
def drawn(one: Beside, lang: str) -> str:  # noqa: ARG001 - the template speaks it
    """One finding as HTML (疑点片段): a save changes few of them."""
    return render_to_string("forms/finding.html", {"one": one})


def rows(marked: Marked) -> dict[str, dict[str, str]]:
    """What each scored cell is due, by its path (逐行应得分): the number, its tone, and how it comes about."""
    found = {}
    for shown in showing.indicator_rows(marked):
        blank = is_blank(shown.row)
        found[f"{shown.path}.score"] = {
            "due": "" if blank else figure(shown.due) if shown.due is not None else "?",
            "tone": _tone(shown.due, shown.row.score),
            "working": shown.working,
        }
    execution = marked.audited.scorecard.execution
    if isinstance(execution, Award):
        stated = next((line.score for line in marked.audited.form.funds if line.is_total), None)
        working = execution.working_en if current() == "en" and execution.working_en else execution.working
        due = execution.points
        found[execution.path] = {"due": _points(execution), "tone": _tone(due, stated), "working": working}
    return found


def doubts(marked: Marked) -> dict[str, str]:
    """The gravest severity found at each path (各格疑点); rows that nobody has begun are not painted red all over."""
    found: dict[str, str] = {}
    blank = [f"indicators[{at}]" for at, row in enumerate(marked.audited.form.indicators) if is_blank(row)]
    for finding in _ordered(marked):
        if finding.path.partition(".")[0] not in blank:
            found.setdefault(finding.path, finding.severity.value)
    return found


def is_blank(row: Indicator) -> bool:
    """Whether nobody has begun to fill in the row (整行未填); its levels alone come with a blank form."""
    return all(one is None for one in (row.name, row.target, row.actual, row.score, row.weight))


def _tone(due: Decimal | None, stated: Decimal | None) -> str:
    if due is None or stated is None:
        return "open"
    return "same" if due == stated else "differs"


def _ordered(marked: Marked) -> list[Finding]:
    return sorted(marked.open, key=lambda one: one.severity.rank)


def _sum(form: Form, at: int, group: GroupScore, known: frozenset[str]) -> Sum:
    zh = NAMES.get(group.group, "其他指标") if group.group is not None else "其他指标"
    name = group.group.value.capitalize() if current() == "en" and group.group is not None else zh
    away = group.stated is not None and group.stated != group.recomputed.exact
    first = next((f"indicators[{row}]" for row, one in enumerate(form.indicators) if one.group == group.group), "")
    proof = f"groups[{at}].score"
    due = span(group.recomputed)
    return Sum(name, figure(group.weight), figure(group.stated), due, away, first, proof if proof in known else "")


def span(given: Range) -> str:
    """A sum as one number, or from the lowest to the highest (区间)."""
    if given.exact is not None:
        return figure(given.exact)
    return f"{figure(given.low)}–{figure(given.high)}"


def _points(award: Award | Unscored | None) -> str:
    if not isinstance(award, Award):
        return "–"
    return figure(award.low) if award.low == award.high else f"{figure(award.low)}–{figure(award.high)}"


def _proof(finding: Finding, known: frozenset[str]) -> str:
    row = finding.path.partition(".")[0]
    return next((path for path in (finding.path, f"{row}.score") if path in known), "")


def _is_total(form: Form, path: str) -> bool:
    return any(line.is_total and path.startswith(f"funds[{at}].") for at, line in enumerate(form.funds))


def _asks(finding: Finding) -> str:
    return finding.correction.path if finding.correction is not None else ""


def _repair(finding: Finding) -> str:
    return (finding.correction.new if finding.correction is not None else None) or ""
