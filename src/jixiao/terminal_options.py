"""The options that several commands share (公用选项), each said once: which method, how grave, where to write."""

from __future__ import annotations

import click

from jixiao.lang import TEXTS
from jixiao.processors import cores

SEVERITIES = [key.removeprefix("severity.") for key in TEXTS if key.startswith("severity.")]
"""The severities by name, the gravest first (严重程度)."""


def rulebook_names(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[str]:  # noqa: ARG001
    """The rulebooks whose names begin so, for the shell."""
    from jixiao import rulebooks  # noqa: PLC0415 - only a shell asks for it

    return [name for name in rulebooks.names() if name.startswith(incomplete)]


file_argument = click.argument("file", metavar="FILE", type=click.Path())
files_argument = click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path())
rulebook_option = click.option(
    "--rulebook",
    metavar="NAME",
    shell_complete=rulebook_names,
    help="指定计分办法（名称或 TOML 文件） | Score by this rulebook (a name or a TOML file)",
)
under_option = click.option(
    "--under",
    metavar="NAME",
    shell_complete=rulebook_names,
    help="改用此办法（名称或 TOML 文件），默认仍由各表自选 | Score by this rulebook; by default each form's own",
)
severity_option = click.option(
    "--min-severity",
    "least",
    type=click.Choice(SEVERITIES),
    default=SEVERITIES[-1],
    help="只取不低于此严重程度的问题 | Take only findings at least this grave",
)
output_option = click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False),
    help="写入文件（写完才改名） | Write to a file, whole or not at all",
)
required_output_option = click.option(
    "-o", "--output", required=True, type=click.Path(dir_okay=False), help="写入文件 | File to write"
)
waivers_option = click.option(
    "--waivers",
    type=click.Path(dir_okay=False),
    help="例外文件，默认为表旁的“文件名.waivers.toml” | Waiver file; by default FILE.waivers.toml beside each form",
)
format_option = click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", help="输出格式 | Output format"
)
workers_option = click.option(
    "-j",
    "--workers",
    metavar="N",
    type=click.IntRange(min=1),
    default=cores,
    help="工作进程数，默认与处理器核数相同 | Processes; by default as many as there are cores",
)
