"""The letter of return (退回意见): one a unit, its findings in tables, each with its cell and what to do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from jixiao.finding import Finding, Severity
from jixiao.lang import say
from jixiao.letters import told
from jixiao.letters.issue import Origin
from jixiao.letters.values import Values, given
from jixiao.outcome import Audited


class Sheet(NamedTuple):
    """One form's part of a letter, small enough to be sent between processes (一张表的材料)."""

    unit: str | None
    file: str
    year: int | None
    title: str  #: how the letter calls the form
    counts: tuple[tuple[Severity, int], ...]
    values: Values


def sheet(one: Audited, origin: Origin, least: Severity) -> Sheet:
    """What the letter says of one form; no findings, nothing to be sent back (整理一张表的问题)."""
    form = one.form
    findings = [found for found in one.findings if found.severity.rank <= least.rank]
    stated, recomputed = told.scores(one)
    counts = tuple((severity, sum(found.severity is severity for found in findings)) for severity in Severity)
    values: Values = {
        "表名": form.title or "绩效自评表",
        "项目": form.project or told.NOTHING,
        "表年度": f"{form.year}年度" if form.year else told.NOTHING,
        "文件": origin.told,
        "自评得分": stated,
        "复算得分": recomputed,
        "计分办法": told.method(one),
        "类别": _severities(one, findings),
    }
    return Sheet(form.unit or form.department, origin.told, form.year, told.titled(form), counts, values)


def _severities(one: Audited, findings: Sequence[Finding]) -> list[Values]:
    made: list[Values] = []
    for severity in Severity:
        own = [found for found in findings if found.severity is severity]
        if own:
            made.append({
                "类序": told.ordinal(len(made) + 1),
                "类别名": say(f"severity.{severity}", "zh"),
                "类别项数": str(len(own)),
                "问题": [told.finding_values(one, found, number) for number, found in enumerate(own, start=1)],
            })  # fmt: skip
    return made


def known(texts: Mapping[str, str | None], days: Mapping[str, date | None]) -> Values:
    """What the office tells, a gap where it does not (由使用者给出的各项)."""
    dates = {name: None if one is None else told.day(one) for name, one in days.items()}
    return {name: given(text, name) for name, text in {**texts, **dates}.items()}


def letter(sheets: Sequence[Sheet], told_by_office: Values) -> Values:
    """One letter with the findings of all forms of a unit (汇成一份); a gap where they name none."""
    years = {one.year for one in sheets}
    year = next(iter(years)) if len(years) == 1 else None
    counts = {severity: sum(dict(one.counts)[severity] for one in sheets) for severity in Severity}
    named = "、".join(f"{say(f'severity.{severity}', 'zh')}{count}项" for severity, count in counts.items() if count)
    several = len(sheets) > 1
    return {
        **told_by_office,
        "年度": f"{year}年度" if year else "",
        "单位": given(sheets[0].unit, "主送单位"),
        "报送内容": sheets[0].title + (f"等{len(sheets)}份自评表" if several else ""),
        "问题总数": str(sum(counts.values())),
        "分类统计": named,
        "表": [{**one.values, "附件号": str(number) if several else ""} for number, one in enumerate(sheets, start=1)],
    }
