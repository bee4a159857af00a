"""Which rulebook a form follows (选定办法): its own notes first, then region and year, then the national default."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

import msgspec

from jixiao.form import Form, FormKind, Group
from jixiao.rulebooks.library import Header, headers, load
from jixiao.rulebooks.model import Basis, Rule, Rulebook
from jixiao.rulebooks.overlay import Stated, differing, lay_over
from jixiao.rulebooks.regions import Region, region_of


class Statement(msgspec.Struct, frozen=True):
    """One sentence of why (选定理由)."""

    what: str  #: region, notes, choice or silent
    zh: str
    en: str


class Choice(msgspec.Struct, frozen=True):
    """The rulebook chosen for a form (所选办法), and why."""

    rulebook: Rulebook
    why: tuple[Statement, ...]
    confidence: str  #: high 表注写明, medium 依地区和年度, low 只能用默认


class _Traits(NamedTuple):
    """What of a form decides on its method (选定办法所凭): forms that share it share the choice."""

    notes: tuple[str, ...]
    kind: FormKind
    year: int | None
    layout: str | None
    groups: frozenset[Group]  #: 所设一级指标
    region: Region | None
    scores_execution: bool  #: 表上印有预算执行率的分值


_STANDARD = frozenset({Group.COST, Group.OUTPUT, Group.BENEFIT, Group.SATISFACTION})
_DECISIVE = ("groups", "quantity.positive", "quantity.reverse", "qualitative")  # 足以认出办法的表注
_NAMES = {
    "total": ("满分", "the full score"),
    "cap": ("得分上限", "the cap of scores"),
    "adjustable": ("权重可否调整", "whether weights may be adjusted"),
    "reason": ("未完成原因", "reasons"),
}
_FIELDS = {
    "groups": ("一级指标分值", "weights of the groups"),
    "execution": ("预算执行率计分", "points for execution"),
    "quantity.positive": ("正向指标计分", "positive indicators"),
    "quantity.reverse": ("反向指标计分", "reverse indicators"),
    "quantity.equal": ("“＝”指标计分", "indicators with ="),
    "quantity.range": ("区间指标计分", "ranges"),
    "quantity.date": ("时间指标计分", "dates"),
    "quantity.bare": ("未注明方向的数值", "numbers without a sign"),
    "qualitative": ("定性指标分档", "qualitative bands"),
    "rounding": ("小数位数", "rounding"),
    "grades": ("等级", "grades"),
}


def for_form(form: Form) -> Choice:
    """The rulebook that this form follows (选定计分办法), with the reasons and the silences."""
    groups = frozenset(item.group for item in form.indicators if item.group in _STANDARD)
    line = form.total_fund
    scores_execution = line is not None and bool(line.weight)
    return _choose(_Traits(form.notes, form.kind, form.year, form.layout, groups, region_of(form), scores_execution))


@lru_cache(maxsize=1024)  # 一批表多用同一表样：表注相同即不再比对
def _choose(form: _Traits) -> Choice:
    stated = _read(form.notes)
    known = [_of_region(form), *_of_notes(stated)]
    if any(one.field in _DECISIVE for one in stated):
        rulebook, reason = _by_notes(form, stated)
        confidence = "high"
    else:
        rulebook, reason, confidence = _without_notes(form)
        rulebook = _own(rulebook, stated)
    silent = _silences(rulebook, {one.field for one in stated})
    return Choice(rulebook, (*(one for one in known if one is not None), reason, *silent), confidence)


def _read(notes: tuple[str, ...]) -> list[Stated]:
    if not notes:
        return []
    from jixiao.rulebooks.notes import read_notes  # noqa: PLC0415 - its patterns are compiled only for forms with notes

    return read_notes(notes)


def _of_region(form: _Traits) -> Statement | None:
    region = form.region
    if region is None:
        return None
    year_zh = f"，{form.year} 年度" if form.year else ""
    year_en = f", year {form.year}" if form.year else ""
    zh = f"表头含“{region.evidence}”，属{region.name}{year_zh}。"
    return Statement("region", zh, f"The head of the form names {region.evidence}: {region.name_en}{year_en}.")


def _of_notes(stated: Iterable[Stated]) -> Iterator[Statement]:
    for one in stated:
        yield Statement("notes", f"{one.clause}：{one.zh}。", f"Note {one.clause.removeprefix('本表注')}: {one.en}.")


def _by_notes(form: _Traits, stated: list[Stated]) -> tuple[Rulebook, Statement]:
    """The library's rulebook that agrees with every note, or else the nearest one with the notes laid over it."""
    nearest = _regional(form) or _by_layout(form) or _national(form)
    for rulebook in (*map(load, _candidates(form)), nearest):
        if not differing(rulebook, stated):
            zh = f"采用《{rulebook.title}》：与表注写明的各项全部一致。"
            en = f"Rulebook: {rulebook.title_en}. It agrees with all that the notes state."
            return rulebook, Statement("choice", zh, en)
    changed = [{**_FIELDS, **_NAMES}[one.field] for one in differing(nearest, stated)]
    zh = f"以表注为准，表注未写明的沿用《{nearest.title}》；按表注改动：{'、'.join(name for name, _ in changed)}。"
    en = (
        f"The notes come first; where they are silent, {nearest.title_en}. "
        f"Changed by the notes: {', '.join(name for _, name in changed)}."
    )
    return _own(nearest, stated), Statement("choice", zh, en)


def _own(rulebook: Rulebook, stated: list[Stated]) -> Rulebook:
    """The rulebook with the notes laid over it, under the name `notes` where they change anything."""
    changed = differing(rulebook, stated)
    if not changed:
        return rulebook
    return msgspec.structs.replace(
        lay_over(rulebook, stated),
        name="notes",
        title=f"本表表注（底本：{rulebook.title}）",
        title_en=f"The form's own notes (based on: {rulebook.title_en})",
        based_on=rulebook.name,
        from_notes=tuple(one.field for one in changed),
    )


def _candidates(form: _Traits) -> Iterator[str]:
    """The rulebooks to compare with the notes: of the form's region first, then national.

    Where the region is unknown, last those that are known from notes alone: the same notes are the same method.
    """
    fitting = {name: head for name, head in headers().items() if head.automatic and form.kind in head.kinds}
    yield from (name for name, head in fitting.items() if form.region and _covers(head, form.region))
    yield from (name for name, head in fitting.items() if head.region is None)
    if form.region is None:
        yield from (name for name, head in fitting.items() if head.stated_in_notes)


def _covers(head: Header, region: Region) -> bool:
    return head.region is not None and region.name in head.region.split("、")


def _in_force(head: Header, year: int | None) -> bool:
    if year is None:
        return True
    return (head.valid_from is None or head.valid_from <= year) and (head.valid_to is None or year <= head.valid_to)


def _regional(form: _Traits) -> Rulebook | None:
    """The region's rulebook for this kind of form and year, the latest first."""
    region = form.region
    if region is None:
        return None
    found = [
        (head.valid_from or 0, name)
        for name, head in headers().items()
        if head.automatic and form.kind in head.kinds and _covers(head, region) and _in_force(head, form.year)
    ]
    book = load(max(found)[1]) if found else None
    # a form that gives points for the execution rate does not follow a method that has none (宁夏)
    return None if book is not None and book.execution.method == "none" and form.scores_execution else book


def _by_layout(form: _Traits) -> Rulebook | None:
    """Where the head names no region, the rulebook of the region that prints this layout (表样)."""
    if form.region is not None or form.layout is None:
        return None
    fitting = (name for name, head in headers().items() if form.layout in head.layouts and form.kind in head.kinds)
    found = next(fitting, None)
    return load(found) if found else None


def _national(form: _Traits) -> Rulebook:
    """The national default for this kind; another national method where only that one has the form's groups (成本)."""
    national = {name: head for name, head in headers().items() if head.region is None and head.automatic}
    defaults = [name for name, head in national.items() if form.kind in head.default_for]
    default = load(defaults[0] if defaults else _FALL_BACK)
    if form.groups <= _groups_of(default):
        return default
    others = (load(name) for name, head in national.items() if form.kind in head.kinds)
    return next((one for one in others if form.groups <= _groups_of(one)), default)


_FALL_BACK = "mof-2020-10"  # 目标表、监控表等没有计分办法的表种，也按项目自评的办法解释


def _groups_of(rulebook: Rulebook) -> set[Group]:
    return {group for rule in rulebook.groups for group in (rule.group, *rule.children)}


def _without_notes(form: _Traits) -> tuple[Rulebook, Statement, str]:
    regional = _regional(form)
    if regional is not None:
        zh = f"表注未写明计分办法，按地区采用《{regional.title}》。"
        en = f"The notes do not state the method; by region: {regional.title_en}."
        return regional, Statement("choice", zh, en), "medium"
    printed = _by_layout(form)
    if printed is not None:
        zh = f"表注未写明计分办法，也认不出地区；表样 {form.layout} 见于{printed.region}，采用《{printed.title}》。"
        en = f"Neither notes nor region tell the method; the layout {form.layout} is that of: {printed.title_en}."
        return printed, Statement("choice", zh, en), "low"
    region, national = form.region, _national(form)
    lacking = (
        ("也认不出地区", "and the region is unknown") if region is None else ("本库也没有", "and none is known for")
    )
    place = ("", "") if region is None else (f"{region.name}的办法", f" {region.name_en}")
    if form.scores_execution and _regional(form._replace(scores_execution=False)) is not None:
        lacking = ("所在地区", "and that of")
        place = (
            "的办法不设预算执行率得分而本表设了",
            f"{place[1]} has no points for the execution rate, as this form does",
        )
    zh = f"表注未写明计分办法，{lacking[0]}{place[0]}，采用全国办法《{national.title}》。"
    en = f"The notes do not state the method, {lacking[1]}{place[1]}; national: {national.title_en}."
    return national, Statement("choice", zh, en), "low"


def _silences(rulebook: Rulebook, stated: set[str]) -> Iterator[Statement]:
    """What neither the notes nor the text of the method says: an assumption stands in its place, or nothing."""
    for field, (zh, en) in _FIELDS.items():
        rules = _rules_at(rulebook, field)
        if field in stated or not rules or any(rule.basis is not Basis.ASSUMED for rule in rules):
            continue
        clause = rules[0].clause
        if getattr(rules[0], "method", "") == "unstated":
            tail_zh, tail_en = "达到的得满分，未达到的不计分", "full where met, otherwise not scored"
        else:
            tail_zh, tail_en = "按此假定，待核", "taken as an assumption, to be verified"
        yield Statement("silent", f"{zh}：{clause}；{tail_zh}。", f"{en}: {tail_en} ({clause}).")


def _rules_at(rulebook: Rulebook, field: str) -> tuple[Rule, ...]:
    if field == "groups":
        return rulebook.groups
    part, _, rest = field.partition(".")
    rule = getattr(getattr(rulebook, part), rest) if rest else getattr(rulebook, part)
    return () if rule is None else (rule,)
