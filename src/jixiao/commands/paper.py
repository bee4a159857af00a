"""`jixiao paper FILE... -o OUT`: the working paper of an audit, one Word file a form (审计底稿)."""

from __future__ import annotations

import sys
from datetime import datetime
from functools import partial
from pathlib import Path

import click

from jixiao.lang import say
from jixiao.terminal_help import command
from jixiao.terminal_letters import (
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
from jixiao.terminal_options import rulebook_option, severity_option, workers_option


@command("paper")
@files_argument
@folder_option
@click.option("--auditor", metavar="TEXT", help="审计人员 | Who made it")
@click.option("--reviewer", metavar="TEXT", help="复核人员 | Who reviews it")
@date_option
@click.option("--number", metavar="TEXT", help="索引号 | Index of the paper")
@severity_option
@rulebook_option
@template_option
@save_option
@workers_option
@click.pass_obj
def paper(  # noqa: PLR0913 - one parameter an option
    lang: str,
    *,
    files: tuple[str, ...],
    output: str | None,
    auditor: str | None,
    reviewer: str | None,
    made: datetime | None,
    number: str | None,
    least: str,
    rulebook: str | None,
    template: str | None,
    save: str | None,
    workers: int,
) -> int:
    r"""编制审计底稿：每张表一份 Word，逐项写明位置、填报数、复算数、计算过程、证明和条款。底稿用中文。

    Write the working papers of an audit: a Word file a form, each finding with its place, stated and recomputed value,
    working, proof and clause. The papers are in Chinese.

    \b
    jixiao paper 自评表.xlsx --auditor 某某某 --date 2024-06-01 -o 底稿.docx
    jixiao paper 收件 -o 底稿
    """
    from jixiao.finding import Severity  # noqa: PLC0415 - --help needs none of it
    from jixiao.letters import kinds  # noqa: PLC0415 - as above
    from jixiao.letters import paper as papers  # noqa: PLC0415 - as above

    if save is not None:
        return saved_template("paper", save, lang)
    target = wanted(files, output, "FILE...")
    filled = kinds.template("paper", None if template is None else Path(template))
    known = papers.known(number, auditor, reviewer, day_of(made))
    reads = examined(files, partial(papers.paper, least=Severity(least)), rulebook, workers, lang)
    letters = [(part.unit or part.file, {**part.values, **known}) for read in reads for part in read.parts]
    write_all(filled, letters, target, "审计底稿", lang)
    findings = sum(part.findings for read in reads for part in read.parts)
    sys.stdout.write(say("paper.done", lang, papers=len(letters), findings=findings) + "\n")
    return 2 if any(read.error for read in reads) else 0
