"""`jixiao roster REGISTER FILE... -o OUT`: units without a form, with two, or late, by a register (报送情况清单)."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from jixiao import file_names
from jixiao.lang import say
from jixiao.terminal import clean
from jixiao.terminal_help import command
from jixiao.terminal_letters import (
    DAY,
    date_option,
    day_of,
    files_argument,
    one_file,
    save_option,
    saved_template,
    template_option,
    wanted,
)
from jixiao.terminal_progress import Progress

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jixiao.letters.roster import Came


@command("roster")
@click.argument("register", required=False, metavar="REGISTER", type=click.Path())
@files_argument
@click.option("-o", "--output", metavar="DOCX", type=click.Path(), help="写入文件 | File to write")
@click.option("--deadline", metavar="YYYY-MM-DD", type=DAY, help="报送截止日期 | By when the forms were due")
@click.option("--year", type=click.IntRange(1990, 2999), help="只看这一年度的表 | Only forms of this year")
@click.option("--office", metavar="TEXT", help="出具机关 | Office that writes")
@date_option
@template_option
@save_option
@click.pass_obj
def roster(  # noqa: PLR0913 - one parameter an option
    lang: str,
    *,
    register: str | None,
    files: tuple[str, ...],
    output: str | None,
    deadline: datetime | None,
    year: int | None,
    office: str | None,
    made: datetime | None,
    template: str | None,
    save: str | None,
) -> int:
    r"""按名册核对收件：哪些单位未报、重复报送、逾期，哪些表不在名册中。名册为 Excel 或 CSV，须有“单位名称”一列。

    Check what came in against a register of units (Excel or CSV with a column 单位名称): who sent nothing, sent twice
    or was late, and which forms belong to no unit of it.

    名册可另有“项目名称”“报送日期”两列；没有报送日期就不判断逾期，不以文件的修改时间代替。

    The register may also have 项目名称 (project) and 报送日期 (day of sending in); without the latter nobody is called
    late: a file's own time is no evidence.

    \b
    jixiao roster 名册.xlsx 收件 --deadline 2024-03-31 -o 报送情况.docx
    """
    from jixiao.letters import kinds, told  # noqa: PLC0415 - --help needs none of it
    from jixiao.letters import roster as rosters  # noqa: PLC0415 - as above
    from jixiao.letters.register import load  # noqa: PLC0415 - as above
    from jixiao.letters.values import given  # noqa: PLC0415 - as above

    if save is not None:
        return saved_template("roster", save, lang)
    target = wanted(files if register else (), output, "REGISTER FILE...")
    filled = kinds.template("roster", None if template is None else Path(template))
    owed = load(Path(register or ""))
    forms, unread = received(files, lang)
    forms = [form for form in forms if year is None or form.year == year]
    due = day_of(deadline)
    found = rosters.compare(owed, forms, due)
    values = {
        **rosters.letter(found, owed, due, unread),
        **about(register or "", files, forms, year),
        "发文机关": given(office, "出具机关"),
        "成文日期": given(None if made is None else told.day(made), "成文日期"),
    }
    one_file(filled, [("", values)], target.with_suffix(".docx"), lang)
    counts = {"missing": len(found.missing), "double": len(found.double), "late": len(found.late)}
    sys.stdout.write(say("roster.done", lang, owed=len(owed.entries), strangers=len(found.strangers), **counts) + "\n")
    if not owed.has_dates or due is None:
        why = str(values["逾期说明"]) if lang != "en" else say("roster.undated", lang)
        sys.stdout.write(clean(why) + "\n")
    return 2 if unread else 0


def about(register: str, files: Sequence[str], forms: Sequence[Came], year: int | None) -> dict[str, str]:
    """The head of the list: which year, which register, which forms (清单表头)."""
    years = {form.year for form in forms}
    of_all = year or (next(iter(years)) if len(years) == 1 else None)
    return {
        "年度": f"{of_all}年度" if of_all else "",
        "名册": Path(register).name,
        "收件": "、".join(Path(name).name or name for name in files),
        "收表数": str(len(forms)),
    }


def received(files: Sequence[str], lang: str) -> tuple[list[Came], list[tuple[str, str]]]:
    """The forms of the files, and the files that could not be read with the reason (收到的表)."""
    from jixiao.errors import JixiaoError  # noqa: PLC0415 - as above
    from jixiao.letters.roster import came  # noqa: PLC0415 - as above
    from jixiao.outcome import Outcome, openable  # noqa: PLC0415 - as above
    from jixiao.worker import Worker  # noqa: PLC0415 - as above

    forms, unread = [], []
    paths = list(file_names.expanded(files))
    with Worker() as worker, Progress(len(paths), lang) as progress:
        for path in paths:
            if isinstance(path, Outcome):
                raise path.error or FileNotFoundError(path.name)
            progress.begin(path.name)
            try:
                forms += [came(form, path.name) for form in worker.open(openable(path))]
            except JixiaoError as error:
                progress.clear()
                sys.stderr.write(clean(error.text(lang)) + "\n")
                unread.append((path.name, error.zh))
    return forms, unread
