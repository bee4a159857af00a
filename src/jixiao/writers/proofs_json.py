"""Proofs as JSON (证明), for other programs: each with its paragraph in both languages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from jixiao import __version__
from jixiao.outcome import Audited
from jixiao.proving import Proof, Text, prove
from jixiao.proving.model import NOTHING

FORMAT = 1  # raised when a program that reads this would have to change


def proofs_json(one: Audited, name: str, paths: Sequence[str]) -> str:
    """The proofs of the numbers at these paths, under the head of the form."""
    document = {
        "format": FORMAT,
        "jixiao": __version__,
        "file": name,
        "form": {part: getattr(one.form, part) for part in ("kind", "title", "unit", "project", "year")},
        "rulebook": rulebook_of(one),
        "proofs": [proof_of(prove(one, path)) for path in paths],
    }
    return msgspec.json.format(msgspec.json.encode(document), indent=2).decode() + "\n"


def rulebook_of(one: Audited) -> dict[str, Any]:
    """The method and why it was chosen."""
    return {
        "name": one.rulebook.name,
        "title_zh": one.rulebook.title,
        "title_en": one.rulebook.title_en,
        "why": [{"what": why.what, "zh": why.zh, "en": why.en} for why in one.why],
    }


def proof_of(proof: Proof) -> dict[str, Any]:
    """One proof; what was said in two languages is {zh, en}, or null where nothing is to be said."""
    words = ("place", "stated", "due", "differs", "working", "rounding", "text")
    return {
        "path": proof.path,
        "kind": proof.kind,
        "location": proof.location,
        "scored": proof.scored,
        **{name: _told(getattr(proof, name)) for name in words},
        "grounds": [
            {"what": _told(one.what), "rule": _told(one.rule), "clause": one.clause, "basis": one.basis}
            for one in proof.grounds
        ],
        "inputs": [
            {
                "name": _told(one.name),
                "value": _told(one.value),
                "path": one.path,
                "location": one.location,
                "note": _told(one.note),
            }
            for one in proof.sources
        ],
        "readings": [
            {"name": _told(one.name), "points": _told(one.points), "working": _told(one.working)}
            for one in proof.readings
        ],
    }


def _told(words: Text) -> dict[str, str] | None:
    return None if words == NOTHING else {"zh": words[0], "en": words[1]}
