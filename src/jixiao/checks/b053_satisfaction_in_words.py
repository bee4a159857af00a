"""B053: satisfaction is answered with words instead of a share."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.checks.dossier import Dossier
from jixiao.checks.engine import Hit, check
from jixiao.checks.values import NUMERIC, is_satisfaction, is_words
from jixiao.finding import Severity
from jixiao.form import FormKind


@check(
    code="B053",
    title="满意度以文字作答",
    title_en="Satisfaction is answered in words",
    severity=Severity.EXPLAIN,
    message={
        "number": "“{row}”的指标值是“{target}”，完成值只填“{actual}”，没有调查得出的比率。",
        "words": "“{row}”的指标值“{target}”和完成值“{actual}”都是文字，满意度没有测量。",
    },
    message_en={
        "number": "“{row}”: the target is “{target}”, the actual only “{actual}”, no share found by a survey.",
        "words": "“{row}”: target “{target}” and actual “{actual}” are both words; satisfaction was not measured.",
    },
    since="0.1",
)
def satisfaction_in_words(dossier: Dossier) -> Iterator[Hit]:
    """满意度应填调查得出的比率，不能只填“满意”。

    为何重要：没有比率就没有办法与指标值比较；没有调查材料的满意度，复核时常判零分。
    如何处理：填问卷或回访得出的百分比，并注明样本数和来源；没有调查的，如实说明。
    依据：得分以实际完成值与年度指标值相比；满意度指标须有调查材料佐证的要求。

    Satisfaction is a share found by a survey, not the word “satisfied”.

    Why: without a share nothing compares with the target; reviewers give unproved satisfaction no points.
    Mend: give the percentage with sample size and source, or say that no survey was made.
    Basis: scores compare actual and target; satisfaction is proved by a survey.
    """
    if dossier.form.kind is FormKind.MONITORING:
        return  # the survey is made at the end of the year
    for row in dossier.rows:
        target, actual = row.item.target, row.item.actual
        if target is None or actual is None or not is_words(actual) or not is_satisfaction(row.item):
            continue
        facts = {"row": row.label, "target": target.told, "actual": actual.text}
        if target.kind in NUMERIC:
            yield Hit(f"{row.path}.actual", facts, "number")
        elif is_words(target):
            yield Hit(f"{row.path}.actual", facts, "words", severity=Severity.LOOK)
