"""`jixiao survey STORE [NAME ...]`: questions about many forms, asked of a store (跨表核查)."""

from __future__ import annotations

import itertools
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from jixiao import file_names
from jixiao.lang import pick, say
from jixiao.terminal import Column, Line, Row, Span, clean, paragraph, table
from jixiao.terminal_help import command
from jixiao.terminal_out import page_width, show, write_text, write_whole
from jixiao.terminal_tables import format_for, format_option, output_option

if TYPE_CHECKING:
    from decimal import Decimal

    from jixiao.surveys import Result, Survey
    from jixiao.surveys.run import Asked

MOST_ROWS = 12  # of each survey that the terminal shows
LARGEST = 10**12  # that a setting can be
WIDE = 16  # columns from which on a column shares the rest of the line


def names(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[str]:  # noqa: ARG001
    """The surveys whose code or name begins so, for the shell."""
    from jixiao.surveys import all_surveys  # noqa: PLC0415 - only a shell asks for it

    known = [key for one in all_surveys() for key in (one.code, one.name)]
    return [key for key in known if key.startswith(incomplete)]


@command("survey")
@click.argument("store", metavar="[STORE]", required=False, type=click.Path())
@click.argument("asked", metavar="[NAME...]", nargs=-1, shell_complete=names)
@output_option
@format_option
@click.option(
    "--set",
    "settings",
    metavar="NAME=NUMBER",
    multiple=True,
    help="改用此参数，可多次 | Use this setting; may be given several times",
)
@click.pass_obj
def survey(  # noqa: PLR0913 - one parameter an option
    lang: str, *, store: str | None, asked: Sequence[str], output: str | None, form: str | None, settings: Sequence[str]
) -> int:
    r"""跨表核查：对汇总库中的许多张表发问，如原因雷同、目标照抄、得分千篇一律。不写汇总库则列出全部核查。

    Ask questions about many forms of a store: copied reasons and goals, scores that are all alike, and so on. Without a
    store, list the questions.

    核查给出的是线索，不是结论；每组都列出其中的表，可以互相对照。

    A survey gives clues, not verdicts; each case lists its forms, so that they can be held against each other.

    \b
    jixiao survey
    jixiao survey 汇总
    jixiao survey 汇总 S01 all_near_full -o 核查.xlsx
    jixiao survey 汇总 S08 --set rate=50 --format json
    """
    from jixiao.surveys import all_surveys, survey_named  # noqa: PLC0415 - --help needs none of it
    from jixiao.surveys.run import Asked  # noqa: PLC0415 - as above

    if store is None:
        show(_list(all_surveys(), lang, page_width()))
        return 0
    chosen = [survey_named(name) for name in asked] or list(all_surveys())
    values = _settings(settings, chosen)
    target = None if output is None else file_names.writable(output)
    kind = format_for(target, form)
    with Asked(Path(store)) as opened:
        _write(opened, chosen, values, form=kind, target=target, lang=lang)
    return 0


def _settings(given: Sequence[str], chosen: Sequence[Survey]) -> dict[str, Decimal]:
    from decimal import Decimal, InvalidOperation  # noqa: PLC0415 - --help needs no number

    from jixiao.store_errors import UnknownSetting  # noqa: PLC0415 - as above

    known = sorted({setting.name for one in chosen for setting in one.settings})
    values: dict[str, Decimal] = {}
    for text in given:
        name, _, number = (part.strip() for part in text.partition("="))
        try:
            value = Decimal(number)
        except InvalidOperation:
            value = Decimal("NaN")
        if name not in known or not value.is_finite() or abs(value) > LARGEST:
            raise UnknownSetting(text, known)
        values[name] = value
    return values


def _write(  # noqa: PLR0913 - what was asked, each part of it named
    opened: Asked, chosen: Sequence[Survey], values: dict[str, Decimal], *, form: str, target: Path | None, lang: str
) -> None:
    """The answers in that format, to the file or the standard output."""
    from jixiao.surveys import sheets  # noqa: PLC0415 - as above

    results = (opened.run(one, values) for one in chosen)
    if form == "json":
        write_text(sheets.written_json([sheets.as_json(one) for one in results]), target)
    elif form == "csv":
        from jixiao.store_errors import OneSurveyOnly  # noqa: PLC0415 - as above
        from jixiao.tables.delimited import delimited  # noqa: PLC0415 - as above

        if len(chosen) > 1:
            raise OneSurveyOnly
        write_text(delimited(sheets.sheet(next(results), lang)).decode(), target)
    elif form == "xlsx" and target is not None:
        write_whole(_workbook(results, lang), target)
    else:
        lines = (line for one in results for line in _told(one, lang, page_width()))
        if target is None:
            show(lines)
        else:
            from jixiao.terminal import plain  # noqa: PLC0415 - as above

            write_whole(plain(lines).encode(), target)
    if target is not None:
        sys.stderr.write(say("files.written", lang, name=str(target)) + "\n")


def _workbook(results: Iterator[Result], lang: str) -> bytes:
    from jixiao.errors import ExtraMissing  # noqa: PLC0415 - as above
    from jixiao.surveys import sheets  # noqa: PLC0415 - as above
    from jixiao.tables.workbook import workbook  # noqa: PLC0415 - as above
    from jixiao.writers.files import EXTRA  # noqa: PLC0415 - as above

    kept, done = [], []
    for one in results:
        kept.append(sheets.sheet(one, lang))
        done.append(one)
    try:
        return workbook([sheets.contents(done, lang), *kept], lang)
    except ImportError as error:
        raise ExtraMissing(EXTRA) from error


def _list(surveys: Sequence[Survey], lang: str, columns: int) -> list[Line]:
    """Every survey with what it looks for and the settings that it takes."""
    lines: list[Line] = []
    for one in surveys:
        lines += paragraph(
            pick((one.title, one.title_en), lang), columns, first=[Span(f"{one.code}  ", "code")], style="title"
        )
        lines += paragraph(one.name, columns, indent=2, style="dim")
        for text in ((one.meaning, one.meaning_en), (one.basis, one.basis_en)):
            lines += paragraph(pick(text, lang), columns, indent=2)
        for setting in one.settings:
            told = f"--set {setting.name}={setting.value}  {pick((setting.zh, setting.en), lang)}"
            lines += paragraph(told, columns, indent=2, style="dim")
        lines.append([])
    return lines


def _told(result: Result, lang: str, columns: int) -> list[Line]:
    """One answer on the terminal: how much was found, and the first rows."""
    from jixiao.surveys import sheets  # noqa: PLC0415 - as above
    from jixiao.terminal_answers import told  # noqa: PLC0415 - as above

    one = result.survey
    lines = paragraph(
        pick((one.title, one.title_en), lang), columns, first=[Span(f"{one.code}  ", "code")], style="title"
    )
    if not result.lines:
        return [*lines, [Span("  " + say("survey.nothing", lang), "good")], []]
    lines += paragraph(pick((one.meaning, one.meaning_en), lang), columns, indent=2, style="dim")
    lines.append([Span("  " + say("survey.found", lang, cases=result.cases, lines=result.lines))])
    rows = [Row([clean(told(cell)) for cell in row]) for row in itertools.islice(result.rows, MOST_ROWS)]
    titles = [head.name for head in sheets.heads(one, lang)]
    wide = [any(len(row.cells[at]) > WIDE for row in rows) for at in range(len(titles))]
    lines += table([Column(title, flexible=broad) for title, broad in zip(titles, wide, strict=True)], rows, columns)
    if result.lines > MOST_ROWS:
        lines.append([Span("  " + say("survey.cut", lang, count=MOST_ROWS), "dim")])
    return [*lines, []]
