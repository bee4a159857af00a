"""What can be proven of a form, and which of it somebody asks for (可证明的数)."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator

from jixiao.checks.dossier import Dossier
from jixiao.errors import AmbiguousPlace, UnknownPlace
from jixiao.form import Form
from jixiao.numerals import fold
from jixiao.outcome import Audited
from jixiao.proving.model import Text
from jixiao.proving.sums import group_place
from jixiao.proving.words import place_of
from jixiao.scoring import rate_of

ROW = re.compile(r"(?:第\s*(\d+)\s*行.*|(?:row\s*)?(\d+))", re.IGNORECASE)
MOST_NAMED = 5  # near matches that a message lists


def provable(one: Audited) -> dict[str, Text]:
    """Every path that can be proven, with what people call it, in the order of the form (可证明的路径)."""
    return {path: _called(one, path) for path in provable_paths(one)}


def provable_paths(one: Audited) -> Iterator[str]:
    """The same paths without their names (可证明的路径)."""
    form, card = one.form, one.scorecard
    if card.execution is not None:
        yield card.execution.path
    for index, line in enumerate(form.funds):
        if line.rate is not None or rate_of(line, one.rulebook) is not None:
            yield f"funds[{index}].rate"
    yield from (f"indicators[{index}].score" for index in range(len(form.indicators)))
    for section in Dossier(form, one.rulebook, card).sections:
        yield from (f"{section.path}.{name}" for name in ("weight", "score") if _prints(section.heading, name))
    if form.indicators:
        for index in range(len(card.groups)):
            yield from (f"groups[{index}].{name}" for name in ("weight", "score"))
        yield from ("total_weight", "total_score")
    if one.rulebook.grades is not None and form.total_score is not None:
        yield "grade"


def _prints(heading: object, name: str) -> bool:
    return getattr(heading, name) is not None


def _called(one: Audited, path: str) -> Text:
    if path.startswith("groups["):
        index = int(path[len("groups[") : path.index("]")])
        return group_place(one.scorecard.groups[index].group, path.rpartition(".")[2])
    return place_of(one.form, path)


def find(one: Audited, asked: str, name: str) -> str:
    """The path that somebody means (所问的路径): a path, a row as the report numbers it, or what the row is called.

    Raises UnknownPlace with the nearest ones, and AmbiguousPlace where several fit.
    """
    known = provable(one)
    wanted = _plain(asked)
    for path in (asked.strip(), f"{asked.strip()}.score", _of_row(asked), _of_words(one, wanted)):
        if path in known:
            return path
    fitting = _named(one.form, wanted) or [path for path, words in known.items() if wanted in map(_plain, words)]
    if len(fitting) == 1 and fitting[0] in known:
        return fitting[0]
    if fitting:
        raise AmbiguousPlace(name, asked, fitting[:MOST_NAMED])
    raise UnknownPlace(name, asked, _near(asked, wanted, known))


def _plain(text: str) -> str:
    return re.sub(r"\s+", "", fold(text)).lower()


def _of_row(asked: str) -> str:
    """第 7 行, row 7 and 7 are the row that the report numbers so."""
    found = ROW.fullmatch(asked.strip())
    return "" if found is None else f"indicators[{int(found[1] or found[2]) - 1}].score"


def _of_words(one: Audited, wanted: str) -> str:
    """The words that need no row: 总分, 执行率, 执行率得分, 分值合计, 等级."""
    fund = next((index for index, line in enumerate(one.form.funds) if line.is_total), 0)
    words = {
        "total_score": ("总分", "得分合计", "总得分", "total", "totalscore"),
        "total_weight": ("分值合计", "总分值", "满分", "totalweight"),
        f"funds[{fund}].rate": ("执行率", "预算执行率", "executionrate", "rate"),
        f"funds[{fund}].score": ("执行率得分", "预算执行率得分", "预算执行得分", "executionscore"),
        "grade": ("等级", "自评等级", "评价等级"),
    }
    return next((path for path, names in words.items() if wanted in names), "")


def _named(form: Form, wanted: str) -> list[str]:
    """The indicator rows of that name, else those whose name holds it."""
    labels = [_plain(item.label) for item in form.indicators]
    exact = [index for index, label in enumerate(labels) if label == wanted]
    rows = exact or [index for index, label in enumerate(labels) if wanted and not wanted.isascii() and wanted in label]
    return [f"indicators[{index}].score" for index in rows]


def _near(asked: str, wanted: str, known: dict[str, Text]) -> list[str]:
    """The paths that look alike by their spelling, or else by what they are called."""
    rows = [path for path in known if path.startswith("indicators[")]
    if _of_row(asked) and rows:  # a row that the form does not have: it has the first to the last
        return list(dict.fromkeys((rows[0], rows[-1])))
    close = difflib.get_close_matches(asked.strip(), known, n=MOST_NAMED, cutoff=0.6)
    if close:
        return close
    by_words = {_plain(zh): path for path, (zh, _) in known.items()}
    return [by_words[words] for words in difflib.get_close_matches(wanted, by_words, n=MOST_NAMED, cutoff=0.3)]
