"""C070: no problem is admitted, though points were lost."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.checks.dossier import Dossier
from jixiao.checks.engine import Hit, check
from jixiao.checks.texts import bare, unnumbered
from jixiao.checks.vocabulary import WORDS
from jixiao.finding import Severity


@check(
    code="C070",
    title="扣了分却称没有问题",
    title_en="Points were lost, yet no problem is named",
    severity=Severity.LOOK,
    message="总分 {total} 分，低于满分 {full} 分，存在问题一栏却填“{problems}”。",
    message_en="The total is {total} of {full}, yet the cell for problems says “{problems}”.",
    since="0.1",
)
def problems_denied(dossier: Dossier) -> Iterator[Hit]:
    """总分低于满分的，存在问题一栏应写明扣分反映的问题。

    为何重要：扣了分就有没做好的地方；填“无”，改进就没有着落。
    如何处理：把扣分各项归纳为问题，并在改进措施一栏写明办法。
    依据：未完成或偏离较大的应分析原因、提出改进措施的规定。

    Where the total is below the full score, the cell for problems says what went wrong.

    Why: lost points mean that something was not done well; “none” leaves nothing to mend.
    Mend: sum up the lost points as problems, and give the measures.
    Basis: the rule that departures are analysed and mended.
    """
    form, full = dossier.form, dossier.rulebook.total.points
    denied = form.problems is not None and bare(unnumbered(form.problems)) in WORDS.no_problem
    if denied and form.total_score is not None and form.total_score < full:
        yield Hit("problems", {"total": form.total_score, "full": full, "problems": form.problems})
