"""The sensitivity of a total in sentences (敏感性的说法), in Chinese and English. Prints nothing."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao import places
from jixiao.form import Form
from jixiao.scoring.rounding import tidy
from jixiao.sensitivity import Flip, Points, Room, Sensitivity

Text = tuple[str, str]
MOST_ROWS = 3  # rows that the sentences name; the table holds them all

WHY: dict[str, Text] = {
    "band": ("定性分档", "band"),
    "readings": ("几种读法", "readings"),
    "silent": ("办法未定", "not settled"),
}


def sentences(form: Form, found: Sensitivity) -> list[Text]:
    """All that the analysis says, one sentence or two a line."""
    return [*_range(found), *_taken(found), *_grades(found), *_rows(form, found), *_blanks(form, found)] + [
        words for flip in found.flips for words in _flip(form, found, flip)
    ]


def row_name(form: Form, path: str) -> Text:
    """What to call a row: 第 7 行“道路长度”, 预算执行率."""
    if path.startswith("funds"):
        return "预算执行率", "the execution rate"
    row = int(path[len("indicators[") : path.index("]")]) + 1
    label = form.indicators[row - 1].label
    if not label:
        return f"第 {row} 行", f"row {row}"
    short = label if len(label) <= places.NAME_LENGTH else f"{label[: places.NAME_LENGTH - 1]}…"
    return f"第 {row} 行“{short}”", f'row {row} "{short}"'


def number(value: object) -> str:
    """A number without idle zeros."""
    return f"{tidy(value):f}"  # type: ignore[arg-type]


def span(points: Points) -> str:
    """One number, or low–high."""
    low, high = number(points.low), number(points.high)
    return low if low == high else f"{low}–{high}"


def _range(found: Sensitivity) -> Iterator[Text]:
    total, book = found.total, found.rulebook
    low, high = number(total.low), number(total.high)
    if low == high:
        yield (
            f"按《{book.title}》，各行都只有一种算法，总分是 {low} 分，没有伸缩余地。",
            f"By {book.title_en} every row has one reading: the total is {low}.",
        )
        return
    width = number(total.high - total.low)
    end = ("（不含上限）", " (upper end excluded)") if total.open else ("", "")
    yield (
        f"按《{book.title}》，各种有依据的读法之下，总分最低 {low} 分，最高 {high} 分{end[0]}，相差 {width} 分。",
        f"By {book.title_en}, every defensible reading gives a total from {low} to {high}{end[1]}, {width} apart.",
    )


def _taken(found: Sensitivity) -> Iterator[Text]:
    if found.taken is not None and found.total.low != found.total.high:
        grade = _with_grade(found.grade)
        yield (
            f"办法未定之处取自评分，总分是 {number(found.taken)} 分{grade[0]}。",
            f"With the stated score where the method leaves it open, the total is {number(found.taken)}{grade[1]}.",
        )
    if found.stated is not None and found.stated != found.taken:
        grade = _with_grade(found.stated_grade)
        yield f"表上总分 {found.stated:f} 分{grade[0]}。", f"The total on the form is {found.stated:f}{grade[1]}."


def _with_grade(grade: str | None) -> Text:
    return ("", "") if grade is None else (f"，等级“{grade}”", f", grade “{grade}”")


def _grades(found: Sensitivity) -> Iterator[Text]:
    if found.bands is None:
        yield "办法没有规定等级，也没有可借用的全国界限。", "The method has no grades, and there are no national ones."
        return
    limits = "、".join(f"{one.name} {'≥' if one.from_inclusive else '>'}{one.from_:f}" for one in found.bands.bands)
    if found.borrowed is not None:
        yield (
            f"办法没有规定等级，借用《{found.borrowed}》的界限（{limits}），仅供参考。",
            f"The method has no grades; those of 《{found.borrowed}》 stand in, as a hint only ({limits}).",
        )
    zh, en = "、".join(f"“{one}”" for one in found.grades), ", ".join(f"“{one}”" for one in found.grades)
    if len(found.grades) == 1:
        yield f"无论采用哪种读法，等级都是{zh}。", f"Every reading gives the grade {en}."
    elif found.grades:
        yield f"读法不同，等级可能是{zh}。", f"By the reading, the grade may be {en}."
    else:
        yield "各种读法的总分都不在任何一个等级内。", "No reading gives a total that lies in a grade."


def _rows(form: Form, found: Sensitivity) -> Iterator[Text]:
    wide = [room for room in found.rooms if room.width]
    if not wide:
        return
    named = [(_room(form, room)) for room in wide[:MOST_ROWS]]
    more = ("", "") if len(wide) <= MOST_ROWS else (f"等 {len(wide)} 行", f", of {len(wide)} rows")
    zh, en = "，".join(one for one, _ in named), ", ".join(one for _, one in named)
    yield f"对总分影响最大的是{zh}{more[0]}。", f"What moves the total most: {en}{more[1]}."


def _room(form: Form, room: Room) -> Text:
    zh, en = row_name(form, room.path)
    why, width = WHY[room.why], number(room.width)
    between = f"{number(room.low)}–{number(room.high)}"
    return f"{zh}（{between} 分，{why[0]}，可动 {width} 分）", f"{en} ({between}, {why[1]}, {width} points)"


def _blanks(form: Form, found: Sensitivity) -> Iterator[Text]:
    if not found.blanks or found.bands is None:
        return
    names = [row_name(form, path) for path in found.blanks]
    zh, en = "、".join(one for one, _ in names), ", ".join(one for _, one in names)
    yield (
        f"{zh}的自评分空白，办法又未定，因此不推算哪些改动会改变等级。",
        f"A blank score that the method leaves open ({en}): what would flip the grade is not worked out.",
    )


def _flip(form: Form, found: Sensitivity, flip: Flip) -> Iterator[Text]:
    before = found.grade or "—"
    if not flip.possible:
        yield from _no_flip(found, flip, before)
        return
    named = [row_name(form, move.path) for move in flip.moves]
    told = [
        (f"{zh} {number(move.old)}→{number(move.new)} 分", f"{en} {number(move.old)}→{number(move.new)}")
        for move, (zh, en) in zip(flip.moves, named, strict=True)
    ]
    zh, en = "，".join(one for one, _ in told), ", ".join(one for _, one in told)
    verb = ("升", "rises") if flip.upward else ("降", "falls")
    near = ("近 ", "nearly ") if flip.total.open else ("", "")
    after = f"“{flip.grade}”" if flip.grade else ("没有等级")
    after_en = f"“{flip.grade}”" if flip.grade else "no grade"
    count, total = len(flip.moves), number(flip.total.high)
    rows = "1 row" if count == 1 else f"{count} rows"
    yield (
        f"最少改 {count} 行，等级就由“{before}”变为{after}：{zh}，总分{verb[0]}到{near[0] or ' '}{total} 分"
        + ("。" if count == 1 else f"；少于 {count} 行做不到。"),
        f"The grade goes from “{before}” to {after_en} with {rows}: {en}; the total {verb[1]} to {near[1]}{total}"
        + ("." if count == 1 else f". Fewer than {count} rows cannot do it."),
    )


def _no_flip(found: Sensitivity, flip: Flip, before: str) -> Iterator[Text]:
    best = found.bands is not None and found.grade == found.bands.bands[0].name
    worst = found.bands is not None and found.grade == found.bands.bands[-1].name
    if not found.rooms or (flip.upward and best) or (not flip.upward and worst):
        return  # nothing can move, or there is none better, or none worse
    total = number(flip.total.high)
    if flip.upward:
        yield (
            f"各行都取最高，总分 {total} 分，等级仍是“{before}”：没有哪种读法能使等级升高。",
            f"With every row at its most the total is {total}, still “{before}”: no reading raises the grade.",
        )
    else:
        yield (
            f"各行都取最低，总分 {total} 分，等级仍是“{before}”：没有哪种读法能使等级降低。",
            f"With every row at its least the total is {total}, still “{before}”: no reading lowers the grade.",
        )
