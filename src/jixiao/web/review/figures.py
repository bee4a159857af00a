"""The statistics of a bureau (统计): from what each form weighs, by department, band and check, each with its list."""

from __future__ import annotations

from collections import Counter, defaultdict
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlencode

from django.db.models import Q

from jixiao.checks.engine import checks_by_code
from jixiao.web.cycle.progress import DONE
from jixiao.web.people.models import PATH_STEP, Unit, UnitKind
from jixiao.web.review import gauges, queue
from jixiao.web.texts import current

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from django.db.models import QuerySet

    from jixiao.web.forms.models import FormRecord
    from jixiao.web.review.models import Gauge

CENT = Decimal("0.01")
ZERO = Decimal(0)


class Group(NamedTuple):
    """The figures of some forms (一组表的数)."""

    name: str
    unit: int | None  #: of a department, to list its forms by
    forms: int
    done: int
    stated: Decimal | None  #: 平均填报总分
    due: Decimal | None  #: 平均复算总分
    inflation: Decimal | None  #: 平均虚高分, of the forms that have both totals
    inflated: int  #: 填报高于复算的张数
    must_fix: int
    findings: int
    budget: Decimal  #: 万元
    rate: Decimal | None  #: Σ 执行 ÷ Σ 预算
    late: int  #: 逾期未办结
    items: int  #: 有整改事项的张数
    left: int  #: 其中整改未完成的

    @property
    def query(self) -> str:
        """The query of the list of these forms (清单)."""
        return "" if self.unit is None else _query({}, unit=str(self.unit))


class Sets(NamedTuple):
    """The forms that are late, and those with matters to be put right (逾期的、有整改事项的)."""

    late: set[int]
    items: set[int]
    left: set[int]


def asking() -> tuple[Q, Q, Q]:
    """What tells these forms, as the queue has it."""
    return queue.overdue(), queue.rectified("any"), queue.rectified("left")


class Count(NamedTuple):
    """One number with the list behind it (一个数及其清单)."""

    label: str
    number: int
    query: str
    other: int = 0  #: the second series, where there is one
    other_query: str = ""


class Figures(NamedTuple):
    """All of it."""

    whole: Group
    departments: list[Group]
    scores: list[Count]
    rates: list[Count]
    checks: list[Count]
    times: list[Count]


def figures(forms: QuerySet[FormRecord], asked: Mapping[str, str], words: Mapping[str, str]) -> Figures:
    """The statistics of the forms (统计); `words` are the labels of what has no name of its own."""
    rows = [one for one in forms.select_related("gauge", "unit", "task") if hasattr(one, "gauge")]
    known = Sets(*(set(forms.filter(one).values_list("pk", flat=True)) for one in asking()))
    homes = _homes(rows)
    parts: dict[tuple[str, int | None], list[FormRecord]] = defaultdict(list)
    for row in rows:
        parts[homes.get(row.unit.path, (words["other"], None))].append(row)
    own: list[Gauge] = [row.gauge for row in rows]
    base = {name: value for name, value in asked.items() if value and name in ("task", "unit", "kind")}
    return Figures(
        whole=_group((words["whole"], None), rows, known),
        departments=sorted((_group(key, own, known) for key, own in parts.items()), key=_worst),
        scores=_scores(own, base, words["none"]),
        rates=_rates(own, base, words["none"]),
        checks=_checks(own, base),
        times=[
            Count(words[time], forms.filter(queue.timely(time)).count(), _query(base, time=time))
            for time in queue.TIMES
        ],
    )


def _worst(group: Group) -> tuple[Decimal, str]:
    return -(group.inflation or ZERO), group.name


def _group(key: tuple[str, int | None], rows: list[FormRecord], sets: Sets) -> Group:
    own: list[Gauge] = [row.gauge for row in rows]  # type: ignore[attr-defined]
    budget = sum((one.budget for one in own if one.budget is not None), ZERO)
    spent = [(one.budget, one.rate) for one in own if one.budget is not None and one.rate is not None]
    known = sum((amount for amount, _ in spent), ZERO)
    executed = sum((amount * rate for amount, rate in spent), ZERO)
    both = [one.stake for one in own if one.stated is not None and one.due is not None]
    return Group(
        name=key[0],
        unit=key[1],
        forms=len(rows),
        done=sum(row.state in DONE for row in rows),
        stated=_mean([one.stated for one in own if one.stated is not None]),
        due=_mean([one.due for one in own if one.due is not None]),
        inflation=_mean(both),
        inflated=sum(stake > 0 for stake in both),
        must_fix=sum(one.must_fix for one in own),
        findings=sum(sum(one.counts.values()) for one in own),
        budget=budget,
        rate=executed / known if known else None,
        late=sum(row.pk in sets.late for row in rows),
        items=sum(row.pk in sets.items for row in rows),
        left=sum(row.pk in sets.left for row in rows),
    )


def _mean(numbers: list[Decimal]) -> Decimal | None:
    return (sum(numbers, ZERO) / len(numbers)).quantize(CENT, ROUND_HALF_UP) if numbers else None


def _scores(own: list[Gauge], base: dict[str, str], none: str) -> list[Count]:
    """How many totals lie in each band, as stated and as recomputed (总分分布)."""
    bands = gauges.rules().bands.scores
    stated = Counter(_band(one.stated, bands) for one in own)
    due = Counter(_band(one.due, bands) for one in own)
    return [
        Count(
            _label(key, bands, "", none),
            stated[key],
            _query(base, score=_key(key)),
            due[key],
            _query(base, due_score=_key(key)),
        )
        for key in (*bands, None)
        if key is not None or stated[None] or due[None]
    ]


def _rates(own: list[Gauge], base: dict[str, str], none: str) -> list[Count]:
    """How many execution rates lie in each band (执行率分布)."""
    bands = gauges.rules().bands.rates
    found = Counter(_band(one.rate, bands) for one in own)
    return [
        Count(_label(key, bands, "%", none), found[key], _query(base, rate=_key(key)))
        for key in (*bands, None)
        if key is not None or found[None]
    ]


def _band(number: Decimal | None, bands: tuple[Decimal, ...]) -> Decimal | None:
    """The lower end of the band; what is below the lowest counts into it."""
    return None if number is None else next((least for least in bands if number >= least), bands[-1])


def _label(key: Decimal | None, bands: tuple[Decimal, ...], unit: str, none: str) -> str:
    """95 以上, 90–95, or what has no number."""
    if key is None:
        return none
    factor = 100 if unit else 1
    at, least = bands.index(key), f"{(key * factor).normalize():f}"
    return f"≥ {least}{unit}" if at == 0 else f"{least}–{(bands[at - 1] * factor).normalize():f}{unit}"


def _key(key: Decimal | None) -> str:
    return "none" if key is None else str(key)


def _checks(own: list[Gauge], base: dict[str, str]) -> list[Count]:
    """How many findings each check has, and in how many forms (各规则疑点数)."""
    findings: Counter[str] = Counter()
    forms: Counter[str] = Counter()
    for one in own:
        findings.update(one.counts)
        forms.update(one.counts.keys())
    known, lang = checks_by_code(), current()
    return [
        Count(
            f"{code} {known[code].title_en if lang == 'en' else known[code].title}",
            number,
            _query(base, code=code),
            forms[code],
        )
        for code, number in sorted(findings.items(), key=lambda pair: (-pair[1], pair[0]))
        if code in known
    ]


def list_of(asked: Mapping[str, str]) -> str:
    """The query of the list of all that is counted (全部清单)."""
    return _query({name: value for name, value in asked.items() if value})


def _query(base: dict[str, str], **more: str) -> str:
    return urlencode({"scope": "all", **base, **more})


def _homes(rows: Iterable[FormRecord]) -> dict[str, tuple[str, int | None]]:
    """The department of each unit's path (主管部门)."""
    kinds = (UnitKind.DEPARTMENT,)
    known = {
        path: (name, pk) for pk, path, name in Unit.objects.filter(kind__in=kinds).values_list("pk", "path", "name")
    }
    found: dict[str, tuple[str, int | None]] = {}
    for path in {row.unit.path for row in rows}:
        above = (path[:end] for end in range(len(path), 0, -PATH_STEP))
        home = next((known[one] for one in above if one in known), None)
        if home is not None:
            found[path] = home
    return found
