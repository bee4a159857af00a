"""Drawing forms to be examined again (抽查): the pool, the draw with its log entry, additions by hand, the end."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, NamedTuple

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from jixiao.errors import JixiaoError
from jixiao.web.cycle.progress import DONE, UNDER_REVIEW, departments_of
from jixiao.web.forms.models import Assignment, FormRecord
from jixiao.web.inspection import drawing
from jixiao.web.inspection.models import Draw, Drawn
from jixiao.web.ledger.record import record as log
from jixiao.web.people.access import may, visible

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from jixiao.web.cycle.models import Task
    from jixiao.web.inspection.drawing import Candidate, Size
    from jixiao.web.people.models import Account

POOLS = {"done": DONE, "submitted": (*UNDER_REVIEW, *DONE)}
"""From which forms is drawn (抽取范围): the final ones, or all that were submitted."""
SEED_BYTES = 8
LONGEST_SEED = 64
MOST_KEPT = 4000  # characters of a reason


class NothingToDraw(JixiaoError):
    """没有可抽的表。"""

    def __init__(self) -> None:
        super().__init__("没有抽取：这个任务在所选范围内还没有表。", "Nothing drawn: the task has no such forms yet.")


class NotPicked(JixiaoError):
    """不能人工选取这张表。"""

    def __init__(self) -> None:
        super().__init__(
            "没有加入：请写明理由；这张表须在候选名单中而未被抽中，抽查也须尚未结束。",
            "Not added: give a reason; the form must be among the candidates, not drawn, and the examination open.",
        )


class Asked(NamedTuple):
    """What the official asked for (抽取要求)."""

    task: Task
    pool: str
    size: Size
    by_department: bool
    seed: str  #: "" for one of ours


def draw(account: Account, asked: Asked) -> Draw:
    """Draw, and keep all that repeats it (抽取). Raises NothingToDraw."""
    with transaction.atomic():
        pool = _pool(account, asked)
        seed = asked.seed.strip()[:LONGEST_SEED] or secrets.token_hex(SEED_BYTES)
        chosen = drawing.drawn(pool, seed, asked.size)
        if not chosen:
            raise NothingToDraw
        made = Draw.objects.create(
            task=asked.task,
            seed=seed,
            share=asked.size.share,
            number=asked.size.number,
            pool=[list(one) for one in pool],
            pool_hash=drawing.fingerprint(pool),
            drawn_by=account,
        )
        Drawn.objects.bulk_create(Drawn(draw=made, form_id=one.form) for one in chosen)
        log(
            account,
            "inspection.draw",
            made,
            task=asked.task.pk,
            seed=seed,
            share=asked.size.share,
            number=asked.size.number,
            candidates=len(pool),
            pool_hash=made.pool_hash,
            drawn=[one.key for one in chosen],
        )
    return made


def _pool(account: Account, asked: Asked) -> list[Candidate]:
    """All forms that may be drawn, each under its department where the draw is by department (候选名单)."""
    rows = visible(account, FormRecord, "sample").filter(task=asked.task, state__in=POOLS[asked.pool])
    forms = list(rows.select_related("unit").order_by("unit__code", "kind", "project"))
    above = departments_of(forms) if asked.by_department else {}
    return [drawing.Candidate(one.pk, _key(one), above.get(one.unit.pk, "")) for one in forms]


def _key(record: FormRecord) -> str:
    return f"{record.unit.code}|{record.kind}|{record.project}"


def repeats(one: Draw) -> bool:
    """Whether seed and candidates as kept give the very forms that were drawn (重抽核对)."""
    again = [candidate.form for candidate in drawing.drawn(one.candidates, one.seed, one.size)]
    kept = list(one.drawn.filter(reason="").values_list("form", flat=True))
    return again == kept and drawing.fingerprint(one.candidates) == one.pool_hash


def pick(draw_id: int, account: Account, form_id: int, reason: str) -> Drawn:
    """Add a form by hand, told apart from those that were drawn (人工选取). Raises NotPicked."""
    with transaction.atomic():
        one = Draw.objects.select_for_update().get(pk=draw_id)
        known = form_id in {candidate.form for candidate in one.candidates}
        taken = one.drawn.filter(form=form_id).exists()
        if not known or taken or not reason.strip() or one.closed_at is not None:
            raise NotPicked
        made = Drawn.objects.create(draw=one, form_id=form_id, reason=reason.strip()[:MOST_KEPT])
        log(account, "inspection.pick", made.form, draw=one.pk, reason=made.reason)
    return made


def close(draw_id: int, account: Account) -> None:
    """End the examination (复核结束): after it the forms take no more opinions."""
    with transaction.atomic():
        one = Draw.objects.select_for_update().get(pk=draw_id)
        if one.closed_at is None:
            one.closed_at = timezone.now()
            one.save(update_fields=["closed_at"])
            log(account, "inspection.close", one)


def given_to(account: Account) -> QuerySet[FormRecord]:
    """The forms given to an expert that wait for his opinion (委托待评): under review, or in an open draw."""
    again = Q(pk__in=Drawn.objects.filter(draw__closed_at__isnull=True).values("form"))  # 终审之后也要看
    rows = visible(account, FormRecord).filter(task__recalled_at__isnull=True)
    return rows.filter(
        Q(state__in=UNDER_REVIEW) | again, pk__in=Assignment.objects.filter(account=account).values("form")
    )


def examines(record: FormRecord, account: Account) -> bool:
    """Whether the account gives its opinion on a form drawn again (可否复核): the bureau, and whom it was given to."""
    if not record.drawn.filter(draw__closed_at__isnull=True).exists():  # type: ignore[attr-defined]
        return False
    given = record.assignments.filter(account=account).exists()  # type: ignore[attr-defined]
    return may(account, "opinion", record) and (given or may(account, "sample", record))
