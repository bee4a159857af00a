"""The sections of the page (网页各部分): overview, findings, score table, charts, method, how it was read."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.finding import Severity
from jixiao.lang import say
from jixiao.proving.model import NOTHING, Text
from jixiao.reports.content import Content, Entry, Found, Mark
from jixiao.reports.origin import Origin
from jixiao.reports.scores import ScoreRow
from jixiao.reports.web_text import attribute, keys, plain, said, told
from jixiao.reports.words import both
from jixiao.terminal_scores import difference


def severity(one: Severity) -> Text:
    """What a severity is called."""
    return both(lambda lang: say(f"severity.{one}", lang))


def overview(content: Content) -> str:
    """Unit, project, method, the two totals and the counts (概要)."""
    entries = "".join(_entry(one) for one in content.head)
    counts = "".join(_count(content, one) for one in Severity)
    taken = f'<p class="hint">{told(content.taken)}</p>' if content.taken != NOTHING else ""
    return (
        f'<section id="overview"><div class="totals">{_totals(content)}<div class="counts">{counts}</div></div>'
        f'<dl class="head">{entries}</dl>{taken}</section>'
    )


def _entry(one: Entry) -> str:
    return f"<dt>{told(one.label)}</dt><dd>{told(one.value)}</dd>"


def _totals(content: Content) -> str:
    card, form = content.one.scorecard, content.one.form
    if not content.stated and not content.due:
        return ""  # targets and monitoring have no scores
    differs = " differs" if content.due and difference(form.total_score, card.total) else ""
    stated, due = plain(content.stated) or said("blank"), plain(content.due) or said("unsettled")
    return (
        f'<div class="total"><small>{said("stated")}</small><b>{stated}</b></div>'
        f'<div class="total{differs}"><small>{said("due")}</small><b>{due}</b></div>'
    )


def _count(content: Content, one: Severity) -> str:
    number = content.one.number_of(one)
    none = " none" if not number else ""
    return f'<span class="count {one}{none}"><b>{number}</b> {told(severity(one))}</span>'


def findings(content: Content, origin: Origin) -> str:
    """The findings as cards, the gravest first (疑点)."""
    if not content.findings:
        return f'<p class="clean">{said("none")}</p>'
    kinds = [one for one in Severity if content.one.number_of(one)]
    buttons = "".join(
        f'<button type="button" class="chip {one}" data-filter="{one}" aria-pressed="true">{told(severity(one))} '
        f"{content.one.number_of(one)}</button>"
        for one in kinds
    )
    cards = "\n".join(_card(content, origin, one) for one in content.findings)
    return f'<div class="filters">{buttons}</div><ol class="cards">{cards}</ol>{_accepted(content)}'


def _card(content: Content, origin: Origin, one: Found) -> str:
    form = content.one.form
    at = keys(origin.at(form, one.path)) if one.path else ""
    beside = keys(key for path in (*one.related, *_rows_of(content, one.path)) for key in origin.at(form, path))
    where = " · ".join(part for part in (told(one.place), told(one.spot)) if part)
    repair = f'<p class="repair"><b>{said("repair")}</b> {told(one.repair)}</p>' if one.repair != NOTHING else ""
    why = "".join(f"<p>{told(part)}</p>" for part in one.why)
    more = f"<details><summary>{said('why')}</summary>{why}</details>" if why else ""
    return (
        f'<li class="card {one.severity}" id="f{one.number}" data-severity="{one.severity}" data-at="{at}" '
        f'data-beside="{beside}" tabindex="0"><p class="line"><span class="no">{one.number}</span>'
        f'<span class="grade">{told(severity(one.severity))}</span><span class="code">{one.code}</span>'
        f'<span class="name">{told(one.title)}</span></p><p class="where">{where}</p>'
        f'<p class="message">{told(one.message)}</p>{repair}{more}</li>'
    )


def _rows_of(content: Content, path: str) -> list[str]:
    """Where a finding is about all rows of a list together, such as the weights: each of them takes part."""
    return (
        [f"indicators[{at}].weight" for at in range(len(content.one.form.indicators))] if path == "indicators" else []
    )


def _accepted(content: Content) -> str:
    if not content.accepted:
        return ""
    listed = "".join(f"<li>{told(one.label)}：{told(one.value)}</li>" for one in content.accepted)
    return f"<h3>{said('accepted')}</h3><ul>{listed}</ul>"


def scores(content: Content, ids: dict[str, str]) -> str:
    """The score table; each number that can be proven is a button (自评与复算)."""
    if not content.rows:
        return ""
    names = ("row", "name", "target", "actual", "weight", "stated", "recomputed", "difference")
    heads = "".join(f"<th>{told(both(lambda lang, name=name: say(f'scores.{name}', lang)))}</th>" for name in names)  # type: ignore[misc]
    rows = "\n".join(_row(one, ids) for one in content.rows)
    marked = f" {said('inferred')}" if any(one.marked for one in content.rows) else ""
    reasons = "".join(f"<dt>{told(one.label)}</dt><dd>{told(one.value)}</dd>" for one in content.open_rows)
    open_rows = f'<h3>{said("open")}</h3><dl class="open">{reasons}</dl>' if reasons else ""
    return (
        f'<section id="scores"><h2>{said("scores")}</h2><p class="hint">{said("rows")}{marked}</p>'
        f'<div class="scroll"><table class="scores"><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>'
        f"{open_rows}</section>"
    )


def _row(one: ScoreRow, ids: dict[str, str]) -> str:
    proof, weight = ids.get(one.proof, ""), ids.get(one.weight_proof, "")
    star = "*" if one.marked else ""
    cells = (
        ("num", plain(one.number)),
        ("name", told(one.name)),
        ("", plain(one.target)),
        ("", plain(one.actual)),
        ("num", _number(plain(one.weight), weight)),
        ("num", _number(plain(one.stated) + (star if one.stated else ""), proof)),
        ("num due", _number(told(one.due), proof)),
        ("num away", told(one.differs)),
    )
    marked = " differs" if one.differs != NOTHING else ""
    told_cells = "".join(f'<td class="{name}">{text}</td>' for name, text in cells)
    return f'<tr class="{one.kind}{marked}">{told_cells}</tr>'


def _number(text: str, proof: str) -> str:
    return f'<button type="button" class="prove" data-proof="{proof}">{text}</button>' if proof and text else text


def charts(shown: list[tuple[str, Text, Text, int]]) -> str:
    """A place for each chart: its name, title, sentence and height; the script draws them (图表)."""
    if not shown:
        return ""
    places = "".join(
        f'<figure class="chart"><figcaption><b>{told(title)}</b><small>{told(sentence)}</small></figcaption>'
        f'<div class="drawing" data-chart="{name}" style="height:{height}px" role="img" '
        f'aria-label="{attribute(f"{sentence[0]} · {sentence[1]}")}"></div></figure>'
        for name, title, sentence, height in shown
    )
    return f'<section id="charts"><h2>{said("charts")}</h2><div class="charts">{places}</div></section>'


def method(content: Content) -> str:
    """Why this method, what it is silent on, and what is assumed (计分办法)."""
    entries = "".join(_entry(one) for one in content.method)
    return f'<section id="method"><h2>{said("method")}</h2><dl class="head">{entries}</dl></section>'


def reading(content: Content, origin: Origin) -> str:
    """What was inferred and what could not be read (读取情况)."""
    parts = list(_marks(content, origin))
    told_parts = "".join(parts) or f'<p class="hint">{said("read_well")}</p>'
    return f'<section id="reading"><h2>{said("marks")}</h2>{told_parts}</section>'


def _marks(content: Content, origin: Origin) -> Iterator[str]:
    for key, marks in (("marks.inferred", content.inferred), ("marks.unread", content.unread)):
        if marks:
            title = told((say(key, "zh", count=len(marks)), say(key, "en", count=len(marks))))
            yield f"<h3>{title}</h3><ul>{''.join(_mark(content, origin, one) for one in marks)}</ul>"


def _mark(content: Content, origin: Origin, one: Mark) -> str:
    at = keys(origin.at(content.one.form, one.path)) if one.path else ""
    place = f'<button type="button" class="link" data-at="{at}">{told(one.place)}</button>' if at else told(one.place)
    return f"<li>{place}：{told(one.told)}</li>"
