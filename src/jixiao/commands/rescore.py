"""`jixiao rescore STORE --under NAME -o STORE2`: a store scored and audited anew (重新计分)."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from jixiao.lang import say
from jixiao.terminal import clean
from jixiao.terminal_help import command
from jixiao.terminal_options import under_option, workers_option
from jixiao.terminal_progress import Progress


@command("rescore")
@click.argument("store", metavar="STORE", type=click.Path())
@under_option
@click.option(
    "-o",
    "--output",
    required=True,
    metavar="STORE2",
    type=click.Path(file_okay=False),
    help="新汇总库的文件夹 | The folder of the new store",
)
@workers_option
@click.pass_obj
def rescore(lang: str, *, store: str, under: str | None, output: str, workers: int) -> int:
    r"""把汇总库中的各表换一种办法，或按现在的规则，重新计分、审核，写成新的汇总库。不再读原始文件。

    Score and audit the forms of a store anew, by another method or by today's rules, into a new store. The files are
    not read again.

    可以随时中断，再次运行接着做。两个库的差别用 jixiao diff 看。

    It may be stopped at any moment and goes on when run again. See what changed with jixiao diff.

    \b
    jixiao rescore 汇总 --under mof-2021-101 -o 汇总-新办法
    jixiao diff 汇总 汇总-新办法
    """
    from jixiao.batch.again import rescore as again  # noqa: PLC0415 - --help needs none of it

    with Progress(0, lang) as progress:
        done = again(Path(store), Path(output), under, workers, progress.reach)
    told = {"forms": done.rows["forms"], "findings": done.rows["findings"], "store": clean(output)}
    sys.stdout.write(say("rescore.done", lang, **told) + "\n")
    return 0 if done.rows["forms"] else 2
