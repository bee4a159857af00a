"""The words that every proof shares (证明用语): numbers, places and grounds, in Chinese and English."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from decimal import Decimal

from jixiao import places
from jixiao.form import Form
from jixiao.outcome import Audited
from jixiao.proving.model import NOTHING, Ground, Source, Text
from jixiao.rule_words import value_of
from jixiao.rulebooks.model import Basis, Rule, Rulebook
from jixiao.scoring import Range
from jixiao.scoring.rounding import tidy

BASES: dict[Basis, Text] = {
    Basis.TEXT: ("见于原文", "in the text of the document"),
    Basis.SYSTEM: ("系统做法，不是法规", "a system's practice, not law"),
    Basis.ASSUMED: (
        "假定：文件未写明，或尚未与原文核对，按通行做法计，待核",
        "assumed: not in the text, or not yet checked against it; common practice stands in",
    ),
}
WORDS: dict[str, Text] = {
    "score": ("计分", "points"),
    "rounding": ("舍入", "rounding"),
    "weight": ("分值", "weights"),
    "full": ("满分", "the full score"),
    "rate": ("执行率", "execution rate"),
    "grades": ("等级", "grades"),
    "score_of_budget": ("预算执行率得分", "score of the execution rate"),
    "rate_of_budget": ("预算执行率", "execution rate"),
    "blank": ("空白", "blank"),
    "by_method": ("由办法规定", "set by the method"),
    "in_place_of_zero": ("预算数为 0，以 1 代替", "1 in place of a budget of 0"),
}


def joined(parts: Iterable[Text], separators: Text) -> Text:
    """The parts in one line, in each language with its separator."""
    listed = list(parts)
    return separators[0].join(zh for zh, _ in listed), separators[1].join(en for _, en in listed)


def number(value: Decimal) -> str:
    """A number that was worked out, without idle zeros."""
    return f"{tidy(value):f}"


def span(between: Range) -> str:
    """One number, or low–high."""
    low, high = number(between.low), number(between.high)
    return low if low == high else f"{low}–{high}"


def points(amount: str) -> Text:
    """Points with their unit: 9.02 分."""
    return f"{amount} 分", f"{amount} points"


def place_of(form: Form, path: str) -> Text:
    """What to call a place: 第 4 行指标“工资福利支出”得分."""
    fund = next((index for index, line in enumerate(form.funds) if line.is_total), None)
    if path in (f"funds[{fund}].score", f"funds[{fund}].rate"):
        return WORDS[path.rpartition(".")[2] + "_of_budget"]
    return places.in_words(form, path, "zh"), places.in_words(form, path, "en")


def name_of(path: str) -> Text:
    """What to call a value inside its row: 分值, 年度指标值."""
    return places.FIELDS[path.rpartition(".")[2]]


def source(form: Form, path: str, name: Text, value: Text, note: Text = NOTHING) -> Source:
    """A number of the form that goes in, marked where it was not simply read."""
    mark = next((mark for mark in form.inferences if mark.path == path), None)
    if mark is not None:
        told = f"不是直接读出：{mark.evidence}", f"not simply read: {mark.evidence}"
        note = joined((part for part in (note, told) if part != NOTHING), ("；", "; "))
    return Source(name, value, path, places.location_of(form, path), note)


def ground(what: str, field: str, rule: Rule, rulebook: Rulebook) -> Ground:
    """A rule of the rulebook that a number rests on."""
    words = value_of(field, rule, rulebook, "zh"), value_of(field, rule, rulebook, "en")
    return Ground(WORDS[what], words, rule.clause, rule.basis)


def by_rule(one: Audited, grounds: Sequence[Ground]) -> Text:
    """How a paragraph names its rule: 按《办法》（条款），规定为“……”。"""
    book, first = one.rulebook, grounds[0]
    return (
        f"按《{book.title}》（{first.clause}），规定为“{first.rule[0]}”。",
        f"By “{book.title_en}” ({first.clause}): {first.rule[1]}.",
    )


def standing(grounds: Iterable[Ground]) -> Text:
    """What the rules are worth: whether they stand in the text, are a system's practice, or assumed (依据性质)."""
    listed = list(grounds)
    bases = list(dict.fromkeys(one.basis for one in listed))
    return joined((_of_basis(basis, [one.what for one in listed if one.basis is basis]) for basis in bases), ("", " "))


def _of_basis(basis: Basis, what: Sequence[Text]) -> Text:
    names, words = joined(what, ("、", " and ")), BASES[basis]
    rules = "rule on {} is" if len(what) == 1 else "rules on {} are"
    be = "属" if basis is not Basis.TEXT else ""
    return f"{names[0]}所依条款{be}{words[0]}。", f"The {rules.format(names[1])} {words[1]}."


def whereabouts(sources: Iterable[Source]) -> Text:
    """A sentence on where each number stood: 分值 10 见自评表!G6，……"""
    zh, en = joined((_whereabout(one) for one in sources), ("，", ", "))
    return (f"{zh}。", f"Sources: {en}.") if zh else NOTHING


def _whereabout(one: Source) -> Text:
    note = NOTHING if one.note == NOTHING else (f"（{one.note[0]}）", f" ({one.note[1]})")
    zh, en = f"{after(one.name[0], one.value[0])}{note[0]}", f"{one.name[1]} {one.value[1]}{note[1]}"
    if one.path is None:
        return zh, en
    if one.location is None:
        return after(zh, "见表"), f"{en} on the form"
    return after(zh, f"见{one.location.describe('zh')}"), f"{en} at {one.location.describe('en')}"


def after(before: str, text: str) -> str:
    """Chinese text with what follows it, a space where a number or a sign meets a character: 分值 10 见."""
    gap = before and text and "“" not in text[:1] and _is_wide(before[-1]) != _is_wide(text[0])
    return f"{before} {text}" if gap else before + text


def _is_wide(char: str) -> bool:
    return unicodedata.east_asian_width(char) in "WF" or char == "”"


def sentence(text: str) -> str:
    """English with a capital letter at its beginning."""
    return text[:1].upper() + text[1:]


def compared(stated: Decimal | None, due: Range) -> Text:
    """How a printed score stands to the one due; nothing where none is printed."""
    if stated is None:
        return NOTHING
    away = stated - max(due.low, min(due.high, stated))
    if due.exact is None:
        return apart(away, ("区间", "the range")) if away else ("在此区间内", "within this range")
    return apart(away, ("应得分", "the points due")) if away else ("与应得分一致", "as due")


def apart(away: Decimal, what: Text) -> Text:
    """How far a number lies above or below another: 比应得分低 0.02 分."""
    size = number(abs(away))
    if away > 0:
        return f"比{what[0]}高 {size} 分", f"{size} above {what[1]}"
    return f"比{what[0]}低 {size} 分", f"{size} below {what[1]}"
