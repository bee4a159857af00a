"""Waivers (例外留痕): findings that a person accepted, with the reason, until the numbers change.

They stand in a TOML file beside the form, 自评表.xlsx.waivers.toml. A waiver fits a finding by its fingerprint: the
code, the place without its row number, and the numbers and words that the check saw. So it survives reordered rows and
next year's form, and ends when a number changes.
"""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

import msgspec

from jixiao.checks.texts import bare
from jixiao.errors import FileMissing, InvalidWaivers
from jixiao.finding import Finding
from jixiao.form import Form
from jixiao.numerals import clean, fold
from jixiao.places import STEP
from jixiao.quantity import Quantity

SUFFIX = ".waivers.toml"
_NAMES = {"indicators": "label", "funds": "source", "headings": "label"}
"""The rows that have a name, and the field that holds it."""


class Waiver(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """One accepted finding (例外)."""

    code: str  #: 规则编号
    path: str  #: where it was when it was accepted: indicators[3].score
    fingerprint: str  #: what was accepted; see `fingerprint`
    reason: str  #: 接受的理由
    row: str = ""  #: 指标或资金行的名称
    form: str = ""  #: 项目或单位, in a file of several forms
    by: str = ""  #: 接受人
    on: date | None = None  #: 接受日期


class Accepted(NamedTuple):
    """The findings of one form after its waivers (已接受与未接受的疑点)."""

    findings: tuple[Finding, ...]  #: those still to be answered
    waived: tuple[tuple[Finding, Waiver], ...] = ()  #: 已接受
    lapsed: tuple[tuple[Finding, Waiver], ...] = ()  #: accepted once, but a number changed; also among `findings`


Audit = tuple[Form, Sequence[Finding]]
"""A form with its findings."""


def beside(path: Path) -> Path:
    """The waiver file of a form file (例外文件)."""
    return path.with_name(path.name + SUFFIX)


def load(path: Path) -> tuple[Waiver, ...]:
    """The waivers in a file, in their order (读取例外).

    Raises FileMissing, or InvalidWaivers for broken TOML, an unknown field or an empty reason.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise FileMissing(str(path)) from error
    except UnicodeDecodeError as error:
        raise InvalidWaivers(str(path), "不是 UTF-8 文字", "not UTF-8 text") from error
    return parse(text, str(path))


def parse(text: str, name: str) -> tuple[Waiver, ...]:
    """The waivers in a text; `name` is the file's, for messages."""
    try:
        found = msgspec.convert(tomllib.loads(text), _File).waiver
    except tomllib.TOMLDecodeError as error:
        raise InvalidWaivers(name, f"不是正确的 TOML（{error}）", f"not valid TOML ({error})") from error
    except msgspec.ValidationError as error:
        raise InvalidWaivers(name, f"内容不合规范（{error}）", str(error)) from error
    for number, one in enumerate(found, start=1):
        if not bare(one.reason):
            raise InvalidWaivers(name, f"第 {number} 条没有理由", f"waiver {number} has no reason")
    return found


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    waiver: tuple[Waiver, ...] = ()


def accept(waivers: Sequence[Waiver], audits: Sequence[Audit]) -> tuple[list[Accepted], tuple[Waiver, ...]]:
    """The findings of each form of a file after the waivers, and the waivers that fit none any more (适用例外).

    One waiver accepts one finding. A finding in the place of a waiver, with other numbers, comes back.
    """
    unused = list(waivers)
    waived: list[list[tuple[Finding, Waiver]]] = []
    for form, findings in audits:
        waived.append([])
        for finding in findings:
            fitting = _first(unused, form, finding, exact=True)
            if fitting is not None:
                unused.remove(fitting)
                waived[-1].append((finding, fitting))
    accepted = []
    for (form, findings), done in zip(audits, waived, strict=True):
        left = tuple(finding for finding in findings if all(finding is not one for one, _ in done))
        lapsed = []
        for finding in left:
            former = _first(unused, form, finding, exact=False)
            if former is not None:
                unused.remove(former)
                lapsed.append((finding, former))
        accepted.append(Accepted(left, tuple(done), tuple(lapsed)))
    return accepted, tuple(unused)


def _first(waivers: Sequence[Waiver], form: Form, finding: Finding, *, exact: bool) -> Waiver | None:
    """The first waiver that fits the finding, or that stood in its place."""
    of_code = [one for one in waivers if one.code == finding.code and one.form in ("", name_of(form))]
    if not of_code:
        return None
    if exact:
        seen = fingerprint(form, finding)
        return next((one for one in of_code if one.fingerprint == seen), None)
    place = _place(form, finding.path)
    return next((one for one in of_code if (_without_row(one.path) if one.row else one.path, one.row) == place), None)


def fingerprint(form: Form, finding: Finding) -> str:
    """What tells this finding from one with other numbers (指纹).

    Of the code, the place by its row's name, what the check saw and what stands there. White space, width, trailing
    zeros and the number of the row do not count.
    """
    facts = {name: _plain(fact) for name, fact in finding.facts.items() if not name.endswith("_en")}
    seen = [finding.code, finding.variant, _place(form, finding.path), facts, _plain(_value(form, finding.path))]
    text = json.dumps(seen, ensure_ascii=False, sort_keys=True)
    return f"sha256:{hashlib.sha256(text.encode()).hexdigest()[:32]}"


def name_of(form: Form) -> str:
    """What tells the form from others in its file: the project, else the unit."""
    return clean(form.project or form.unit or "")


def row_of(form: Form, path: str) -> str:
    """The name of the row in which the path lies; "" where it lies in none or the row has none."""
    step = STEP.fullmatch(path.partition(".")[0])
    if step is None or step[2] is None or step[1] not in _NAMES:
        return ""
    rows = getattr(form, step[1])
    at = int(step[2])
    return clean(getattr(rows[at], _NAMES[step[1]])) if at < len(rows) else ""


def _place(form: Form, path: str) -> tuple[str, str]:
    """The path without its row number and the row's name; the path as it is where the row has no name."""
    row = row_of(form, path)
    return (_without_row(path) if row else path), row


def _without_row(path: str) -> str:
    first, dot, rest = path.partition(".")
    return first.partition("[")[0] + dot + rest


def _value(form: Form, path: str) -> object:
    """What stands at the path; None where nothing does."""
    first, _, rest = path.partition(".")
    step = STEP.fullmatch(first)
    if step is None:
        return None
    value: object = getattr(form, step[1], None)
    if step[2] is not None and isinstance(value, tuple):
        value = value[int(step[2])] if int(step[2]) < len(value) else None
    if not rest:
        return value
    return value.get(rest) if isinstance(value, Mapping) else getattr(value, rest, None)


def _plain(value: object) -> object:
    """The value as far as it counts: numbers without trailing zeros, texts without blanks, of a row its numbers.

    Of a whole list nothing: what the check saw of it stands among the facts. Names told one after the other (甲、乙)
    count in any order.
    """
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, Quantity):
        return fold(value.text)
    if isinstance(value, str):
        return "、".join(sorted(fold(value).split("、")))
    if isinstance(value, msgspec.Struct):
        fields = {name: getattr(value, name) for name in value.__struct_fields__}
        return {name: _plain(one) for name, one in fields.items() if isinstance(one, Decimal | Quantity)}
    if isinstance(value, date):
        return value.isoformat()
    return value if isinstance(value, int) else None
