"""D086: the self-evaluation is far from the review."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from jixiao.checks.engine import Facts, Hit, check
from jixiao.comparing.limits import LIMITS
from jixiao.comparing.pair import Pair
from jixiao.comparing.relation import Relation
from jixiao.finding import Severity


@check(
    code="D086",
    title="自评分与复核分相差过大",
    title_en="Self-evaluation far from the review",
    severity=Severity.EXPLAIN,
    message={
        "total": "自评总分 {ours} 分，复核 {theirs} 分，相差 {gap} 分，超过 {limit} 分。",
        "rows": "各指标自评合计 {ours} 分，复核合计 {theirs} 分，相差 {gap} 分，超过 {limit} 分；差得最多的是“{row}”。",
    },
    message_en={
        "total": "Total {ours}, reviewed {theirs}: {gap} apart, more than {limit}.",
        "rows": "The rows sum to {ours}, reviewed {theirs}: {gap} apart, more than {limit}; most at “{row}”.",
    },
    since="0.1",
)
def review_differs(pair: Pair) -> Iterator[Hit]:
    """自评分与复核（抽评）分不应相差太大。有逐项复核分的，以逐项相加比较；有一项未复核的，不比较。

    为何重要：差得多，说明自评依据不足或标准不一；不少地方据此扣减单位的管理考核分。
    如何处理：逐项核对佐证材料；接受复核的改正得分，不接受的附材料申诉。
    依据：各地对自评结果抽查复核的规定；相差分数的界限为通行做法，以本地通知为准。

    The self-evaluation is not far from the review. Row by row where rows were reviewed, and only if all were.

    Why: a wide gap shows that evidence was missing; many places take points off the unit for it.
    Mend: check the evidence row by row; accept the review, or object with papers.
    Basis: the review of samples of self-evaluations; the limit is common practice, your notice goes first.
    """
    if pair.relation is not Relation.REVIEW:
        return
    rows = _reviewed(pair)
    if rows is None:
        yield from _far(pair.form.total_score, pair.other.total_score, "total", {})
    elif rows:
        ours = sum((mine for _, mine, _ in rows), Decimal(0))
        theirs = sum((reviewed for _, _, reviewed in rows), Decimal(0))
        most = max(rows, key=lambda row: abs(row[1] - row[2]))[0]
        yield from _far(ours, theirs, "rows", {"row": most})


def _reviewed(pair: Pair) -> list[tuple[str, Decimal, Decimal]] | None:
    """Each row with both scores; none where a row was left out, None where the review has no column of its own."""
    if all(item.review_score is None for item in pair.other.indicators):
        return None
    found = []
    for match in pair.matches:
        ours, reviewed = match.ours.item.score, match.theirs.item.review_score
        if ours is not None and reviewed is not None:
            found.append((match.ours.label, ours, reviewed))
    scored = sum(1 for item in pair.form.indicators if item.score is not None)
    return found if len(found) == scored else []


def _far(ours: Decimal | None, theirs: Decimal | None, variant: str, facts: Facts) -> Iterator[Hit]:
    if ours is None or theirs is None or abs(ours - theirs) <= LIMITS.review.gap:
        return
    told: Facts = {"ours": ours, "theirs": theirs, "gap": abs(ours - theirs), "limit": LIMITS.review.gap}
    yield Hit("total_score", facts | told, variant, other="total_score")
