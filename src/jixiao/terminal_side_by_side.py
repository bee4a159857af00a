"""One form under several methods (并列计分) for the terminal: the table, and why the methods differ. Prints nothing."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.lang import pick, say
from jixiao.scoring import Award, Range, Unscored
from jixiao.scoring.sums import grade_of
from jixiao.side_by_side import Line as Compared
from jixiao.side_by_side import Method, SideBySide
from jixiao.side_by_side_words import differences, grades_told, unfelt_told
from jixiao.terminal import Column, Line, Row, Span, pad, paragraph, table, width
from jixiao.terminal_scores import MOST_READINGS, points, shown, span_of

NAME_WIDTH = 16  # a longer name of a method breaks

LABELS = {
    "total": ("合计", "Sum of rows"),
    "taken": ("办法未定之处取自评", "with stated scores where open"),
    "grade": ("等级", "Grade"),
    "stated_grade": ("表上总分及其等级", "Total on the form, and its grade"),
    "none": ("不计分", "no points"),
    "ungraded": ("未规定", "none set"),
    "own": ("本表自选的办法", "the form's own choice"),
    "why": ("为何不同", "Why they differ"),
    "grades": ("等级", "Grades"),
    "same": ("各办法给本表每一行的得分都相同。", "The methods give every row of this form the same points."),
    "unfelt": ("办法另有不同，但不影响本表得分", "Other differences, not felt by this form"),
}


def side_by_side_page(compared: SideBySide, name: str, lang: str, columns: int) -> list[Line]:
    """The methods, the table of all rows, and the reasons."""
    lines: list[Line] = [[Span("─" * columns, "rule")]]
    title = compared.form.title or say("form.untitled", lang)
    lines += [*paragraph(title, columns, style="title"), *paragraph(name, columns, style="dim"), []]
    column = max(width(method.name) for method in compared.methods) + 2
    for method in compared.methods:
        lines += paragraph(_method(method, lang), columns, first=[Span("  " + pad(method.name, column), "group")])
    heads = [Column(say("scores.row", lang), "right"), Column(say("scores.name", lang), flexible=True)]
    heads.append(Column(say("scores.stated", lang), "right"))
    heads += [Column(method.name, "right", cap=NAME_WIDTH) for method in compared.methods]
    lines += [[], *table(heads, [*_rows(compared, lang)], columns), []]
    return [*lines, *_reasons(compared, lang, columns), []]


def _method(method: Method, lang: str) -> str:
    title = pick((method.rulebook.title, method.rulebook.title_en), lang)
    return say("titled", lang, title=title, name=pick(LABELS["own"], lang)) if method.own else title


def _rows(compared: SideBySide, lang: str) -> Iterator[Row | None]:
    form, methods = compared.form, compared.methods
    for line in compared.lines:
        yield _row(compared, line, lang)
    yield None
    totals = [span_of(method.card.total) for method in methods]
    yield Row(["", pick(LABELS["total"], lang), "", *totals], "group")
    taken = ["" if method.card.taken is None else span_of(Range(*(method.card.taken,) * 2)) for method in methods]
    yield Row(["", pick(LABELS["taken"], lang), "", *taken])
    grades = [_grade(method, method.card.grade, lang) for method in methods]
    yield Row(["", pick(LABELS["grade"], lang), "", *grades])
    if (total := form.total_score) is not None:
        of_stated = [_grade(method, grade_of(total, method.rulebook), lang) for method in methods]
        yield Row(["", pick(LABELS["stated_grade"], lang), shown(total), *of_stated])


def _grade(method: Method, grade: str | None, lang: str) -> str:
    return pick(LABELS["ungraded"], lang) if method.rulebook.grades is None else grade or ""


def _row(compared: SideBySide, line: Compared, lang: str) -> Row:
    if line.path.startswith("funds"):
        number, label = "", say("group.execution", lang)
    else:
        index = int(line.path[len("indicators[") : line.path.index("]")])
        number, label = str(index + 1), compared.form.indicators[index].label
    cells = [number, label, shown(line.stated), *(_points(one, lang) for one in line.scored)]
    style = "differs" if line.differs else ""
    return Row(cells, styles=("dim", "", "", *(style for _ in line.scored)))


def _points(scored: Award | Unscored | None, lang: str) -> str:
    """The points; of several readings each, because methods may differ in one of them alone."""
    if scored is None:
        return pick(LABELS["none"], lang)
    if isinstance(scored, Unscored) and len(scored.readings) > MOST_READINGS:
        told = dict.fromkeys(span_of(Range(one.low, one.high)) for one in scored.readings)
        return say("scores.or", lang).join(told)
    return points(scored, lang)


def _reasons(compared: SideBySide, lang: str, columns: int) -> Iterator[Line]:
    explained = differences(compared)
    if not explained:
        yield from paragraph(pick(LABELS["same"], lang), columns)
    else:
        yield [Span(pick(LABELS["why"], lang), "heading")]
    for rows, why in explained:
        yield from _entry(pick(rows, lang), pick(why, lang), columns)
    if compared.grades:
        yield from _entry(pick(LABELS["grades"], lang), pick(grades_told(compared), lang), columns)
    if compared.unfelt:
        yield from [[], [Span(pick(LABELS["unfelt"], lang), "heading")]]
    for words in unfelt_told(compared):
        yield from paragraph(pick(words, lang), columns, indent=2, style="dim")


def _entry(rows: str, why: str, columns: int) -> Iterator[Line]:
    yield from paragraph(rows, columns, indent=2, style="group")
    yield from paragraph(why, columns, indent=4)
