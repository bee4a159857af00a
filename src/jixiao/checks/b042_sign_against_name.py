"""B042: the sign of a target points the wrong way for what it measures."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.checks.directions import direction_of
from jixiao.checks.dossier import Dossier
from jixiao.checks.engine import Hit, check
from jixiao.finding import Correction, Safety, Severity

WAYS = {"≥": "more", ">": "more", "≤": "less", "<": "less"}
TURNED = str.maketrans("≥>≤<", "≤<≥>")


@check(
    code="B042",
    title="指标值的符号方向与指标名称相反",
    title_en="The sign of a target contradicts its name",
    severity=Severity.EXPLAIN,
    message={
        "more": "“{row}”通常越小越好，指标值却是“{target}”，符号可能写反。",
        "less": "“{row}”通常越大越好，指标值却是“{target}”，符号可能写反。",
    },
    message_en={
        "more": "For “{row}” less is better, yet its target is “{target}”: the sign may be the wrong way round.",
        "less": "For “{row}” more is better, yet its target is “{target}”: the sign may be the wrong way round.",
    },
    since="0.1",
)
def sign_against_name(dossier: Dossier) -> Iterator[Hit]:
    """成本、费用、事故等指标应为“≤”，合格率、满意度等指标应为“≥”。

    为何重要：方向反了，做得越差得分越高。
    如何处理：核对批复的指标，改正符号并重算得分；名称另有含义的，说明即可。
    依据：计分办法对正向、反向指标的定义。

    Costs, charges and accidents take ≤; pass rates and satisfaction take ≥.

    Why: with the wrong sign the worse result scores higher.
    Mend: compare with the approved target, turn the sign and score again; or say what the name means.
    Basis: the method's definition of positive and reverse indicators.
    """
    for row in dossier.rows:
        target = row.item.target
        way = WAYS.get(target.operator) if target else None
        if target is None or way is None or target.number is None:
            continue
        better = direction_of(row.item)
        if better is not None and better != way:
            path = f"{row.path}.target"
            repair = Correction(path, target.text.translate(TURNED), Safety.PERSON, target.text)
            yield Hit(path, {"row": row.label, "target": target.text}, way, repair)
