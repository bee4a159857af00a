"""C073: a text or a date of an earlier year was carried over."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jixiao.checks.dossier import Dossier
from jixiao.checks.engine import Hit, check
from jixiao.checks.values import TIMES
from jixiao.finding import Severity

YEAR_OF_FORM = re.compile(
    r"(20[0-9]{2})年度?(?:部门整体|单位整体|整体|项目|预算)?(?:支出)?(?:绩效)?(?:自评|绩效目标|总体目标)"
)


@check(
    code="C073",
    title="沿用了往年的年份",
    title_en="A year was left over from an earlier form",
    severity=Severity.LOOK,
    message={
        "text": "本表为 {year} 年度，文中却写“{said}”。",
        "target": "本表为 {year} 年度，“{row}”的指标值却是“{said}”。",
    },
    message_en={
        "text": "The form is for {year}, yet the text says “{said}”.",
        "target": "The form is for {year}, yet the target of “{row}” is “{said}”.",
    },
    since="0.1",
)
def year_left_over(dossier: Dossier) -> Iterator[Hit]:
    """表内文字和指标值的年份应与本表年度一致。只看写明“某年度自评、目标”的文字和早于本年度的时限，比较往年的话不算。

    为何重要：年份不对，多半整段是从往年的表里抄来的。
    如何处理：核对整段内容是否为本年情况，改正年份。
    依据：自评应反映本年度完成情况的规定。

    Years in texts and targets are those of the form. Only “the self-evaluation of …” and earlier time limits count.

    Why: a wrong year mostly means that the whole text was copied from an earlier form.
    Mend: see whether the text is about this year, and set right the year.
    Basis: the self-evaluation covers its own year.
    """
    year = dossier.form.year
    if year is None:
        return
    for path, text in dossier.prose:
        others = [found for found in YEAR_OF_FORM.finditer(text) if int(found[1]) != year]
        if others and path != "title" and not path.startswith("attributes"):
            yield Hit(path, {"year": year, "said": others[0][0]}, "text")
    for row in dossier.rows:
        target = row.item.target
        due = target.end.year if target and target.kind in TIMES and target.end else None
        if target and due is not None and due < year:
            yield Hit(f"{row.path}.target", {"year": year, "row": row.label, "said": target.text}, "target")
