"""Acts of a reviewer on one form (审核动作): a finding decided, an opinion given, a review score set."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, NamedTuple

from django.db import transaction
from django.utils import timezone

from jixiao.errors import JixiaoError
from jixiao.numerals import fold, plain
from jixiao.scoring.model import Award
from jixiao.waivers import fingerprint
from jixiao.web.cycle.states import cycle
from jixiao.web.cycle.steps import ActedMeanwhile
from jixiao.web.forms import marks
from jixiao.web.forms.models import FindingDecision, FormRecord, Opinion, Verdict
from jixiao.web.inspection import sampling
from jixiao.web.ledger.record import record as log
from jixiao.web.people.access import may
from jixiao.web.review import gauges
from jixiao.web.review.queue import REVIEWED
from jixiao.writers.printable import printable

if TYPE_CHECKING:
    from jixiao.finding import Finding
    from jixiao.outcome import Audited
    from jixiao.web.forms.marks import Marked
    from jixiao.web.people.models import Account

LONGEST_TEXT = 4000
FULL = Decimal(100)  # a row without a weight has no other bound than the whole form
CENT = Decimal("0.01")
REASONED = frozenset({Verdict.DISMISSED, Verdict.WAIVED})


class NotYours(JixiaoError):
    """现在不能由您审核。"""

    def __init__(self) -> None:
        super().__init__(
            "没有保存：这张表现在不在审核中，或不在您的职责内，或由您填报。",
            "Not saved: the form is not under review now, it is not your duty, or you filled it in.",
        )


class ReasonMissing(JixiaoError):
    """不采纳和例外须写明理由。"""

    def __init__(self) -> None:
        super().__init__(
            "请写明理由：不采纳或作例外的疑点，以后要凭理由查考。",
            "Give the reason: a finding that is dismissed or waived is looked up by it later.",
        )


class FindingGone(JixiaoError):
    """疑点已不存在。"""

    def __init__(self) -> None:
        super().__init__(
            "这处疑点已不存在：表的内容已改。请刷新。", "This finding is gone: the form has changed. Reload."
        )


class ScoreWrong(JixiaoError):
    """核查分不在范围内。"""

    def __init__(self, most: Decimal) -> None:
        super().__init__(
            f"核查分应是 0 到 {plain(most)} 之间、最多两位小数的数。",
            f"A review score is a number from 0 to {plain(most)} with two decimals at most.",
        )


class Decision(NamedTuple):
    """What a reviewer decides on a finding (处理结论); verdict "" takes the former one back."""

    mark: str
    verdict: str
    reason: str


class Word(NamedTuple):
    """What a reviewer says on a row, or on the form with path "" (意见和核查分)."""

    path: str
    text: str
    score: str | None  #: as typed; None where the page has no field for it


def decide(record_id: int, account: Account, decision: Decision, revision: int) -> FormRecord:
    """Accept, dismiss or waive one finding (采纳、不采纳、例外). Raises what stops it; then nothing has changed."""
    reason = printable(decision.reason.strip())[:LONGEST_TEXT]
    with transaction.atomic():
        record = _locked(record_id, revision)
        former = record.decisions.filter(fingerprint=decision.mark).first()
        _refuse_decision(record, account, decision.verdict, former)
        if decision.verdict in REASONED and not reason:
            raise ReasonMissing
        finding = _finding(marks.examined(record), decision.mark)
        _keep(record, finding, decision._replace(reason=reason), account)
        marked = marks.examined(record)
        record.must_fix, record.findings = marked.must_fix, len(marked.open)
        record.save(update_fields=["must_fix", "findings"])
        gauges.weigh(record, marked)
        log(
            account,
            "review.decide",
            record,
            code=finding.code,
            path=finding.path,
            mark=decision.mark,
            verdict=decision.verdict or "none",
            former=former.verdict if former is not None else "none",
            reason=reason,
        )
    return record


def may_decide(record: FormRecord, account: Account) -> bool:
    """Whether the account may accept or dismiss findings of this form now: under review, or drawn for examination."""
    return (record.state in REVIEWED and may(account, "opinion", record)) or sampling.examines(record, account)


def may_waive(record: FormRecord, account: Account) -> bool:
    """Whether the account may waive findings of this form now; of a draft too, since they keep it from submission."""
    return record.state in REVIEWED | cycle().editable and may(account, "waive", record)


def opine(record_id: int, account: Account, word: Word, revision: int) -> FormRecord:
    """Say something on a row or on the form, and give a row its review score (意见、核查分). Raises what stops it."""
    text = printable(word.text.strip())[:LONGEST_TEXT]
    with transaction.atomic():
        record = _locked(record_id, revision)
        if not may_decide(record, account):
            raise NotYours
        version = record.version.number
        mine = Opinion.objects.filter(form=record, path=word.path, by=account, version=version)
        former = mine.first()
        score = former.review_score if former is not None else None
        if word.score is not None:
            score = _score(record, account, word, score)
        if not text and score is None:
            mine.delete()
        else:
            mine.update_or_create(
                defaults={"text": text, "review_score": score, "at": timezone.now()},
                create_defaults={
                    "form": record,
                    "path": word.path,
                    "by": account,
                    "version": version,
                    "text": text,
                    "review_score": score,
                },
            )
        log(account, "review.opinion", record, path=word.path, text=text, score=score, version=version)
    return record


def weights(one: Audited) -> dict[str, Decimal | None]:
    """The rows that can be given an opinion, and the points of each (可评的行): indicators, and the fund row."""
    form, card = one.form, one.scorecard
    found: dict[str, Decimal | None] = {}
    if card.execution is not None:
        row = card.execution.path.rpartition(".")[0]
        line = form.funds[int(row[len("funds[") : -1])] if row.startswith("funds[") else None
        own = card.execution.weight if isinstance(card.execution, Award) else None
        found[row] = line.weight if line is not None and line.weight is not None else own
    return found | {f"indicators[{at}]": row.weight for at, row in enumerate(form.indicators)}


def _locked(record_id: int, revision: int) -> FormRecord:
    record = FormRecord.objects.select_for_update(of=("self",)).select_related("task", "current").get(pk=record_id)
    if record.revision != revision:
        raise ActedMeanwhile
    return record


def _refuse_decision(record: FormRecord, account: Account, verdict: str, former: FindingDecision | None) -> None:
    touches_waiver = verdict == Verdict.WAIVED or (former is not None and former.verdict == Verdict.WAIVED)
    known = verdict in Verdict.values or (verdict == "" and former is not None)
    if not known or not (may_waive(record, account) if touches_waiver else may_decide(record, account)):
        raise NotYours


def _finding(marked: Marked, mark: str) -> Finding:
    form = marked.audited.form
    found = next((one for one in marked.audited.findings if fingerprint(form, one) == mark), None)
    if found is None:
        raise FindingGone
    return found


def _keep(record: FormRecord, finding: Finding, decision: Decision, account: Account) -> None:
    if not decision.verdict:
        record.decisions.filter(fingerprint=decision.mark).delete()
        return
    FindingDecision.objects.update_or_create(
        form=record,
        fingerprint=decision.mark,
        defaults={
            "code": finding.code,
            "path": finding.path,
            "verdict": decision.verdict,
            "reason": decision.reason,
            "by": account,
            "at": timezone.now(),
        },
    )


def _score(record: FormRecord, account: Account, word: Word, former: Decimal | None) -> Decimal | None:
    """The score as typed (核查分), refused beyond the points of the row."""
    typed = fold(word.score or "").strip()
    known = weights(marks.examined(record).audited)
    if word.path not in known:
        if typed:
            raise NotYours
        return former
    most = known[word.path] if known[word.path] is not None else FULL
    score = _number(typed, most or FULL) if typed else None
    if score != former and not may(account, "review_score", record):
        raise NotYours
    return score


def _number(typed: str, most: Decimal) -> Decimal:
    try:
        number = Decimal(typed)
    except InvalidOperation as error:
        raise ScoreWrong(most) from error
    if not number.is_finite() or not 0 <= number <= most or number != number.quantize(CENT):
        raise ScoreWrong(most)
    return number
