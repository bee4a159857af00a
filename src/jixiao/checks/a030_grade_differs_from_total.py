"""A030: the grade is not the one of the total."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jixiao.checks.dossier import Dossier
from jixiao.checks.engine import Facts, Hit, check
from jixiao.finding import Correction, Safety, Severity
from jixiao.scoring.sums import grade_of

# 自评为优秀, 评价等级为“良”, 自评结果：中
NAMED = re.compile(
    r"(?:等级|自评|评价|结果|结论)(?:等级|结果|结论)?(?:评定|确定)?(?:为|是|：|:)[“\"「]?(优|良|中|差|合格)"
)


@check(
    code="A030",
    title="自评等级与总分不符",
    title_en="Grade is not the one of the total",
    severity=Severity.MUST_FIX,
    message="自评等级填“{grade}”，总分 {stated} 分按办法应为“{expected}”。",
    message_en="The grade is given as “{grade}”; by the method a total of {stated} is “{expected}”.",
    since="0.1",
)
def grade_differs_from_total(dossier: Dossier) -> Iterator[Hit]:
    """自评等级应与总分所在的等级区间一致。

    为何重要：等级是结果应用的依据，直接影响以后年度的预算安排。
    如何处理：先核对总分，再按办法的等级区间改正等级。
    依据：计分办法的评价等级划分。

    The grade is the one in whose band the total lies.

    Why: results are used by grade, up to the budgets of later years.
    Mend: make sure of the total, then give the grade of its band.
    Basis: the method's bands of grades.
    """
    form, total = dossier.form, dossier.form.total_score
    if total is None or dossier.rulebook.grades is None:
        return
    path, grade = ("grade", form.grade) if form.grade else ("conclusion", named_grade(form.conclusion))
    expected = grade_of(total, dossier.rulebook)
    if not grade or expected is None or grade[0] == expected[0]:
        return
    facts: Facts = {"grade": grade, "stated": total, "expected": expected}
    repair = Correction(path, expected, Safety.PERSON, grade) if path == "grade" else None
    yield Hit(path, facts, "", repair, ("total_score",))


def named_grade(text: str | None) -> str | None:
    """The grade that the conclusion names (结论所写等级), or None."""
    """The grade that a sentence names, such as 自评为优秀."""
    named = NAMED.search(text) if text else None
    return named[1] if named else None
