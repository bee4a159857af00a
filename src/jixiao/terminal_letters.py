"""What the commands letter, paper and roster share (公文命令的公用部分): their options, reading many files, writing."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from jixiao import file_names
from jixiao.lang import say
from jixiao.terminal import clean
from jixiao.terminal_out import write_whole
from jixiao.terminal_progress import Progress

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date, datetime
    from typing import Any

    from jixiao.letters.issue import Origin, Read
    from jixiao.letters.template import Template
    from jixiao.letters.values import Value, Values
    from jixiao.outcome import Audited

DAY = click.DateTime(["%Y-%m-%d"])
files_argument = click.argument("files", nargs=-1, metavar="FILE...", type=click.Path())
folder_option = click.option(
    "-o",
    "--output",
    metavar="OUT",
    type=click.Path(),
    help="写入的文件夹；只有一份时可写文件名 | Folder to write into, or a file where there is only one",
)
date_option = click.option("--date", "made", metavar="YYYY-MM-DD", type=DAY, help="成文日期 | Date of writing")
template_option = click.option(
    "--template", type=click.Path(dir_okay=False), metavar="DOCX", help="自己的模板 | A template of your own"
)
save_option = click.option(
    "--save-template",
    "save",
    type=click.Path(dir_okay=False),
    metavar="DOCX",
    help="存出自带的模板，供修改后用 --template | Write our template, to be changed and used with --template",
)


def day_of(given: datetime | None) -> date | None:
    """The day of an option (选项中的日期)."""
    return None if given is None else given.date()


def saved_template(kind: str, name: str, lang: str) -> int:
    """Our template written as a Word file, for a bureau to change (存出模板)."""
    from jixiao.letters import kinds  # noqa: PLC0415 - as above

    target = file_names.writable(name)
    write_whole(kinds.kind(kind).document(), target)
    sys.stderr.write(say("files.written", lang, name=target) + "\n")
    return 0


def wanted(files: Sequence[str], output: str | None, argument: str) -> Path:
    """Where to write, once it is known what from (检查用法)."""
    if not files:
        raise click.MissingParameter(param_type="argument", param_hint=argument)
    if output is None:
        raise click.MissingParameter(param_type="option", param_hint="-o")
    path = Path(output)
    return file_names.writable(output) if path.suffix.lower() == ".docx" else path


def examined(
    files: Sequence[str], make: Callable[[Audited, Origin], Any], rulebook: str | None, workers: int, lang: str
) -> list[Read]:
    """Every file read, audited and made into its parts; one that cannot be read is said at once (读取并审核)."""
    from jixiao.letters import issue  # noqa: PLC0415 - as above

    if rulebook is not None:
        from jixiao import rulebooks  # noqa: PLC0415 - as above

        rulebooks.load(rulebook)  # an unknown one is said once, before any file
    paths = list(file_names.expanded(files))
    done = []
    with Progress(len(paths), lang) as progress:
        for read in issue.read_all(paths, make, rulebook, workers):
            done.append(read)
            progress.begin(read.path.name)
            error = issue.error_of(read)
            if error is not None:
                progress.clear()
                sys.stderr.write(clean(error.text(lang)) + "\n")
    return done


def write_all(
    template: Template, letters: Sequence[tuple[str, Mapping[str, Value]]], target: Path, start: str, lang: str
) -> None:
    """One Word file a letter, into a folder, or into the one file that was named (写出各份)."""
    from jixiao.letters import issue  # noqa: PLC0415 - as above

    if target.suffix.lower() == ".docx":
        one_file(template, letters, target, lang)
        return
    folder = made_folder(target)
    taken: set[str] = set()
    for unit, values in letters:
        write_whole(template.fill(values), folder / issue.file_name(start, unit, taken))
    if letters:
        sys.stderr.write(say("files.written", lang, name=folder) + "\n")


def one_file(template: Template, letters: Sequence[tuple[str, Values]], target: Path, lang: str) -> None:
    """The one letter under the name that was asked for; several need a folder."""
    from jixiao.writing_errors import NeedsFolder  # noqa: PLC0415 - as above

    if len(letters) > 1:
        raise NeedsFolder(str(target), len(letters))
    for _, values in letters:
        write_whole(template.fill(values), target)
        sys.stderr.write(say("files.written", lang, name=target) + "\n")


def made_folder(path: Path) -> Path:
    """The folder to write into, made where it is missing (输出文件夹)."""
    from jixiao.writing_errors import CannotWrite  # noqa: PLC0415 - as above

    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CannotWrite(str(path), "不能建立文件夹", "the folder cannot be made") from error
    return path
