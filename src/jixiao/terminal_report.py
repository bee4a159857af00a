"""The report of one form (审核报告) for the terminal: head, funds, scores, findings, verdict. Prints nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from itertools import groupby

from jixiao import places
from jixiao.checks import all_checks, render
from jixiao.finding import Correction, Finding, Severity
from jixiao.form import Form, FormKind
from jixiao.lang import pick, say
from jixiao.outcome import Audited
from jixiao.rule_words import assumed, rule_name, silent
from jixiao.rulebooks.methods import EXACT
from jixiao.rulebooks.model import Rulebook
from jixiao.terminal import Line, Span, pad, paragraph, width
from jixiao.terminal_scores import score_table, shown, span_of
from jixiao.terminal_waivers import waiver_lines


def report(one: Audited, name: str, lang: str, columns: int, least: Severity = Severity.NOTE) -> list[Line]:
    """Everything about one form, findings down to the severity `least`."""
    lines: list[Line] = [[Span("─" * columns, "rule")], *_title(one.form, name, lang, columns), []]
    lines += _head(one, lang, columns)
    lines += [[], [Span(say("scores.title", lang), "title")], *score_table(one, lang, columns)]
    lines += _taken(one, lang, columns)
    lines += _findings(one, lang, columns, least)
    lines += _marks(one.form, lang, columns)
    lines += waiver_lines(one, lang, columns)
    return [*lines, [], verdict(one, lang, say("verdict", lang)), []]


def _title(form: Form, name: str, lang: str, columns: int) -> list[Line]:
    title = form.title or say("form.untitled", lang)
    return [*paragraph(title, columns, style="title"), *paragraph(name, columns, style="dim")]


def _head(one: Audited, lang: str, columns: int) -> list[Line]:
    form = one.form
    entries = [
        ("head.unit", form.unit or say("blank", lang)),
        ("head.project", form.project),
        ("head.form", _kind(form, lang)),
        (
            "head.method",
            say("titled", lang, title=pick((one.rulebook.title, one.rulebook.title_en), lang), name=one.rulebook.name),
        ),
        ("head.why", _why(one, ("region", "choice"), lang)),
        ("head.silent", _rules(silent(one.rulebook), lang)),
        ("head.assumed", _rules(assumed(one.rulebook), lang)),
        ("head.funds", funds(one, lang)),
    ]
    labels = {key: say(key, lang) for key, _ in entries}
    column = max(width(label) for label in labels.values()) + 2
    lines = []
    for key, text in entries:
        if text:
            lines += paragraph(text, columns, first=[Span("  " + pad(labels[key], column), "label")])
    return lines


def filed_as(form: Form, lang: str) -> str:
    """The kind of the form, its year, and when it was filled in (表种、年度、填报日期)."""
    parts = [say(f"kind.{FormKind(form.kind)}", lang)]
    if form.year is not None:
        parts.append(say("head.year", lang, year=form.year))
    if form.filed_on is not None:
        parts.append(say("head.filed", lang, date=form.filed_on.isoformat()))
    return " · ".join(parts)


def _kind(form: Form, lang: str) -> str:
    parts = [filed_as(form, lang)]
    if form.layout is not None:
        layout = say("head.layout", lang, layout=form.layout)
        fit = "" if form.layout_fit is None else say("head.fit", lang, fit=form.layout_fit)
        parts.append(f"{layout} {fit}".rstrip())
    return " · ".join(parts)


def _why(one: Audited, kinds: Sequence[str], lang: str) -> str:
    return (" " if lang == "en" else "").join(pick((why.zh, why.en), lang) for why in one.why if why.what in kinds)


def _rules(fields: Sequence[str], lang: str) -> str:
    return say("listed", lang).join(rule_name(field, lang) for field in fields)


def funds(one: Audited, lang: str) -> str:
    """Budget, what was spent, and the rate, stated and recomputed (资金情况)."""
    line = one.form.total_fund
    if line is None:
        return ""
    by_initial = one.rulebook.execution.denominator == "initial_budget"
    budget = line.initial_budget if by_initial else line.full_budget
    blank = say("blank", lang)
    parts = [
        say(key, lang, amount=blank if amount is None else f"{shown(amount)} {one.form.amount_unit or ''}".rstrip())
        for key, amount in (("head.budget", budget), ("head.executed", line.executed))
    ]
    stated = blank if line.rate is None else percent(line.rate)
    recomputed = None if one.scorecard.rate is None else rounded_percent(one.scorecard.rate, one.rulebook)
    parts.append(say("head.rate", lang, stated=stated, recomputed=recomputed or say("scores.unsettled", lang)))
    return " · ".join(parts)


def percent(rate: Decimal) -> str:
    """A fraction as a percentage with its digits: 0.9024 is 90.24%."""
    return f"{rate.scaleb(2):f}%"


def rounded_percent(rate: Decimal, rulebook: Rulebook) -> str:
    """An exact rate, rounded as the method rounds rates."""
    mode = ROUND_DOWN if rulebook.rounding.mode == "truncate" else ROUND_HALF_UP
    # EXACT: a damaged form may say that any amount was executed of next to nothing
    return percent(rate.quantize(rulebook.rounding.rate_step, mode, EXACT))


def _taken(one: Audited, lang: str, columns: int) -> list[Line]:
    card = one.scorecard
    if card.taken is None or card.total.exact is not None:
        return []
    text = say("scores.taken", lang, points=shown(card.taken))
    if card.grade:
        text = say("scores.grade", lang, text=text, grade=card.grade)
    return [[], *paragraph(text, columns, indent=2)]


def _findings(one: Audited, lang: str, columns: int, least: Severity) -> Iterator[Line]:
    titles = {check.code: pick((check.title, check.title_en), lang) for check in all_checks()}
    for severity in Severity:
        found = [finding for finding in one.findings if finding.severity is severity]
        if not found or severity.rank > least.rank:
            continue
        yield []
        head = say("finding.count", lang, severity=say(f"severity.{severity}", lang), count=len(found))
        yield [Span(head, severity.value)]
        for code, alike in groupby(found, key=lambda finding: finding.code):
            yield from paragraph(titles[code], columns, first=[Span(f"  {code}  ", severity.value)], style="code")
            for finding in alike:
                yield from _finding(one.form, finding, lang, columns)


def _finding(form: Form, finding: Finding, lang: str, columns: int) -> Iterator[Line]:
    hang = len(finding.code) + 4
    yield from paragraph(places.where(form, finding.path, lang), columns, indent=hang, style="dim")
    yield from paragraph(render(finding, lang), columns, indent=hang)
    if finding.correction is not None:
        label = [Span(" " * hang), Span(f"{say('finding.repairs', lang)}  ", "repair")]
        yield from paragraph(repair(form, finding.correction, lang), columns, first=label)


def repair(form: Form, correction: Correction, lang: str) -> str:
    """The smallest repair in words (改法)."""
    facts = {
        "place": places.in_words(form, correction.path, lang),
        "safety": say(f"safety.{correction.safety}", lang),
        "old": correction.old,
        "new": correction.new,
    }
    if correction.new is None:
        return say("finding.hide", lang, **facts)
    return say("finding.write" if correction.old is None else "finding.repair", lang, **facts)


def _marks(form: Form, lang: str, columns: int) -> Iterator[Line]:
    """What was inferred and what could not be read."""
    if form.inferences:
        yield from [[], [Span(say("marks.inferred", lang, count=len(form.inferences)), "explain")]]
    for mark in form.inferences:
        was = f"（{say('marks.printed', lang, printed=mark.printed)}）" if mark.printed else ""
        yield from paragraph(places.where(form, mark.path, lang), columns, indent=2, style="dim")
        yield from paragraph(f"{mark.evidence}{was}", columns, indent=4)
    if form.unread:
        yield from [[], [Span(say("marks.unread", lang, count=len(form.unread)), "must_fix")]]
    for lost in form.unread:
        spot = lost.location.describe(lang) if lost.location else ""
        place = " · ".join(part for part in (places.in_words(form, lost.path, lang) if lost.path else "", spot) if part)
        if place:
            yield from paragraph(place, columns, indent=2, style="dim")
        yield from paragraph(f"{lost.reason}：{lost.text}", columns, indent=4)


def verdict(one: Audited, lang: str, name: str) -> Line:
    """The form in one line: how many findings of each severity, the total stated and recomputed (结论)."""
    style = "must_fix" if one.number_of(Severity.MUST_FIX) else "good"
    return [Span(name + (": " if lang == "en" else "："), "title"), Span(in_short(one, lang), style)]


def in_short(one: Audited, lang: str) -> str:
    """The verdict in words."""
    counts = [(severity, one.number_of(severity)) for severity in Severity]
    told = [say("verdict.count", lang, severity=say(f"severity.{s}", lang), count=n) for s, n in counts if n]
    if not told:
        told = [say("verdict.clean", lang)]
    elif not counts[0][1]:
        told.insert(0, say("verdict.pass", lang))
    if one.waived:
        told.append(say("waiver.count", lang, count=len(one.waived)))
    key = "verdict.unstated" if one.form.total_score is None else "verdict.score"
    recomputed = span_of(one.scorecard.total)
    if one.form.total_score is not None or any(row.weight is not None for row in one.form.indicators):
        told.append(say(key, lang, stated=shown(one.form.total_score), recomputed=recomputed))
    return ("，" if lang != "en" else ", ").join(told) + ("。" if lang != "en" else ".")
