"""A022: the score of an indicator that asks for equality is not what the method gives."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.checks.dossier import Dossier
from jixiao.checks.engine import Hit, check
from jixiao.checks.recomputed import READINGS, SCORED, hits
from jixiao.finding import Severity

MESSAGES = SCORED | {"readings": READINGS}


@check(
    code="A022",
    title="“＝”指标得分与办法不符",
    title_en="Score of an equality differs from the method",
    severity=Severity.EXPLAIN,
    message={key: text[0] for key, text in MESSAGES.items()},
    message_en={key: text[1] for key, text in MESSAGES.items()},
    since="0.1",
)
def equal_score_differs(dossier: Dossier) -> Iterator[Hit]:
    """要求“等于”的指标未达到时，得分应与办法的规定相符；办法未规定的，至少与一种合理的读法相符。

    为何重要：各办法对“＝”指标规定不一，随意给分最容易出在这里。
    如何处理：按办法改正得分；办法未规定的，写明所用的算法。
    依据：计分办法对“＝”指标的规定。

    An indicator that asks for equality and misses it is scored as the method says, or by one sensible reading.

    Why: methods differ on equalities, so points are most easily made up here.
    Mend: set right the score by the method; where it is silent, say which formula was used.
    Basis: the method's rule on targets with “=”.
    """
    yield from hits(dossier, "A022")
