"""`jixiao score FILE`: the working of every number that the method gives (计分)."""

from __future__ import annotations

import sys
from decimal import Decimal
from typing import TYPE_CHECKING

import click

from jixiao import file_names
from jixiao.commands.check import rulebook_names
from jixiao.lang import pick, say
from jixiao.outcome import Outcome, examine
from jixiao.terminal import Line, Span, clean, paragraph
from jixiao.terminal_help import command
from jixiao.terminal_out import page_width, show

if TYPE_CHECKING:
    from jixiao.outcome import Audited
    from jixiao.scoring import Award, Input, Unscored


@command("score")
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path())
@click.option(
    "--rulebook",
    metavar="NAME",
    shell_complete=rulebook_names,
    help="指定计分办法（名称或 TOML 文件） | Score by this rulebook (a name or a TOML file)",
)
@click.pass_obj
def score(lang: str, *, files: tuple[str, ...], rulebook: str | None) -> int:
    r"""逐行列出应得分的算式：条款、公式、代入的数和出处、舍入；办法未规定的，说明理由。

    Show the working of every score: clause, formula, the numbers put in and where they stood, rounding; where the
    method does not say, the reason.

    \b
    jixiao score 自评表.xlsx
    jixiao score 自评表.xlsx --rulebook mof-2021-101
    """
    if rulebook is not None:
        from jixiao import rulebooks  # noqa: PLC0415 - --help needs none of it

        rulebooks.load(rulebook)  # an unknown one is said once, before any file
    codes = []
    for path in file_names.expanded(files):
        outcome = path if isinstance(path, Outcome) else examine(path, rulebook)
        codes.append(2 if outcome.error is not None else 0)
        if outcome.error is not None:
            sys.stdout.flush()
            sys.stderr.write(clean(outcome.error.text(lang)) + "\n")
        for one in outcome.forms:
            show(workings(one, clean(outcome.name), lang, page_width()))
    return max(codes, default=0)


def workings(one: Audited, name: str, lang: str, columns: int) -> list[Line]:
    """The method and why, then each row with its working."""
    from jixiao.terminal_report import in_short  # noqa: PLC0415 - after the command line was understood

    form, card = one.form, one.scorecard
    title = say("titled", lang, title=pick((one.rulebook.title, one.rulebook.title_en), lang), name=one.rulebook.name)
    lines: list[Line] = [[Span("─" * columns, "rule")], *paragraph(form.title or name, columns, style="title")]
    lines += [*paragraph(name, columns, style="dim"), [], *paragraph(title, columns, style="group")]
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
