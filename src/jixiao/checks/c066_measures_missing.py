"""C066: a reason is given, but no measure to mend it."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.checks.dossier import Dossier
from jixiao.checks.engine import Hit, check
from jixiao.checks.reasons import denies, is_hollow
from jixiao.checks.texts import is_blank, short
from jixiao.checks.vocabulary import WORDS
from jixiao.finding import Severity


@check(
    code="C066",
    title="有原因而无改进措施",
    title_en="A reason without measures",
    severity=Severity.EXPLAIN,
    message="“{row}”的原因分析“{reason}”没有写拟采取的措施。",
    message_en="The reason of “{row}”, “{reason}”, names no measure to be taken.",
    since="0.1",
)
def measures_missing(dossier: Dossier) -> Iterator[Hit]:
    """办法要求写明措施的，未完成原因分析除原因外还应写拟采取的措施；全表另有“改进措施”栏并已填写的，不再要求。

    为何重要：自评是为了改进；只说原因不说办法，下年还会一样。
    如何处理：补写下一步怎么做、由谁做、何时做完。
    依据：未完成原因分析应说明原因及拟采取的措施的规定。

    Where the method asks for measures, a reason also says what will be done; a filled block of measures suffices.

    Why: a self-evaluation is there to improve things.
    Mend: add what will be done, by whom and by when.
    Basis: the rule that reasons come with the measures to be taken.
    """
    if not dossier.rulebook.reason.measures or not is_blank(dossier.form.measures):
        return
    for row, reason in dossier.reasons.explaining:
        if not is_hollow(reason) and not denies(reason) and WORDS.measure.first_in(reason) is None:
            yield Hit(f"{row.path}.reason", {"row": row.label, "reason": short(reason)})
