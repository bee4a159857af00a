"""`jixiao mark FILE -o OUT`: the person's own file with the findings in it, and nothing else changed (批注)."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

import click

from jixiao import file_names
from jixiao.lang import say
from jixiao.terminal_help import command
from jixiao.terminal_options import file_argument, required_output_option, rulebook_option, severity_option
from jixiao.terminal_out import write_whole

WRITERS = {"pdf": "mark_pdf", "xlsx": "mark_xlsx", "docx": "mark_docx", "html": "mark_html"}


@command("mark")
@file_argument
@required_output_option
@rulebook_option
@severity_option
@click.pass_obj
def mark(lang: str, *, file: str, output: str, rulebook: str | None, least: str) -> int:
    r"""把疑点批注在原文件的副本上：PDF 加注释框，Excel 加单元格批注和疑点清单，Word 加批注，网页加框和清单；其余不变。

    Put the findings into a copy of the file: annotations in a PDF, cell comments and a list in a workbook, comments in
    a Word document, frames and a list in a web page; nothing else changes.

    \b
    jixiao mark 自评表.pdf -o 自评表-批注.pdf
    jixiao mark 自评表.xlsx --min-severity explain -o 自评表-批注.xlsx
    """
    from jixiao import readers  # noqa: PLC0415 - --help needs none of them
    from jixiao.finding import Severity  # noqa: PLC0415 - as above
    from jixiao.outcome import examine, openable  # noqa: PLC0415 - as above
    from jixiao.readers import sniff  # noqa: PLC0415 - as above
    from jixiao.writers.remarks import told  # noqa: PLC0415 - as above
    from jixiao.writing_errors import CannotMark, WrongSuffix  # noqa: PLC0415 - as above

    target = file_names.writable(output)
    outcome = examine(Path(file), rulebook)
    if outcome.error is not None:
        raise outcome.error
    data = readers.load(openable(Path(file)))
    kind = sniff.kind_of(readers.checked(data, file)).name
    if kind not in WRITERS:
        raise CannotMark(file, kind)
    suffixes = importlib.import_module(f"jixiao.writers.{WRITERS[kind]}").SUFFIXES
    if target.suffix.lower() not in suffixes:
        raise WrongSuffix(output, suffixes)
    rank = Severity(least).rank
    findings = [one for one in told(outcome.forms, lang) if one.severity.rank <= rank]
    writer = importlib.import_module(f"jixiao.writers.{WRITERS[kind]}")
    write_whole(writer.write(data, findings, lang), target)
    sys.stderr.write(say("mark.done", lang, name=target, count=len(findings)) + "\n")
    return outcome.exit_code
