"""B045: a share of a whole above 100%, or a target of at least 100%."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache

from jixiao.checks.dossier import Dossier
from jixiao.checks.engine import Hit, check
from jixiao.checks.vocabulary import NAMES_KEPT, WORDS
from jixiao.finding import Correction, Fact, Safety, Severity

WHOLE = Decimal(100)


@check(
    code="B045",
    title="比率超过 100%",
    title_en="A share exceeds 100%",
    severity=Severity.EXPLAIN,
    message={
        "over": "“{row}”不会超过 100%，{where}却填“{value}”。",
        "least": "“{row}”的指标值写成“{value}”；比率不会超过 100%，写“=100%”更准确。",
    },
    message_en={
        "over": "“{row}” cannot exceed 100%, yet its {where_en} is “{value}”.",
        "least": "The target of “{row}” is “{value}”; as no share exceeds 100%, “=100%” says it better.",
    },
    since="0.1",
)
def rate_impossible(dossier: Dossier) -> Iterator[Hit]:
    """合格率、覆盖率、满意度等比率不会超过 100%。增长率一类不在此列。

    为何重要：超过 100% 多是单位或计算错误；“≥100%”让人误以为还有余地。
    如何处理：核对分子分母后改正；“≥100%”可改为“=100%”。
    依据：指标值应当合理可行的规定。

    Pass rates, coverage and satisfaction cannot exceed 100%. Growth rates may.

    Why: more than 100% is a slip of unit or arithmetic; “≥100%” suggests room that is not there.
    Mend: verify numerator and denominator; write “=100%” for “≥100%”.
    Basis: the rule that targets are sensible and feasible.
    """
    for row in dossier.rows:
        if not _bounded(row.item.name or ""):
            continue
        values = (("target", "指标值", row.item.target), ("actual", "完成值", row.item.actual))
        for field, where, value in values:
            if value is None or value.unit != "%" or value.number is None:
                continue
            facts: dict[str, Fact] = {"row": row.label, "where": where, "where_en": field, "value": value.text}
            if value.number > WHOLE and value.operator not in ("≤", "<"):
                yield Hit(f"{row.path}.{field}", facts, "over")
            elif field == "target" and (value.operator, value.number) == ("≥", WHOLE):
                repair = Correction(f"{row.path}.{field}", "=100%", Safety.HINT, value.text)
                yield Hit(f"{row.path}.{field}", facts, "least", repair, severity=Severity.NOTE)


@lru_cache(maxsize=NAMES_KEPT)
def _bounded(name: str) -> bool:
    return WORDS.bounded.first_in(name) is not None and WORDS.growing.first_in(name) is None
