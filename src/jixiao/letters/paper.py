"""The working paper of an audit (审计底稿): each finding with its evidence, so that another person can follow it."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from jixiao import __version__, proving
from jixiao.finding import Finding, Severity
from jixiao.form import Form
from jixiao.lang import say
from jixiao.letters import told
from jixiao.letters.issue import Origin
from jixiao.letters.values import Values, given
from jixiao.outcome import Audited
from jixiao.proving.model import Proof
from jixiao.proving.words import BASES

MOST_RELATED = 12  # places that a paper names one by one
TO_FILL = ("复核日期", "审计结论", "被审计单位意见", "复核意见")


class Paper(NamedTuple):
    """One form's paper (一张表的底稿)."""

    unit: str | None
    file: str
    findings: int
    values: Values


def paper(one: Audited, origin: Origin, least: Severity) -> Paper:
    """The evidence of every finding of one form (整理审计证据)."""
    form = one.form
    findings = [found for found in one.findings if found.severity.rank <= least.rank]
    stated, recomputed = told.scores(one)
    fit = "" if form.layout_fit is None else f"，吻合{form.layout_fit}%"
    unit = form.unit or form.department
    values: Values = {
        "单位": given(unit, "被审计单位"),
        "表年度": f"{form.year}年度" if form.year else told.NOTHING,
        "表名": form.title or "绩效自评表",
        "项目注": f"（{form.project}）" if form.project else "",
        "文件": origin.told,
        "表样": f"{form.layout}{fit}" if form.layout else told.NOTHING,
        "计分办法": told.method(one),
        "自评得分": stated,
        "复算得分": recomputed,
        "发现项数": str(len(findings)),
        "统计注": f"：{told.counted(findings)}" if findings else "",
        "版本": __version__,
        "发现": [_evidence(one, found, number) for number, found in enumerate(findings, start=1)],
        **{name: given(None, name) for name in TO_FILL},
    }
    return Paper(unit, origin.told, len(findings), values)


def known(number: str | None, auditor: str | None, reviewer: str | None, made: date | None) -> Values:
    """What the auditor tells (由使用者给出的各项)."""
    return {
        "索引号": given(number, "索引号"),
        "审计人员": given(auditor, "审计人员"),
        "复核人员": given(reviewer, "复核人员"),
        "编制日期": given(None if made is None else told.day(made), "编制日期"),
    }


def _evidence(one: Audited, found: Finding, number: int) -> Values:
    """One finding: stated, recomputed, working, proof, clause (一项发现的证据)."""
    form = one.form
    proof = proving.prove(one, found.path) if found.path in proving.provable(one) else None
    mend = found.correction
    due = "" if proof is None else proof.due[0]
    if not due and mend is not None and mend.new is not None and mend.path == found.path:
        due = mend.new
    return {
        **told.finding_values(one, found, number),
        "严重程度": say(f"severity.{found.severity}", "zh"),
        "填报数": str(found.facts.get("masked") or told.printed(form, found.path)),  # no telephone number once more
        "复算数": due or told.NOTHING,
        "计算过程": "" if proof is None else _working(proof),
        "佐证": "" if proof is None else proof.text[0],
        "相关位置": _related(form, found),
        "依据": _ground(found, proof),
    }


def _working(proof: Proof) -> str:
    rounding = proof.rounding[0]
    return f"{proof.working[0]}（{rounding}）" if rounding and rounding not in proof.working[0] else proof.working[0]


def _related(form: Form, found: Finding) -> str:
    named = [f"{told.place(form, path)}：{told.printed(form, path)}" for path in found.related[:MOST_RELATED]]
    more = len(found.related) - MOST_RELATED
    return "\n".join([*named, f"另有{more}处"] if more > 0 else named)


def _ground(found: Finding, proof: Proof | None) -> str:
    """The clauses of the proof with what they are worth, and what the check itself rests on."""
    clauses = (
        [] if proof is None else [f"{one.clause}（{one.what[0]}：{BASES[one.basis][0]}）" for one in proof.grounds]
    )
    return "；".join(dict.fromkeys(part.rstrip("。") for part in (*clauses, told.ground(found.code)) if part)) + "。"
