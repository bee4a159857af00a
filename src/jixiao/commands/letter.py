"""`jixiao letter FILE... -o OUT`: the letter of return, one Word file a unit (退回意见)."""

from __future__ import annotations

import sys
from datetime import datetime
from functools import partial
from pathlib import Path

import click

from jixiao.lang import say
from jixiao.terminal_help import command
from jixiao.terminal_letters import (
    DAY,
    date_option,
    day_of,
    examined,
    files_argument,
    folder_option,
    save_option,
    saved_template,
    template_option,
    wanted,
    write_all,
)
from jixiao.terminal_options import SEVERITIES, rulebook_option, workers_option


@command("letter")
@files_argument
@folder_option
@click.option("--office", metavar="TEXT", help="发文机关 | Office that writes")
@date_option
@click.option("--deadline", metavar="YYYY-MM-DD", type=DAY, help="重新报送的期限 | By when to send it in again")
@click.option("--number", metavar="TEXT", help="文号 | Number of the letter")
@click.option("--contact", metavar="TEXT", help="联系人 | Person to ask")
@click.option("--phone", metavar="TEXT", help="联系电话 | Telephone")
@click.option(
    "--min-severity",
    "least",
    type=click.Choice(SEVERITIES),
    default="explain",
    help="只写入不低于此严重程度的问题，默认 explain | Only findings at least this grave; by default explain",
)
@rulebook_option
@template_option
@save_option
@workers_option
@click.pass_obj
def letter(  # noqa: PLR0913 - one parameter an option
    lang: str,
    *,
    files: tuple[str, ...],
    output: str | None,
    office: str | None,
    made: datetime | None,
    deadline: datetime | None,
    number: str | None,
    contact: str | None,
    phone: str | None,
    least: str,
    rulebook: str | None,
    template: str | None,
    save: str | None,
    workers: int,
) -> int:
    r"""出具退回意见：每个单位一份 Word，逐项写明位置、问题和处理意见；没有给出的内容标为“待填”。公文用中文。

    Write letters of return: a Word file a unit, each finding with its cell, problem and what to do; what is not given
    is a marked gap. The letters are in Chinese.

    版式可改：--save-template 存出模板，在 Word 中修改后用 --template。没有须退回问题的单位不出具。

    The layout is yours to change: --save-template writes the template, --template uses yours. A unit with nothing to
    send back gets no letter.

    \b
    jixiao letter 自评表.xlsx --office 某某县财政局 --deadline 2024-06-30 -o 退回意见.docx
    jixiao letter 收件 --office 某某县财政局 --date 2024-06-01 -o 退回意见
    jixiao letter --save-template 模板.docx
    """
    from jixiao.finding import Severity  # noqa: PLC0415 - --help needs none of it
    from jixiao.letters import issue, kinds, returned  # noqa: PLC0415 - as above

    if save is not None:
        return saved_template("returned", save, lang)
    target = wanted(files, output, "FILE...")
    filled = kinds.template("returned", None if template is None else Path(template))
    texts = {"文号": number, "发文机关": office, "联系人": contact, "联系电话": phone}
    known = returned.known(texts, {"成文日期": day_of(made), "退回期限": day_of(deadline)})
    make = partial(returned.sheet, least=Severity(least))
    reads = examined(files, make, rulebook, workers, lang)
    parts = [part for read in reads for part in read.parts if any(count for _, count in part.counts)]
    units = issue.by_unit(parts)
    letters = [(unit, returned.letter(sheets, known)) for unit, sheets in units.items()]
    write_all(filled, letters, target, "退回意见", lang)
    clear = sum(len(read.parts) for read in reads) - len(parts)
    sys.stdout.write(say("letter.done", lang, letters=len(letters), forms=len(parts), clear=clear) + "\n")
    return 2 if any(read.error for read in reads) else 0
