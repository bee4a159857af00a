"""What a report says (报告内容), in both languages and in no file format yet: built once, then set as page or paper."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from jixiao import places
from jixiao.checks import all_checks, render
from jixiao.explanations import explained
from jixiao.finding import Finding, Severity
from jixiao.form import Form
from jixiao.lang import say
from jixiao.outcome import Audited
from jixiao.proving import Proof, Text, provable, prove
from jixiao.proving.model import NOTHING
from jixiao.reports.scores import ScoreRow, has_scores, score_rows
from jixiao.reports.words import both, word
from jixiao.rule_words import assumed, rule_name, silent
from jixiao.scoring import Unscored, describe
from jixiao.terminal_report import filed_as, funds, in_short, repair
from jixiao.terminal_scores import shown, span_of
from jixiao.writers.printable import printable


class Entry(NamedTuple):
    """One line of the head: what it is, and its value (一项)."""

    label: Text
    value: Text


class Found(NamedTuple):
    """One finding in words (一条疑点)."""

    number: int  #: 序号, from 1, as the report counts
    code: str
    severity: Severity
    title: Text
    path: str
    place: Text  #: 第 4 行指标“工资福利支出”得分
    spot: Text  #: 自评表!H19
    message: Text
    repair: Text
    why: tuple[Text, ...]  #: 为何重要, 如何处理, 依据
    related: tuple[str, ...]


class Mark(NamedTuple):
    """A value that was not simply read, or could not be read (读取情况)."""

    path: str
    place: Text
    told: Text


class Content(NamedTuple):
    """Everything that a report of one form says (报告内容)."""

    one: Audited
    file: str
    title: Text
    head: list[Entry]
    verdict: Text
    stated: str
    due: str
    taken: Text  #: the total where the stated score settles what the method leaves open; with its grade
    rows: list[ScoreRow]
    open_rows: list[Entry]
    findings: list[Found]
    accepted: list[Entry]
    method: list[Entry]
    inferred: list[Mark]
    unread: list[Mark]
    proofs: dict[str, Proof]


def content_of(one: Audited, file: str) -> Content:
    """What there is to say of an audited form (报告内容); `file` is the name to show."""
    form, card = one.form, one.scorecard
    settled = card.total.exact is not None or card.taken is None
    return Content(
        one,
        printable(file),
        _plain(form.title) if form.title else both(lambda lang: say("form.untitled", lang)),
        list(_head(one)),
        both(lambda lang: in_short(one, lang)),
        shown(form.total_score),
        span_of(card.total) if has_scores(one) else "",
        NOTHING if settled else both(lambda lang: _taken(one, lang)),
        score_rows(one),
        list(_open_rows(one)) if has_scores(one) else [],
        [_found(form, number, finding) for number, finding in enumerate(one.findings, 1)],
        list(_accepted(one)),
        list(_method(one)),
        [_inferred(form, index) for index in range(len(form.inferences))],
        [_unread(form, index) for index in range(len(form.unread))],
        {path: prove(one, path) for path in provable(one) if has_scores(one) or path.startswith("funds")},
    )


def _plain(text: str | None) -> Text:
    return printable(text or ""), printable(text or "")


def _head(one: Audited) -> Iterator[Entry]:
    form = one.form
    yield Entry(both(lambda lang: say("head.unit", lang)), _plain(form.unit) if form.unit else word("blank"))
    if form.project:
        yield Entry(both(lambda lang: say("head.project", lang)), _plain(form.project))
    yield Entry(both(lambda lang: say("head.form", lang)), both(lambda lang: filed_as(form, lang)))
    if form.total_fund is not None:
        yield Entry(both(lambda lang: say("head.funds", lang)), both(lambda lang: printable(funds(one, lang))))
    title = both(lambda lang: say("titled", lang, title=_title(one, lang), name=one.rulebook.name))
    yield Entry(both(lambda lang: say("head.method", lang)), title)


def _title(one: Audited, lang: str) -> str:
    return one.rulebook.title_en if lang == "en" else one.rulebook.title


def _taken(one: Audited, lang: str) -> str:
    text = say("scores.taken", lang, points=shown(one.scorecard.taken))
    grade = one.scorecard.grade
    return say("scores.grade", lang, text=text, grade=grade) if grade else text


def _open_rows(one: Audited) -> Iterator[Entry]:
    """Why the method gives some rows no number."""
    for row, scored in enumerate((one.scorecard.execution, *one.scorecard.indicators)):
        if isinstance(scored, Unscored):
            place = both(lambda lang, path=scored.path: places.in_words(one.form, path, lang))  # type: ignore[misc]
            yield Entry(
                _clean(place) if row else both(lambda lang: say("group.execution", lang)),
                _clean(both(lambda lang, scored=scored: describe(scored, lang))),  # type: ignore[misc]
            )


def _clean(text: Text) -> Text:
    return printable(text[0]), printable(text[1])


def _found(form: Form, number: int, finding: Finding) -> Found:
    declared = next(one for one in all_checks() if one.code == finding.code)
    location, correction = places.location_of(form, finding.path), finding.correction
    zh, en = explained(declared, "zh"), explained(declared, "en")
    return Found(
        number,
        finding.code,
        finding.severity,
        (declared.title, declared.title_en),
        finding.path,
        _clean(both(lambda lang: places.in_words(form, finding.path, lang))),
        NOTHING if location is None else _clean(both(location.describe)),
        _clean(both(lambda lang: render(finding, lang))),
        NOTHING if correction is None else _clean(both(lambda lang: repair(form, correction, lang))),
        tuple(zip(zh[1:], en[1:], strict=False)),
        finding.related,
    )


def _accepted(one: Audited) -> Iterator[Entry]:
    for finding, waiver in one.waived:
        found = _found(one.form, 0, finding)
        label = both(lambda lang, found=found: f"{found.code} {found.place[lang == 'en']}")  # type: ignore[misc]
        yield Entry(label, _plain(waiver.reason))


def _method(one: Audited) -> Iterator[Entry]:
    """Why this method was chosen, what it is silent on, and what in it is assumed."""
    chosen = [why for why in one.why if why.what in ("region", "choice")]
    why = "".join(why.zh for why in chosen), " ".join(why.en for why in chosen)
    yield Entry(both(lambda lang: say("head.why", lang)), _clean(why))
    for key, fields in (("silent", silent(one.rulebook)), ("assumed", assumed(one.rulebook))):
        if fields:
            yield Entry(word(key), both(lambda lang, fields=fields: _listed(fields, lang)))  # type: ignore[misc]


def _listed(fields: list[str], lang: str) -> str:
    return say("listed", lang).join(rule_name(field, lang) for field in fields)


def _inferred(form: Form, index: int) -> Mark:
    mark = form.inferences[index]
    was = both(lambda lang: f"（{say('marks.printed', lang, printed=mark.printed)}）" if mark.printed else "")
    told = f"{mark.evidence}{was[0]}", f"{mark.evidence}{was[1]}"
    return Mark(mark.path, _clean(both(lambda lang: places.where(form, mark.path, lang))), _clean(told))


def _unread(form: Form, index: int) -> Mark:
    lost = form.unread[index]
    path = lost.path or ""
    place = both(lambda lang: places.in_words(form, path, lang)) if path else NOTHING
    spot = both(lost.location.describe) if lost.location else NOTHING
    where = " · ".join(filter(None, (place[0], spot[0]))), " · ".join(filter(None, (place[1], spot[1])))
    return Mark(path, _clean(where), _plain(f"{lost.reason}：{lost.text}"))
