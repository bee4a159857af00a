"""`jixiao new -o OUT`: a form to be filled in, with the weights and notes of its method (新表)."""

from __future__ import annotations

import sys

import click

from jixiao import file_names
from jixiao.commands.write import LAYOUTS, known_format, one_form
from jixiao.lang import say
from jixiao.terminal_help import command
from jixiao.terminal_options import required_output_option, rulebook_names
from jixiao.terminal_out import write_whole

NATIONAL = {"L1-GZ": "guizhou-department-2022", "L1-YN": "yunnan", "L2": "sichuan"}
"""The method that goes with a layout where none is named; the national one for all others."""
FALLBACK = "mof-2020-10"


@command("new")
@required_output_option
@click.option(
    "--layout",
    type=click.Choice(LAYOUTS),
    help="表样，默认按来源或 L1 | Layout; by default that of the source, or L1",
)
@click.option("--rulebook", metavar="NAME", shell_complete=rulebook_names, help="计分办法 | Rulebook")
@click.option("--unit", metavar="TEXT", help="单位名称 | Name of the unit")
@click.option("--project", metavar="TEXT", help="项目名称 | Name of the project")
@click.option("--year", type=click.IntRange(1990, 2999), help="年度 | Year")
@click.option(
    "--from",
    "source",
    metavar="FILE",
    type=click.Path(),
    help="沿用其指标、目标和分值：批复的目标表，或上年的自评表 | Take the rows of approved targets or last year",
)
@click.option("--form", "number", type=click.IntRange(min=1), help="来源中第几张表 | Which form of the source")
@click.pass_obj
def new(  # noqa: PLR0913 - one parameter an option
    lang: str,
    *,
    output: str,
    layout: str | None,
    rulebook: str | None,
    unit: str | None,
    project: str | None,
    year: int | None,
    source: str | None,
    number: int | None,
) -> int:
    r"""生成待填的自评表：指标行、分值、表注按计分办法排好；Excel 中得分、合计随填随算。

    Make a form to fill in, its rows, weights and notes by the method; in Excel scores and sums appear as it is filled.

    \b
    jixiao new --layout L1-GZ --unit 某某局 --year 2026 -o 自评表.xlsx
    jixiao new --from 2025年自评表.xlsx --year 2026 -o 2026年自评表.xlsx
    """
    from jixiao import rulebooks  # noqa: PLC0415 - --help needs none of them
    from jixiao.form import FormKind  # noqa: PLC0415 - as above
    from jixiao.writers import files  # noqa: PLC0415 - as above
    from jixiao.writers.blank import blank, layout_for  # noqa: PLC0415 - as above

    target = file_names.writable(output)
    to = known_format(target)
    method = None if rulebook is None else rulebooks.load(rulebook)
    given = None if source is None else one_form(source, number)
    if method is None and given is not None and layout is None:
        method = rulebooks.for_form(given).rulebook
    method = method or rulebooks.load(NATIONAL.get(layout or "", FALLBACK))
    if layout == "L1-GZ" or FormKind.PROJECT not in method.kinds:
        kind = FormKind.DEPARTMENT
    else:
        department = layout is None and given is not None and given.kind is FormKind.DEPARTMENT
        kind = FormKind.DEPARTMENT if department else FormKind.PROJECT
    form = blank(kind, method, given, unit=unit, project=project, year=year)
    chosen = layout or layout_for(given or form, method, list(files.LAYOUTS))
    write_whole(files.written(form, to, chosen, method), target)
    sys.stderr.write(say("files.written", lang, name=target) + "\n")
    return 0
