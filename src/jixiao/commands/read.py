"""`jixiao read FILE... -o form.json`: the forms as exact JSON (读取)."""

from __future__ import annotations

import sys

import click

from jixiao import file_names
from jixiao.lang import say
from jixiao.outcome import Outcome, openable
from jixiao.terminal import clean
from jixiao.terminal_help import command
from jixiao.terminal_out import write_text, write_whole


@command("read")
@click.argument("files", nargs=-1, metavar="FILE...", type=click.Path())
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False),
    help="写入文件，默认标准输出 | Write to a file, else to standard output",
)
@click.option(
    "--schema", is_flag=True, help="只输出自评表 JSON 的规范（JSON Schema） | Only print the JSON Schema of forms"
)
@click.pass_context
def read(context: click.Context, *, files: tuple[str, ...], output: str | None, schema: bool) -> int:
    r"""读出自评表，写成 JSON：数字保留原样，每个值带出处。一张表写成对象，多张写成列表；再交给 jixiao 也能读。

    Read forms into JSON: digits as printed, each value with its place. One form is an object, several are a list;
    jixiao reads its own JSON again.

    \b
    jixiao read 自评表.xlsx -o 自评表.json
    jixiao read 收件 | jq length
    """
    if not files and not schema:
        raise click.MissingParameter(ctx=context, param=context.command.params[0])
    target = None if output is None else file_names.writable(output)
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


def _schema() -> str:
    import json  # noqa: PLC0415 - only for --schema

    from jixiao import form_json  # noqa: PLC0415 - as above

    return json.dumps(form_json.schema(), ensure_ascii=False, indent=2) + "\n"
