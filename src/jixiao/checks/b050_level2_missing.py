"""B050: a class of indicators that every form needs is missing."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.checks.dossier import Dossier
from jixiao.checks.engine import Hit, check
from jixiao.checks.values import is_satisfaction
from jixiao.finding import Severity
from jixiao.form import Facet, Group, Indicator

NEEDED = {
    Facet.QUANTITY: ("数量指标", "quantity"),
    Facet.QUALITY: ("质量指标", "quality"),
    Facet.TIMELINESS: ("时效指标", "timeliness"),
    Facet.COST: ("成本指标", "cost"),
}
COSTS = (Facet.COST, Facet.SOCIAL_COST, Facet.ECOLOGICAL_COST)
SATISFACTION = ("满意度指标", "satisfaction")


@check(
    code="B050",
    title="缺少应有的二级指标",
    title_en="A second-level class is missing",
    severity=Severity.LOOK,
    message="本表没有{missing}。",
    message_en="The form has no indicator of {missing_en}.",
    since="0.1",
)
def level2_missing(dossier: Dossier) -> Iterator[Hit]:
    """产出应有数量、质量、时效、成本指标；办法给满意度定了分值的，应有满意度指标；办法允许不设的不报告。

    为何重要：只看数量不看质量、时效和成本，反映不出钱花得值不值。
    如何处理：补设所缺的指标；确不适用的，说明理由。分不清二级指标的表不作此判断。
    依据：绩效指标体系的分类；计分办法所列一级指标。

    Outputs have quantity, quality, timeliness and cost; satisfaction where the method weighs it, unless optional.

    Why: quantity alone does not show whether the money was worth it.
    Mend: add what is missing, or say why it does not apply. A form without clear second levels is not judged.
    Basis: the classes of indicators and the groups of the method.
    """
    items = [row.item for row in dossier.rows]
    outputs = [item for item in items if item.group is Group.OUTPUT]
    if not outputs or any(item.facet in (None, Facet.OTHER) for item in outputs):
        return
    missing = [name for facet, name in NEEDED.items() if not _has(items, facet)]
    optional = {group for variant in dossier.rulebook.variants for group in variant.without}
    if Group.COST in optional and NEEDED[Facet.COST] in missing:
        missing.remove(NEEDED[Facet.COST])
    weighed = {group for rule in dossier.rulebook.groups for group in (rule.group, *rule.children)} - optional
    if Group.SATISFACTION in weighed and not any(map(is_satisfaction, items)):
        missing.append(SATISFACTION)
    if missing:
        zh, en = "、".join(name for name, _ in missing), ", ".join(name for _, name in missing)
        yield Hit("indicators", {"missing": zh, "missing_en": en})


def _has(items: list[Indicator], facet: Facet) -> bool:
    facets = COSTS if facet is Facet.COST else (facet,)
    return any(item.facet in facets for item in items)
