"""Ids that are the same in every run and on every machine (稳定编号): hashes of what a thing is, never counters."""

from __future__ import annotations

import hashlib
import re

from jixiao.checks.texts import bare, unnumbered
from jixiao.form import Form, Indicator

FORM_DIGITS, NAME_DIGITS = 32, 20
"""Hexadecimal digits kept: 128 bits of a content, 80 of a name, of which there are some millions at most."""
_YEAR = re.compile(r"(?:19|20)\d\d年?度?")


def content_id(data: bytes) -> str:
    """SHA-256 of a file's content (内容哈希)."""
    return hashlib.sha256(data).hexdigest()


def file_id(name: str, content: str) -> str:
    """The id of a file (文件编号): its content and its name without the folders.

    The name counts because a check holds the year in it against the form's; the folder does not: files may move.
    """
    return hashlib.sha256(f"{name}\n{content}".encode()).hexdigest()


def form_id(file: str, number: int) -> str:
    """The id of a form (表的编号): its file and which form of the file it is, from 1.

    >>> form_id("ab" * 32, 2)
    'abababababababababababababababab-2'
    """
    return f"{file[:FORM_DIGITS]}-{number}"


def bare_name(text: str | None) -> str | None:
    """A name as it is held against others (名称比对): without blanks, marks, years and list numbers; None where empty.

    >>> bare_name("1.道路养护（一期） 2022年")
    '道路养护一期'
    """
    return bare(_YEAR.sub("", unnumbered(text or ""))) or None


def unit_id(form: Form, region: str | None) -> str | None:
    """The id of the unit (单位编号): its name and region; None where the form names none."""
    return _hashed("unit", region, form.unit) if bare(form.unit or "") else None


def project_id(form: Form, region: str | None) -> str | None:
    """The id of the project (项目编号): its name, unit and region, without the year, so that years line up."""
    return (
        _hashed("project", region, form.unit, _YEAR.sub("", form.project or "")) if bare(form.project or "") else None
    )


def indicator_id(owner: str | None, row: Indicator) -> str | None:
    """The id of an indicator (指标编号): the project or unit, the second level, the name; years line up here too.

    Rows of one form with equal names share it; the key of a row is its form and its place.
    """
    if owner is None or not bare(row.label):
        return None
    return _hashed("indicator", owner, row.facet or row.level2, _YEAR.sub("", row.label))


def _hashed(*parts: str | None) -> str:
    told = "\n".join(bare(part or "") for part in parts)
    return hashlib.sha256(told.encode()).hexdigest()[:NAME_DIGITS]
