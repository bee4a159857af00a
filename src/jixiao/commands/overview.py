"""`jixiao overview STORE -o OUT`: many forms at a glance, as a page, on paper or as a workbook (总览)."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from jixiao import file_names
from jixiao.lang import say
from jixiao.terminal_help import command
from jixiao.terminal_options import required_output_option
from jixiao.terminal_out import write_whole

if TYPE_CHECKING:
    from jixiao.overview import Overview

FORMATS = ("html", "pdf", "xlsx")


@command("overview")
@click.argument("store", metavar="STORE", type=click.Path())
@required_output_option
@click.pass_obj
def overview(lang: str, *, store: str, output: str) -> int:
    r"""汇总库总览：部门排名、得分分布、各种疑点、各地区、虚高指数、上年有而本年没有的表，写成网页、PDF 或工作簿。

    A store at a glance: ranking, distribution, findings by kind and region, inflation, and what is missing this year,
    as a page (HTML), a PDF or a workbook (XLSX).

    网页没有脚本，不用网络；工作簿含全部行，网页和 PDF 每部分至多 200 行。

    The page has no script and needs no network; the workbook has every row, page and PDF 200 of a part at most.

    \b
    jixiao overview 汇总 -o 总览.html
    jixiao overview 汇总 -o 总览.pdf
    jixiao overview 汇总 -o 总览.xlsx
    """
    from jixiao.errors import ExtraMissing  # noqa: PLC0415 - --help needs none of it
    from jixiao.overview import overview as asked  # noqa: PLC0415 - as above
    from jixiao.writers.files import EXTRA  # noqa: PLC0415 - as above
    from jixiao.writing_errors import UnknownTarget  # noqa: PLC0415 - --help needs none of it

    target = file_names.writable(output)
    suffix = target.suffix.lower().removeprefix(".")
    if suffix not in FORMATS:
        raise UnknownTarget(target.name, FORMATS, option=None)
    told = asked(Path(store), lang)
    try:
        data = _written(told, suffix)
    except ImportError as error:
        raise ExtraMissing(EXTRA) from error
    write_whole(data, target)
    sys.stderr.write(say("files.written", lang, name=str(target)) + "\n")
    return 0


def _written(told: Overview, suffix: str) -> bytes:
    """The file of that format. Raises ImportError where its extra is not installed."""
    if suffix == "html":
        from jixiao.overview import page  # noqa: PLC0415 - only what is asked for

        return page.write(told)
    if suffix == "pdf":
        from jixiao.overview import paper_pdf  # noqa: PLC0415 - as above

        return paper_pdf.write(told)
    from jixiao.tables.workbook import workbook  # noqa: PLC0415 - as above

    return workbook(told.sheets(), told.lang)
