"""The golden documents of every family (标准样例): each is read whole, and compared with what its maker put there.

tests/golden/families/FAMILY/NAME.grid is the source, NAME.xlsx (.docx, ...) the document, NAME.json the form that must
be read, with the place of every value. tools/make_goldens.py makes the last two; no reader has a part in it.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import msgspec
import pytest

from jixiao import form_json
from jixiao.form import Form
from jixiao.layouts import families, narrative
from jixiao.location import Location
from jixiao.opening import forms_in
from jixiao.writers import web_page
from tools import golden_pdf
from tools.golden_source import parse
from tools.make_goldens import FAMILIES, as_json, made

SOURCES = sorted(FAMILIES.glob("*/*.grid"))
IN_CATALOGUE = (
    *(
        "L1",
        "L1-GZ",
        "L1-YN",
        "L1-rural",
        "L2",
        "L2-old",
        "L3",
        "L4",
        "L4-review",
        "L5",
        "L6",
        "L7",
        "L7-forest",
        "L7-old",
    ),
    *("L8", "L9", "L10", "L11", "L12", "L13"),
)
NEAR = 1.5  # pt: rules and type are drawn with some width


def name_of(path: Path) -> str:
    return f"{path.parent.name}/{path.stem}"


def document_of(source: Path) -> Path:
    return source.with_suffix(f".{parse(source.read_text(encoding='utf-8')).settings['format']}")


def expected(source: Path) -> list[Form]:
    return form_json.decode(source.with_suffix(".json").read_bytes(), source.name)


def read(source: Path) -> list[Form]:
    document = document_of(source)
    return forms_in(document.read_bytes(), document.name)


def bare(form: Form) -> dict[str, Any]:
    """The form without its places, and without how well it fits."""
    unread = tuple(msgspec.structs.replace(one, location=None) for one in form.unread)
    plain = msgspec.structs.replace(form, locations={}, unread=unread, layout_fit=None, source=None)
    return msgspec.json.decode(msgspec.json.encode(plain), type=dict[str, Any])


@pytest.mark.parametrize("source", SOURCES, ids=name_of)
def test_every_value_is_read(source: Path) -> None:
    assert [bare(form) for form in read(source)] == [bare(form) for form in expected(source)]


@pytest.mark.parametrize("source", SOURCES, ids=name_of)
def test_every_value_has_its_place(source: Path) -> None:
    for form, wanted in zip(read(source), expected(source), strict=True):
        found = form.locations
        assert set(found) == set(wanted.locations)
        wrong = {path: (found[path], place) for path, place in wanted.locations.items() if not same(found[path], place)}
        assert not wrong
        assert [one.location for one in form.unread] == [one.location for one in wanted.unread]


def same(found: Location, wanted: Location) -> bool:
    """Whether two places are one; boxes may differ by the width of a rule."""
    if found.box is None or wanted.box is None:
        return found == wanted
    sides = zip(msgspec.structs.astuple(found.box), msgspec.structs.astuple(wanted.box), strict=True)
    return found.page == wanted.page and all(abs(one - other) <= NEAR for one, other in sides)


@pytest.mark.parametrize("source", [one for one in SOURCES if one.parent.name != "L11"], ids=name_of)
def test_the_same_form_is_read_in_another_format(source: Path) -> None:
    golden = parse(source.read_text(encoding="utf-8"))
    other = "html" if golden.settings["format"] == "pdf" else "pdf"
    golden.settings |= {"format": other, "paper": "wide" if len(golden.widths) > 9 else ""}  # columns of a page upright
    data, wanted = made(golden)
    found = forms_in(data, f"form.{other}")
    assert [bare(form) for form in found] == [bare(form) for form in wanted]
    for form, want in zip(found, wanted, strict=True):
        assert [path for path, place in want.locations.items() if not same(form.locations[path], place)] == []


@pytest.mark.parametrize("height", [430.0, 405.0])
@pytest.mark.parametrize("source", [one for one in SOURCES if one.parent.name in ("L1-YN", "L6", "L7")], ids=name_of)
def test_a_page_end_between_any_rows_changes_no_value(
    source: Path, height: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(golden_pdf, "SHORT", height)
    golden = parse(source.read_text(encoding="utf-8"))
    golden.settings |= {"format": "pdf", "paper": "wide"}
    data, wanted = made(golden)
    assert [bare(form) for form in forms_in(data, "form.pdf")] == [bare(form) for form in wanted]


@pytest.mark.parametrize("source", SOURCES, ids=name_of)
def test_document_and_json_are_what_the_source_says(source: Path) -> None:
    data, forms = made(parse(source.read_text(encoding="utf-8")))
    assert as_json(forms) == source.with_suffix(".json").read_bytes(), "run python -m tools.make_goldens"
    document = document_of(source)
    if document.suffix in (".html", ".txt"):  # the others are packed by libraries whose versions differ
        assert data == document.read_bytes()


@pytest.mark.parametrize("family", IN_CATALOGUE)
def test_every_family_has_two_documents(family: str) -> None:
    sources = [source for source in SOURCES if source.parent.name == family]
    assert len(sources) >= 2, f"{family} has {len(sources)} golden documents"
    assert all(form.layout == family for source in sources for form in expected(source))


@pytest.mark.parametrize("source", [one for one in SOURCES if one.parent.name in ("L7", "L10", "L12")], ids=name_of)
def test_what_only_such_forms_have_is_written_too(source: Path) -> None:
    (form,) = expected(source)
    (again,) = forms_in(web_page.write(form, "L1"), "form.html")
    assert (again.kind, again.funds, again.goals) == (form.kind, form.funds, form.goals)
    assert (again.management, again.indicators) == (form.management, form.indicators)


def test_no_document_is_large_or_names_a_person() -> None:
    for source in SOURCES:
        assert document_of(source).stat().st_size < 40_000
        for form in expected(source):
            assert form.contact in (None, "某某某")
            assert not re.search(r"1[3-9]\d{9}", source.read_text(encoding="utf-8"))


def test_the_page_of_layouts_names_every_family() -> None:
    page = (FAMILIES.parents[2] / "docs" / "layouts.md").read_text(encoding="utf-8")
    named = re.findall(r"^\| (L[\w-]+) \| ([^|（]+)", page, re.MULTILINE)
    titles = {family.name: family.title for family in families.known()} | {narrative.NAME: "文字自评报告"}
    assert {name for name, _ in named} == {*titles} == {*IN_CATALOGUE}
    assert all(titles[name].startswith(title.strip()) for name, title in named)
