"""What a form weighs in the queue (风险分): findings, points at stake, size of funds; the deadline is added daily."""

from __future__ import annotations

import tomllib
from collections import Counter
from decimal import Decimal
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

import msgspec
from django.db.models import F, Q
from django.db.models.signals import post_save

from jixiao.finding import Severity
from jixiao.units import rescale
from jixiao.waivers import fingerprint
from jixiao.web.cycle.models import Step
from jixiao.web.forms import marks
from jixiao.web.forms.models import FormRecord
from jixiao.web.review.models import Gauge

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from jixiao.form import Form
    from jixiao.web.forms.marks import Marked

RATE_PLACES = Decimal("0.000001")
TEN_THOUSAND = "万元"
MOST_AT_ONCE = 500  # that one page works out before it is shown; the next page takes the next


class Budget(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What funds of at least that size weigh (资金规模)."""

    least: Decimal = msgspec.field(name="from")
    weigh: Decimal


class Deadline(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the deadline weighs (截止日期)."""

    over: Decimal
    soon: Decimal
    soon_days: int


class Stake(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a point at stake weighs (虚高分)."""

    point: Decimal


class Bands(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The lower ends of the bands in the statistics (统计分档), the highest first."""

    scores: tuple[Decimal, ...]
    rates: tuple[Decimal, ...]


class Risk(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All of risk.toml."""

    severity: dict[Severity, Decimal]
    stake: Stake
    budget: tuple[Budget, ...]
    deadline: Deadline
    bands: Bands


@cache
def rules() -> Risk:
    """The weights, read once."""
    text = resources.files(__package__).joinpath("risk.toml").read_text(encoding="utf-8")
    return msgspec.convert(tomllib.loads(text), Risk)


def weigh(record: FormRecord, marked: Marked | None = None) -> Gauge:
    """Work out what the form weighs, and keep it (计算并保存)."""
    marked = marked or marks.examined(record)
    dismissed = {one.fingerprint for one in record.decisions.filter(verdict="dismissed")}
    open_ones = [one for one in marked.open if not dismissed or fingerprint(marked.audited.form, one) not in dismissed]
    counts = Counter(one.code for one in open_ones)
    severities = Counter(one.severity for one in open_ones)
    form, due = marked.audited.form, marked.score
    stake = Decimal(0) if form.total_score is None or due is None else form.total_score - due
    budget = budget_of(form)
    rate = marked.audited.scorecard.rate
    gauge, _ = Gauge.objects.update_or_create(
        form=record,
        defaults={
            **{severity.value: severities[severity] for severity in Severity},
            "revision": record.revision,
            "codes": f" {' '.join(sorted(counts))} " if counts else "",
            "counts": dict(counts),
            "stated": form.total_score,
            "due": due,
            "stake": stake,
            "budget": budget,
            "rate": None if rate is None else rate.quantize(RATE_PLACES),
            "risk": _risk(severities, stake, budget),
        },
    )
    return gauge


def _risk(severities: Counter[Severity], stake: Decimal, budget: Decimal | None) -> Decimal:
    findings = sum((rules().severity[one] * count for one, count in severities.items()), Decimal(0))
    funds = next((one.weigh for one in rules().budget if budget is not None and budget >= one.least), Decimal(0))
    return findings + max(stake, Decimal(0)) * rules().stake.point + funds


def budget_of(form: Form) -> Decimal | None:
    """The year's funds in 万元 (资金规模); None where none are printed, or in a unit that is not money."""
    line = form.total_fund or (form.funds[0] if form.funds else None)
    if line is None:
        return None
    amount = line.full_budget if line.full_budget is not None else line.initial_budget
    unit = form.amount_unit or TEN_THOUSAND  # 未印单位的表，按通行的万元
    return None if amount is None else rescale(amount, unit, TEN_THOUSAND)


def refresh(records: QuerySet[FormRecord]) -> None:
    """Work out those of the records whose content has changed since (补算)."""
    stale = records.filter(Q(gauge__isnull=True) | ~Q(gauge__revision=F("revision"))).distinct()
    for record in stale.select_related("task", "current").order_by("pk")[:MOST_AT_ONCE]:
        weigh(record)


def listen() -> None:
    """Weigh a form as it is submitted (送审时计算), in the transaction of the step."""
    post_save.connect(_submitted, sender=Step, dispatch_uid="review.gauges")


def _submitted(instance: Step, *, created: bool, **_: Any) -> None:  # noqa: ANN401 - as Django sends it
    if created and instance.transition == "submit":
        weigh(instance.form)
