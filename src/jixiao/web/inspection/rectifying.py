"""Putting right what a review found (整改): issued by the bureau, answered by the unit, confirmed or opened again."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from jixiao.checks.engine import render
from jixiao.errors import JixiaoError
from jixiao.waivers import fingerprint
from jixiao.web.cycle.progress import DONE, UNDER_REVIEW
from jixiao.web.forms import marks
from jixiao.web.forms.models import FormRecord, Verdict
from jixiao.web.inspection.models import Item, ItemState, Reply
from jixiao.web.ledger.record import record as log
from jixiao.web.people.access import may
from jixiao.writers.printable import printable

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from jixiao.finding import Finding
    from jixiao.web.forms.receiving import Received
    from jixiao.web.people.models import Account

LONGEST_TEXT = 4000
SEEN_IN = (*UNDER_REVIEW, *DONE)
ACTS = {"answer": ("reply", ItemState.OPEN), "confirm": ("rectify", ItemState.ANSWERED)}
"""What each act needs (动作): the permission, and the state of the matter. Opening again: `rectify`, any but open."""
ENDS = {"answer": ItemState.ANSWERED, "confirm": ItemState.CLOSED, "reopen": ItemState.OPEN}


class NotAsked(JixiaoError):
    """没有下达整改。"""

    def __init__(self) -> None:
        super().__init__(
            "没有下达：没有新采纳的疑点，也没有另写事项；或期限早于今天；或这张表不在您的职责内。",
            "Nothing issued: no finding was accepted since, and nothing else was written; or the deadline has passed; "
            "or the form is not your duty.",
        )


class NotNow(JixiaoError):
    """这一事项现在不能这样办理。"""

    def __init__(self) -> None:
        super().__init__(
            "没有办理：这一事项刚被别人办理过，或不在您的职责内。请刷新后再看。",
            "Not done: somebody has just acted on this matter, or it is not your duty. Reload and look again.",
        )


class WordsMissing(JixiaoError):
    """须写明内容。"""

    def __init__(self) -> None:
        super().__init__("请写明整改情况，或退回的理由。", "Say what was put right, or why it is opened again.")


class Demand(NamedTuple):
    """What is asked of the unit (整改要求)."""

    text: str
    deadline: date | None
    other: str  #: 疑点以外的事项, "" for none


def issue(record_id: int, account: Account, demand: Demand) -> int:
    """Make a matter of each accepted finding that is none yet, and of what was written beside (下达整改)."""
    with transaction.atomic():
        record = FormRecord.objects.select_for_update(of=("self",)).select_related("task", "current").get(pk=record_id)
        day = demand.deadline
        if day is None or day < timezone.localdate():
            raise NotAsked
        if record.state not in SEEN_IN or not may(account, "rectify", record):
            raise NotAsked
        made = [_of_finding(mark, finding) for mark, finding in due(record)]
        if other := printable(demand.other.strip())[:LONGEST_TEXT]:
            made.append(Item(problem=other))
        if not made:
            raise NotAsked
        for item in made:
            item.form, item.deadline, item.version = record, day, record.version.number
            item.demand, item.issued_by = printable(demand.text.strip())[:LONGEST_TEXT], account
            item.save()
            log(
                account,
                "inspection.rectify",
                record,
                item=item.pk,
                code=item.code,
                path=item.path,
                problem=item.problem,
                deadline=item.deadline,
            )
    return len(made)


def due(record: FormRecord) -> list[tuple[str, Finding]]:
    """The accepted findings that no matter was made of yet (待下达的疑点)."""
    accepted = set(record.decisions.filter(verdict=Verdict.ACCEPTED).values_list("fingerprint", flat=True))
    accepted -= set(Item.objects.filter(form=record).values_list("mark", flat=True))
    if not accepted:
        return []
    audited = marks.examined(record).audited
    marked = ((fingerprint(audited.form, finding), finding) for finding in audited.findings)
    return [(mark, finding) for mark, finding in marked if mark in accepted]


def _of_finding(mark: str, finding: Finding) -> Item:
    return Item(
        code=finding.code, path=finding.path, mark=mark, problem=render(finding, "zh"), problem_en=render(finding, "en")
    )


class Said(NamedTuple):
    """What comes with an act (办理内容): words, the unit's proof, a later deadline where it is opened again."""

    text: str
    sent: Received | None = None
    deadline: date | None = None


def act(item_id: int, account: Account, name: str, said: Said) -> Item:
    """Answer, confirm or open again (反馈、确认、退回). Raises NotNow or WordsMissing; then nothing has changed."""
    words, sent = printable(said.text.strip())[:LONGEST_TEXT], said.sent
    with transaction.atomic():
        item = Item.objects.select_for_update(of=("self",)).select_related(*Item.beside).get(pk=item_id)
        if name not in allowed(item, account):
            raise NotNow
        if name != "confirm" and not words:
            raise WordsMissing
        reply = Reply(item=item, act=name, text=words, by=account)
        if sent is not None:
            reply.name, reply.sha256 = sent.name, sent.sha256
            reply.file.save(sent.stored.name or "file", sent.stored, save=False)
        reply.save()
        item.state = ENDS[name]
        if name == "reopen" and said.deadline is not None:
            item.deadline = max(said.deadline, timezone.localdate())
        item.save(update_fields=["state", "deadline"])
        log(
            account,
            f"inspection.{name}",
            item.form,
            item=item.pk,
            text=words,
            file=reply.name,
            sha256=reply.sha256,
            deadline=item.deadline,
        )
    return item


def allowed(item: Item, account: Account) -> list[str]:
    """What the account may do with the matter now (可办理的动作)."""
    can: list[str] = [
        name for name, (right, state) in ACTS.items() if item.state == state and may(account, right, item)
    ]
    if item.state != ItemState.OPEN and may(account, "rectify", item):
        can.append("reopen")
    answered = item.replies.filter(by=account, act="answer").exists()
    return [name for name in can if name == "answer" or not answered]  # 反馈的人不确认


def overdue() -> Q:
    """The matters that the unit has not answered in time (逾期未反馈)."""
    return Q(state=ItemState.OPEN, deadline__lt=timezone.localdate())


def of_stage(rows: QuerySet[Item], stage: str) -> QuerySet[Item]:
    """The matters that are that far (按进度筛选)."""
    if stage == "overdue":
        return rows.filter(overdue())
    return rows.filter(state=stage) if stage in ItemState.values else rows
