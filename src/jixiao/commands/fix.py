"""`jixiao fix FILE -o OUT`: a copy with what follows by arithmetic corrected, and a list of the rest (更正)."""

from __future__ import annotations

import importlib
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

WRITERS = {"xlsx": "fix_xlsx", "docx": "fix_docx"}


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
    from jixiao.errors import CannotFixInPlace  # noqa: PLC0415 - --help needs none of them
    from jixiao.outcome import examine  # noqa: PLC0415 - as above
    from jixiao.writers.corrections import sorted_out  # noqa: PLC0415 - as above

    target = file_names.writable(output)
    outcome = examine(Path(file), rulebook)
    if outcome.error is not None:
        raise outcome.error
    kind = _kind(Path(file))
    sorts = [sorted_out(one.findings) for one in outcome.forms]
    changes = [found.changes for found in sorts]
    if target.suffix.lower() == ".json":
        data, refused = _as_json(outcome.forms, changes), set[tuple[int, str]]()
    elif kind in WRITERS and target.suffix.lower() == f".{kind}":
        data, refused = _in_place(Path(file), kind, outcome.forms, changes)
    else:
        raise CannotFixInPlace(file, str(target), f".{kind}" if kind in WRITERS else ".json")
    write_whole(data, target)
    columns = page_width()
    for number, (one, found) in enumerate(zip(outcome.forms, sorts, strict=True)):
        made = [change for change in found.changes if (number, change.path) not in refused]
        kept = {change.path for change in found.changes} - {change.path for change in made}
        left = [
            finding
            for finding in one.findings
            if finding in found.left or (finding.correction is not None and finding.correction.path in kept)
        ]
        show(_report(one, made, left, lang, columns))
    sys.stderr.write(say("files.written", lang, name=target) + "\n")
    return 0


def _kind(path: Path) -> str:
    from jixiao import readers  # noqa: PLC0415 - as above
    from jixiao.outcome import openable  # noqa: PLC0415 - as above
    from jixiao.readers import sniff  # noqa: PLC0415 - as above

    return sniff.kind_of(readers.checked(readers.load(openable(path)), str(path))).name


def _as_json(forms: Sequence[Audited], changes: Sequence[Sequence[Change]]) -> bytes:
    """The corrected forms as JSON: one is an object, several are a list."""
    import msgspec  # noqa: PLC0415 - as above

    from jixiao import form_json  # noqa: PLC0415 - as above
    from jixiao.writers.corrections import corrected  # noqa: PLC0415 - as above

    done = [corrected(one.form, made) for one, made in zip(forms, changes, strict=True)]
    if len(done) == 1:
        return form_json.encode(done[0], pretty=True)
    return msgspec.json.format(msgspec.json.encode(done), indent=2) + b"\n"


def _in_place(
    path: Path, kind: str, forms: Sequence[Audited], changes: Sequence[Sequence[Change]]
) -> tuple[bytes, set[tuple[int, str]]]:
    """The person's own file with the changes, and those that could not be put into it: form and path."""
    from jixiao import readers  # noqa: PLC0415 - as above
    from jixiao.outcome import openable  # noqa: PLC0415 - as above

    wanted = {}
    refused = set()
    owners = {}
    for number, (one, made) in enumerate(zip(forms, changes, strict=True)):
        for change in made:
            location = one.form.locations.get(change.path)
            if location is None or location in wanted:
                refused.add((number, change.path))
            else:
                wanted[location] = change
                owners[location] = (number, change.path)
    writer = importlib.import_module(f"jixiao.writers.{WRITERS[kind]}")
    data, left = writer.write(readers.load(openable(path)), wanted)
    return data, refused | {owners[location] for location in left}


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
