"""`jixiao batch SOURCE -o STORE`: many documents to one store of Parquet tables (批量汇总)."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from jixiao.lang import say
from jixiao.terminal import clean
from jixiao.terminal_help import command
from jixiao.terminal_options import workers_option
from jixiao.terminal_progress import Progress


@command("batch")
@click.argument("source", metavar="SOURCE", type=click.Path())
@click.option(
    "-o",
    "--output",
    "store",
    required=True,
    metavar="STORE",
    type=click.Path(file_okay=False),
    help="汇总库所在文件夹，没有则新建 | The folder of the store, made where there is none",
)
@workers_option
@click.option(
    "--spark",
    "master",
    metavar="MASTER",
    help="由 Spark 集群来做，如 spark://主机:7077、yarn | On a Spark cluster, such as spark://host:7077 or yarn",
)
@click.pass_obj
def batch(lang: str, *, source: str, store: str, workers: int, master: str | None) -> int:
    r"""批量读取、计分、审核，写成 Parquet 汇总库。来源可以是文件夹、ZIP、JSON Lines、Parquet、SQLite 或 DuckDB。

    Read, score and audit many documents into a store of Parquet tables. SOURCE is a folder, a ZIP, JSON Lines, Parquet,
    SQLite or DuckDB.

    可以随时中断，再次运行接着做；以后只读改动过的文件。坏文件记入 problems 表，不影响其余。

    It may be stopped at any moment and goes on when run again; later runs read only what changed. A bad file becomes a
    row of the table problems and stops nothing.

    --spark 把各批文件交给集群，结果与单机逐字节相同；来源和汇总库须在共享存储上。见 docs/spark.md。

    --spark hands the units of files to a cluster, with the same store to the last byte; source and store stand on
    shared storage. See docs/spark.md.

    汇总库总与来源一致：来源里没有了的文件，库里也去掉。

    The store follows the source: what is gone from the source goes from the store.

    \b
    jixiao batch 收件 -o 汇总
    jixiao sql 汇总 "SELECT unit, total_score FROM forms ORDER BY total_score"
    """
    from jixiao.batch.run import gather  # noqa: PLC0415 - --help needs none of it

    with Progress(0, lang) as progress:
        done = gather(Path(source), Path(store), master or workers, progress.reach)
    rows = done.rows
    sys.stdout.write(
        say("batch.done", lang, files=done.files, read=done.read, forms=rows["forms"], findings=rows["findings"]) + "\n"
    )
    sys.stdout.write(say("batch.problems", lang, count=rows["problems"], store=clean(store)) + "\n")
    if done.left:
        sys.stderr.write(say("batch.left", lang, count=done.left) + "\n")
    return 2 if done.left or not rows["forms"] else 0
