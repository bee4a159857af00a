"""The drafted self-evaluation report (绩效自评报告初稿): the form in the usual sections, gaps marked, nothing invented.

Every figure is one of the form or follows from its figures by arithmetic. What only the unit can say stays a gap.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from jixiao.attainment import Attainment
from jixiao.checks import render
from jixiao.checks.dossier import Dossier, Row
from jixiao.checks.reasons import explained, lost, missed, over_fulfilment
from jixiao.finding import Severity
from jixiao.form import FormKind, FundLine
from jixiao.outcome import Audited
from jixiao.places import in_words
from jixiao.reports.blocks import Block, Cell, Heading, PageBreak, Paper, Paragraph, Run, Table, cell, paragraph, run
from jixiao.reports.scores import has_scores
from jixiao.reports.wording import GAP, Wording, ours
from jixiao.scoring import rate_of
from jixiao.scoring.rounding import tidy
from jixiao.terminal_report import percent, rounded_percent
from jixiao.terminal_scores import group_name, shown, summed
from jixiao.writers.printable import printable

MARKED = re.compile(r"(【(?:待单位补充|请核对)：[^】]*】)")
ENDS = "。；，"  # a value in words goes on inside a sentence
MOST_NOTES = 40  # findings that the closing page lists


def marked(text: str, style: str = "body") -> Paragraph:
    """A paragraph in which the marks stand out (标出待补之处)."""
    parts = [part for part in MARKED.split(text) if part]
    return paragraph(*(run(part, "gap" if MARKED.fullmatch(part) else "") for part in parts), style=style)


def draft_of(one: Audited, file: str, words: Wording | None = None) -> Paper:
    """The report as it can be drafted from the form (起草); `file` is named on the closing page."""
    drafter = _Drafter(one, file, words or ours())
    blocks = list(drafter.blocks())
    return Paper(
        drafter.title.replace("\n", ""), "zh", [*blocks, PageBreak(), *drafter.notes(blocks)], manner="official"
    )


class _Drafter:
    """Drafts one report (起草)."""

    def __init__(self, one: Audited, file: str, words: Wording) -> None:
        self.one, self.form, self.file = one, one.form, file
        self.words = words
        self.dossier = Dossier(one.form, one.rulebook)
        kind = one.form.kind
        self.kind = str(kind) if kind in (FormKind.DEPARTMENT, FormKind.TRANSFER) else "project"
        self.money = one.form.amount_unit or "万元"
        self.scored = has_scores(one)

    @property
    def unit(self) -> str:
        """The unit's name, or a gap."""
        return self.form.unit or self.words.gap("unit")

    @property
    def year(self) -> str:
        """2022 年度, or a gap."""
        return f"{self.form.year}年度" if self.form.year else self.words.gap("year")

    @property
    def title(self) -> str:
        """The title of the report."""
        project = self.form.project or (self.unit if self.kind == "department" else self.words.gap("project"))
        return printable(self.words.say("title", self.kind, unit=self.unit, project=project, year=self.year))

    def _say(self, key: str, **facts: object) -> str:
        return self.words.say("sentence", key, **facts)

    def _head(self, key: str, level: int = 1) -> Heading:
        return Heading(self.words.say("heading", key), level)

    def _amount(self, number: Decimal | None, key: str) -> str:
        return self.words.gap(key) if number is None else f"{shown(number)} {self.money}"

    def blocks(self) -> Iterator[Block]:
        """The sections in their usual order."""
        yield Heading(self.title, 0)
        yield self._head("basics")
        yield from self._profile()
        yield from self._funds()
        yield self._head("goal", 2)
        yield from self._goals("expected")
        yield self._head("attained")
        yield self._head("overall", 2)
        yield from self._goals("actual")
        yield from self._indicators()
        if self.scored or self.form.total_score is not None or not self.form.indicators:
            yield from self._result()
        yield self._head("deviation")
        yield from self._deviations()
        for key, text in (("problems", self.form.problems), ("measures", self.form.measures), ("applied", None)):
            yield self._head(key)
            yield from self._told(text, key)
        yield self._head("other")
        yield marked(self.words.gap("other"))
        yield marked(self.form.unit or self.words.gap("place"), "signed")
        yield marked(self.words.gap("date"), "signed")

    def _told(self, text: str | None, key: str) -> Iterator[Block]:
        """A text of the form, line by line; a gap where it is blank."""
        for line in (text or self.words.gap(key)).split("\n"):
            if line.strip():
                yield marked(line.strip())

    def _profile(self) -> Iterator[Block]:
        department = self.kind == "department"
        yield self._head("profile_department" if department else "profile_project", 2)
        name = self.unit if department else f"{self.form.project or self.words.gap('project')}由{self.unit}实施。"
        told = self._say(
            "profile", unit=name, gap=self.words.gap("profile_department" if department else "profile_project")
        )
        told += self._say("department", department=self.form.department) if self.form.department else ""
        told += self._say("code", code=self.form.project_code) if self.form.project_code else ""
        yield marked(told)
        yield marked(
            self._say(
                "evaluation",
                method=self.words.doubt("method", method=self.one.rulebook.title),
                year=self.year,
                what=self._say(f"what_{self.kind}"),
                gap=self.words.gap("evaluation"),
            )
        )

    def _funds(self) -> Iterator[Block]:
        yield self._head("funds", 2)
        line = self.form.total_fund or FundLine("")
        budget, executed = self._amount(line.full_budget, "budget"), self._amount(line.executed, "executed")
        facts = {"budget": budget, "executed": executed, "rate": self._rate(line)}
        if line.initial_budget is None:
            told = self._say("funds_without_initial", **facts)
        else:
            told = self._say("funds", initial=self._amount(line.initial_budget, "budget"), **facts)
        yield marked(told + self._adjusted(line))
        if len(self.form.funds) > 1:
            yield self._fund_table()
        yield from self._management()

    def _management(self) -> Iterator[Block]:
        """How the money was managed: the rows of a transfer form, else a gap."""
        if not self.form.management:
            yield marked(self.words.gap("management"))
        for one in self.form.management:
            situation = (one.situation or self.words.gap("situation", aspect=one.aspect)).rstrip(ENDS)
            problems = self._say("found", text=one.problems.rstrip(ENDS)) if one.problems else ""
            yield marked(self._say("aspect", aspect=one.aspect, situation=situation, problems=problems))

    def _rate(self, line: FundLine) -> str:
        """The rate as the form states it, with what the amounts give where the two differ."""
        exact = rate_of(line, self.one.rulebook)
        due = "" if exact is None else rounded_percent(exact, self.one.rulebook)
        if line.rate is None:
            return due or self.words.gap("rate")
        stated = percent(line.rate)
        path = next((f"funds[{at}].rate" for at, own in enumerate(self.form.funds) if own is line), "")
        differs = any(one.path == path for one in self.one.findings)
        return stated + (self.words.doubt("rate", stated=stated, due=due) if differs and due else "")

    def _adjusted(self, line: FundLine) -> str:
        if line.initial_budget is None or line.full_budget is None or line.initial_budget == line.full_budget:
            return ""
        away = tidy(line.full_budget - line.initial_budget)
        key = "raised" if away > 0 else "cut"
        return self._say(
            key, amount=f"{shown(abs(away))} {self.money}", gap=line.reason or self.words.gap("adjustment")
        )

    def _fund_table(self) -> Table:
        known = ("source", "initial_budget", "full_budget", "executed", "rate")
        keys = [key for key in known if any(getattr(line, key) is not None for line in self.form.funds)]
        heads = tuple(
            _head_cell(self.words.say("column", key) + ("" if key in ("source", "rate") else f"（{self.money}）"))
            for key in keys
        )
        rows = [tuple(_fund_cell(line, key) for key in keys) for line in self.form.funds]
        return Table((7, *(4 for _ in keys[1:])), (heads, *rows), head=1, style="grid", size=10.5)

    def _goals(self, field: str) -> Iterator[Block]:
        texts = [getattr(goal, field) for goal in self.form.goals]
        for text in [text for text in texts if text] or [None]:
            yield from self._told(text, field)

    def _indicators(self) -> Iterator[Block]:
        rows = self.dossier.rows
        yield self._head("indicators", 2)
        if not rows:
            yield marked(self.words.gap("done"))
            return
        states = [_state(row.attainment) for row in rows]
        unclear = states.count("open")
        told_open = self._say("open", count=unclear) if unclear else ""
        counts = {"all": len(rows), "met": states.count("met"), "missed": states.count("missed"), "open": told_open}
        yield marked(self._say("counts", **counts))
        for part in self.one.scorecard.groups:
            yield marked(self._group([row for row in rows if row.item.group == part.group], part.weight, part.stated))
        yield self._indicator_table(rows)

    def _group(self, rows: list[Row], weight: Decimal | None, stated: Decimal | None) -> str:
        losing = "、".join(f"“{_name(row)}”" for row in rows if lost(row))
        name = group_name(rows[0].item.group, "zh") if rows else ""
        counts = {"name": name, "count": len(rows), "met": sum(1 for row in rows if row.attainment.met)}
        if not self.scored:
            return self._say("group_plain", **counts)
        return self._say(
            "group",
            weight=self.words.gap("weight") if weight is None else shown(tidy(weight)),
            score=self.words.gap("score") if stated is None else shown(tidy(stated)),
            lost=self._say("group_lost", names=losing) if losing else "",
            **counts,
        )

    def _indicator_table(self, rows: list[Row]) -> Table:
        points = ("weight", "score") if self.scored else ()
        columns = ("name", "target", "actual", *points, "state")
        heads = tuple(_head_cell(self.words.say("column", key)) for key in columns)
        body = [
            (
                cell(_name(row)),
                self._value(row.item.target.told if row.item.target else "", "target"),
                self._value(row.item.actual.text if row.item.actual else "", "done"),
                *(cell(shown(getattr(row.item, key)), "center") for key in points),
                cell(self.words.say("state", _state(row.attainment)), "center"),
            )
            for row in rows
        ]
        widths = (9, 7, 7, 3, 5, 5) if self.scored else (12, 9, 9, 6)
        return Table(widths, (heads, *body), head=1, style="grid", size=10.5)

    def _value(self, text: str, key: str) -> Cell:
        return cell(text, "center") if text else cell(self.words.gap(key), "center", "gap")

    def _result(self) -> Iterator[Block]:
        form, card, full = self.form, self.one.scorecard, shown(self.one.rulebook.total.points)
        yield self._head("result", 2)
        indicators = summed([item.score for item in form.indicators])
        line = form.total_fund
        total = self.words.gap("total") if form.total_score is None else shown(form.total_score)
        facts = {"total": total, "full": full, "grade": form.grade or self.words.gap("grade")}
        if card.execution is None or line is None or line.score is None or indicators is None:
            told = self._say("result_plain", **facts)
        else:
            told = self._say("result", execution=shown(line.score), indicators=shown(indicators), **facts)
        yield marked(told + "".join(self._doubts()))
        if form.conclusion:
            yield marked(self._say("conclusion", text=form.conclusion))

    def _doubts(self) -> Iterator[str]:
        """Where total, weights or grade do not follow from the rows."""
        stated, added, weights = self.form.total_score, self.dossier.score_sum, self.dossier.weight_sum
        full = self.one.rulebook.total.points
        if stated is not None and added is not None and stated != added:
            yield self.words.doubt("sum", stated=shown(stated), sum=shown(tidy(added)))
        if weights is not None and weights != full:
            yield self.words.doubt("weights", sum=shown(tidy(weights)), full=shown(full))

    def _deviations(self) -> Iterator[Block]:
        found = [*self._executed(), *self._rows()]
        if not found:
            yield marked(self._say("none"))
        for number, text in enumerate(found, 1):
            yield marked(text.replace("{number}", str(number), 1))

    def _executed(self) -> Iterator[str]:
        """The execution rate, where not everything was spent."""
        line = self.form.total_fund
        exact = None if line is None else rate_of(line, self.one.rulebook)
        rate = None if line is None else exact if line.rate is None else line.rate
        if line is None or rate is None or rate >= 1:
            return
        told = percent(line.rate) if line.rate is not None else rounded_percent(rate, self.one.rulebook)
        reason = self._say("given", reason=line.reason) if line.reason else self.words.gap("execution", rate=told)
        counted = line.weight is not None or line.score is not None
        points = self._points(line.weight, line.score) if counted else ""
        yield self._say("execution", number="{number}", rate=told, points=points, reason=reason)

    def _rows(self) -> Iterator[str]:
        """The rows that lost points, missed or far exceeded their target, or cannot be judged."""
        for row in self.dossier.rows:
            fault = self._fault(row)
            if not fault:
                continue
            item = row.item
            reason = self._say("given", reason=item.reason) if explained(row) and item.reason else ""
            if fault == "open":
                reason += self.words.gap("judged", name=_name(row))
            elif not reason:
                reason = self.words.gap("reason", name=_name(row), fault=self.words.say("fault", fault))
            facts = {"number": "{number}", "name": _name(row), "reason": reason}
            facts["target"] = item.target.told.rstrip(ENDS) if item.target else self.words.gap("target")
            facts["actual"] = item.actual.text.rstrip(ENDS) if item.actual else self.words.gap("done")
            facts["points"] = self._points(item.weight, item.score)
            yield self._say("row", **facts)

    def _points(self, weight: Decimal | None, score: Decimal | None) -> str:
        """Weight and score of a row; nothing on a form that gives no points."""
        if not self.scored:
            return ""
        facts = {"weight": shown(weight) or self.words.gap("weight"), "score": shown(score) or self.words.gap("score")}
        return self._say("points", **facts)

    def _fault(self, row: Row) -> str:
        if missed(row):
            return "missed"
        if lost(row):
            return "lost"
        if over_fulfilment(row, self.one.rulebook) is not None:
            return "over"
        return "open" if row.attainment.met is None else ""

    def notes(self, blocks: list[Block]) -> Iterator[Block]:
        """The closing page: how the draft was made, how many gaps it has, what of the form must be mended first."""
        texts = [one.text for block in blocks for one in _runs(block) if one.style == "gap"]
        gaps = sum(text.startswith(GAP) for text in texts)
        say = self.words.say
        yield Heading(self.words.say("heading", "notes"), 1)
        yield paragraph(say("notes", "made", file=self.file), style="plain")
        yield paragraph(say("notes", "gaps", gaps=gaps, checks=len(texts) - gaps), style="plain")
        grave = [one for one in self.one.findings if one.severity in (Severity.MUST_FIX, Severity.EXPLAIN)]
        if not grave:
            return
        must = self.one.number_of(Severity.MUST_FIX)
        yield paragraph(say("notes", "findings", must=must, explain=len(grave) - must), style="plain")
        for one in grave[:MOST_NOTES]:
            facts = {"code": one.code, "place": in_words(self.form, one.path), "message": render(one)}
            yield paragraph(say("notes", "finding", **facts), style="under last")


def _name(row: Row) -> str:
    """The indicator's whole name; a row without one is told by its number."""
    return row.item.label or row.label


def _state(found: Attainment) -> str:
    return "open" if found.met is None else "met" if found.met else "missed"


def _head_cell(text: str) -> Cell:
    return cell(text, "center", "strong", fill="head")


def _fund_cell(line: FundLine, key: str) -> Cell:
    value = getattr(line, key)
    if key == "source":
        return cell(line.source)
    return cell("" if value is None else percent(value) if key == "rate" else shown(value), "center")


def _runs(block: Block) -> Iterator[Run]:
    """Every piece of text of a block (各段文字)."""
    if isinstance(block, Paragraph):
        yield from block.runs
    elif isinstance(block, Table):
        yield from (one for row in block.rows for cell_ in row for one in cell_.runs)
    elif isinstance(block, Heading):
        yield from (run(part, "gap") for part in MARKED.findall(block.text))
