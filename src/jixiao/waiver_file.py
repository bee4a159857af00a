"""Writing a waiver file (写例外文件): entries are added or renewed, everything else in the file stays as it is."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from jixiao.checks.texts import bare
from jixiao.errors import AmbiguousWaiver, InvalidWaivers, NothingToWaive, ReasonMissing
from jixiao.finding import Finding
from jixiao.form import Form
from jixiao.numerals import clean
from jixiao.opening import open_forms
from jixiao.outcome import audited
from jixiao.places import WHOLE
from jixiao.terminal_out import write_whole
from jixiao.waivers import Audit, Waiver, accept, beside, fingerprint, load, name_of, parse, row_of

_HEADER = re.compile(r"^[ \t]*\[\[[ \t]*waiver[ \t]*\]\]", re.MULTILINE)
_OPENING = (
    "# jixiao 已接受的审核疑点，由 jixiao waive 写入；理由可改，指纹（fingerprint）勿改。\n"
    "# Findings accepted with a reason, written by jixiao waive; leave the fingerprints alone.\n"
)


class Acceptance(NamedTuple):
    """What a person accepts (接受的疑点)."""

    code: str
    place: str  #: a path or a row's name; "" where there is only one finding of the code
    reason: str
    by: str
    every: bool  #: every finding of the code, however many


def waive(
    path: Path, asked: Acceptance, file: Path | None = None, rulebook: str | None = None
) -> tuple[Path, list[tuple[Form, Finding]]]:
    """Accept findings of the form file (接受疑点); answers the waiver file, and what was accepted.

    A waiver that stood for the finding, or in its place with other numbers, is renewed where it stands in the file.
    Raises ReasonMissing, NothingToWaive or AmbiguousWaiver, and what reading the form or the waivers raises.
    """
    if not bare(asked.reason):
        raise ReasonMissing
    target = file or beside(path)
    known = load(target) if target.exists() else ()
    audits = [(one.form, one.findings) for one in (audited(form, rulebook) for form in open_forms(path))]
    found = _asked_for(audits, asked, path)
    former = {id(finding): old for told in accept(known, audits)[0] for finding, old in (*told.waived, *told.lapsed)}
    renewed, added = {}, []
    for form, finding in found:
        waiver = _waiver(form, finding, asked, several=len(audits) > 1)
        old = former.get(id(finding))
        if old is None:
            added.append(waiver)
        else:
            renewed[next(at for at, one in enumerate(known) if one is old)] = waiver
    record(target, renewed, added)
    return target, found


def _asked_for(audits: Sequence[Audit], asked: Acceptance, path: Path) -> list[tuple[Form, Finding]]:
    of_code = [(form, one) for form, findings in audits for one in findings if one.code == asked.code]
    found = [(form, one) for form, one in of_code if not asked.place or _is_at(form, one.path, asked.place)]
    if not found:
        raise NothingToWaive(str(path), asked.code, asked.place, _spots(of_code))
    if len(found) > 1 and not asked.every:
        raise AmbiguousWaiver(str(path), asked.code, _spots(found))
    return found


def _is_at(form: Form, path: str, place: str) -> bool:
    """Whether the place names the path, the row it lies in, or that row by its name."""
    return path == place or path.startswith(f"{place}.") or row_of(form, path) == clean(place)


def _spots(found: Sequence[tuple[Form, Finding]]) -> list[str]:
    return [one.path or WHOLE[0] for _, one in found]


def _waiver(form: Form, finding: Finding, asked: Acceptance, *, several: bool) -> Waiver:
    return Waiver(
        finding.code,
        finding.path,
        fingerprint(form, finding),
        asked.reason,
        row=row_of(form, finding.path),
        form=name_of(form) if several else "",
        by=asked.by,
        on=datetime.now().astimezone().date(),
    )


def record(path: Path, renewed: Mapping[int, Waiver], added: Sequence[Waiver]) -> None:
    """Write the waivers into the file, whole or not at all (记入例外): `renewed` by their place in it, then `added`.

    Raises InvalidWaivers where the file is written so that an entry cannot be put in without touching others.
    """
    text = path.read_text(encoding="utf-8-sig") if path.exists() else _OPENING
    known = list(parse(text, str(path)))
    starts = [found.start() for found in _HEADER.finditer(text)]
    if len(starts) != len(known):
        raise InvalidWaivers(str(path), "请把每条写成 [[waiver]] 一节", "write each entry as a [[waiver]] table")
    written = _renewed(text, starts, renewed)
    for waiver in added:
        written = f"{written.rstrip()}\n\n{_entry(waiver)}"
    if list(parse(written, str(path))) != [*(renewed.get(at, one) for at, one in enumerate(known)), *added]:
        raise InvalidWaivers(str(path), "写法特殊，不能续写", "written so that it cannot be continued")
    write_whole(written.encode(), path)


def _renewed(text: str, starts: Sequence[int], renewed: Mapping[int, Waiver]) -> str:
    bounds = [*starts, len(text)]
    parts = [text[: bounds[0]]]
    for at, (start, end) in enumerate(pairwise(bounds)):
        part = text[start:end]
        parts.append(_entry(renewed[at]) + _after(part) if at in renewed else part)
    return "".join(parts)


def _after(part: str) -> str:
    """The comments and blank lines behind an entry: they belong to what follows."""
    lines = part.splitlines(keepends=True)
    last = max(at for at, line in enumerate(lines) if line.strip() and not line.lstrip().startswith("#"))
    return "".join(lines[last + 1 :])


def _entry(waiver: Waiver) -> str:
    names = ("code", "path", "row", "form", "fingerprint", "reason", "by")
    lines = [f"{name} = {_quoted(value)}\n" for name in names if (value := getattr(waiver, name))]
    lines += [f"on = {waiver.on.isoformat()}\n"] if waiver.on else []
    return "[[waiver]]\n" + "".join(lines)


def _quoted(text: str) -> str:
    """A basic string of TOML: JSON's escapes, and the one control character that JSON leaves alone."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
