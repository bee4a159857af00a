"""The lines of a flattened form (拍平的文本行): header rows found, labels joined over line breaks."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from itertools import accumulate, groupby
from typing import TYPE_CHECKING, NamedTuple

from jixiao.document import Line
from jixiao.layouts import labels

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from decimal import Decimal

    from jixiao.document import Document, Grid
    from jixiao.location import Location

_PAGE_NUMBER = re.compile(r"[—–\-－―─·~\s]+\d{1,4}[—–\-－―─·~\s]+|第\s*\d+\s*页[\s,，/]*(?:共\s*\d+\s*页)?")
_GLUED = re.compile(  # neighbouring cells without a blank: 满意度指标（10分）社会公众满意, 某某局填报日期：2024年
    r"(?<=指标[（(]\d\d分[）)])(?=[\u4e00-\u9fff])"
    r"|(?<=[\u4e00-\u9fff）)])(?=(?:填[报表](?:日期|时间)|联系电话)[:：])"
)
_HINT = re.compile("预算|执行|指标|分值|得分|权重|完成|目标|来源|级")  # a header row holds one of these
_DECORATION = r"(?:\([^()]{0,14}\))?:?"
_DECORATED = re.compile(rf"{_DECORATION}$")

_NEEDED = {
    "fund": (frozenset({"executed"}), frozenset({"full_budget", "initial_budget", "arrived"})),
    "goal": (frozenset({"expected", "initial", "adjusted"}), frozenset({"actual"})),
    "indicator": (
        frozenset({"level3", "level2"}),
        frozenset({"target", "actual"}),
        frozenset({"actual", "score", "weight"}),
    ),
}  # a header row has one heading of each set
MOST_HEADER_LINES = 24
_MOST_HEADER_CHARACTERS = 200
_BEGINNING = 2  # characters by which a heading is known at a glance
_STRAY = 2  # characters of a header row that need not be known words
_HOPELESS = 20  # so many characters with hardly a known word are no header
_HOPELESS_SHARE = 0.3


class Row(NamedTuple):
    """One line of the text (文本行)."""

    text: str  #: without white space at either end
    plain: str  #: without any white space
    place: Location
    gap: bool  #: a blank line, a page end or a page number stands before it
    indent: int  #: how many blanks stand before its text


class Header(NamedTuple):
    """A header row (表头行): which lines it takes and its columns in the printed order."""

    start: int
    end: int
    columns: tuple[str, ...]
    texts: Mapping[str, str]  #: what stood in each column's heading, with decorations such as (20分×执行率)


class Label(NamedTuple):
    """A label broken over whole lines (断行标签)."""

    end: int  #: the line after it
    key: str
    text: str  #: without white space and points
    weight: Decimal | None


def rows_of(document: Document) -> list[Row]:
    """The lines that say something, in order; running page numbers (— 1 —) are dropped."""
    rows: list[Row] = []
    lines = document.lines if document.format != "text" else _unruled(document.parts)
    last: Location | None = None
    broken = False
    for line in lines:
        gap = broken or _apart(last, line.location)
        last = line.location
        text = _GLUED.sub(" ", line.text.strip())
        broken = gap if not text else bool(_PAGE_NUMBER.fullmatch(text))
        if text and not broken:
            indent = len(line.text) - len(line.text.lstrip())
            rows.append(Row(text, labels.squeezed(text), line.location, gap, indent))
        elif text:
            broken = True
    return rows


def _unruled(parts: Iterable[Line | Grid]) -> Iterator[Line]:
    """The lines of a text, those too whose tabs made them look like a table."""
    for part in parts:
        if isinstance(part, Line):
            yield part
            continue
        for _, cells in groupby(part.cells, key=lambda cell: cell.row):
            row = list(cells)
            yield Line(" ".join(cell.text for cell in row), row[0].location)


def _apart(last: Location | None, here: Location) -> bool:
    """Whether a blank line or a page end lies between two places."""
    if last is None or last.page != here.page:
        return True
    return last.line is not None and here.line is not None and here.line > last.line + 1


@cache
def _pattern(family: str) -> re.Pattern[str]:
    words = sorted({*labels.spellings(family), *labels.spellings("section")}, key=len, reverse=True)
    return re.compile(f"({'|'.join(map(re.escape, words))}){_DECORATION}")


@lru_cache(maxsize=4096)
def _columns(words: tuple[str, ...], family: str) -> tuple[list[tuple[str, str]], int]:
    """The known headings in a run of words, in order, and how many characters they leave over."""
    known = labels.spellings(family)
    plain = labels.half_width("".join(words))
    edges = set(accumulate(map(len, words)))
    found = []
    covered = 0
    for match in _pattern(family).finditer(plain):
        covered += len(match[0])
        for begin, end in _apart_at(match, edges, plain, known):
            key = known.get(_DECORATED.sub("", plain[begin:end]))
            if key is not None:
                found.append((key, plain[begin:end]))
    return found, len(plain) - covered


def _apart_at(match: re.Match[str], edges: set[int], plain: str, known: Mapping[str, str]) -> list[tuple[int, int]]:
    """One heading, or two where white space parts it into two known ones: 执行率 得分 is not 执行率得分."""
    for edge in range(match.start() + 1, match.end(1)):
        if edge in edges and plain[match.start() : edge] in known and plain[edge : match.end(1)] in known:
            return [(match.start(), edge), (edge, match.end())]
    return [match.span()]


def headers(rows: Sequence[Row], family: str) -> list[Header]:
    """Every header row of a family, in order."""
    found: list[Header] = []
    at = 0
    while (one := header(rows, at, len(rows), family)) is not None:
        found.append(one)
        at = one.end
    return found


def header(rows: Sequence[Row], start: int, end: int, family: str) -> Header | None:
    """The first header row of a family that begins at or after `start` and before `end`."""
    needed = _NEEDED[family]
    for at in range(start, end):
        if _may_begin(rows[at].plain, family) and (found := _header_at(rows, at, family, needed)) is not None:
            return found
    return None


def _may_begin(plain: str, family: str) -> bool:
    """Whether a header row may begin with this line: a quick look that spares the longer one."""
    return labels.half_width(plain[:_BEGINNING]) in _beginnings(family) and _HINT.search(plain) is not None


@cache
def _beginnings(family: str) -> frozenset[str]:
    return frozenset(word[:_BEGINNING] for name in (family, "section") for word in labels.spellings(name))


def _header_at(rows: Sequence[Row], at: int, family: str, needed: Sequence[frozenset[str]]) -> Header | None:
    """The header row that begins on this line: the fewest lines with the most headings."""
    best: Header | None = None
    words: list[str] = []
    seen = (0, 0)
    for end in range(at, min(at + MOST_HEADER_LINES, len(rows))):
        words += rows[end].text.split()
        size = sum(map(len, words))
        if size > _MOST_HEADER_CHARACTERS:
            break
        found, left = _columns(tuple(words), family)
        if size >= _HOPELESS and left > (1 - _HOPELESS_SHARE) * size:
            break
        keys = {key for key, _ in found}
        if len(keys) == seen[1] and len(found) > seen[0]:
            break  # a line of headings that are all there already begins another header
        seen = (len(found), len(keys))
        enough = left <= _STRAY and all(keys & words for words in needed)
        if enough and (best is None or len(keys) > len(set(best.columns))):
            order = [key for key, _ in found]
            if family == "goal":  # the first of two equal headings is the label of the part, 年度目标完成情况
                order = [key for place, key in enumerate(order) if key not in order[place + 1 :]]
            best = Header(at, end + 1, _in_order(order), dict(reversed(found)))
    return best or _woven(rows, at, family, needed)


def _woven(rows: Sequence[Row], at: int, family: str, needed: Sequence[frozenset[str]]) -> Header | None:
    """A header of two lines, the second of which ends headings of the first: 年初 全年 分值 over 预算数 预算数."""
    if at + 1 >= len(rows):
        return None
    above, below = rows[at].text.split(), rows[at + 1].text.split()
    if not 3 <= len(above) <= MOST_HEADER_LINES or len(below) > len(above):  # noqa: PLR2004 - columns of a table
        return None
    found: list[tuple[str, str]] = []
    for word in above:
        whole = word + below[0] if below else word
        if below and labels.find(whole, family) is not None:
            below.pop(0)
        elif labels.find(word, family) is not None:
            whole = word
        else:
            return None
        found.append((labels.find(whole, family) or "", whole))
    keys = {key for key, _ in found}
    if below or not all(keys & words for words in needed):
        return None
    return Header(at, at + 2, _in_order([key for key, _ in found]), dict(reversed(found)))


def _in_order(keys: list[str]) -> tuple[str, ...]:
    """The longest label that whole lines from `at` on make up (向下拼断行标签), with its points."""
    if {"sign", "unit_of_measure"} <= set(keys) and keys.count("target") > 1:
        parts = [key for key in keys if key in {"sign", "target", "unit_of_measure"}]
        triple = list(dict.fromkeys(parts[1:] if parts[0] == "target" else parts))
        at = keys.index("target")
        rest = [key for key in keys[at:] if key not in triple]
        keys = [key for key in keys[:at] if key not in triple] + triple + rest
    if "target" not in keys:
        keys = ["target" if key == "initial_target" else key for key in keys]
    return tuple(dict.fromkeys(keys))


def label_before(rows: Sequence[Row], end: int, family: str, least: int = 0) -> int:
    """Where the label begins that ends on the line before `end` (向上找断行标签); `end` when there is none."""
    joined = ""
    best = end
    for at in range(end - 1, max(least, end - MOST_HEADER_LINES) - 1, -1):
        joined = rows[at].plain + joined
        if len(joined) > _HOPELESS:
            break
        if labels.find(joined, family) is not None:
            best = at
    return best


def label_at(rows: Sequence[Row], at: int, family: str, most: int = MOST_HEADER_LINES) -> Label | None:
    """The longest label that whole lines from `at` on make up (向下拼断行标签), with the points it prints."""
    joined = ""
    best: Label | None = None
    for end in range(at, min(at + most, len(rows))):
        joined += rows[end].plain
        if len(joined) > _HOPELESS:
            break
        key = labels.find(joined, family)
        if key is not None:
            best = Label(end + 1, key, labels.bare(joined).rstrip(":："), labels.weight_in(joined))
    return best
