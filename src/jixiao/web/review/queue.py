"""The queue (待审队列): which forms, filtered how, in which order."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Case, Count, DecimalField, Exists, F, OuterRef, Q, Sum, Value, When
from django.utils import timezone

from jixiao.finding import Severity
from jixiao.web.cycle.models import Step
from jixiao.web.cycle.progress import DONE
from jixiao.web.cycle.states import cycle
from jixiao.web.desk.views import waiting_for
from jixiao.web.forms.models import KINDS, FormRecord
from jixiao.web.inspection.models import Item, ItemState
from jixiao.web.inspection.sampling import given_to
from jixiao.web.people.access import may, visible
from jixiao.web.people.models import Unit
from jixiao.web.review import gauges
from jixiao.web.typed import typed_number

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from django.db.models import QuerySet

    from jixiao.web.people.models import Account

FIELDS = (
    "scope",
    "q",
    "state",
    "unit",
    "kind",
    "severity",
    "due",
    "task",
    "code",
    "score",
    "due_score",
    "rate",
    "stake",
    "time",
    "item",
)
REVIEWED = frozenset(level.state for level in cycle().levels.values())
"""The states in which a form is under review (在审)."""
OPEN = frozenset(cycle().editable) | REVIEWED
"""The states in which a form can be late (未办结)."""
TIMES = ("on_time", "late", "missing", "pending")
FAR = 500  # forms of the queue that “next” looks through


class Part(NamedTuple):
    """One part of what a form weighs (风险构成)."""

    name: str  #: findings, stake, budget, deadline
    weigh: Decimal


def mine(account: Account) -> QuerySet[FormRecord]:
    """The forms that wait for my review (待我审核): at the level of one of my posts, or assigned to me."""
    at_levels = waiting_for(account).filter(state__in=REVIEWED).values("pk")
    given = given_to(account).values("pk")
    return visible(account, FormRecord).filter(Q(pk__in=at_levels) | Q(pk__in=given))


def everything(account: Account) -> QuerySet[FormRecord]:
    """All forms that I may see and that count (全部可见的)."""
    action = (
        "see" if may(account, "see") else "panel"
    )  # a researcher counts published forms, and reads their public page
    return visible(account, FormRecord, action).exclude(state="void").filter(task__recalled_at__isnull=True)


def asked_of(query: Mapping[str, str]) -> dict[str, str]:
    """What the page was asked for, each field once (筛选条件)."""
    return {name: (query.get(name) or "").strip()[:200] for name in FIELDS}


def filtered(rows: QuerySet[FormRecord], asked: Mapping[str, str]) -> QuerySet[FormRecord]:
    """The rows that fit all that was asked (筛选)."""
    for wanted in (*_of_the_form(asked), *_of_the_gauge(asked)):
        rows = rows.filter(wanted)
    return rows


def _of_the_form(asked: Mapping[str, str]) -> Iterable[Q]:
    if asked["state"] in cycle().states:
        yield Q(state=asked["state"])
    if asked["state"] == "done":
        yield Q(state__in=DONE)
    if asked["kind"] in dict(KINDS):
        yield Q(kind=asked["kind"])
    if key := typed_number(asked["task"]):
        yield Q(task__pk=key)
    if key := typed_number(asked["unit"]):
        above = Unit.objects.filter(pk=key).first()
        yield Q(unit__path__startswith=above.path if above is not None else "none")
    if asked["due"] in ("over", "soon"):
        yield overdue() if asked["due"] == "over" else Q(state__in=OPEN) & _near()
    if asked["time"] in TIMES:
        yield timely(asked["time"])
    if asked["item"] in ("any", "left"):
        yield rectified(asked["item"])
    for word in asked["q"].split():
        yield Q(unit__name__icontains=word) | Q(project__icontains=word) | Q(unit__code=word)


def _of_the_gauge(asked: Mapping[str, str]) -> Iterable[Q]:
    if asked["severity"] in [one.value for one in Severity]:
        yield Q(**{f"gauge__{asked['severity']}__gt": 0})
    if asked["severity"] == "any":
        yield ~Q(gauge__codes="")
    if asked["code"].isalnum():
        yield Q(gauge__codes__contains=f" {asked['code']} ")
    if asked["stake"] in ("over", "under", "none"):
        yield (
            Q(gauge__stake__gt=0)
            if asked["stake"] == "over"
            else (Q(gauge__stake__lt=0) if asked["stake"] == "under" else Q(gauge__stake=0))
        )
    yield from band(asked["score"], "gauge__stated", gauges.rules().bands.scores)
    yield from band(asked["due_score"], "gauge__due", gauges.rules().bands.scores)
    yield from band(asked["rate"], "gauge__rate", gauges.rules().bands.rates)


def band(asked: str, field: str, bands: tuple[Decimal, ...]) -> Iterable[Q]:
    """The rows of one band (一档), named by its lower end; `none` are those without the number."""
    if asked == "none":
        yield Q(**{f"{field}__isnull": True})
        return
    try:
        least = Decimal(asked)
    except InvalidOperation:
        return
    if least not in bands:
        return
    at = bands.index(least)
    inside = Q() if at == len(bands) - 1 else Q(**{f"{field}__gte": least})  # the lowest band takes what is below
    yield (inside & Q(**{f"{field}__lt": bands[at - 1]}) if at else inside) & Q(**{f"{field}__isnull": False})


def overdue() -> Q:
    """The forms that a unit or a reviewer still has to act on after the deadline (已逾期)."""
    return Q(state__in=OPEN, task__deadline__lt=_today())


def timely(time: str) -> Q:
    """The forms first submitted by the deadline, after it, not yet though it has passed, not yet (报送是否及时)."""
    submitted = Step.objects.filter(form=OuterRef("pk"), transition="submit")
    in_time = Q(Exists(submitted.filter(at__date__lte=OuterRef("task__deadline"))))
    ever, passed = Q(Exists(submitted)), Q(task__deadline__lt=_today())
    return {"on_time": in_time, "late": ever & ~in_time, "missing": ~ever & passed, "pending": ~ever & ~passed}[time]


def rectified(which: str) -> Q:
    """The forms with matters to be put right (有整改事项的): `any`, or `left` for those not closed."""
    matters = Item.objects.all() if which == "any" else Item.objects.exclude(state=ItemState.CLOSED)
    return Q(pk__in=matters.values("form"))


def sorted_by_risk(rows: QuerySet[FormRecord]) -> QuerySet[FormRecord]:
    """The riskiest first (按风险排序): what they weigh, with the deadline as it stands today."""
    rule = gauges.rules().deadline
    urgency = Case(
        When(overdue(), then=Value(rule.over)),
        When(Q(state__in=OPEN) & _near(), then=Value(rule.soon)),
        default=Value(Decimal(0)),
        output_field=DecimalField(max_digits=12, decimal_places=2),
    )
    rows = rows.annotate(urgency=urgency, weight=F("gauge__risk") + urgency)
    return rows.order_by(F("weight").desc(nulls_last=True), "task__deadline", "unit__path", "pk")


def parts_of(record: FormRecord) -> list[Part]:
    """Of what the risk is made up (风险构成), for a record out of `sorted_by_risk`."""
    gauge, rule = record.gauge, gauges.rules()  # type: ignore[attr-defined]
    findings = sum((rule.severity[one] * getattr(gauge, one.value) for one in Severity), Decimal(0))
    stake = max(gauge.stake, Decimal(0)) * rule.stake.point
    parts = [
        Part("findings", findings),
        Part("stake", stake.quantize(Decimal("0.1"))),
        Part("budget", gauge.risk - findings - stake.quantize(gauge.risk)),
        Part("deadline", getattr(record, "urgency", Decimal(0))),
    ]
    return [part for part in parts if part.weigh]


def counted(rows: QuerySet[FormRecord]) -> dict[str, object]:
    """The figures above the queue (概况): how many, how many must be fixed, are late, and what money they stand for."""
    return rows.aggregate(
        forms=Count("pk", distinct=True),
        blocked=Count("pk", filter=Q(gauge__must_fix__gt=0), distinct=True),
        over=Count("pk", filter=overdue(), distinct=True),
        inflated=Count("pk", filter=Q(gauge__stake__gt=0), distinct=True),
        budget=Sum("gauge__budget"),
    )


def _near() -> Q:
    last = _today() + timedelta(days=gauges.rules().deadline.soon_days)
    return Q(task__deadline__gte=_today(), task__deadline__lte=last)


def _today() -> date:
    return timezone.localdate()
