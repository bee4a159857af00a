"""What surveys found, as tables and as JSON (核查结果的输出): headings in the language asked for, numbers exact."""

from __future__ import annotations

import json
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from jixiao.lang import pick, say
from jixiao.numerals import plain
from jixiao.surveys.engine import Survey
from jixiao.surveys.run import Cell, Result
from jixiao.tables.model import Head, Sheet

NUMERIC = "case"
MOST_TITLE = 31  # characters of a sheet's name


def trimmed(cell: Cell) -> Cell:
    """A decimal without the zeros that only fill the column of the store (去掉补位的零)."""
    if not isinstance(cell, Decimal):
        return cell
    text = plain(cell)
    return Decimal(text.rstrip("0").rstrip(".") if "." in text else text)


def heads(survey: Survey, lang: str) -> tuple[Head, ...]:
    """The columns of the answer (列)."""
    return tuple(Head(pick((column.zh, column.en), lang), "text") for column in survey.columns)


def sheet(result: Result, lang: str) -> Sheet:
    """One survey's answer as a sheet (工作表)."""
    survey = result.survey
    name = f"{survey.code} {pick((survey.title, survey.title_en), lang)}"
    rows = [[trimmed(cell) for cell in row] for row in result.rows]
    return Sheet(survey.code, name[:MOST_TITLE], heads(survey, lang), rows)


def contents(results: Sequence[Result], lang: str) -> Sheet:
    """What was asked and how much was found (目录)."""
    names = ("code", "title", "cases", "lines", "meaning", "basis", "settings")
    rows = [
        (
            one.survey.code,
            pick((one.survey.title, one.survey.title_en), lang),
            one.cases,
            one.lines,
            pick((one.survey.meaning, one.survey.meaning_en), lang),
            pick((one.survey.basis, one.survey.basis_en), lang),
            settings(one, lang),
        )
        for one in results
    ]
    return Sheet(
        "contents",
        say("survey.contents", lang),
        tuple(Head(say(f"survey.{name}", lang), "text") for name in names),
        rows,
    )


def settings(result: Result, lang: str) -> str:
    """The settings that were used, in words (参数取值)."""
    told = (
        f"{pick((one.zh, one.en), lang)} {plain(result.settings[one.name])}（{one.name}）"
        for one in result.survey.settings
    )
    return pick(("；", "; "), lang).join(told)


def as_json(result: Result) -> dict[str, Any]:
    """One survey's answer for programs (JSON): numbers with a point are strings, as everywhere in jixiao."""
    names = [column.name for column in result.survey.columns]
    return {
        "code": result.survey.code,
        "name": result.survey.name,
        "title": result.survey.title,
        "title_en": result.survey.title_en,
        "settings": {name: plain(value) for name, value in result.settings.items()},
        "cases": result.cases,
        "rows": [dict(zip(names, map(_plain, row), strict=True)) for row in result.rows],
    }


def _plain(cell: Cell) -> str | int | None:
    shown = trimmed(cell)
    return plain(shown) if isinstance(shown, Decimal) else shown


def written_json(results: Sequence[dict[str, Any]]) -> str:
    """The JSON document of several surveys."""
    return json.dumps(list(results), ensure_ascii=False, indent=2) + "\n"
