"""`jixiao write FILE -o OUT`: the form in an official layout, as a workbook, document, PDF, page or JSON (写出)."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from jixiao import file_names
from jixiao.lang import say
from jixiao.terminal import clean
from jixiao.terminal_help import command
from jixiao.terminal_options import file_argument, required_output_option, rulebook_names
from jixiao.terminal_out import write_whole

if TYPE_CHECKING:
    from jixiao.form import Form

FORMATS = ("xlsx", "docx", "pdf", "html", "json")
LAYOUTS = ("L1", "L1-GZ", "L1-YN", "L1-rural", "L2")


@command("write")
@file_argument
@required_output_option
@click.option("--to", type=click.Choice(FORMATS), help="格式，默认看扩展名 | Format; by default that of the suffix")
@click.option(
    "--layout",
    type=click.Choice(LAYOUTS),
    help="表样，默认用原表样或最合适的 | Layout; by default the form's own, or the one that fits best",
)
@click.option(
    "--rulebook",
    metavar="NAME",
    shell_complete=rulebook_names,
    help="公式所依的计分办法 | The rulebook that the formulas follow",
)
@click.option("--form", "number", type=click.IntRange(min=1), help="第几张表，从 1 起 | Which form of the file, from 1")
@click.pass_obj
def write(  # noqa: PLR0913 - one parameter an option
    lang: str,
    *,
    file: str,
    output: str,
    to: str | None,
    layout: str | None,
    rulebook: str | None,
    number: int | None,
) -> int:
    r"""把一张表按官方表样写成 Excel、Word、PDF、网页或 JSON；写出的文件 jixiao 读回后完全相同。

    Write a form in an official layout as Excel, Word, PDF, a web page or JSON; read back it is the same form.

    Excel 中的得分、合计和执行率是公式；填报数与办法不一致处保留填报数，加批注说明。

    In Excel scores, sums and the rate are formulas; a number that differs from the method stays, with a comment.

    \b
    jixiao write 自评表.html -o 自评表.xlsx
    jixiao write 自评表.xlsx --to pdf --layout L1-GZ -o 自评表.pdf
    """
    from jixiao import rulebooks  # noqa: PLC0415 - --help needs none of them
    from jixiao.writers import files  # noqa: PLC0415 - as above
    from jixiao.writers.blank import layout_for  # noqa: PLC0415 - as above

    target = file_names.writable(output)
    asked = to or known_format(target)
    method = None if rulebook is None else rulebooks.load(rulebook)
    form = one_form(file, number)
    method = method or rulebooks.for_form(form).rulebook
    chosen = layout or layout_for(form, method, list(files.LAYOUTS))
    write_whole(files.written(form, asked, chosen, method), target)
    sys.stderr.write(say("files.written", lang, name=target) + "\n")
    return 0


def known_format(target: Path) -> str:
    """The format that the file's suffix asks for (按扩展名)."""
    from jixiao.writers import files  # noqa: PLC0415 - as above
    from jixiao.writing_errors import UnknownTarget  # noqa: PLC0415 - as above

    found = files.format_of(target)
    if found is None:
        raise UnknownTarget(str(target), FORMATS)
    return found


def one_form(file: str, number: int | None) -> Form:
    """The form asked for of a file; where it holds several, one must be named (取一张表)."""
    from jixiao import opening  # noqa: PLC0415 - as above
    from jixiao.errors import WhichForm  # noqa: PLC0415 - as above
    from jixiao.outcome import openable  # noqa: PLC0415 - as above

    forms = opening.open_forms(openable(Path(file)))
    if (number is None and len(forms) > 1) or (number or 1) > len(forms):
        raise WhichForm(file, [clean(form.project or form.unit or form.title or "") for form in forms])
    return forms[(number or 1) - 1]
