"""A021: the score of a reverse indicator is not what the method gives."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import msgspec

from jixiao.checks.dossier import Dossier
from jixiao.checks.engine import Hit, check
from jixiao.checks.judging import Judgement, agreement
from jixiao.checks.recomputed import DUE, READINGS, SCORED, SOFTER, facts_of, formula, hit_of
from jixiao.finding import Severity
from jixiao.rulebooks import load, names
from jixiao.rulebooks.model import MethodRule, Rulebook
from jixiao.scoring import Award
from jixiao.scoring.indicators import score_indicator

MESSAGES = SCORED | {
    "readings": READINGS,
    "other_formula": (
        f"{DUE[0]}；所填的分出自另一种反向算式（{{other}}）。",
        f"{DUE[1]}; the score comes from another formula for reverse indicators ({{other}}).",
    ),
}


@check(
    code="A021",
    title="反向指标得分与办法不符",
    title_en="Score of a reverse indicator differs from the method",
    severity=Severity.MUST_FIX,
    message={key: text[0] for key, text in MESSAGES.items()},
    message_en={key: text[1] for key, text in MESSAGES.items()},
    since="0.1",
)
def reverse_score_differs(dossier: Dossier) -> Iterator[Hit]:
    """反向指标超过限额时，得分应按办法规定的算式计算。

    为何重要：各地系统对反向指标用的算式不同，同样超支两成，有的得 8.33 分，有的得 8 分。
    如何处理：按本办法的算式改正得分；系统按另一算式自动计算的，写明并报主管部门统一。
    依据：计分办法对反向指标（≤）的算式。

    A reverse indicator above its limit is scored by the formula of the method.

    Why: systems use different formulas here; a fifth above the limit earns 8.33 with one and 8 with another.
    Mend: set right the score by this method; where a system computed it otherwise, say so and have it settled.
    Basis: the method's formula for reverse indicators (≤).
    """
    for judged in dossier.misjudged.get("A021", ()):
        other = _other_formula(judged, dossier.rulebook)
        if other is None:
            yield hit_of(judged)
            continue
        variant = "other_formula"
        facts = facts_of(judged) | {"other": formula(other)}
        yield msgspec.structs.replace(hit_of(judged), facts=facts, variant=variant, severity=SOFTER[variant])


def _other_formula(judged: Judgement, rulebook: Rulebook) -> Award | None:
    """What another published formula gives, where that is the printed score."""
    row = judged.row
    if judged.award is None or row.item.score is None or judged.variant != "differs":
        return None
    for rule in _formulas():
        rules = msgspec.structs.replace(rulebook.quantity, reverse=rule)
        award = score_indicator(row.index, row.item, msgspec.structs.replace(rulebook, quantity=rules))
        if isinstance(award, Award) and agreement(row.item.score, award) == "right":
            return award
    return None


@cache
def _formulas() -> tuple[MethodRule, ...]:
    """The reverse formulas of all rulebooks, each once."""
    rules = [load(name).quantity.reverse for name in names()]
    return tuple({(rule.method, rule.factor): rule for rule in rules}.values())
