"""A025: the score of an indicator scored by steps is not that of its step."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.checks.dossier import Dossier
from jixiao.checks.engine import Hit, check
from jixiao.checks.recomputed import SCORED, hits
from jixiao.finding import Severity


@check(
    code="A025",
    title="分档计分的指标得分不在规定的档上",
    title_en="Score is not that of its step",
    severity=Severity.MUST_FIX,
    message={key: text[0] for key, text in SCORED.items()},
    message_en={key: text[1] for key, text in SCORED.items()},
    since="0.1",
)
def step_score_differs(dossier: Dossier) -> Iterator[Hit]:
    """按档计分的指标，得分只能是所达那一档的分。

    为何重要：分档办法的意义就在于档与档之间不给分，自行插值等于改了办法。
    如何处理：按实际完成值所在的档改正得分。
    依据：计分办法的分档规定。

    An indicator scored by steps earns exactly the points of the step it reached.

    Why: steps give nothing in between; points in between are another method.
    Mend: set right the score to that of the step reached.
    Basis: the method's steps.
    """
    yield from hits(dossier, "A025")
