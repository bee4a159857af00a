"""Files corrected (更正文件): the person's own workbook or document with the corrections in it, or the form as JSON."""

from __future__ import annotations

import importlib
from collections.abc import Sequence

import msgspec

from jixiao import form_json
from jixiao.outcome import Audited
from jixiao.writers.corrections import Sorted, corrected, settled

IN_PLACE = {"xlsx": "fix_xlsx", "docx": "fix_docx", "html": "fix_html"}
"""The kinds of files that keep their own layout, and the module that changes their cells."""


def in_place(data: bytes, kind: str, forms: Sequence[Audited]) -> tuple[bytes, list[Sorted]]:
    """The file with the corrections that hold, and for each form what was corrected and what is left (原样更正).

    What cannot be put into the file, as into a cell with a formula, is left; the others must then hold without it.
    """
    refused: set[tuple[int, str]] = set()
    while True:
        sorts = [settled(one, {path for form, path in refused if form == number}) for number, one in enumerate(forms)]
        written, left = _written(data, kind, forms, sorts)
        if not left:
            return written, sorts
        refused |= left


def _written(
    data: bytes, kind: str, forms: Sequence[Audited], sorts: Sequence[Sorted]
) -> tuple[bytes, set[tuple[int, str]]]:
    """The file with the changes, and those that could not be put into it: form and path."""
    wanted = {}
    refused = set()
    owners = {}
    for number, (one, found) in enumerate(zip(forms, sorts, strict=True)):
        for change in found.changes:
            location = one.form.locations.get(change.path)
            if location is None or location in wanted:
                refused.add((number, change.path))
            else:
                wanted[location] = change
                owners[location] = (number, change.path)
    writer = importlib.import_module(f"jixiao.writers.{IN_PLACE[kind]}")
    written, left = writer.write(data, wanted)
    return written, refused | {owners[location] for location in left}


def as_json(forms: Sequence[Audited]) -> tuple[bytes, list[Sorted]]:
    """The corrected forms as JSON, one as an object and several as a list, and what was corrected (更正为 JSON)."""
    sorts = [settled(one) for one in forms]
    done = [corrected(one.form, found.changes) for one, found in zip(forms, sorts, strict=True)]
    if len(done) == 1:
        return form_json.encode(done[0], pretty=True), sorts
    return msgspec.json.format(msgspec.json.encode(done), indent=2) + b"\n", sorts
