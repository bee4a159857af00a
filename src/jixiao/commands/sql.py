"""`jixiao sql STORE "SELECT ..."`: an auditor's own question to a store (自定义查询), read-only."""

from __future__ import annotations

from pathlib import Path

import click

from jixiao.terminal_help import command

FORMATS = ("text", "csv", "json")


@command("sql")
@click.argument("store", metavar="STORE", type=click.Path())
@click.argument("query", metavar="QUERY")
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", help="输出格式 | Output format")
@click.pass_obj
def sql(lang: str, *, store: str, query: str, form: str) -> int:
    r"""用 SQL 查询汇总库，只读。表：files、forms、funds、indicators、awards、findings、places、problems。

    Ask a store in SQL, read-only. Tables: files, forms, funds, indicators, awards, findings, places, problems.

    \b
    jixiao sql 汇总 "SELECT code, count(*) FROM findings GROUP BY code ORDER BY 2 DESC"
    jixiao sql 汇总 "SELECT unit, printed(total_score, total_score_scale) FROM forms" --format csv
    """
    from jixiao import terminal_answers  # noqa: PLC0415 - --help needs none of it
    from jixiao.batch.query import Answer  # noqa: PLC0415 - as above

    with Answer(Path(store), query) as answer:
        if form == "csv":
            terminal_answers.write_csv(answer)
        elif form == "json":
            terminal_answers.write_json(answer)
        else:
            terminal_answers.show_table(answer, lang)
    return 0
