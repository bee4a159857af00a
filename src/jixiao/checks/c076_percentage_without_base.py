"""C076: a result is a percentage of a plan that nobody states."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jixiao.checks.dossier import Dossier
from jixiao.checks.engine import Hit, check
from jixiao.finding import Severity
from jixiao.numerals import fold

SHARE = re.compile(r"(?:任务|目标|计划)(?:任务|数|量)?的[0-9]+(?:\.[0-9]+)?%")
CLAUSE = re.compile(r"[^,;。!\n]+")
OTHER_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?(?![0-9.%年月日])")


@check(
    code="C076",
    title="只有完成比例，没有任务数",
    title_en="A percentage without what it is of",
    severity=Severity.LOOK,
    message="“{said}”只有比例，没有任务数和完成数，无从核对。",
    message_en="“{said}” gives a percentage, but neither the plan nor the result: it cannot be verified.",
    since="0.1",
)
def percentage_without_base(dossier: Dossier) -> Iterator[Hit]:
    """写“完成任务的百分之几”的，应同时写明任务数和完成数。

    为何重要：没有任务数，比例无从核对；百分之一百八也可能只是任务定得太少。
    如何处理：写明任务多少、完成多少，再写比例。
    依据：自评应当数据真实、可以核实的规定。

    A result of “so many percent of the plan” also states the plan and the result.

    Why: without the plan the percentage cannot be verified; 180% may only mean that little was planned.
    Mend: state what was planned and what was done, then the percentage.
    Basis: the rule that the data of a self-evaluation can be verified.
    """
    texts = [(f"goals[{index}].actual", goal.actual) for index, goal in enumerate(dossier.form.goals)]
    texts += [(f"{row.path}.actual", row.item.actual.text) for row in dossier.rows if row.item.actual is not None]
    for path, text in texts:
        if not text or "的" not in text or ("%" not in text and "％" not in text):
            continue
        for clause in CLAUSE.findall(fold(text)):
            share = SHARE.search(clause)
            if share and not OTHER_NUMBER.search(clause):
                yield Hit(path, {"said": share[0]})
