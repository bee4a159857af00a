"""`jixiao diff STORE-A STORE-B`: what changed between two stores, and why (两库对照)."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from jixiao import file_names
from jixiao.lang import say
from jixiao.terminal_changes import called, change_lines
from jixiao.terminal_help import command
from jixiao.terminal_out import page_width, show, write_text, write_whole
from jixiao.terminal_tables import format_for, format_option, output_option

if TYPE_CHECKING:
    from jixiao.batch.changes import Changes
    from jixiao.tables.model import Sheet


@command("diff")
@click.argument("first", metavar="STORE-A", type=click.Path())
@click.argument("second", metavar="STORE-B", type=click.Path())
@output_option
@format_option
@click.pass_obj
def diff(lang: str, *, first: str, second: str, output: str | None, form: str | None) -> int:
    r"""对照两个汇总库：哪些表增减，哪些值、哪些疑点变了，是换了办法、文件有改动，还是规则不同。

    Compare two stores: which forms came or went, which values and findings changed, and whether by another method, by
    a change of the file, or by other rules.

    文件内容相同的表直接对应，其次按路径，再按项目、表种和年度。退出码：0 没有差别，1 有差别。

    Forms of equal files belong together, else those of one path, else of one project, kind and year. Exit codes: 0 no
    difference, 1 some.

    \b
    jixiao diff 汇总 汇总-新办法
    jixiao diff 上月 本月 -o 变化.xlsx
    """
    from jixiao.batch.changes import Changes  # noqa: PLC0415 - --help needs none of it

    target = None if output is None else file_names.writable(output)
    kind = format_for(target, form)
    with Changes(Path(first), Path(second)) as changes:
        differs = bool(changes.summary()[1])
        if kind == "text":
            lines = change_lines(changes, lang, page_width())
            if target is None:
                show(lines)
            else:
                from jixiao.terminal import plain  # noqa: PLC0415 - as above

                write_whole(plain(lines).encode(), target)
        else:
            _write(changes, kind, target, lang)
    if target is not None:
        sys.stderr.write(say("files.written", lang, name=str(target)) + "\n")
    return int(differs)


def _sheet(changes: Changes, lang: str) -> Sheet:
    from jixiao.batch.changes import COLUMNS  # noqa: PLC0415 - as above
    from jixiao.tables.model import Head, Sheet  # noqa: PLC0415 - as above

    rows = [
        (say(f"diff.why.{why}", lang), *head, called(str(what), lang), before, after)
        for why, *head, what, before, after in changes
    ]
    return Sheet(
        "changes", say("diff.changes", lang), tuple(Head(say(f"diff.{name}", lang), "text") for name in COLUMNS), rows
    )


def _write(changes: Changes, kind: str, target: Path | None, lang: str) -> None:
    if kind == "json":
        import json  # noqa: PLC0415 - only when asked for

        from jixiao.batch.changes import COLUMNS  # noqa: PLC0415 - as above

        rows = [dict(zip(COLUMNS, row, strict=True)) for row in changes]
        write_text(json.dumps(rows, ensure_ascii=False, indent=2) + "\n", target)
    elif kind == "csv":
        from jixiao.tables.delimited import delimited  # noqa: PLC0415 - as above

        write_text(delimited(_sheet(changes, lang)).decode(), target)
    elif target is not None:
        from jixiao.errors import ExtraMissing  # noqa: PLC0415 - as above
        from jixiao.tables.workbook import workbook  # noqa: PLC0415 - as above
        from jixiao.writers.files import EXTRA  # noqa: PLC0415 - as above

        try:
            write_whole(workbook([_sheet(changes, lang)], lang), target)
        except ImportError as error:
            raise ExtraMissing(EXTRA) from error
