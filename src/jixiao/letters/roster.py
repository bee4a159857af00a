"""Who sent in what (报送情况): units of the register without a form, with two, or late; forms of no unit in it.

Units are the same when their names are, blanks and widths aside. A name that is only alike is told as a hint, never
taken for the same. Lateness is judged by the register's own column of dates; a file's time says when it was copied.
"""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from jixiao.form import Form
from jixiao.letters import told
from jixiao.letters.register import Entry, Register
from jixiao.letters.values import Values, given
from jixiao.numerals import fold

ALIKE = 0.6  # of two names, from which one is told as a hint


class Came(NamedTuple):
    """One form that came in (收到的一张表)."""

    unit: str | None
    project: str | None
    year: int | None
    title: str
    file: str


class Late(NamedTuple):
    """One unit that was late (逾期)."""

    entry: Entry
    days: int


class Roster(NamedTuple):
    """What the register and the forms say together (报送情况)."""

    missing: tuple[Entry, ...]
    double: tuple[tuple[Came, ...], ...]  #: forms of the same unit, project, year and title
    late: tuple[Late, ...]
    undated: tuple[Entry, ...]  #: sent in, on a day that the register does not tell
    strangers: tuple[tuple[Came, str], ...]  #: forms of no unit in the register, with the nearest name


def came(form: Form, file: str) -> Came:
    """What of a form the list needs (取表头)."""
    return Came(form.unit or form.department, form.project, form.year, told.titled(form), file)


def compare(register: Register, forms: Sequence[Came], deadline: date | None) -> Roster:
    """Register against forms (核对名册)."""
    by_unit: dict[str, list[Came]] = {}
    for form in forms:
        by_unit.setdefault(_key(form.unit), []).append(form)
    sent = [entry for entry in register.entries if _is_there(entry, by_unit, of_project=register.has_projects)]
    there = set(sent)
    late = [
        Late(entry, (entry.sent - deadline).days)
        for entry in sent
        if deadline is not None and entry.sent is not None and entry.sent > deadline
    ]
    return Roster(
        tuple(entry for entry in register.entries if entry not in there),
        tuple(tuple(same) for same in _doubles(forms)),
        tuple(late),
        tuple(entry for entry in sent if register.has_dates and entry.sent is None),
        tuple(_strangers(register, by_unit)),
    )


def _key(name: str | None) -> str:
    return fold(name or "")


def _is_there(entry: Entry, by_unit: dict[str, list[Came]], *, of_project: bool) -> bool:
    own = by_unit.get(_key(entry.unit), [])
    if of_project and entry.project is not None:
        return any(_key(form.project) == _key(entry.project) for form in own)
    return bool(own)


def _doubles(forms: Sequence[Came]) -> list[list[Came]]:
    """Forms that say they are the same: a form without a unit is told as a stranger, not as a double."""
    alike: dict[tuple[object, ...], list[Came]] = {}
    for form in forms:
        if form.unit:
            key = (_key(form.unit), _key(form.project), form.year, _key(form.title))
            alike.setdefault(key, []).append(form)
    return [same for same in alike.values() if len(same) > 1]


def _strangers(register: Register, by_unit: dict[str, list[Came]]) -> list[tuple[Came, str]]:
    names = {_key(entry.unit): entry.unit for entry in register.entries}
    found = []
    for key, own in by_unit.items():
        if key in names and key:
            continue
        near = difflib.get_close_matches(key, names, n=1, cutoff=ALIKE) if key else []
        found += [(form, names[near[0]] if near else told.NOTHING) for form in own]
    return found


def letter(found: Roster, register: Register, deadline: date | None, unread: Sequence[tuple[str, str]]) -> Values:
    """The list as values of the template (清单各项)."""
    lists: dict[str, list[Values]] = {
        "未报": [_numbered(at, _entry(entry)) for at, entry in enumerate(found.missing, 1)],
        "重复": [_numbered(at, _double(same)) for at, same in enumerate(found.double, 1)],
        "逾期": [
            _numbered(at, {**_entry(one.entry), "报送日期": one.entry.sent_as, "天数": str(one.days)})
            for at, one in enumerate(found.late, 1)
        ],
        "册外": [
            _numbered(at, {"单位": form.unit or "（表上没有单位）", "文件": form.file, "相近": near})
            for at, (form, near) in enumerate(found.strangers, 1)
        ],
        "不能读取": [_numbered(at, {"文件": file, "原因": why}) for at, (file, why) in enumerate(unread, 1)],
    }
    counts = {
        "应报数": len(register.entries),
        "已报数": len(register.entries) - len(found.missing),
        "未报数": len(found.missing),
        "重复数": len(found.double),
        "逾期数": len(found.late),
        "册外数": len(found.strangers),
        "不能读取数": len(unread),
    }
    return {
        **{name: str(count) for name, count in counts.items()},
        **lists,
        **{f"有{name}": "有" if rows else "" for name, rows in lists.items()},
        "截止日期": given(None if deadline is None else told.day(deadline), "截止日期"),
        "逾期说明": _about_lateness(found, register, deadline),
    }


def _numbered(number: int, values: Values) -> Values:
    return {"序号": str(number), **values}


def _entry(entry: Entry) -> Values:
    return {"单位": entry.unit, "项目": entry.project or told.NOTHING, "行号": str(entry.row)}


def _double(same: Sequence[Came]) -> Values:
    return {"单位": same[0].unit or "", "表": same[0].title, "文件": "\n".join(form.file for form in same)}


def _about_lateness(found: Roster, register: Register, deadline: date | None) -> str:
    """Why nobody is called late, where that is no answer by itself."""
    if not register.has_dates:
        return "名册没有“报送日期”一栏，未判断是否逾期（文件的修改时间不作为报送时间）。"
    if deadline is None:
        return "没有给出截止日期，未判断是否逾期。"
    undated = f"另有{len(found.undated)}个单位没有报送日期或日期读不出，未判断。" if found.undated else ""
    return ("" if found.late else "无。") + undated
