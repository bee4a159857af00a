"""`jixiao recompute STORE -o FILE.parquet`: the totals of a store by the method, and its arithmetic (复算)."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from jixiao import file_names
from jixiao.lang import pick, say
from jixiao.terminal import clean
from jixiao.terminal_help import command
from jixiao.terminal_options import under_option, workers_option
from jixiao.terminal_progress import Progress


@command("recompute")
@click.argument("store", metavar="STORE", type=click.Path())
@under_option
@click.option(
    "-o",
    "--output",
    required=True,
    metavar="FILE.parquet",
    type=click.Path(dir_okay=False),
    help="写入的 Parquet 文件，一表一行 | The Parquet file to write, one row a form",
)
@workers_option
@click.pass_obj
def recompute(lang: str, *, store: str, under: str | None, output: str, workers: int) -> int:
    r"""快速复算：汇总库中每张表按办法应得的总分，以及数字勾稽（A 类规则）的疑点，一表一行。几百万张表只要几分钟。

    Recompute a store quickly: the total of every form by the method, and what the checks on numbers (A) find, one row a
    form. Millions of forms take minutes.

    只看数字，不看文字；要全部疑点和算式，用 jixiao rescore。

    It looks at numbers only, not at texts; for every finding and the workings use jixiao rescore.

    \b
    jixiao recompute 汇总 -o 复算.parquet
    jixiao recompute 汇总 --under mof-2021-101 -o 复算-新办法.parquet
    """
    from jixiao.checks.engine import checks_by_code  # noqa: PLC0415 - --help needs none of it
    from jixiao.columnar.recompute import recompute as run  # noqa: PLC0415 - as above

    target = file_names.writable(output)
    with Progress(0, lang) as progress:
        done = run(Path(store), target, under, workers, lambda at, whole: progress.reach(target.name, at, whole))
    told = {name: f"{getattr(done, name):,}" for name in ("forms", "proved", "wrong", "differing")}
    sys.stdout.write(say("recompute.done", lang, **told, file=clean(str(target))) + "\n")
    wide = max((len(f"{count:,}") for count in done.findings.values()), default=0)
    for code, count in done.findings.items():
        one = checks_by_code()[code]
        sys.stdout.write(f"  {code}  {count:>{wide},}  {pick((one.title, one.title_en), lang)}\n")
    return 0 if done.forms else 2
