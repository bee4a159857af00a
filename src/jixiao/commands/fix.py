"""`jixiao fix FILE -o OUT`: a copy with what follows by arithmetic corrected, and a list of the rest (更正)."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from jixiao import file_names
from jixiao.lang import say
from jixiao.terminal import Line, Span, clean, paragraph
from jixiao.terminal_help import command
from jixiao.terminal_options import file_argument, required_output_option, rulebook_option
from jixiao.terminal_out import page_width, show, write_whole

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jixiao.finding import Finding
    from jixiao.outcome import Audited
    from jixiao.writers.corrections import Change


@command("fix")
@file_argument
@required_output_option
@rulebook_option
@click.pass_obj
def fix(lang: str, *, file: str, output: str, rulebook: str | None) -> int:
    r"""写出更正后的副本：只改可由表内数字推算确定的错处，逐条列出改动和留待人工的问题；原文件不动。

    Write a corrected copy: only what follows from the form's own numbers is changed; every change and every question
    left is listed. Excel and Word keep their layout, any other file becomes JSON (-o NAME.json).

    \b
    jixiao fix 自评表.xlsx -o 自评表-更正.xlsx
    jixiao fix 自评表.pdf -o 自评表-更正.json
    """
    from jixiao import readers  # noqa: PLC0415 - --help needs none of them
    from jixiao.outcome import examine, openable  # noqa: PLC0415 - as above
    from jixiao.writers import fixing  # noqa: PLC0415 - as above
    from jixiao.writing_errors import CannotFixInPlace  # noqa: PLC0415 - as above

    target = file_names.writable(output)
    outcome = examine(Path(file), rulebook)
    if outcome.error is not None:
        raise outcome.error
    content = readers.load(openable(Path(file)))
    kind = sniff_kind(content, file)
    if target.suffix.lower() == ".json":
        data, sorts = fixing.as_json(outcome.forms)
    elif kind in fixing.IN_PLACE and target.suffix.lower() == f".{kind}":
        data, sorts = fixing.in_place(content, kind, outcome.forms)
    else:
        raise CannotFixInPlace(file, str(target), f".{kind}" if kind in fixing.IN_PLACE else ".json")
    write_whole(data, target)
    for one, found in zip(outcome.forms, sorts, strict=True):
        show(_report(one, found.changes, found.left, lang, page_width()))
    sys.stderr.write(say("files.written", lang, name=target) + "\n")
    return 0


def sniff_kind(data: bytes, name: str) -> str:
    """What kind of file it is, by its content (文件种类)."""
    from jixiao import readers  # noqa: PLC0415 - as above
    from jixiao.readers import sniff  # noqa: PLC0415 - as above

    return sniff.kind_of(readers.checked(data, name)).name


def _report(one: Audited, made: Sequence[Change], left: Sequence[Finding], lang: str, columns: int) -> list[Line]:
    """Every change, then every question that a person must answer."""
    from jixiao import places  # noqa: PLC0415 - as above
    from jixiao.checks import render  # noqa: PLC0415 - as above

    lines = list(paragraph(one.form.title or one.called, columns, style="title"))
    lines += [[], [Span(say("fix.done", lang, count=len(made)), "good")]]
    for change in made:
        old = say("blank", lang) if change.old is None else change.old
        place = places.where(one.form, change.path, lang)
        text = say("fix.changed", lang, place=place, old=old, new=change.new, code=change.code)
        lines += paragraph(clean(text), columns, indent=2)
    if not made:
        lines += paragraph(say("fix.none", lang), columns, indent=2, style="dim")
    if left:
        lines += [[], [Span(say("fix.left", lang, count=len(left)), "explain")]]
    for finding in left:
        place = places.where(one.form, finding.path, lang)
        lines += paragraph(place, columns, first=[Span(f"  {finding.code}  ", finding.severity.value)], style="dim")
        lines += paragraph(render(finding, lang), columns, indent=8)
    return [*lines, []]
