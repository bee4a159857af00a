"""What the page of one form under review shows (审核页所示): the official form, scores, findings, opinions."""

from __future__ import annotations

import re
from collections import defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from jixiao import places
from jixiao.checks.engine import checks_by_code, render
from jixiao.numerals import plain
from jixiao.proving import provable_paths
from jixiao.scoring.model import Award
from jixiao.terminal_scores import span_of
from jixiao.waivers import fingerprint
from jixiao.web.review import acts, source
from jixiao.web.texts import current
from jixiao.writers.blank import layout_for
from jixiao.writers.files import LAYOUTS
from jixiao.writers.official import plan

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jixiao.finding import Finding
    from jixiao.form import Form
    from jixiao.outcome import Audited
    from jixiao.rulebooks.model import Rulebook
    from jixiao.scoring.model import Unscored
    from jixiao.web.forms.marks import Marked
    from jixiao.web.forms.models import FindingDecision, FormRecord, Opinion
    from jixiao.web.people.models import Account
    from jixiao.writers.official import Plan, Planned

ZERO = Decimal(0)
STEP = re.compile(r"[\[\].]+")


class Cell(NamedTuple):
    """One cell of the official form as the reviewer sees it (版面单元格)."""

    text: str
    style: str
    rows: int
    cols: int
    spot: str = ""  #: id on the page; "" for a label, or where the value stood before
    path: str = ""
    due: str = ""  #: what the method gives, where that is not what stands there
    provable: bool = False
    marks: tuple[int, ...] = ()  #: the numbers of the findings here


class Doubt(NamedTuple):
    """One finding as the reviewer sees it (待处理的疑点)."""

    number: int
    code: str
    title: str
    severity: str
    place: str
    message: str
    repair: str
    decision: FindingDecision | None
    mark: str = ""  #: fingerprint
    spot: str = ""  #: id of the cell it leads to
    box: str = ""  #: key of the place in the file that the form was read from
    proof: str = ""  #: path that can be proven; "" for none
    lapsed: FindingDecision | None = None  #: 原处理，因内容已改而失效


class Row(NamedTuple):
    """What stands in one row, and what it is due (一行)."""

    name: str
    target: str
    actual: str
    stated: Decimal | None
    due: str
    off: bool  #: whether stated and due differ
    levels: tuple[str, str]  #: 一级、二级


class Scored(NamedTuple):
    """One row with every score beside the other (逐行评分)."""

    path: str
    at: str  #: id on the page
    first: str  #: 一级、二级, where they change
    told: Row
    weight: Decimal | None
    spot: str
    proof: str
    mine: Opinion | None
    others: tuple[Opinion, ...]
    review: Decimal | None  #: the last review score given by anybody
    doubts: int

    @property
    def away(self) -> Decimal | None:
        """How far the review score is from the self score (差)."""
        return None if self.review is None or self.told.stated is None else self.review - self.told.stated


class Totals(NamedTuple):
    """The foot of the table (合计)."""

    weight: Decimal
    stated: Decimal | None
    due: str
    review: Decimal  #: review scores, and the self score where none was given
    given: int  #: rows with a review score
    rows: int

    @property
    def away(self) -> Decimal | None:
        """Review less self."""
        return None if self.stated is None else self.review - self.stated


class Paper(NamedTuple):
    """The official form laid out (版面)."""

    widths: list[int]
    lines: list[list[Cell]]


def spot_of(path: str) -> str:
    """The id of a cell on the page: indicators[3].score is at-indicators-3-score (单元格锚点)."""
    return f"at-{STEP.sub('-', path).strip('-')}" if path else ""


def paper(marked: Marked, doubts: list[Doubt]) -> Paper:
    """The form as it is printed, with the findings and the recomputed scores in it (官方表样)."""
    one = marked.audited
    planned = plan(one.form, layout_for(one.form, one.rulebook, list(LAYOUTS)))
    due, known = _due(one), frozenset(provable_paths(one))
    numbers: dict[str, list[int]] = defaultdict(list)
    for doubt in doubts:
        if doubt.decision is None or doubt.decision.verdict == "accepted":
            numbers[doubt.spot].append(doubt.number)
    lines: list[list[Cell]] = [[] for _ in range(planned.rows)]
    seen: set[str] = set()
    for cell in planned.cells:
        spot, path = spot_of(cell.path or ""), cell.path or ""
        bare = _cell(cell, planned)
        if spot and spot not in seen:
            marks = tuple(numbers[spot])
            bare = bare._replace(spot=spot, path=path, due=due.get(path, ""), provable=path in known, marks=marks)
        seen.add(spot)
        lines[cell.row].append(bare)
    total = sum(planned.widths)
    return Paper([round(100 * width / total) for width in planned.widths], lines)


def printed(form: Form, rulebook: Rulebook) -> Paper:
    """The form as it is printed, with nothing beside it (只读版面)."""
    planned = plan(form, layout_for(form, rulebook, list(LAYOUTS)))
    lines: list[list[Cell]] = [[] for _ in range(planned.rows)]
    for cell in planned.cells:
        lines[cell.row].append(_cell(cell, planned))
    total = sum(planned.widths)
    return Paper([round(100 * width / total) for width in planned.widths], lines)


def _cell(cell: Planned, planned: Plan) -> Cell:
    ruled = planned.table[0] <= cell.row <= planned.table[1]
    return Cell(cell.text, f"{cell.role} ruled" if ruled else cell.role, cell.rowspan, cell.colspan)


def _due(one: Audited) -> dict[str, str]:
    """What the method gives where the form says something else (复算不同之处)."""
    form, card = one.form, one.scorecard
    found = {}
    for at, award in enumerate(card.indicators):
        if _differs(form.indicators[at].score, award):
            found[f"indicators[{at}].score"] = _points(award)
    if card.execution is not None and _differs(_stated(form, card.execution.path), card.execution):
        found[card.execution.path] = _points(card.execution)
    if card.taken is not None and form.total_score is not None and card.taken != form.total_score:
        found["total_score"] = plain(card.taken)
    return found


def _differs(stated: Decimal | None, award: Award | Unscored | None) -> bool:
    return isinstance(award, Award) and stated is not None and not award.low <= stated <= award.high


def _points(award: Award | Unscored | None) -> str:
    """The points by the method, a range where it leaves one; "" where it does not say (应得分)."""
    if not isinstance(award, Award):
        return ""
    return plain(award.low) if award.low == award.high else f"{plain(award.low)}–{plain(award.high)}"


def _stated(form: Form, path: str) -> Decimal | None:
    at = path.removeprefix("funds[").partition("]")[0]
    return form.funds[int(at)].score if at.isdecimal() and int(at) < len(form.funds) else None


def doubts(record: FormRecord, marked: Marked) -> list[Doubt]:
    """Every finding with what was decided on it, the undecided and the gravest first (疑点及处理)."""
    one, form = marked.audited, marked.audited.form
    decisions = {decision.fingerprint: decision for decision in record.decisions.select_related("by")}
    known = frozenset(provable_paths(one))
    spots, original = _spots(one), source.original(record)
    pairs = [(finding, fingerprint(form, finding)) for finding in one.findings]
    pairs.sort(key=lambda pair: pair[0].severity.rank)
    standing = {mark for _, mark in pairs}
    lapsed = {(old.code, old.path): old for mark, old in decisions.items() if mark not in standing}
    told = []
    for number, (finding, mark) in enumerate(pairs, start=1):
        decision = decisions.get(mark)
        doubt = _doubt(number, finding, form, decision)
        box = source.box_of(original, form, finding.path) if original is not None else ""
        former = lapsed.get((finding.code, finding.path)) if decision is None else None
        proof = next((path for path in (finding.path, f"{finding.path}.score") if path in known), "")
        told.append(doubt._replace(mark=mark, spot=_nearest(finding.path, spots), proof=proof, lapsed=former, box=box))
    return sorted(told, key=lambda one: one.decision is not None)  # a number stays the same when it is decided


def _doubt(number: int, finding: Finding, form: Form, decision: FindingDecision | None) -> Doubt:
    lang, check, mend = current(), checks_by_code()[finding.code], finding.correction
    return Doubt(
        number=number,
        code=finding.code,
        title=check.title_en if lang == "en" else check.title,
        severity=finding.severity.value,
        place=places.in_words(form, finding.path, lang),
        message=render(finding, lang),
        repair=mend.new or "" if mend is not None else "",
        decision=decision,
    )


def _spots(one: Audited) -> set[str]:
    planned = plan(one.form, layout_for(one.form, one.rulebook, list(LAYOUTS)))
    return {cell.path for cell in planned.cells if cell.path}


def _nearest(path: str, known: set[str]) -> str:
    """The cell that a finding is about: its own, else the first of its row, else the title (所在单元格)."""
    row = path.partition(".")[0]
    near = (path, f"{path}.name", f"{path}.source", f"{path}.actual", f"{row}.name", f"{row}.source", f"{row}.expected")
    return spot_of(
        next((one for one in near if one in known), next((one for one in known if one.startswith(f"{row}.")), "title"))
    )


def scored(record: FormRecord, marked: Marked, account: Account, found: list[Doubt]) -> list[Scored]:
    """Every row that can be given a review score (逐行评分)."""
    one, form = marked.audited, marked.audited.form
    known, counts = frozenset(provable_paths(one)), _counted(found)
    given: dict[str, list[Opinion]] = defaultdict(list)
    for opinion in record.opinions.filter(version=record.version.number).select_related("by"):
        given[opinion.path].append(opinion)
    last = ("", "")
    rows = []
    for path, weight in acts.weights(one).items():
        told = _row(form, one, path)
        opinions, proof = given[path], f"{path}.score"
        rows.append(
            Scored(
                path=path,
                at=spot_of(path).replace("at-", "row-"),
                first=" / ".join(level for level in told.levels if level) if told.levels != last else "",
                told=told,
                weight=weight,
                spot=spot_of(proof),
                proof=proof if proof in known else "",
                mine=next((said for said in opinions if said.by == account), None),
                others=tuple(said for said in opinions if said.by != account),
                review=next((said.review_score for said in reversed(opinions) if said.review_score is not None), None),
                doubts=counts[spot_of(path)],
            )
        )
        last = told.levels
    return rows


def _row(form: Form, one: Audited, path: str) -> Row:
    at = int(path[path.index("[") + 1 : -1])
    if path.startswith("funds"):
        line, award = form.funds[at], one.scorecard.execution
        rate = "" if line.rate is None else f"{plain(line.rate.scaleb(2))}%"
        name = places.in_words(form, f"{path}.rate", current())
        return Row(name, "", rate, line.score, _points(award), _differs(line.score, award), ("", ""))
    row, due = form.indicators[at], one.scorecard.indicators[at]
    target, actual = (value.told if value is not None else "" for value in (row.target, row.actual))
    levels = (row.level1 or "", row.level2 or "")
    return Row(row.label, target, actual, row.score, _points(due), _differs(row.score, due), levels)


def _counted(found: list[Doubt]) -> dict[str, int]:
    """How many findings each row has (逐行疑点数)."""
    counts: dict[str, int] = defaultdict(int)
    for doubt in found:
        parts = doubt.spot.split("-")
        counts["-".join(parts[:3])] += 1
    return counts


def totals(marked: Marked, rows: list[Scored]) -> Totals:
    """The sums of the columns (合计)."""
    card = marked.audited.scorecard
    return Totals(
        weight=sum((row.weight or ZERO for row in rows), ZERO),
        stated=marked.audited.form.total_score,
        due=plain(card.taken) if card.taken is not None else span_of(card.total),
        review=sum((row.review if row.review is not None else row.told.stated or ZERO for row in rows), ZERO),
        given=sum(row.review is not None for row in rows),
        rows=len(rows),
    )


def accepted(found: list[Doubt]) -> Iterator[str]:
    """The accepted findings in words, for the comment of a return (采纳的疑点)."""
    ones = [doubt for doubt in found if doubt.decision is not None and doubt.decision.verdict == "accepted"]
    for number, doubt in enumerate(ones, start=1):
        yield (
            f"{number}. {doubt.place}：{doubt.message}"
            if current() != "en"
            else f"{number}. {doubt.place}: {doubt.message}"
        )
