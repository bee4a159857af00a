"""`jixiao prove FILE [PATH]...`: the proof of a number, in sentences that can be quoted (证明)."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from jixiao.errors import WhichForm
from jixiao.outcome import examine
from jixiao.terminal import clean
from jixiao.terminal_help import command
from jixiao.terminal_options import file_argument, format_option, rulebook_option
from jixiao.terminal_out import page_width, show, write_text

if TYPE_CHECKING:
    from jixiao.outcome import Audited


@command("prove")
@file_argument
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@click.option("--form", "number", type=click.IntRange(min=1), metavar="N", help="第几张表 | Which form of the file")
@rulebook_option
@format_option
@click.pass_obj
def prove(  # noqa: PLR0913 - one parameter an option
    lang: str, *, file: str, paths: tuple[str, ...], number: int | None, rulebook: str | None, form: str
) -> int:
    r"""证明表中的一个数：条款、公式、代入的数、舍入和每个数的出处，并写成可以直接引用的一段话。

    Prove a number of a form: clause, formula, the numbers put in, rounding, their places, and a paragraph to quote.

    路径可以是 JSON 中的 path，也可以是报告中的行号或指标名称；不写则列出全部可证明的数。

    PATH is a path of the JSON output, a row as the report numbers it, or the name of an indicator; without it, all that
    can be proven is listed.

    \b
    jixiao prove 自评表.xlsx
    jixiao prove 自评表.xlsx indicators[3].score total_score
    jixiao prove 自评表.xlsx "第 7 行" 执行率
    jixiao prove 自评表.xlsx --format json
    """
    one, name = chosen(file, rulebook, number)
    from jixiao import proving  # noqa: PLC0415 - after the file was read

    asked = [proving.find(one, path, name) for path in paths]
    if form == "json":
        from jixiao.writers.proofs_json import proofs_json  # noqa: PLC0415 - only when asked for

        write_text(proofs_json(one, name, asked or list(proving.provable(one))), None)
        return 0
    from jixiao.terminal_proofs import listing, proof_page  # noqa: PLC0415 - as above

    columns = page_width()
    show([line for path in asked for line in proof_page(one, path, lang, columns)] or listing(one, name, lang, columns))
    return 0


def chosen(file: str, rulebook: str | None, number: int | None) -> tuple[Audited, str]:
    """The form of a file that is meant, and the file's name as text; raises what stops it."""
    if rulebook is not None:
        from jixiao import rulebooks  # noqa: PLC0415 - --help needs none of it

        rulebooks.load(rulebook)  # an unknown one is said once, before the file
    outcome = examine(Path(file), rulebook)
    if outcome.error is not None:
        raise outcome.error
    name = clean(outcome.name)
    if len(outcome.forms) == 1 and number in (None, 1):
        return outcome.forms[0], name
    if number is None or number > len(outcome.forms):
        raise WhichForm(name, [clean(one.called) for one in outcome.forms])
    return outcome.forms[number - 1], name
