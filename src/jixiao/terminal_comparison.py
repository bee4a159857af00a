"""The report of one comparison (对照报告) for the terminal: both forms, relation, findings, changes. Prints nothing."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from jixiao import places
from jixiao.checks.tolerance import percent, rounded
from jixiao.comparing import Comparison, comparisons_by_code, render
from jixiao.comparing.differences import Change
from jixiao.finding import Finding, Severity
from jixiao.form import Form
from jixiao.lang import pick, say
from jixiao.terminal import Column, Line, Row, Span, pad, paragraph, table, width


def comparison_report(one: Comparison, lang: str, columns: int, least: Severity = Severity.NOTE) -> list[Line]:
    """Everything about two forms, findings down to the severity `least`."""
    lines: list[Line] = [[Span("─" * columns, "rule")], *_head(one, lang, columns)]
    lines += _findings(one, lang, columns, least)
    lines += _doubtful(one, lang, columns)
    lines += _changes(one, lang, columns)
    return [*lines, [], *_verdict(one, lang), []]


def _head(one: Comparison, lang: str, columns: int) -> Iterator[Line]:
    why = (" " if lang == "en" else "").join(pick(words, lang) for words in one.related.why)
    entries = [
        ("compare.ours", _named(one.related.form, lang)),
        ("compare.theirs", _named(one.related.other, lang)),
        ("compare.relation", why),
    ]
    labels = [say(key, lang) for key, _ in entries]
    column = max(map(width, labels)) + 2
    for label, (_, text) in zip(labels, entries, strict=True):
        yield from paragraph(text, columns, first=[Span(pad(label, column), "label")])


def _named(form: Form, lang: str) -> str:
    """The form by its file, title, whom it is of, and its year."""
    year = None if form.year is None else say("head.year", lang, year=form.year)
    parts = (form.source, form.title or say("form.untitled", lang), form.project or form.unit, year)
    return " · ".join(part for part in parts if part)


def _findings(one: Comparison, lang: str, columns: int, least: Severity) -> Iterator[Line]:
    for severity in Severity:
        found = [finding for finding in one.findings if finding.severity is severity]
        if not found or severity.rank > least.rank:
            continue
        head = say("finding.count", lang, severity=say(f"severity.{severity}", lang), count=len(found))
        yield from [[], [Span(head, severity.value)]]
        for code, alike in groupby(found, key=lambda finding: finding.code):
            check = comparisons_by_code()[code]
            first = [Span(f"  {code}  ", severity.value)]
            yield from paragraph(pick((check.title, check.title_en), lang), columns, first=first, style="code")
            for finding in alike:
                yield from _finding(one, finding, lang, columns)


def _finding(one: Comparison, finding: Finding, lang: str, columns: int) -> Iterator[Line]:
    hang = len(finding.code) + 4
    if finding.path or finding.other is None:
        place = places.where(one.related.form, finding.path, lang)
        yield from paragraph(say("compare.here", lang, place=place), columns, indent=hang, style="dim")
    if finding.other:
        place = places.where(one.related.other, finding.other, lang)
        yield from paragraph(say("compare.there", lang, place=place), columns, indent=hang, style="dim")
    yield from paragraph(render(finding, lang), columns, indent=hang)


def _doubtful(one: Comparison, lang: str, columns: int) -> Iterator[Line]:
    """The rows that were put together without being sure."""
    if one.doubtful:
        yield from [[], [Span(say("compare.doubtful", lang, count=len(one.doubtful)), "explain")]]
    for match in one.doubtful:
        ours = places.in_words(one.related.form, match.ours.path, lang)
        theirs = places.in_words(one.related.other, match.theirs.path, lang)
        degree = "" if match.similarity is None else percent(rounded(match.similarity, 3))
        how = say(f"compare.{match.how}", lang, degree=degree)
        yield from paragraph(f"{ours} ↔ {theirs} · {how}", columns, indent=2)


def _changes(one: Comparison, lang: str, columns: int) -> Iterator[Line]:
    """Every changed value, where both are versions of one form."""
    if not one.changes:
        return
    yield from [[], [Span(say("compare.changes", lang, count=len(one.changes)), "title")]]
    heads = [Column(say("compare.place", lang), flexible=True)]
    heads += [Column(say(f"compare.{side}", lang), flexible=True) for side in ("ours", "theirs")]
    yield from table(heads, [_changed(one, change, lang) for change in one.changes], columns)


def _changed(one: Comparison, change: Change, lang: str) -> Row:
    blank, gone = say("blank", lang), say("compare.none", lang)
    if change.path is not None:
        place = places.where(one.related.form, change.path, lang)
    else:
        place = places.where(one.related.other, change.other or "", lang)
    ours = gone if change.path is None else change.ours or blank
    theirs = gone if change.other is None else change.theirs or blank
    return Row([place, ours, theirs])


def _verdict(one: Comparison, lang: str) -> list[Line]:
    counts = [(severity, sum(1 for found in one.findings if found.severity is severity)) for severity in Severity]
    told = [say("verdict.count", lang, severity=say(f"severity.{s}", lang), count=n) for s, n in counts if n]
    if one.listed:
        told.append(say("compare.changed" if one.changes else "compare.unchanged", lang, count=len(one.changes)))
    text = (", " if lang == "en" else "，").join(told or [say("verdict.clean", lang)])
    style = "must_fix" if counts[0][1] else "good"
    colon, stop = (": ", ".") if lang == "en" else ("：", "。")
    return [[Span(say("verdict", lang) + colon, "title"), Span(text + stop, style)]]
