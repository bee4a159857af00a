"""`jixiao read FILE... -o form.json`: the forms as exact JSON (读取)."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from jixiao import file_names
from jixiao.lang import say
from jixiao.outcome import Outcome, openable
from jixiao.terminal import clean
from jixiao.terminal_help import command
from jixiao.terminal_out import write_text, write_whole

DRAWN = (".html", ".htm", ".png")  # what --debug writes


@command("read")
@click.argument("files", nargs=-1, metavar="FILE...", type=click.Path())
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False),
    help="写入文件，默认标准输出 | Write to a file, else to standard output",
)
@click.option(
    "--debug",
    is_flag=True,
    help="画识别图：页面上标出认出的单元格、标签和取值，写成 .html 或 .png"
    " | Draw what was recognised over the page: cells, labels and values, as .html or .png",
)
@click.option(
    "--schema", is_flag=True, help="只输出自评表 JSON 的规范（JSON Schema） | Only print the JSON Schema of forms"
)
@click.pass_context
def read(context: click.Context, *, files: tuple[str, ...], output: str | None, debug: bool, schema: bool) -> int:
    r"""读出自评表，写成 JSON：数字保留原样，每个值带出处。一张表写成对象，多张写成列表；再交给 jixiao 也能读。

    Read forms into JSON: digits as printed, each value with its place. One form is an object, several are a list;
    jixiao reads its own JSON again.

    \b
    jixiao read 自评表.xlsx -o 自评表.json
    jixiao read 收件 | jq length
    jixiao read --debug 自评表.pdf -o 识别图.html
    """
    if not files and not schema:
        raise click.MissingParameter(ctx=context, param=context.command.params[0])
    target = None if output is None else file_names.writable(output)
    if debug:
        return _drawn(files, target, context)
    if schema:
        text, code = _schema(), 0
    else:
        text, code = _forms(files, context.obj)
    if text and target is not None:
        write_whole(text.encode(), target)
        sys.stderr.write(say("files.written", context.obj, name=target) + "\n")
    elif text:
        write_text(text, None)
    return code


def _forms(files: tuple[str, ...], lang: str) -> tuple[str, int]:
    """The JSON of every form that could be read, and 2 if one could not."""
    import msgspec  # noqa: PLC0415 - --help needs none of them

    from jixiao import form_json, opening  # noqa: PLC0415 - as above
    from jixiao.errors import JixiaoError  # noqa: PLC0415 - as above

    forms, code = [], 0
    for path in file_names.expanded(files):
        try:
            if isinstance(path, Outcome):
                raise path.error or AssertionError(path)
            forms += opening.open_forms(openable(path))
        except JixiaoError as error:
            sys.stderr.write(clean(error.text(lang)) + "\n")
            code = 2
    if len(forms) == 1:
        return form_json.encode(forms[0], pretty=True).decode(), code
    several = msgspec.json.format(msgspec.json.encode(forms), indent=2).decode() + "\n"
    return (several if forms else ""), code


def _drawn(files: tuple[str, ...], target: Path | None, context: click.Context) -> int:
    """Draw how one file was understood (识别图); 2 where it cannot be read or is no form."""
    from jixiao import readers  # noqa: PLC0415 - only for --debug
    from jixiao.sketch import picture, sheets, web  # noqa: PLC0415 - as above

    if len(files) != 1 or target is None or target.suffix.lower() not in DRAWN:
        raise click.UsageError(say("read.debug", context.obj), ctx=context)
    source = openable(Path(files[0]))
    found = sheets.sketch(readers.load(source), source.name)
    is_page = target.suffix.lower() != ".png"
    write_whole(web.write(found, context.obj) if is_page else picture.write(found, context.obj), target)
    for line in (*web.told(found, context.obj), say("files.written", context.obj, name=target)):
        sys.stderr.write(clean(line) + "\n")
    return 0 if found.forms else 2


def _schema() -> str:
    import json  # noqa: PLC0415 - only for --schema

    from jixiao import form_json  # noqa: PLC0415 - as above

    return json.dumps(form_json.schema(), ensure_ascii=False, indent=2) + "\n"
