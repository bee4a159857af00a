"""B048: an indicator stands under a second level that is not its own."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from jixiao.checks.dossier import Dossier
from jixiao.checks.engine import Hit, check
from jixiao.checks.vocabulary import MISPLACED, MISPLACED_WORDS, NAMES_KEPT, WORDS, Misplaced
from jixiao.finding import Severity
from jixiao.form import Facet, Indicator
from jixiao.quantity import QuantityKind
from jixiao.units import measure

OUTPUTS = (Facet.QUANTITY, Facet.QUALITY)


@check(
    code="B048",
    title="指标放错了二级指标",
    title_en="An indicator stands under the wrong second level",
    severity=Severity.LOOK,
    message="“{row}”列在“{level}”之下，按内容应属{belongs}。",
    message_en="“{row}” stands under “{level}”; by its content it belongs to {belongs_en}.",
    since="0.1",
)
def level_mismatch(dossier: Dossier) -> Iterator[Hit]:
    """三级指标应放在相应的二级指标之下：满意度不在效益之下，完工时间不在数量之下，金额不在数量之下。

    为何重要：放错位置，各级分值就失真；复核时放错的指标常被判零分。
    如何处理：移到所属的二级指标，并核对各级分值合计。
    依据：绩效指标体系的分类（数量、质量、时效、成本、效益、满意度）。

    A third-level indicator stands under its own second level.

    Why: misplaced rows distort the weights of the levels; reviewers often give them nothing.
    Mend: move the row, and look at the sums of the levels again.
    Basis: the classes of indicators.
    """
    for row in dossier.rows:
        belongs = _belongs(row.item)
        if belongs is not None:
            facts = {"row": row.label, "level": row.item.level2, "belongs": belongs[0], "belongs_en": belongs[1]}
            yield Hit(f"{row.path}.level2", facts)


def _belongs(item: Indicator) -> tuple[str, str] | None:
    """The class that the indicator belongs to where it is not the printed one, in Chinese and English."""
    name = item.name
    if name is None or item.level2 is None or item.facet is None:
        return None
    for one in _classes_of(name):
        if item.facet in one.under:
            return one.belongs, one.belongs_en
    target = item.target
    money = target is not None and target.kind is QuantityKind.NUMBER and measure(target.unit).root == "money"
    if not money or item.facet not in OUTPUTS or WORDS.norm.first_in(name) or WORDS.payment.first_in(name):
        return None  # 资金支付另由 B049 报告
    return "成本指标", "cost"


@lru_cache(maxsize=NAMES_KEPT)
def _classes_of(name: str) -> tuple[Misplaced, ...]:
    """The classes that the words of the name point to (名称所指的类别)."""
    said = MISPLACED if MISPLACED_WORDS.first_in(name) else ()
    return tuple(one for one in said if one.words.first_in(name) and not one.excepted.first_in(name))
