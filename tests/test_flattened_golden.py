"""Flattened texts of the printed families, against the forms that a person checked.

tests/golden/text/NAME.txt is the text, NAME.json what must be read.
"""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from jixiao import form_json
from jixiao.form import Form
from jixiao.layouts import flattened
from jixiao.location import Location
from jixiao.readers import text

GOLDEN = Path(__file__).parent / "golden" / "text"
NAMES = sorted(path.stem for path in GOLDEN.glob("*.txt"))


def forms_of(name: str) -> list[Form]:
    return flattened.recognise(text.read((GOLDEN / f"{name}.txt").read_bytes(), f"{name}.txt"))


def bare(form: Form) -> Form:
    unread = tuple(msgspec.structs.replace(one, location=None) for one in form.unread)
    return msgspec.structs.replace(form, locations={}, unread=unread)


@pytest.mark.parametrize("name", NAMES)
def test_the_form_is_read_as_checked(name: str) -> None:
    expected = form_json.decode((GOLDEN / f"{name}.json").read_bytes(), name)
    assert [bare(form) for form in forms_of(name)] == expected


@pytest.mark.parametrize("name", NAMES)
def test_every_value_has_the_line_where_it_stands(name: str) -> None:
    lines = (GOLDEN / f"{name}.txt").read_text(encoding="utf-8").split("\n")
    for form in forms_of(name):
        for index, row in enumerate(form.indicators):
            for key in ("target", "actual"):
                value = getattr(row, key)
                line = form.locations[f"indicators[{index}].{key}"].line
                assert value is not None
                assert line is not None
                assert value.text[:4] in lines[line - 1]
        for index, fund in enumerate(form.funds):
            line = form.locations[f"funds[{index}].source"].line
            assert line is not None
            assert fund.source in lines[line - 1]


def test_the_places_of_a_department_form() -> None:
    form = forms_of("department")[0]
    places = (
        "title",
        "year",
        "seal",
        "filed_on",
        "unit",
        "total_score",
        "conclusion",
        "contact",
        "notes[0]",
        "notes[3]",
    )
    lines = (GOLDEN / "department.txt").read_text(encoding="utf-8").split("\n")
    found = {path: form.locations[path] for path in places}
    assert all(place == Location(line=place.line) for place in found.values())
    beginnings = {path: lines[(place.line or 0) - 1].strip()[:6] for path, place in found.items()}
    assert beginnings == {
        "title": "部门整体支出",
        "year": "（2022年",
        "seal": "单位（盖章）",
        "filed_on": "填报日期：2",
        "unit": "部门（单位）",
        "total_score": "总     ",
        "conclusion": "1.按年度预",
        "contact": "联系人：某某",
        "notes[0]": "注：1.绩效",
        "notes[3]": "4.定性指标",
    }
