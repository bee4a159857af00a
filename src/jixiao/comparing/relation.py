"""How two forms belong together (两表关系), by their kinds, years and columns; what it was seen by is always said."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from enum import StrEnum
from typing import NamedTuple

from jixiao.checks.texts import bare
from jixiao.form import Form, FormKind


class Relation(StrEnum):
    """What the second form is to the first (对照表的种类)."""

    TARGET = "target"  #: 批复的绩效目标表
    MONITORING = "monitoring"  #: 绩效运行监控表
    LAST_YEAR = "last-year"  #: 上年自评表
    ACCOUNTS = "accounts"  #: 决算等只有资金的表
    REVIEW = "review"  #: 复核后的表
    DRAFT = "draft"  #: 同一张表的另一稿


NAMES = {
    Relation.TARGET: ("绩效目标表", "the target form"),
    Relation.MONITORING: ("绩效运行监控表", "the monitoring form"),
    Relation.LAST_YEAR: ("上年的表", "last year's form"),
    Relation.ACCOUNTS: ("决算表", "the accounts"),
    Relation.REVIEW: ("复核表", "the reviewed form"),
    Relation.DRAFT: ("另一稿", "the other draft"),
}
"""What to call the form compared with, in Chinese and English."""

Words = tuple[str, str]
"""A sentence in Chinese and in English."""


class Related(NamedTuple):
    """Two forms in their order: the one under check, and the one it is held against (对照关系)."""

    form: Form
    other: Form
    relation: Relation
    swapped: bool  #: whether the files were named the other way round
    why: tuple[Words, ...]


def relate(first: Form, second: Form, forced: Relation | None = None) -> Related:
    """What relates the two forms (判断两表关系); `forced` names it, and then only the order is looked at."""
    for relation, (is_reference, zh, en) in _SIGNS.items():
        if forced not in (None, relation):
            continue
        for form, other, swapped in ((first, second, False), (second, first, True)):
            if is_reference(other, form):
                why = _told((zh, en), relation, forced)
                return Related(form, other, relation, swapped, (*why, *_cautions(form, other, relation, swapped)))
    relation = forced or Relation.DRAFT
    why = _told(_otherwise(first, second), relation, forced)
    return Related(first, second, relation, swapped=False, why=(*why, *_cautions(first, second, relation)))


def _told(seen: Words, relation: Relation, forced: Relation | None) -> tuple[Words, ...]:
    zh, en = NAMES[relation]
    if forced is not None:
        return ((f"按要求以{zh}对照。", f"Compared with {en}, as asked."),)
    return ((f"以{zh}对照：{seen[0]}。", f"Compared with {en}: {seen[1]}."),)


def _cautions(form: Form, other: Form, relation: Relation, swapped: bool = False) -> Iterator[Words]:  # noqa: FBT001, FBT002
    """What a reader should know before believing the comparison (提醒)."""
    if swapped:
        yield "两个文件的次序已对调。", "The two files were taken in the other order."
    for field, zh, en in (("unit", "单位名称", "unit"), ("project", "项目名称", "project")):
        ours, theirs = getattr(form, field), getattr(other, field)
        if ours and theirs and bare(ours) != bare(theirs):
            yield (
                f"请确认是同一对象：{zh}不同（“{ours}”与“{theirs}”）。",
                f'Make sure that they belong together: another {en} ("{ours}" and "{theirs}").',
            )
    if form.year is None or other.year is None:
        return
    apart = form.year - other.year
    if relation is Relation.LAST_YEAR and apart != 1:
        yield f"两表相隔 {apart} 年，不是相邻年度。", f"The forms are {apart} years apart, not one."
    if relation is not Relation.LAST_YEAR and apart:
        yield f"两表年度不同（{form.year} 与 {other.year}）。", f"The years differ ({form.year} and {other.year})."


def _is_target(other: Form, form: Form) -> bool:
    return other.kind is FormKind.TARGET and form.kind is not FormKind.TARGET


def _is_monitoring(other: Form, form: Form) -> bool:
    return other.kind is FormKind.MONITORING and form.kind is not FormKind.MONITORING


def _is_earlier(other: Form, form: Form) -> bool:
    return other.year is not None and form.year is not None and other.year < form.year


def _is_accounts(other: Form, form: Form) -> bool:
    return bool(other.funds) and not other.indicators and bool(form.indicators)


def _is_reviewed(other: Form, form: Form) -> bool:
    return _has_reviews(other) and not _has_reviews(form)


def _has_reviews(form: Form) -> bool:
    return any(item.review_score is not None for item in form.indicators)


def _otherwise(first: Form, second: Form) -> Words:
    """Why nothing but another draft is left."""
    if first.year is None or second.year is None:
        return "年度没有填全，看不出先后", "a year is missing, so neither is known to be the earlier"
    if first.kind is not second.kind:
        return "年度相同，表种不同，也没有复核分", "same year, another kind, and no review scores"
    return "表种、年度相同，也没有复核分", "same kind and year, and no review scores"


# The first that fits counts: a target form of last year is a target form.
_SIGNS: dict[Relation, tuple[Callable[[Form, Form], bool], str, str]] = {
    Relation.TARGET: (_is_target, "其表种是绩效目标表", "its kind is a target form"),
    Relation.MONITORING: (_is_monitoring, "其表种是绩效运行监控表", "its kind is a monitoring form"),
    Relation.LAST_YEAR: (_is_earlier, "其年度在前", "its year is the earlier one"),
    Relation.ACCOUNTS: (_is_accounts, "只有资金、没有指标", "it has funds and no indicators"),
    Relation.REVIEW: (_is_reviewed, "填有复核分", "it holds review scores"),
}
