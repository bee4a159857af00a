"""What `jixiao score` says, as JSON: proofs of every award, several methods side by side, the room of the total."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from jixiao import __version__
from jixiao.errors import JixiaoError
from jixiao.form import Form
from jixiao.outcome import Audited
from jixiao.proving import prove
from jixiao.scoring.sums import grade_of
from jixiao.sensitivity import Flip, Sensitivity
from jixiao.sensitivity_words import sentences
from jixiao.side_by_side import Line, Reason, SideBySide
from jixiao.side_by_side_words import reason_told, reasons_told
from jixiao.writers.proofs_json import proof_of, rulebook_of

FORMAT = 1  # raised when a program that reads this would have to change


def scores_json(files: Iterable[Mapping[str, Any]]) -> str:
    """Every file with its forms."""
    document = {"format": FORMAT, "jixiao": __version__, "files": list(files)}
    return msgspec.json.format(msgspec.json.encode(document), indent=2).decode() + "\n"


def file_of(name: str, error: JixiaoError | None, forms: list[dict[str, Any]]) -> dict[str, Any]:
    """One file, or why it could not be read."""
    told = None if error is None else {"kind": type(error).__name__, "message_zh": error.zh, "message_en": error.en}
    return {"file": name, "error": told, "forms": forms}


def head_of(form: Form) -> dict[str, Any]:
    """Whose form it is, and its stated total."""
    names = ("kind", "title", "unit", "project", "year", "grade")
    return {name: getattr(form, name) for name in names} | {"stated_total": form.total_score}


def awards_of(one: Audited) -> dict[str, Any]:
    """The score card, and the proof of every award in both languages."""
    card = one.scorecard
    scored = [*(() if card.execution is None else (card.execution,)), *card.indicators]
    return {
        "rulebook": rulebook_of(one),
        "scorecard": card,
        "proofs": [proof_of(prove(one, award.path)) for award in scored],
    }


def side_by_side_of(compared: SideBySide) -> dict[str, Any]:
    """One form under several methods."""
    stated = compared.form.total_score
    return {
        "methods": [
            {
                "name": one.name,
                "title_zh": one.rulebook.title,
                "title_en": one.rulebook.title_en,
                "own": one.own,
                "total": one.card.total,
                "taken": one.card.taken,
                "grade": one.card.grade,
                "stated_grade": None if stated is None else grade_of(stated, one.rulebook),
            }
            for one in compared.methods
        ],
        "rows": [_line(compared, line) for line in compared.lines],
        "grades": [_reason(reason) for reason in compared.grades],
        "unfelt": [_reason(reason) for reason in compared.unfelt],
    }


def _line(compared: SideBySide, line: Line) -> dict[str, Any]:
    names = [method.name for method in compared.methods]
    why = reasons_told(line.reasons) if line.reasons else None
    return {
        "path": line.path,
        "stated": line.stated,
        "scored": dict(zip(names, line.scored, strict=True)),
        "differs": line.differs,
        "why": None if why is None else {"zh": why[0], "en": why[1]},
        "reasons": [_reason(reason) for reason in line.reasons],
    }


def _reason(reason: Reason) -> dict[str, Any]:
    zh, en = reason_told(reason)
    says = [{"methods": names, "zh": words[0], "en": words[1]} for words, names in reason.says]
    return {"zh": zh, "en": en, "rule_zh": reason.rule[0], "rule_en": reason.rule[1], "says": says}


def sensitivity_of(form: Form, found: Sensitivity) -> dict[str, Any]:
    """The range of the total and what flips its grade."""
    told = sentences(form, found)
    return {
        "rulebook": found.rulebook.name,
        "total": found.total,
        "taken": found.taken,
        "grade": found.grade,
        "stated": found.stated,
        "stated_grade": found.stated_grade,
        "grades": found.grades,
        "bands": None if found.bands is None else found.bands.bands,
        "bands_borrowed_from": found.borrowed,
        "rows": [
            {"path": room.path, "options": room.options, "taken": room.taken, "width": room.width, "why": room.why}
            for room in found.rooms
        ],
        "blank": found.blanks,
        "flips": [_flip(flip) for flip in found.flips],
        "sentences_zh": [zh for zh, _ in told],
        "sentences_en": [en for _, en in told],
    }


def _flip(flip: Flip) -> dict[str, Any]:
    return {
        "direction": "up" if flip.upward else "down",
        "possible": flip.possible,
        "rows": flip.moves,
        "total": flip.total.high,
        "total_open": flip.total.open,
        "grade": flip.grade,
    }
