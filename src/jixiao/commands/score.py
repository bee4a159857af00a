"""`jixiao score FILE`: the working of every number that the method gives (计分)."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

import click

from jixiao import file_names
from jixiao.lang import pick, say
from jixiao.outcome import Outcome, examine
from jixiao.terminal import Line, Span, clean, paragraph
from jixiao.terminal_help import command
from jixiao.terminal_options import files_argument, format_option, rulebook_names, rulebook_option
from jixiao.terminal_out import page_width, show, write_text

if TYPE_CHECKING:
    from decimal import Decimal

    from jixiao.outcome import Audited
    from jixiao.scoring import Award, Input, Unscored
    from jixiao.sensitivity import Sensitivity


@command("score")
@files_argument
@rulebook_option
@click.option(
    "--under",
    multiple=True,
    metavar="NAME",
    shell_complete=rulebook_names,
    help="按几种办法并列计分，可写多次；只写一个则与本表自选的办法并列 | Side by side under several methods",
)
@click.option(
    "--sensitivity",
    is_flag=True,
    help="总分在各种读法下的范围，哪些改动会改变等级 | The range of the total, and what would flip the grade",
)
@format_option
@click.pass_obj
def score(  # noqa: PLR0913 - one parameter an option
    lang: str, *, files: tuple[str, ...], rulebook: str | None, under: tuple[str, ...], sensitivity: bool, form: str
) -> int:
    r"""逐行列出应得分的算式：条款、公式、代入的数和出处、舍入；办法未规定的，说明理由。

    Show the working of every score: clause, formula, the numbers put in and where they stood, rounding; where the
    method does not say, the reason.

    --under 把一张表按几种办法并列计分，说明每一处不同的原因；--sensitivity 给出总分的范围和改变等级所需的最少改动。

    --under lays one form side by side under several methods and says why they differ; --sensitivity tells the range of
    the total and the fewest changes that flip the grade.

    \b
    jixiao score 自评表.xlsx
    jixiao score 自评表.xlsx --rulebook mof-2021-101
    jixiao score 自评表.xlsx --under mof-2020-10 --under fiscal-system-linear
    jixiao score 自评表.xlsx --sensitivity
    """
    for name in (*under, *(() if rulebook is None else (rulebook,))):
        from jixiao import rulebooks  # noqa: PLC0415 - --help needs none of it

        rulebooks.load(name)  # an unknown one is said once, before any file
    if rulebook is not None and under:  # the method that was asked for stands first
        under = (rulebook, *under)
    asked = Asked(under, sensitivity=sensitivity)
    outcomes = (path if isinstance(path, Outcome) else examine(path, rulebook) for path in file_names.expanded(files))
    return _json(outcomes, asked) if form == "json" else _text(outcomes, asked, lang)


class Asked(NamedTuple):
    """What is wanted of each form (所求)."""

    under: tuple[str, ...]
    sensitivity: bool


def _text(outcomes: Iterable[Outcome], asked: Asked, lang: str) -> int:
    codes = []
    for outcome in outcomes:
        codes.append(2 if outcome.error is not None else 0)
        if outcome.error is not None:
            sys.stdout.flush()
            sys.stderr.write(clean(outcome.error.text(lang)) + "\n")
        for one in outcome.forms:
            show(_page(one, asked, clean(outcome.name), lang))
    return max(codes, default=0)


def _page(one: Audited, asked: Asked, name: str, lang: str) -> list[Line]:
    """What was asked of one form: the workings, or else the methods side by side, the room of the total, or both."""
    columns = page_width()
    lines: list[Line] = []
    if asked.under:
        from jixiao.side_by_side import side_by_side  # noqa: PLC0415 - only when asked for
        from jixiao.terminal_side_by_side import side_by_side_page  # noqa: PLC0415 - as above

        lines += side_by_side_page(side_by_side(one.form, asked.under), name, lang, columns)
    if asked.sensitivity:
        from jixiao.terminal_sensitivity import sensitivity_page  # noqa: PLC0415 - as above

        if not asked.under:
            lines += _title(one, name, columns)
        for found in _rooms(one, asked):
            lines += sensitivity_page(one.form, found, lang, columns)
    return lines or workings(one, name, lang, columns)


def _rooms(one: Audited, asked: Asked) -> Iterator[Sensitivity]:
    """The sensitivity by each method that was asked for, else by the form's."""
    from jixiao.sensitivity import sensitivity  # noqa: PLC0415 - only when asked for

    if not asked.under:
        yield sensitivity(one.form, one.rulebook, one.scorecard)
        return
    from jixiao.side_by_side import side_by_side  # noqa: PLC0415 - as above

    for method in side_by_side(one.form, asked.under).methods:
        yield sensitivity(one.form, method.rulebook, method.card)


def _json(outcomes: Iterable[Outcome], asked: Asked) -> int:
    from jixiao.side_by_side import side_by_side  # noqa: PLC0415 - only when asked for
    from jixiao.writers import scores_json  # noqa: PLC0415 - as above

    files, codes = [], []
    for outcome in outcomes:
        codes.append(2 if outcome.error is not None else 0)
        forms = []
        for one in outcome.forms:
            told = scores_json.head_of(one.form) | scores_json.awards_of(one)
            if asked.under:
                told["under"] = scores_json.side_by_side_of(side_by_side(one.form, asked.under))
            if asked.sensitivity:
                told["sensitivity"] = [scores_json.sensitivity_of(one.form, found) for found in _rooms(one, asked)]
            forms.append(told)
        files.append(scores_json.file_of(outcome.name, outcome.error, forms))
    write_text(scores_json.scores_json(files), None)
    return max(codes, default=0)


def _title(one: Audited, name: str, columns: int) -> list[Line]:
    """The rule above a form, its title and its file."""
    title = paragraph(one.form.title or name, columns, style="title")
    return [[Span("─" * columns, "rule")], *title, *paragraph(name, columns, style="dim"), []]


def workings(one: Audited, name: str, lang: str, columns: int) -> list[Line]:
    """The method and why, then each row with its working."""
    from jixiao.terminal_report import in_short  # noqa: PLC0415 - after the command line was understood

    form, card = one.form, one.scorecard
    title = say("titled", lang, title=pick((one.rulebook.title, one.rulebook.title_en), lang), name=one.rulebook.name)
    lines = [*_title(one, name, columns), *paragraph(title, columns, style="group")]
    for why in one.why:
        lines += paragraph(pick((why.zh, why.en), lang), columns, first=[Span("  · ")])
    rows = [] if card.execution is None else [("", say("group.execution", lang), card.execution)]
    rows += [
        (f"{index + 1:>3}  ", item.label, scored)
        for index, (item, scored) in enumerate(zip(form.indicators, card.indicators, strict=True))
    ]
    for number, label, scored in rows:
        lines += [[], *paragraph(label, columns, first=[Span(number or "     ", "label")], style="group")]
        lines += _award(one, scored, lang, columns)
    return [
        *lines,
        [],
        *paragraph(in_short(one, lang), columns, first=[Span(say("verdict", lang) + "  ", "title")]),
        [],
    ]


def _award(one: Audited, scored: Award | Unscored, lang: str, columns: int) -> list[Line]:
    """The working of one row, or why there is none."""
    from jixiao.scoring import Unscored, describe  # noqa: PLC0415 - after the command line was understood
    from jixiao.terminal_scores import difference, points, shown  # noqa: PLC0415 - as above

    stated = _stated(one, scored.path)
    away = difference(stated, scored)
    told = f"{points(scored, lang)}　{say('score.stated', lang)} {shown(stated) or say('blank', lang)}"
    entries = [("scores.recomputed", told + (f"　{say('scores.difference', lang)} {away}" if away else ""))]
    if isinstance(scored, Unscored):
        entries.append(("score.working", describe(scored, lang)))
    else:
        put_in = say("score.between", lang).join(_input(one, given, lang) for given in scored.inputs)
        entries += [
            ("score.working", pick((scored.working, scored.working_en or scored.working), lang)),
            ("score.inputs", put_in),
            ("score.clause", say("titled", lang, title=scored.clause, name=say(f"basis.{scored.basis}", lang))),
        ]
    lines = []
    for key, text in entries:
        if text:
            lines += paragraph(text, columns, first=[Span(f"     {say(key, lang)}  ", "label")])
    return lines


def _input(one: Audited, given: Input, lang: str) -> str:
    """A number put into the formula, with the cell or line that it came from."""
    from jixiao import places  # noqa: PLC0415 - after the command line was understood

    name = say("scores.weight", lang).lower() if given.name == "分值" else given.name
    text = f"{name} = {given.value:f}"
    if given.path is None:
        return text
    location = places.location_of(one.form, given.path)
    place = (location.describe(lang) if location else "") or places.in_words(one.form, given.path, lang)
    return say("titled", lang, title=text, name=place)


def _stated(one: Audited, path: str) -> Decimal | None:
    """The score printed at that path."""
    if path.startswith("funds"):
        return None if one.form.total_fund is None else one.form.total_fund.score
    return one.form.indicators[int(path[len("indicators[") : path.index("]")])].score
