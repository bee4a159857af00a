"""Saving a form (保存): optimistic locking, versions, and an entry in the log, in one transaction."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, NamedTuple

from django.db import transaction
from django.utils import timezone

from jixiao import form_json
from jixiao.errors import JixiaoError
from jixiao.web.cycle.states import cycle
from jixiao.web.forms import marks
from jixiao.web.forms.models import FormRecord, FormVersion, Hand
from jixiao.web.ledger.record import record as log
from jixiao.web.people.access import visible

if TYPE_CHECKING:
    from collections.abc import Callable

    from jixiao.form import Form
    from jixiao.web.cycle.models import Task
    from jixiao.web.forms.marks import Marked
    from jixiao.web.people.models import Account, Unit


class Stale(JixiaoError):
    """表已被别人保存过。"""

    def __init__(self, record: FormRecord) -> None:
        by = record.version.saved_by
        name = by.name if by is not None else ""
        super().__init__(
            f"{name}刚刚保存过这张表，您看到的不是最新内容。您的填写没有丢失：请对照后再保存。",
            f"{name} has just saved this form; what you see is not the latest. Nothing you typed is lost: "
            "compare and save again.",
        )
        self.record = record


class NotEditable(JixiaoError):
    """表不在可填报的状态，或无权填报。"""

    def __init__(self) -> None:
        super().__init__(
            "这张表现在不能修改：已送审或已定稿，或不是您的单位。可先取消送审。",
            "This form cannot be changed now: it is submitted or final, or not of your unit. Withdraw it first.",
        )


def begin(task: Task, unit: Unit, form: Form) -> FormRecord:
    """A new record with its first content (建表). Call it within a transaction that logs why."""
    record = FormRecord.objects.create(
        task=task, unit=unit, kind=form.kind.value, project=form.project or "", project_code=form.project_code or ""
    )
    _write(record, form, None)
    return record


class Saved(NamedTuple):
    """What a save made (保存结果): the record, its content, and what the library says about it."""

    record: FormRecord
    form: Form
    marked: Marked


def save(record_id: int, account: Account, form: Form, seen: int, *, apart: bool = False) -> FormRecord:
    """Save the form as typed (保存); `seen` is the revision that the editor started from. Raises as `edit`."""
    return edit(record_id, account, lambda _: form, seen, apart=apart).record


def edit(
    record_id: int, account: Account, change: Callable[[FormRecord], Form], seen: int, *, apart: bool = False
) -> Saved:
    """Save what `change` makes of the record as it stands (改动并保存); `apart` keeps the former content as a version.

    Raises Stale when another save came first, NotEditable when the state or the rights do not allow it.
    A form that was checked falls back to draft: what was checked is no longer what stands there.
    """
    with transaction.atomic():
        locked = visible(account, FormRecord, "fill").select_for_update(of=("self",))
        record = locked.select_related(*FormRecord.beside).filter(pk=record_id).first()
        if record is None or record.state not in cycle().editable:
            raise NotEditable
        if record.revision != seen:
            raise Stale(record)
        form = change(record)
        known = record.version.saved_by == account  # 上次也是本人保存的，经手已记
        marked = _write(record, form, account, apart=apart)
        if not known:
            Hand.objects.get_or_create(form=record, account=account)
        if record.state in cycle().dropped:
            record.state, record.since = cycle().dropped[record.state], timezone.now()
            record.save(update_fields=["state", "since"])
        log(
            account,
            "forms.save",
            record,
            version=record.version.number,
            revision=record.revision,
            hash=record.version.hash,
        )
    return Saved(record, form, marked)


def reopened(record: FormRecord) -> FormVersion:
    """A new version with the content of the last (另立新版), so that a final one is never overwritten."""
    _write(record, record.form, None)
    return record.version


def _write(record: FormRecord, form: Form, account: Account | None, *, apart: bool = False) -> Marked:
    """Put the content into the open version; into a new one where the last is sealed, or another person's, or `apart`.

    So each version is one person's work, and what somebody else left is not written over.
    """
    content = form_json.encode(form)
    record.revision += 1
    last = record.current
    goes_on = last is not None and not last.sealed and not apart and last.saved_by in (None, account)
    version = (
        last
        if last is not None and goes_on
        else FormVersion(record=record, number=1 if last is None else last.number + 1)
    )
    marked = marks.examined(record, form)
    version.revision, version.content = record.revision, content
    version.hash = hashlib.sha256(content).hexdigest()
    version.saved_by, version.saved_at = account, timezone.now()
    version.rulebook = marked.audited.rulebook.name
    version.rulebook_version = marks.rulebook_version(marked.audited.rulebook)
    version.save()
    record.current = version
    record.score, record.stated = marked.score, form.total_score
    record.must_fix, record.findings = marked.must_fix, len(marked.open)
    record.save()
    return marked
