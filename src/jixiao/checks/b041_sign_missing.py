"""B041: a target is a bare number without ≥, ≤ or =."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jixiao.checks.dossier import Dossier
from jixiao.checks.engine import Hit, check
from jixiao.checks.vocabulary import LIMITS
from jixiao.finding import Severity
from jixiao.quantity import Quantity, QuantityKind
from jixiao.rulebooks.model import Basis

_WHOLE = 100  # percent
_ABOUT = re.compile(r"左右|上下|大约|大致|约[0-9０-９]")


@check(
    code="B041",
    title="指标值未注明 ≥、≤ 或 =",
    title_en="A target has no ≥, ≤ or =",
    severity=Severity.EXPLAIN,
    message={
        "": "“{row}”的指标值“{target}”没有 ≥、≤ 或 =，正向还是反向说不清，办法未规定如何计分。",
        "many": "“{row}”等 {count} 项指标的指标值没有 ≥、≤ 或 =，正向还是反向说不清，办法未规定如何计分。",
    },
    message_en={
        "": "The target of “{row}”, “{target}”, has no ≥, ≤ or =: the method does not say how to score it.",
        "many": "“{row}” and others, {count} targets in all, have no ≥, ≤ or =: whether more is better is not said.",
    },
    since="0.1",
)
def sign_missing(dossier: Dossier) -> Iterator[Hit]:
    """数值型的指标值应注明 ≥、≤ 或 =。

    为何重要：正向指标按 B/A 计分，反向指标按 A/B 计分，方向不明就无从计分；成本写成光数字最常见。
    如何处理：产出、效益、满意度多为“≥”，成本、费用多为“≤”，定额为“=”；补上符号后重算得分。
    依据：计分办法对正向指标（≥*）、反向指标（≤*）分别规定了得分计算方法。

    A numeric target says ≥, ≤ or =.

    Why: more is scored by B/A, less by A/B; without a sign there is no score. Costs are the usual case.
    Mend: mostly ≥ for outputs and benefits, ≤ for costs, = for fixed amounts; then score again.
    Basis: the method scores ≥ and ≤ differently.
    """
    if dossier.rulebook.quantity.bare.basis is Basis.TEXT and dossier.rulebook.quantity.bare.method != "unstated":
        return  # 办法自己规定了不注明方向的数值如何计分
    rows = [row for row in dossier.rows if row.item.target is not None and _is_bare(row.item.target)]
    if len(rows) > LIMITS.many_rows:
        first, *others = (f"{row.path}.target" for row in rows)
        yield Hit(first, {"row": rows[0].label, "count": len(rows)}, "many", related=tuple(others))
        return
    for row in rows:
        target = row.item.target
        severity = Severity.LOOK if target is not None and _is_limit(target) else None
        facts = {"row": row.label, "target": target.text if target else None}
        yield Hit(f"{row.path}.target", facts, severity=severity)


def _is_bare(target: Quantity) -> bool:
    """A number and nothing that says which way; 70%左右 asks for a closeness of both (光数字)."""
    alone = target.kind is QuantityKind.NUMBER and not target.operator and not target.qualitative
    return alone and _ABOUT.search(target.text) is None


def _is_limit(target: Quantity) -> bool:
    """0 or 100%: what can hardly be exceeded, so that only one direction is left (指标值即为极限)."""
    return target.number == 0 or (target.number == _WHOLE and target.unit == "%")
