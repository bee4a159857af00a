"""What a form's own notes (表末注) state of the scoring method, read from their set phrases.

Every value comes with the note that states it. A phrase that is not understood states nothing: it is never guessed at.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from decimal import Decimal
from itertools import pairwise

from jixiao.form import Group
from jixiao.rulebooks.model import Grade
from jixiao.rulebooks.overlay import Stated, weights_of

_HUNDRED = Decimal(100)
_TIERS = 3  # 达成、部分达成、未达成
_GROUP_NAMES = {
    Group.EXECUTION: ("预算执行率", "execution rate"),
    Group.COST: ("成本指标", "cost"),
    Group.OUTPUT: ("产出指标", "output"),
    Group.BENEFIT: ("效益指标", "benefit"),
    Group.SATISFACTION: ("满意度指标", "satisfaction"),
}
_DASH = r"(?:-|~|—|–|―|至|到)+"
_POINTS = r"(\d{1,3}(?:\.\d{1,4})?)"
_GAP = r"(?:指标)?(?:的)?(?:分值|权重)?[为占是:各(]*"
_GROUPS = {
    Group.EXECUTION: re.compile(rf"(?:预算)?(?:资金)?执行(?:率|情况){_GAP}{_POINTS}(?:分|%)"),
    Group.COST: re.compile(rf"成本指标{_GAP}{_POINTS}(?:分|%)"),
    Group.OUTPUT: re.compile(rf"产出{_GAP}{_POINTS}(?:分|%)"),
    Group.BENEFIT: re.compile(rf"(?:效益|效果){_GAP}{_POINTS}(?:分|%)"),
    Group.SATISFACTION: re.compile(rf"满意度{_GAP}{_POINTS}(?:分|%)"),
}
_TOTAL = re.compile(rf"(?:满分|总分)(?:应|统一|设定)*[为是:]?{_POINTS}分")
_CAP = re.compile(r"得分(?:最高|均|一律)*不(?:得|能|可|应)?(?:超过|高于|大于|超出)[^,。;]{0,10}(?:分值|权重)")
_ADJUSTABLE = re.compile(r"(?:指标|分值|权重)+(?:可以|可|允许)(?:适当|酌情|根据[^,。;]{0,12})*(?:调整|调增|调减)")
_FIXED_EXECUTION = re.compile(r"除(?:预算)?(?:资金)?执行率?[^,。;]{0,6}外")
_FIXED = re.compile(r"(?:原则上)?(?:不得|不能|不予|不可)(?:随意|自行)?调整")
_TARGET = r"(?:年度|年初|预期)?(?:指标|目标)值(?:\(A\))?|A"
_ACTUAL = r"(?:全年|年度)?实际(?:完成)?(?:指标)?值(?:\(B\))?|完成值(?:\(B\))?|B"
_QUOTIENT = re.compile(rf"(?P<top>{_ACTUAL}|{_TARGET})[)]?[/÷](?P<bottom>{_ACTUAL}|{_TARGET})")
_LINEAR = re.compile(r"1-[(\[]?\(?B-A\)?/A")
_SIDE = re.compile(r"(正向|反向|逆向|负向)")
_IN_PROPORTION = re.compile(r"完成(?:值|情况)?(?:与|和|占)(?:年初|年度|预期)?(?:指标|目标)值的?(?:比例|比率)")
_GATE = re.compile(rf"完成(?:率|比例)(?:低于|小于|不足|不到|<){_POINTS}%的?,?(?:不得分|(?:得|计|记)0分)")
_QUALITATIVE = re.compile(r"定性|达成|档")
_BAND = re.compile(rf"(?<!\d)(\d{{1,3}})%?(?:\(不?含(?:\d{{1,3}}%)?\))?{_DASH}(\d{{1,3}})%")
_MEASURES = re.compile(r"原因[^。;]{0,12}?(?:及|和|与|以及|并|、|,)[^。;]{0,8}措施|原因[^。;]{0,20}改进措施")
_EXECUTION_FORMULA = re.compile(r"执行率得分[=为:][^,。;]{0,12}执行率")
_PLACES = re.compile(r"(?:得分|分值|计分|结果)[^。;]{0,8}保留(?:小数点后)?([0-4一二两三])位(?:小数)?")
_GRADE = re.compile(
    rf"(?<!\d)(?P<low>\d{{1,3}})分?(?:\(含(?:\d{{1,3}}分?)?\))?"
    rf"(?:{_DASH}(?P<high>\d{{1,3}})分?(?:\(含?(?:\d{{1,3}}分?)?\))?|以上|以下)"
    r"(?:\(?含[^)]{0,12}\)?)?(?:的|者)?,?(?:评|定|等级)*[为是:]?[“\"「]?(?P<name>优|良|中|差)"
)
_GRADE_FIRST = re.compile(  # 优（90-100分）、良（80-89分）
    rf"(?P<name>优|良|中|差)[秀好等]?[\"”」]?[为是:(\[]*(?P<low>\d{{1,3}})分?(?:\(含(?:\d{{1,3}}分?)?\))?"
    rf"(?:{_DASH}(?P<high>\d{{1,3}})分?|以上|以下)"
)
_BELOW = re.compile(r"以下|不足|低于")
_NUMBERED = re.compile(r"^注?[:]?\(?(\d{1,2})[.、)]")
_DIGITS = {"一": 1, "二": 2, "两": 2, "三": 3}


def read_notes(notes: tuple[str, ...]) -> list[Stated]:
    """Everything of the scoring method that the notes state (读取表注), in the order of the notes."""
    found: list[Stated] = []
    for index, note in enumerate(notes):
        text = re.sub(r"\s+", "", unicodedata.normalize("NFKC", note))
        number = _NUMBERED.match(text)
        clause = f"本表注{number[1] if number else index + 1}"
        found += [one for read in _READERS for one in read(text, clause)]
    return _plausible(_first_of_each(found))


def _first_of_each(found: list[Stated]) -> list[Stated]:
    """A value stated twice stands by its first note; group weights may be spread over several."""
    groups = [one for one in found if one.field == "groups"]
    seen: dict[str, Stated] = {}
    for one in found:
        seen.setdefault(one.field, one)
    return [*groups, *(one for field, one in seen.items() if field != "groups")]


def _plausible(found: list[Stated]) -> list[Stated]:
    """The group weights as one statement, where they make up the full score: a stray “产出指标 5 分” is none."""
    parts = [one for one in found if one.field == "groups"]
    others = [one for one in found if one.field != "groups"]
    weights: dict[Group, Decimal] = {}
    for part in parts:
        weights = {**weights_of(part), **weights}
    full = next((_decimal(one.changes["points"]) for one in found if one.field == "total"), _HUNDRED)
    kept = _making_up(full, weights)
    if not kept:
        return others
    zh = "、".join(f"{_GROUP_NAMES[group][0]} {weight} 分" for group, weight in kept.items())
    en = ", ".join(f"{_GROUP_NAMES[group][1]} {weight}" for group, weight in kept.items())
    return [Stated("groups", {"weights": kept}, parts[0].clause, f"一级指标分值：{zh}", f"weights: {en}"), *others]


def _making_up(full: Decimal, weights: dict[Group, Decimal]) -> dict[Group, Decimal]:
    """The weights that add up to the full score; nothing where they do not."""
    # 成本可能只是产出之下的二级指标，不另计；执行率分值也可能在满分之外另计
    for apart in ((), (Group.COST,), (Group.EXECUTION,)):
        if weights and sum((value for group, value in weights.items() if group not in apart), Decimal(0)) == full:
            return {
                group: value for group, value in weights.items() if group is not Group.COST or Group.COST not in apart
            }
    return {}


def _decimal(value: object) -> Decimal:
    return value if isinstance(value, Decimal) else Decimal(0)


def _total(text: str, clause: str) -> Iterator[Stated]:
    found = _TOTAL.search(text)
    if found:
        points = Decimal(found[1])
        yield Stated("total", {"points": points}, clause, f"满分 {points} 分", f"full score {points}")


def _cap(text: str, clause: str) -> Iterator[Stated]:
    if _CAP.search(text):
        zh, en = "各指标得分不超过分值", "no score above its weight"
        yield Stated("cap", {"cap_at_weight": True}, clause, zh, en)


def _groups(text: str, clause: str) -> Iterator[Stated]:
    found = ((group, pattern.search(text)) for group, pattern in _GROUPS.items())
    weights = {group: Decimal(match[1]) for group, match in found if match}
    if weights:
        yield Stated("groups", {"weights": weights}, clause, "", "")


def _adjustable(text: str, clause: str) -> Iterator[Stated]:
    if _ADJUSTABLE.search(text):
        fixed = bool(_FIXED_EXECUTION.search(text))
        zh = "权重可以调整，执行率除外" if fixed else "权重可以调整"
        en = "weights may be adjusted, except the execution rate" if fixed else "weights may be adjusted"
        yield Stated("adjustable", {"adjustable": True, "execution": not fixed}, clause, zh, en)
    elif ("权重" in text or "分值" in text) and _FIXED.search(text):
        zh, en = "权重不得调整", "weights may not be adjusted"
        yield Stated("adjustable", {"adjustable": False, "execution": False}, clause, zh, en)


def _quotients(text: str, clause: str) -> Iterator[Stated]:
    """正向 B/A, 反向 A/B: the formula that stands between one side's word and the next."""
    parts = _SIDE.split(text)
    for side, words in zip(parts[1::2], parts[2::2], strict=True):
        method = _method_in(words)
        if method is None:
            continue
        field = "quantity.positive" if side == "正向" else "quantity.reverse"
        zh_side, en_side = ("正向", "positive") if side == "正向" else ("反向", "reverse")
        formula = {"ratio": "B/A", "inverse_ratio": "A/B", "linear_to_k": "1−(B−A)/A"}[method]
        changes: dict[str, object] = {"method": method}
        if method == "linear_to_k":
            changes["factor"] = Decimal(2)  # 由算式 1−(B−A)/A 推出：实际为目标两倍时得零
        yield Stated(field, changes, clause, f"{zh_side}指标按 {formula} 计分", f"{en_side} indicators by {formula}")


def _method_in(words: str) -> str | None:
    if _LINEAR.search(words):
        return "linear_to_k"
    found = _QUOTIENT.search(words)
    if found is None:
        return None
    of_actual = [bool(re.search(r"实际|完成|B", found[name])) for name in ("top", "bottom")]
    return {(True, False): "ratio", (False, True): "inverse_ratio"}.get((of_actual[0], of_actual[1]))


def _proportion(text: str, clause: str) -> Iterator[Stated]:
    if _IN_PROPORTION.search(text):
        zh, en = "未完成的按完成值与指标值的比例计分", "what falls short is scored in proportion to the target"
        yield Stated("quantity.positive", {"method": "ratio"}, clause, zh, en)


def _gate(text: str, clause: str) -> Iterator[Stated]:
    found = _GATE.search(text)
    if found:
        door = Decimal(found[1])
        zh, en = f"完成率低于 {door}% 不得分", f"no points below {door}%"
        yield Stated("quantity.positive", {"method": "gate", "gate": door / _HUNDRED}, clause, zh, en)


def _bands(text: str, clause: str) -> Iterator[Stated]:
    """三档区间, from the top down or from the bottom up; they must join without a gap from 100% to 0."""
    if not _QUALITATIVE.search(text):
        return
    pairs = {tuple(sorted((Decimal(one), Decimal(other)), reverse=True)) for one, other in _BAND.findall(text)}
    ladder = sorted(pairs, reverse=True)
    joined = all(upper[1] == lower[0] for upper, lower in pairwise(ladder))
    if len(ladder) == _TIERS and joined and ladder[0][0] == _HUNDRED and ladder[-1][1] == 0:
        limits = tuple((high / _HUNDRED, low / _HUNDRED) for high, low in ladder)
        each = [f"{high}%–{low}%" for high, low in ladder]
        zh, en = f"定性指标三档 {'、'.join(each)}", f"qualitative bands {', '.join(each)}"
        yield Stated("qualitative", {"limits": limits}, clause, zh, en)


def _reasons(text: str, clause: str) -> Iterator[Stated]:
    if _MEASURES.search(text):
        zh, en = "未完成原因须写明措施", "reasons must hold measures"
        yield Stated("reason", {"measures": True}, clause, zh, en)


def _execution(text: str, clause: str) -> Iterator[Stated]:
    if _EXECUTION_FORMULA.search(text):
        zh, en = "执行率得分按执行率乘分值", "execution is scored in proportion to its rate"
        yield Stated("execution", {"method": "proportional"}, clause, zh, en)


def _rounding(text: str, clause: str) -> Iterator[Stated]:
    found = _PLACES.search(text)
    if found:
        places = _DIGITS.get(found[1]) or int(found[1])
        step = Decimal(1).scaleb(-places)
        zh, en = f"得分保留 {places} 位小数", f"scores to {places} decimal places"
        yield Stated("rounding", {"score_step": step}, clause, zh, en)


def _lows(pattern: re.Pattern[str], text: str) -> dict[str, Decimal]:
    """The lower end of each grade that the text names (各等级下限)."""
    lows: dict[str, Decimal] = {}
    for found in pattern.finditer(text):
        low, high = Decimal(found["low"]), found["high"]
        if high is not None:  # 80-90 与 90-80 都有人写
            low = min(low, Decimal(high))
        elif _BELOW.search(found[0]):
            low = Decimal(0)
        lows[found["name"]] = low
    return lows


def _grades(text: str, clause: str) -> Iterator[Stated]:
    names = ("优", "良", "中", "差")
    lows = _lows(_GRADE, text)
    if len(lows) < len(names):
        lows = _lows(_GRADE_FIRST, text)
    floors = [lows[name] for name in names if name in lows]
    if len(floors) == len(names) and floors == sorted(floors, reverse=True) and floors[-1] == 0:
        bands = tuple(Grade(name, from_=floor) for name, floor in zip(names, floors, strict=True))
        shown = [f"{name} {floor}" for name, floor in zip(names, floors, strict=True)]
        zh, en = f"等级下限：{'、'.join(shown)}", f"grades from: {', '.join(shown)}"
        yield Stated("grades", {"bands": bands}, clause, zh, en)


_READERS: tuple[Callable[[str, str], Iterator[Stated]], ...] = (
    _total,
    _groups,
    _adjustable,
    _cap,
    _execution,
    _quotients,
    _gate,
    _proportion,
    _bands,
    _reasons,
    _rounding,
    _grades,
)
