"""The sensitivity of a total (敏感性) for the terminal: the sentences, and the rows with room. Prints nothing."""

from __future__ import annotations

from jixiao.form import Form
from jixiao.lang import pick, say
from jixiao.sensitivity import Room, Sensitivity
from jixiao.sensitivity_words import WHY, number, row_name, sentences, span
from jixiao.terminal import Column, Line, Row, Span, paragraph, table

LABELS = {
    "title": ("总分的伸缩余地", "The room of the total"),
    "least": ("最低", "Least"),
    "most": ("最高", "Most"),
    "taken": ("采用", "Taken"),
    "readings": ("各种读法", "Readings"),
    "width": ("可动", "Room"),
    "why": ("缘由", "Why"),
}


def sensitivity_page(form: Form, found: Sensitivity, lang: str, columns: int) -> list[Line]:
    """All that the analysis says of one form by one method."""
    lines: list[Line] = [[Span(pick(LABELS["title"], lang), "title")]]
    for words in sentences(form, found):
        lines += paragraph(pick(words, lang), columns, first=[Span("  · ")])
    if not found.rooms:
        return [*lines, []]
    heads = [Column(say("scores.name", lang), flexible=True)]
    heads += [Column(pick(LABELS[key], lang), "right", cap=24) for key in ("readings", "taken", "width")]
    heads.append(Column(pick(LABELS["why"], lang)))
    rows = [_row(form, room, lang) for room in found.rooms]
    return [*lines, [], *table(heads, rows, columns), []]


def _row(form: Form, room: Room, lang: str) -> Row:
    options = say("scores.or", lang).join(dict.fromkeys(span(one) for one in room.options))
    taken = say("blank", lang) if room.taken is None else number(room.taken)
    cells = [pick(row_name(form, room.path), lang), options, taken, number(room.width), pick(WHY[room.why], lang)]
    return Row(cells)
