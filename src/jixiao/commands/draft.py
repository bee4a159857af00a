"""`jixiao draft FILE -o OUT`: the self-evaluation report in words, drafted from the form (起草自评报告)."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from jixiao import file_names
from jixiao.commands.prove import chosen
from jixiao.lang import say
from jixiao.terminal_help import command
from jixiao.terminal_options import output_option, rulebook_option
from jixiao.terminal_out import write_whole

if TYPE_CHECKING:
    from jixiao.reports.blocks import Paper

FORMATS = ("docx", "pdf", "txt")
EXTRA = "write"


@command("draft")
@click.argument("file", metavar="FILE", required=False, type=click.Path())
@output_option
@click.option("--to", type=click.Choice(FORMATS), help="格式，默认看扩展名 | Format; by default that of the suffix")
@click.option("--form", "number", type=click.IntRange(min=1), metavar="N", help="第几张表 | Which form of the file")
@rulebook_option
@click.option(
    "--template",
    type=click.Path(dir_okay=False),
    metavar="TOML",
    help="自己的标题和句子 | Headings and sentences of your own",
)
@click.option(
    "--save-template",
    "save",
    type=click.Path(dir_okay=False),
    metavar="TOML",
    help="存出自带的标题和句子，供修改后用 --template | Write ours, to be changed and used with --template",
)
@click.pass_obj
def draft(  # noqa: PLR0913 - one parameter an option
    lang: str,
    *,
    file: str | None,
    output: str | None,
    to: str | None,
    number: int | None,
    rulebook: str | None,
    template: str | None,
    save: str | None,
) -> int:
    r"""由自评表起草《绩效自评报告》：基本情况、目标完成情况、偏差原因、存在问题、改进措施；表上有的数字写入，没有的留空标出。

    Draft the self-evaluation report (绩效自评报告, in Chinese) from a form in its usual sections: known figures stand
    in it, what only the unit can say is left as a marked gap; nothing is invented.

    \b
    jixiao draft 自评表.xlsx -o 自评报告.docx
    jixiao draft 自评表.pdf -o 自评报告.txt
    jixiao draft --save-template 文稿用语.toml
    """
    from jixiao.reports import wording  # noqa: PLC0415 - as above
    from jixiao.writing_errors import UnknownTarget  # noqa: PLC0415 - --help needs none of it

    if save is not None:
        return _written(wording.OURS.read_bytes(), file_names.writable(save), lang)
    if file is None:
        raise click.MissingParameter(param_type="argument", param_hint="FILE")
    if output is None:
        raise click.MissingParameter(param_type="option", param_hint="-o")
    target = file_names.writable(output)
    asked = to or target.suffix.lower().removeprefix(".")
    if asked not in FORMATS:
        raise UnknownTarget(str(target), FORMATS)
    words = wording.ours() if template is None else wording.load(Path(template))
    one, name = chosen(file, rulebook, number)
    from jixiao.reports.draft import draft_of  # noqa: PLC0415 - after the file was read

    return _written(_set(draft_of(one, Path(name).name, words), asked), target, lang)


def _written(data: bytes, target: Path, lang: str) -> int:
    write_whole(data, target)
    sys.stderr.write(say("files.written", lang, name=target) + "\n")
    return 0


def _set(paper: Paper, asked: str) -> bytes:
    """The draft in the format asked for."""
    from jixiao.errors import ExtraMissing  # noqa: PLC0415 - as above
    from jixiao.reports import draft_text, paper_pdf, word  # noqa: PLC0415 - as above

    if asked == "txt":
        return draft_text.text(paper)
    if asked == "docx":
        return word.docx(paper)
    try:
        return paper_pdf.pdf(paper)
    except ImportError as error:
        raise ExtraMissing(EXTRA) from error
