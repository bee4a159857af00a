"""`jixiao table FILE... -o OUT`: many forms as one workbook or CSV file, or in a fiscal system's tables (汇总表)."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from jixiao import file_names
from jixiao.lang import say
from jixiao.terminal_help import command
from jixiao.terminal_letters import examined, files_argument
from jixiao.terminal_options import rulebook_option, workers_option
from jixiao.terminal_out import write_whole

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jixiao.tables.model import Sheet

SUFFIXES = (".xlsx", ".csv")
EXTRA = "write"


@command("table")
@files_argument
@click.option(
    "-o", "--output", metavar="OUT", type=click.Path(dir_okay=False), help="写入 .xlsx 或 .csv | .xlsx or .csv"
)
@click.option(
    "--sheet",
    metavar="NAME",
    help="CSV 写哪一张：forms（默认）、funds、indicators、findings，或标准表的表名 | Which table a CSV file holds",
)
@click.option(
    "--standard", is_flag=True, help="写成一体化系统的自评标准表 | Write the tables of the integrated budget system"
)
@click.option(
    "--set",
    "given",
    multiple=True,
    metavar="NAME=VALUE",
    help="标准表中表上没有的列，如 MOF_DIV_CODE=520000000 | A column that no form says, for the standard tables",
)
@rulebook_option
@workers_option
@click.pass_obj
def table(  # noqa: PLR0913 - one parameter an option
    lang: str,
    *,
    files: tuple[str, ...],
    output: str | None,
    sheet: str | None,
    standard: bool,
    given: tuple[str, ...],
    rulebook: str | None,
    workers: int,
) -> int:
    r"""把许多表汇成一个 Excel（自评表、资金、绩效指标、审核疑点各一张），或一个 CSV；也可写成一体化系统的标准表。

    Gather many forms into one workbook (forms, funds, indicators, findings) or one CSV file; or into the tables of the
    integrated budget system.

    数字照所印的位数；文字不会变成公式。CSV 为带 BOM 的 UTF-8，可直接用 Excel 打开。

    Numbers keep their printed digits; a text never becomes a formula. CSV is UTF-8 with a BOM, as Excel wants it.

    \b
    jixiao table 收件 -o 汇总.xlsx
    jixiao table 收件 --sheet indicators -o 指标.csv
    jixiao table 收件 --standard --set MOF_DIV_CODE=520000000 -o 标准表.xlsx
    """
    target = _target(files, output)
    known = _given(given)
    from jixiao.tables import gathered, standard as standards  # noqa: I001, PLC0415 - --help needs none of it

    reads = examined(files, standards.rows_in if standard else gathered.gathered, rulebook, workers, lang)
    unread = [(read.path, read.error[lang == "en"]) for read in reads if read.error]
    if standard:
        sheets = standards.sheets((part for read in reads for part in read.parts), known)
    else:
        sheets = gathered.sheets(((read.path, part) for read in reads for part in read.parts), unread, lang)
    write_whole(_written(sheets, target, sheet, lang), target)
    if standard:
        _tell_lacks(sheets, lang)
    forms = sum(len(read.parts) for read in reads)
    rows = sum(len(one.rows) for one in sheets)
    sys.stdout.write(say("table.done", lang, files=len(reads), forms=forms, rows=rows) + "\n")
    sys.stderr.write(say("files.written", lang, name=target) + "\n")
    return 2 if unread else 0


def _target(files: Sequence[str], output: str | None) -> Path:
    """Where to write, once it is known what from."""
    from jixiao.writing_errors import UnknownTarget  # noqa: PLC0415 - as above

    if not files:
        raise click.MissingParameter(param_type="argument", param_hint="FILE...")
    if output is None:
        raise click.MissingParameter(param_type="option", param_hint="-o")
    target = file_names.writable(output)
    if target.suffix.lower() not in SUFFIXES:
        raise UnknownTarget(output, SUFFIXES, option=None)
    return target


def _given(given: Sequence[str]) -> dict[str, str]:
    """The values of --set, each for a column that the standard tables have."""
    from jixiao.tables import standard as standards  # noqa: PLC0415 - as above
    from jixiao.writing_errors import UnknownColumn  # noqa: PLC0415 - as above

    pairs = dict(one.partition("=")[::2] for one in given)
    known = [name for name, field in standards.standards().field.items() if not field.source]
    for name in pairs:
        if name not in known:
            raise UnknownColumn(name, known)
    return pairs


def _written(sheets: Sequence[Sheet], target: Path, name: str | None, lang: str) -> bytes:
    """The whole workbook, or the one table that a CSV file holds."""
    from jixiao.errors import ExtraMissing  # noqa: PLC0415 - as above
    from jixiao.writing_errors import UnknownColumn  # noqa: PLC0415 - as above

    if target.suffix.lower() == ".csv":
        from jixiao.tables.delimited import delimited  # noqa: PLC0415 - as above

        named = {one.key: one for one in sheets}
        wanted = name or sheets[0].key
        if wanted not in named:
            raise UnknownColumn(wanted, list(named))
        return delimited(named[wanted])
    from jixiao.tables.workbook import workbook  # noqa: PLC0415 - as above

    try:
        return workbook(sheets, lang)
    except ImportError as error:
        raise ExtraMissing(EXTRA) from error


def _tell_lacks(sheets: Sequence[Sheet], lang: str) -> None:
    """Which columns of the standard are still to be filled in, and which texts are longer than it allows."""
    from jixiao.tables import standard as standards  # noqa: PLC0415 - as above

    found = standards.lacks(sheets)
    if any(one.blank for one in found):
        sys.stderr.write(say("table.lacks", lang) + "\n")
    for one in found:
        facts = {"column": one.column, "zh": one.zh, "tables": len(one.tables)}
        for key, count in (("table.lack", one.blank), ("table.long", one.too_long)):
            if count:
                sys.stderr.write("  " + say(key, lang, count=count, **facts) + "\n")
