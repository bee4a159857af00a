"""D078: title, file name and head of the form name different years."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jixiao.checks.dossier import Dossier
from jixiao.checks.engine import Hit, check
from jixiao.finding import Severity
from jixiao.numerals import fold

YEAR = re.compile(r"(?<![0-9])(20[0-9]{2})(?=年)")


@check(
    code="D078",
    title="标题、文件名与年度不一致",
    title_en="Title or file name names another year",
    severity=Severity.EXPLAIN,
    message={
        "title": "表名写 {other} 年，表头却是 {year} 年度。",
        "source": "文件名写 {other} 年，表头却是 {year} 年度。",
    },
    message_en={
        "title": "The title says {other}, the head of the form {year}.",
        "source": "The file name says {other}, the head of the form {year}.",
    },
    since="0.1",
)
def year_differs(dossier: Dossier) -> Iterator[Hit]:
    """表名、文件名与表头的年度应当一致。文件名写下一年的不报告：自评表都在次年公开。

    为何重要：年度不符，归档和公开就会错位，也可能整张表用的是往年的底稿。
    如何处理：核对内容属于哪一年，改正写错的一处。
    依据：自评表填报要求。

    Title, file name and head name one year. A file named for the next year is right: that is when forms are published.

    Why: with two years a form is filed wrongly, or the whole of it is last year's draft.
    Mend: see which year it covers and set right the wrong one.
    Basis: the instructions of the form.
    """
    year = dossier.form.year
    if year is None:
        return
    titled = {int(found) for found in YEAR.findall(fold(dossier.form.title or ""))}
    if titled and year not in titled:
        yield Hit("title", {"other": min(titled), "year": year}, "title")
    file_name = (dossier.form.source or "").replace("\\", "/").rpartition("/")[2]
    named = {int(found) for found in YEAR.findall(fold(file_name))}
    if named and not named & {year, year + 1}:
        yield Hit("year", {"other": min(named), "year": year}, "source", severity=Severity.NOTE)
