"""`jixiao verify-log`: whether the workbench's log is whole (校验留痕), offline and without the workbench."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import click

from jixiao.errors import ExtraMissing, FileDamaged, FileMissing
from jixiao.lang import say
from jixiao.terminal import Span
from jixiao.terminal_help import command
from jixiao.terminal_out import show

if TYPE_CHECKING:
    from jixiao.web.ledger.chain import Row

DATABASE_URL = "DATABASE_URL"
MOST_SHOWN = 20


@command("verify-log")
@click.argument("file", metavar="[FILE]", required=False, type=click.Path())
@click.option(
    "--head", metavar="HASH", help="另行保存的末条哈希，须在链中 | A hash noted earlier, which must be in the chain"
)
@click.pass_obj
def verify_log(lang: str, *, file: str | None, head: str | None) -> int:
    r"""校验工作台的留痕：逐条重算哈希，找出被改动、删除或调换的记录。不写 FILE 时用 DATABASE_URL 或本机的库。

    Verify the workbench's log: every hash is recomputed, and what was altered, removed or reordered is found. Without
    FILE, DATABASE_URL or the database of this machine.

    \b
    jixiao verify-log
    jixiao verify-log workbench.sqlite3
    """
    from jixiao.web import place  # noqa: PLC0415 - --help needs none of it
    from jixiao.web.ledger import chain  # noqa: PLC0415

    url = os.environ.get("DATABASE_URL", "")
    path = Path(file) if file else place.data_folder() / place.DATABASE
    rows, end = _of_server(url) if url and not file else _of_file(path)
    found = list(chain.faults(rows, end))
    missing_head = head is not None and head.strip().lower() not in {row.hash for row in rows}
    for fault in found[:MOST_SHOWN]:
        show([[Span(say(f"verify.{fault.kind}", lang, number=fault.number), "bad")]])
    if missing_head:
        show([[Span(say("verify.head", lang, hash=head), "bad")]])
    if found or missing_head:
        show([[Span(say("verify.broken", lang, count=len(found) + missing_head), "bad")]])
        return 1
    show([[Span(say("verify.holds", lang, count=len(rows), hash=end[1]))]])
    return 0


def _of_file(path: Path) -> tuple[list[Row], tuple[int, str]]:
    """The entries of an SQLite file, opened so that nothing can be written."""
    import sqlite3  # noqa: PLC0415 - loads a native library

    from jixiao.web.ledger import chain  # noqa: PLC0415 - --help needs none of it

    if not path.is_file():
        raise FileMissing(str(path))
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            rows = [chain.Row(*row) for row in connection.execute(chain.QUERY)]
            return rows, _end(connection.execute(chain.HEAD_QUERY))
    except sqlite3.Error as error:
        raise FileDamaged(str(path), f"不是工作台的库（{error}）", f"no database of the workbench ({error})") from error


def _of_server(url: str) -> tuple[list[Row], tuple[int, str]]:
    """The entries of a PostgreSQL database, in a transaction that cannot write."""
    from jixiao.web.ledger import chain  # noqa: PLC0415

    try:
        import psycopg  # noqa: PLC0415 - of the extra
    except ModuleNotFoundError as error:
        raise ExtraMissing("web-postgres") from error  # noqa: EM101 - the name of the extra
    try:
        with psycopg.connect(url, options="-c default_transaction_read_only=on") as connection:
            rows = [chain.Row(*row) for row in connection.execute(chain.QUERY)]
            return rows, _end(iter(connection.execute(chain.HEAD_QUERY)))
    except psycopg.Error as error:
        place_zh, place_en = f"不能读取（{error}）", f"cannot be read ({error})"
        raise FileDamaged(DATABASE_URL, place_zh, place_en) from error


def _end(rows: Iterator[tuple[int, str]]) -> tuple[int, str]:
    """The end of the chain as stored; a removed one is no end of any chain."""
    return next(iter(rows), (-1, ""))
