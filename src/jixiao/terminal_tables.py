"""What the commands diff and survey share (表格输出): where their tables go, and in which format."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from pathlib import Path

FORMATS = ("text", "xlsx", "csv", "json")

output_option = click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False),
    help="写入文件，格式按扩展名 | Write to a file",
)
format_option = click.option("--format", "form", type=click.Choice(FORMATS), help="输出格式 | Output format")


def format_for(target: Path | None, asked: str | None) -> str:
    """The format asked for, else that of the suffix, else text (选定格式); a workbook needs a file."""
    from jixiao.writing_errors import NeedsFile, UnknownTarget  # noqa: PLC0415 - --help needs no error

    suffix = "" if target is None else target.suffix.lower().removeprefix(".")
    chosen = asked or ({"txt": "text"}.get(suffix, suffix) if target else "text")
    if target is not None and chosen not in FORMATS:
        raise UnknownTarget(target.name, FORMATS, "--format")
    if target is None and chosen == "xlsx":
        raise NeedsFile(chosen)
    return chosen
