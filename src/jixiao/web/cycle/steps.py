"""Taking a step (办理): one transaction, the row locked, refused when another acted meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from jixiao.errors import JixiaoError
from jixiao.web.cycle.models import Step
from jixiao.web.cycle.states import Transition, cycle
from jixiao.web.forms import marks, saving
from jixiao.web.forms.models import FormRecord
from jixiao.web.ledger.record import record as log
from jixiao.web.people.access import may, roles_at

if TYPE_CHECKING:
    from jixiao.web.people.models import Account


class StepRefused(JixiaoError):
    """这一步现在不能办理。"""


class ActedMeanwhile(StepRefused):
    """别人已先办理。"""

    def __init__(self) -> None:
        super().__init__(
            "这张表刚被别人办理或修改过，您的操作没有执行。请刷新后再看。",
            "Somebody else has just acted on this form; your step was not taken. Reload and look again.",
        )


class CommentMissing(StepRefused):
    """须写明意见。"""

    def __init__(self) -> None:
        super().__init__("请写明意见：对方要据此修改。", "Say why: the other side must act on it.")


class MustFix(StepRefused):
    """还有必须修改的疑点。"""

    def __init__(self, count: int) -> None:
        super().__init__(
            f"还有 {count} 处必须修改的疑点。请改正，或请审核人作例外处理后再送审。",
            f"{count} findings must be fixed. Mend them, or have a reviewer waive them, and submit again.",
        )


class StillEmpty(StepRefused):
    """表还没有填写。"""

    def __init__(self) -> None:
        super().__init__("这张表还没有填写，不能送审。请先填报。", "This form is still empty. Fill it in first.")


class NotAllowed(StepRefused):
    """无权办理，或状态不符。"""

    def __init__(self) -> None:
        super().__init__(
            "这一步现在不能由您办理：状态不符，不在您的职责内，或这张表由您填报。",
            "You cannot take this step now: the state does not fit, it is not your duty, or you filled in this form.",
        )


def available(record: FormRecord, account: Account) -> list[str]:
    """The steps that the account may take now (可办理的动作), in the order of cycle.toml."""
    return [name for name, one in cycle().transitions.items() if _allowed(record, name, one, account)]


def apply(record_id: int, name: str, account: Account, comment: str = "", seen: tuple[str, int] | None = None) -> Step:
    """Take the step (办理); `seen` is the state and the revision that the account had before its eyes.

    Raises ActedMeanwhile, NotAllowed, CommentMissing, StillEmpty or MustFix; then nothing has changed.
    """
    move = cycle().transitions[name]
    with transaction.atomic():
        record = FormRecord.objects.select_for_update().get(pk=record_id)
        if seen is not None and seen != (record.state, record.revision):
            raise ActedMeanwhile
        if not _allowed(record, name, move, account):
            raise NotAllowed
        if move.comment and not comment.strip():
            raise CommentMissing
        if move.clean:
            _refuse_unfit(record)
        return _taken(record, name, move, account, comment.strip())


def why_back(record: FormRecord) -> Step | None:
    """The step by which a form came back to its unit (退回的那一步), while it is there."""
    return record.steps.select_related("account").last() if record.state == "returned" else None


def _refuse_unfit(record: FormRecord) -> None:
    """Nothing empty and nothing that must be fixed leaves the unit (送审前的把关)."""
    form = record.form
    if not form.indicators and not form.funds:
        raise StillEmpty
    if blocking := marks.examined(record, form).must_fix:
        raise MustFix(blocking)


def _taken(record: FormRecord, name: str, move: Transition, account: Account, comment: str) -> Step:
    start, record.state = record.state, _end(record, move)
    record.since = timezone.now()
    record.save(update_fields=["state", "since"])
    version = record.version
    if move.seals and not version.sealed:
        version.sealed = True
        version.save(update_fields=["sealed"])
    if move.new_version:
        version = saving.reopened(record)
    step = Step.objects.create(
        form=record,
        transition=name,
        start=start,
        end=record.state,
        account=account,
        comment=comment,
        version=version.number,
        hash=version.hash,
        rulebook=version.rulebook,
        rulebook_version=version.rulebook_version,
    )
    log(
        account,
        f"cycle.{name}",
        record,
        start=start,
        end=record.state,
        comment=comment,
        version=version.number,
        hash=version.hash,
        rulebook=version.rulebook,
        rulebook_version=version.rulebook_version,
    )
    return step


def _allowed(record: FormRecord, name: str, move: Transition, account: Account) -> bool:
    if record.state not in move.starts or record.task.recalled_at is not None:
        return False
    if name == "withdraw":
        return _undoes(record, move, account)
    if move.action != "level":
        return may(account, move.action, record)
    level = cycle().level_of(record.state)
    return level is not None and may(account, level.action, record) and bool(roles_at(account, record) & {*level.roles})


def _undoes(record: FormRecord, move: Transition, account: Account) -> bool:
    """Whether the account took the last step, and it is one that can be taken back (取消送审、取消审核)."""
    last = record.steps.last()
    return (
        last is not None
        and last.transition in move.undoes
        and last.account == account
        and last.end == record.state
        and may(account, "see", record)
    )


def _end(record: FormRecord, move: Transition) -> str:
    if move.to == "next":
        return cycle().after(record.state, record.task.levels)
    if move.to == "previous":
        last = record.steps.last()
        return last.start if last is not None else record.state
    return move.to
