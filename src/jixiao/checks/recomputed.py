"""The messages and repairs of scores that are not the ones due (得分复算), shared by the checks on scores."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.checks.dossier import Dossier
from jixiao.checks.engine import Facts, Hit
from jixiao.checks.judging import Judgement, nothing_taken_off
from jixiao.finding import Correction, Safety, Severity
from jixiao.scoring import Award

DUE = (
    "“{label}”指标值 {target}，实际完成 {actual}，填 {score} 分；按办法应得 {points} 分（{formula}）",
    "“{label}”: target {target}, actual {actual}, score {score}; by the method {points} ({formula})",
)
SCORED = {
    "differs": (f"{DUE[0]}。", f"{DUE[1]}."),
    "rounded": (f"{DUE[0]}，差额是少取小数位数所致。", f"{DUE[1]}; it was rounded to fewer decimals."),
    "truncated": (f"{DUE[0]}，差额是截去小数所致。", f"{DUE[1]}; its decimals were cut off."),
}
"""The messages on a score that the method gives otherwise, in Chinese and English, by variant."""
READINGS = (
    (
        "“{label}”指标值 {target}，实际完成 {actual}，填 {score} 分；办法未规定这类指标未完成时如何计分，"
        "而这个分与各种合理的读法（{readings} 分）都不符。"
    ),
    (
        "“{label}”: target {target}, actual {actual}, score {score}; the method does not say how to score it, "
        "and no sensible reading ({readings}) gives that score."
    ),
)
SOFTER = {
    "rounded": Severity.LOOK,
    "truncated": Severity.LOOK,
    "printed_rate": Severity.LOOK,
    "no_sign": Severity.EXPLAIN,
    "readings": Severity.EXPLAIN,
    "other_formula": Severity.EXPLAIN,
}


def formula(award: Award) -> str:
    """The working without words, the same in every language: 10 × 2468.99 ÷ 2735.89 = 9.0244…; else the points."""
    return award.formula if award.formula and nothing_taken_off(award) else f"{award.low:f}"


def facts_of(judged: Judgement) -> Facts:
    """What every message on a recomputed row may use."""
    item, award = judged.row.item, judged.award
    facts: Facts = {"label": judged.row.label, "score": item.score, "weight": item.weight}
    facts["target"] = item.target.told if item.target else None
    facts["actual"] = item.actual.text if item.actual else None
    if award is not None:
        facts |= {"points": award.low, "formula": formula(award)}
    if judged.readings:
        facts["readings"] = " / ".join(f"{one.low:f}" for one in judged.readings)
    return facts


def hit_of(judged: Judgement) -> Hit:
    """The finding on one row; a difference that rounding explains is only to be looked at."""
    path, award, printed = f"{judged.row.path}.score", judged.award, judged.row.item.score
    repair = None
    if award is not None and printed is not None:
        repair = Correction(path, f"{award.low:f}", Safety.PERSON, f"{printed:f}")
    related = (f"{judged.row.path}.target", f"{judged.row.path}.actual")
    return Hit(path, facts_of(judged), judged.variant, repair, related, SOFTER.get(judged.variant))


def hits(dossier: Dossier, code: str) -> Iterator[Hit]:
    """The findings of one check on recomputed scores."""
    return map(hit_of, dossier.misjudged.get(code, ()))
