"""What was accepted, what was accepted once, and what is accepted in vain (例外), for the terminal. Prints nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from jixiao import places
from jixiao.checks import render
from jixiao.finding import Finding
from jixiao.form import Form
from jixiao.lang import say
from jixiao.outcome import Audited, Outcome
from jixiao.terminal import Line, Span, clean, paragraph
from jixiao.waivers import Waiver


def waiver_lines(one: Audited, lang: str, columns: int) -> Iterator[Line]:
    """The accepted findings of a form with their reasons, then those whose waiver fits no longer."""
    for key, told, pairs in (("accepted", "reason", one.waived), ("lapsed", "former", one.lapsed)):
        if pairs:
            yield []
            style = "dim" if key == "accepted" else "explain"
            yield from paragraph(say(f"waiver.{key}", lang, count=len(pairs)), columns, style=style)
        for finding, waiver in pairs:
            hang = len(finding.code) + 4
            yield from _placed(one.form, finding, lang, columns)
            first = [Span(" " * hang), Span(f"{say(f'waiver.{told}', lang)}  ", "label")]
            yield from paragraph(_said(waiver, lang), columns, first=first)


def _placed(form: Form, finding: Finding, lang: str, columns: int) -> Iterator[Line]:
    place = places.where(form, finding.path, lang)
    yield from paragraph(place, columns, first=[Span(f"  {finding.code}  ", "code")], style="dim")
    yield from paragraph(render(finding, lang), columns, indent=len(finding.code) + 4)


def _said(waiver: Waiver, lang: str) -> str:
    """The reason, with who accepted it and when."""
    who = " ".join(part for part in (waiver.by, waiver.on.isoformat() if waiver.on else "") if part)
    if not who:
        return waiver.reason
    return f"{waiver.reason} ({who})" if lang == "en" else f"{waiver.reason}（{who}）"


def unused_lines(outcomes: Sequence[Outcome], lang: str, columns: int) -> Iterator[Line]:
    """The waivers that fit no finding of any file that they were held against."""
    held: dict[str, list[Sequence[Waiver]]] = {}
    for outcome in outcomes:
        if outcome.waiver_file is not None:
            held.setdefault(str(outcome.waiver_file), []).append(outcome.unused)
    for file, unused in held.items():
        for waiver in unused[0]:
            if all(waiver in others for others in unused):
                facts = {"code": waiver.code, "place": waiver.row or waiver.path, "reason": waiver.reason}
                yield from paragraph(say("waiver.unused", lang, file=clean(file), **facts), columns, style="note")
