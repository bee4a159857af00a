"""Confirming what was read from a file (核对识别结果): doubtful values first, each with its place on the page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from jixiao import places
from jixiao.web.forms import cells
from jixiao.web.forms.filling import Edits, RowEdits
from jixiao.web.texts import current

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from jixiao.form import Form
    from jixiao.writers.official import Frame

LONG = 30  # characters from which a value gets several lines
SKIPPED = ("headings",)  # subtotals have no place of their own in the list


class Value(NamedTuple):
    """One value that was read (一项识别结果)."""

    path: str
    place: str
    text: str
    key: str  #: of its place on the page
    doubt: str  #: why it is doubtful; "" where it was simply read
    long: bool


def values(form: Form, board: Frame, keys: Mapping[str, str]) -> dict[str, list[Value]]:
    """Every value: the doubtful ones, and the rest in the order of the form (识别结果)."""
    doubts = {mark.path: mark.evidence for mark in form.inferences}
    doubts |= {mark.path: f"{mark.reason}：{mark.text}" for mark in form.unread if mark.path}
    listed = []
    for path, text in _texts(form, board).items():
        real = path.replace(".value", ".target").replace(".sign", ".target").replace(".unit", ".target")
        real = real if real.startswith("indicators") else path
        doubt = doubts.get(path, doubts.get(real, ""))
        if not text and not doubt:
            continue
        row = path.partition(".")[0]
        key = keys.get(path, keys.get(real, keys.get(row, "")))
        listed.append(Value(path, places.in_words(form, real, current()), text, key, doubt, len(text) > LONG))
    elsewhere = [mark for mark in form.unread if not mark.path]
    return {
        "doubtful": [one for one in listed if one.doubt],
        "plain": [one for one in listed if not one.doubt],
        "lost": [Value("", "", mark.text, "", mark.reason, long=False) for mark in elsewhere],
    }


def _texts(form: Form, board: Frame) -> dict[str, str]:
    """All texts by path, in the order of the form."""
    told = cells.texts_of(form, board)
    singles = {path: text for path, text in told["cells"].items() if not path.startswith(SKIPPED)}
    rows = {
        cells.path_of(block, at, key): text
        for block in cells.BLOCKS
        for at, row in enumerate(told["rows"][block])
        for key, text in row.items()
    }
    head = {path: text for path, text in singles.items() if path not in cells.ENDS}
    notes = {path: text for path, text in rows.items() if path.startswith("notes")}
    rows = {path: text for path, text in rows.items() if path not in notes}
    return head | rows | {path: text for path, text in singles.items() if path not in head} | notes


def edits_of(form: Form, board: Frame, sent: Mapping[str, str]) -> Edits:
    """What somebody corrected in the list (更正): only texts that differ from what was read."""
    single: dict[str, str] = {}
    rows: dict[str, dict[str, dict[str, str]]] = {}
    for path, text in _texts(form, board).items():
        typed = sent.get(f"cell:{path}", text).replace("\r\n", "\n")
        if typed == text:
            continue
        block, _, rest = path.partition("[")
        if block in cells.BLOCKS:
            at, _, key = rest.partition("]")
            rows.setdefault(block, {}).setdefault(at, {})[key.removeprefix(".") or "text"] = typed
        else:
            single[path] = typed
    return Edits(0, single, {block: RowEdits(None, found) for block, found in rows.items()})


def confirmed(form: Form, seen: Sequence[str]) -> Form:
    """The form without the marks of what somebody has looked at (已核对的不再存疑)."""
    left: dict[str, Any] = {
        "inferences": tuple(mark for mark in form.inferences if mark.path not in seen),
        "unread": tuple(mark for mark in form.unread if mark.path is None or mark.path not in seen),
    }
    return msgspec.structs.replace(form, **left)
