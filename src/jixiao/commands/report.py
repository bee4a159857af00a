"""`jixiao report FILE -o OUT`: the whole review of one form as a page, a PDF or a Word document (审核报告)."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

import click

from jixiao import file_names
from jixiao.commands.prove import chosen
from jixiao.lang import say
from jixiao.terminal_help import command
from jixiao.terminal_options import file_argument, required_output_option, rulebook_option
from jixiao.terminal_out import write_whole

WRITERS = {"html": "web", "pdf": "paper_pdf", "docx": "paper_docx"}
SUFFIXES = {"htm": "html"}
EXTRA = "write"


@command("report")
@file_argument
@required_output_option
@click.option(
    "--to", type=click.Choice(list(WRITERS)), help="格式，默认看扩展名 | Format; by default that of the suffix"
)
@click.option("--form", "number", type=click.IntRange(min=1), metavar="N", help="第几张表 | Which form of the file")
@rulebook_option
@click.pass_obj
def report(  # noqa: PLR0913 - one parameter an option
    lang: str, *, file: str, output: str, to: str | None, number: int | None, rulebook: str | None
) -> int:
    r"""写一份审核报告：疑点对着原件，自评与复算对照，逐数证明，图表；网页可点、可离线看，PDF 和 Word 供存档。

    Write the review of a form: findings beside the original, stated against recomputed scores, the proof of each
    number, charts; a page to click through without a network, PDF and Word for the file.

    \b
    jixiao report 自评表.pdf -o 审核报告.html
    jixiao report 自评表.xlsx -o 审核报告.pdf
    jixiao report 自评表.xlsx -o review.docx --lang en
    """
    from jixiao.errors import ExtraMissing  # noqa: PLC0415 - --help needs none of them
    from jixiao.writing_errors import UnknownTarget  # noqa: PLC0415 - --help needs none of them

    target = file_names.writable(output)
    suffix = target.suffix.lower().removeprefix(".")
    asked = to or SUFFIXES.get(suffix, suffix)
    if asked not in WRITERS:
        raise UnknownTarget(str(target), tuple(WRITERS))
    one, name = chosen(file, rulebook, number)
    from jixiao.reports.content import content_of  # noqa: PLC0415 - after the file was read
    from jixiao.reports.origin import origin_of  # noqa: PLC0415 - as above

    content = content_of(one, Path(name).name)
    origin = origin_of(one.form, Path(file), paper=asked != "html")
    try:
        writer = importlib.import_module(f"jixiao.reports.{WRITERS[asked]}")
        data = writer.write(content, origin, lang)
    except ImportError as error:
        raise ExtraMissing(EXTRA) from error
    write_whole(data, target)
    sys.stderr.write(say("files.written", lang, name=target) + "\n")
    return 0
