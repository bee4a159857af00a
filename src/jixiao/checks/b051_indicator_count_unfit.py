"""B051: too few indicators to tell anything, or too many to read."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.checks.dossier import Dossier
from jixiao.checks.engine import Hit, check
from jixiao.checks.vocabulary import LIMITS
from jixiao.finding import Severity


@check(
    code="B051",
    title="指标过少或过多",
    title_en="Too few or too many indicators",
    severity=Severity.NOTE,
    message={
        "few": "本表只有 {count} 项指标，难以反映绩效。",
        "many": "本表有 {count} 项指标，建议提炼。",
    },
    message_en={
        "few": "The form has only {count} indicators: too few to show what was achieved.",
        "many": "The form has {count} indicators: pick the telling ones.",
    },
    since="0.1",
)
def indicator_count_unfit(dossier: Dossier) -> Iterator[Hit]:
    """指标数量应当适中：过少看不出绩效，过多说明没有提炼。界限为经验值（少于 3 项、多于 60 项），只作提示。

    为何重要：指标太少，一两项就决定总分；太多，重要的被冲淡。
    如何处理：围绕年度目标补充或归并指标。
    依据：核心指标应当少而精的要求。

    The number of indicators fits the work. The limits (below 3, above 60) are experience, so this is only a note.

    Why: with few rows one decides the total; with many the important ones drown.
    Mend: add or merge indicators along the yearly goal.
    Basis: core indicators are few and telling.
    """
    count = len(dossier.rows)
    if 0 < count < LIMITS.fewest_indicators:
        yield Hit("indicators", {"count": count}, "few")
    elif count > LIMITS.most_indicators:
        yield Hit("indicators", {"count": count}, "many")
