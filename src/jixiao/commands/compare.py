"""`jixiao compare A B`: two forms of one thing, what changed and what should not differ (对照)."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from jixiao import file_names
from jixiao.lang import say
from jixiao.terminal import Line, Span, clean, plain
from jixiao.terminal_help import command
from jixiao.terminal_options import format_option, output_option, severity_option
from jixiao.terminal_out import page_width, show, write_text, write_whole

if TYPE_CHECKING:
    from jixiao.comparing import Comparison
    from jixiao.form import Form

RELATIONS = ("target", "monitoring", "last-year", "accounts", "review", "draft")


@command("compare")
@click.argument("first", metavar="A", type=click.Path())
@click.argument("second", metavar="B", type=click.Path())
@click.option(
    "--as",
    "relation",
    type=click.Choice(RELATIONS),
    help="B 是什么表；不指定则按表种、年度判断 | What B is; by default seen by kind and year",
)
@format_option
@severity_option
@output_option
@click.pass_obj
def compare(  # noqa: PLR0913 - one parameter an option
    lang: str, *, first: str, second: str, relation: str | None, form: str, least: str, output: str | None
) -> int:
    r"""对照同一对象的两张表：自评表与批复的目标表、监控表、上年的表、决算、复核稿或另一稿。

    Compare two forms of one thing: a self-evaluation with its approved targets, its monitoring, last year's form, the
    accounts, the review, or another draft.

    列出改了的指标值、删去的指标、变动的资金、照抄的文字，每条都有两边的出处；两稿之间列出全部改动。

    Lists changed targets, dropped indicators, moved money and copied text, each with both places; between two drafts,
    every change.

    \b
    jixiao compare 自评表.xlsx 绩效目标表.json
    jixiao compare 2023年自评表.xlsx 2022年自评表.xlsx
    jixiao compare 定稿.xlsx 初稿.xlsx --as draft --format json
    """
    from jixiao.finding import Severity  # noqa: PLC0415 - after the command line was understood
    from jixiao.terminal_comparison import comparison_report  # noqa: PLC0415 - as above

    target = None if output is None else file_names.writable(output)
    made, alone = compared(first, second, relation)
    code = int(any(finding.severity.rank == 0 for one in made for finding in one.findings))
    if form == "json":
        from jixiao.writers.comparison_json import comparison_json  # noqa: PLC0415 - only when asked for

        write_text(comparison_json(made, [left for _, left in alone], Severity(least), code), target)
    else:
        lines = [line for one in made for line in comparison_report(one, lang, page_width(), Severity(least))]
        lines += _left_alone(alone, lang)
        if target is None:
            show(lines)
        else:
            write_whole(plain(lines).encode(), target)
    if target is not None:
        sys.stderr.write(say("files.written", lang, name=target) + "\n")
    return code


def compared(first: str, second: str, relation: str | None = None) -> tuple[list[Comparison], list[tuple[str, Form]]]:
    """Every pair of forms of two files compared, and the forms that found no other, with the file of each."""
    from jixiao import comparing, opening  # noqa: PLC0415 - readers are loaded only when a file is read
    from jixiao.comparing.files import pair_forms  # noqa: PLC0415 - as above
    from jixiao.errors import FormsUnrelated  # noqa: PLC0415 - as above

    found = pair_forms(opening.open_forms(first), opening.open_forms(second))
    if not found.pairs:
        raise FormsUnrelated(first, second)
    forced = None if relation is None else comparing.Relation(relation)
    made = [comparing.compare(one, other, forced) for one, other in found.pairs]
    alone = [(first, form) for form in found.first_alone] + [(second, form) for form in found.second_alone]
    return made, alone


def _left_alone(alone: list[tuple[str, Form]], lang: str) -> list[Line]:
    return [
        [Span(say("compare.alone", lang, name=clean(name), title=form.project or form.title or form.unit), "explain")]
        for name, form in alone
    ]
