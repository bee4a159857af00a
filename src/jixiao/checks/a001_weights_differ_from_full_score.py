"""A001: the weights do not add up to the full score."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.checks.dossier import Dossier
from jixiao.checks.engine import Facts, Hit, check
from jixiao.finding import Correction, Safety, Severity
from jixiao.scoring.rounding import tidy


@check(
    code="A001",
    title="分值合计不等于满分",
    title_en="Weights do not add up to the full score",
    severity=Severity.MUST_FIX,
    message={
        "": "各项指标分值合计 {sum} 分，应为 {full} 分，相差 {difference} 分。",
        "with_execution": "各项指标分值合计 {leaves} 分，加预算执行率 {execution} 分共 {sum} 分，应为 {full} 分。",
        "execution_forgotten": "各项指标分值合计已是 {leaves} 分，没有给预算执行率留出 {execution} 分："
        "两者共 {sum} 分，应为 {full} 分。",
        "printed": "总分行的分值填 {stated} 分，各项分值合计 {sum} 分。",
    },
    message_en={
        "": "The indicator weights add up to {sum}, not to {full}; the difference is {difference}.",
        "with_execution": "The indicator weights add up to {leaves}; with the {execution} of the execution rate "
        "they make {sum}, not {full}.",
        "execution_forgotten": "The indicator weights alone already make {leaves}; nothing is left for the {execution} "
        "of the execution rate: together they make {sum}, not {full}.",
        "printed": "The total row prints a weight of {stated}; the weights add up to {sum}.",
    },
    since="0.1",
)
def weights_differ_from_full_score(dossier: Dossier) -> Iterator[Hit]:
    """各项三级指标分值加预算执行率分值，应等于满分。

    为何重要：分值合计不对，得分便不在同一把尺子上，总分和等级都不可比。
    如何处理：按指标重要程度调整分值，使合计等于满分；预算执行率的分值不可占用。
    依据：计分办法“总分应为 100 分”。

    The weights of all indicators and of the execution rate add up to the full score.

    Why: with another sum the scores stand on another scale, and neither total nor grade can be compared.
    Mend: adjust the indicator weights until they make the full score; those of the execution rate are not free.
    Basis: the method's rule that the total is 100 points.
    """
    full, total, stated = dossier.rulebook.total.points, dossier.weight_sum, dossier.form.total_weight
    if total is None:
        return
    rows = tuple(f"{row.path}.weight" for row in dossier.counted)
    if total == full:
        if stated is not None and stated != full:
            repair = Correction("total_weight", f"{full:f}", Safety.SAFE, f"{stated:f}")
            yield Hit("total_weight", {"stated": stated, "sum": full}, "printed", repair, rows)
    elif dossier.execution is not None:
        path, line = dossier.execution
        facts: Facts = {"leaves": tidy(dossier.leaf_weight or total), "execution": line.weight, "full": full}
        variant = "execution_forgotten" if dossier.leaf_weight == full else "with_execution"
        yield Hit("total_weight", facts | {"sum": tidy(total)}, variant, related=(*rows, f"{path}.weight"))
    elif dossier.total_fund is None or total + (dossier.rulebook.execution.weight or 0) != full:
        facts = {"sum": tidy(total), "full": full, "difference": tidy(abs(total - full))}
        yield Hit("total_weight", facts, related=rows)
