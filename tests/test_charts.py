"""Charts: pure data with exact numbers, drawn without a browser by the one vendored file."""

from __future__ import annotations

import hashlib
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from jixiao import charts
from jixiao.charts import engine
from jixiao.charts.drawing import bars
from jixiao.charts.model import Bar, as_json
from jixiao.form import Form
from jixiao.outcome import audited, examine
from tests.report_forms import hostile
from tests.test_audit_any_form import FORMS

DEPARTMENT = Path(__file__).parent.parent / "examples" / "department-2022.xlsx"
SVG = "{http://www.w3.org/2000/svg}"


def texts_of(drawn: str) -> list[str]:
    return ["".join(map(str, one.itertext())) for one in etree.fromstring(drawn.encode()).iter(f"{SVG}text")]


def drawn(form: Form, name: str, lang: str = "zh") -> list[str]:
    chart = next(one for one in charts.charts_of(audited(form), lang) if one.name == name)
    return texts_of(charts.svg(chart.option, 600, chart.height))


def test_the_vendored_file_is_the_one_that_was_published() -> None:
    assert hashlib.sha256(engine.FILE.read_bytes()).hexdigest() == engine.SHA256
    assert f'version="{engine.VERSION}"' in charts.script()
    assert {"LICENSE", "LICENSE-d3", "NOTICE"} <= {path.name for path in engine.FILE.parent.iterdir()}


def test_the_charts_of_the_example_say_its_numbers() -> None:
    form = examine(DEPARTMENT).forms[0].form
    rates, weights = drawn(form, "execution"), drawn(form, "weights")
    assert [text for text in rates if text.endswith("%")] == ["90.24%", "89.98%", "90.60%"]
    assert "2468.99 / 2735.89 万元" in rates
    assert [text for text in weights if text.isdigit()] == ["10", "80", "10", "10", "10", "50", "30", "10"]
    assert "65.98–80" in drawn(form, "groups")
    assert {"0.98", "0–2", "预算执行率"} <= set(drawn(form, "lost"))
    assert "Budget execution" in drawn(form, "lost", "en")


def test_what_a_method_leaves_open_is_drawn_from_its_least_to_its_most() -> None:
    chart = next(one for one in charts.charts_of(examine(DEPARTMENT).forms[0], "zh") if one.name == "groups")
    solid, pale = ([datum["value"] for datum in part["data"]] for part in chart.option["series"][1:])
    assert solid == [Decimal("9.02"), Decimal("65.98"), Decimal(8), Decimal(0)]
    assert pale == [None, Decimal("14.02"), Decimal(2), Decimal(10)]


def test_a_rate_stated_wrongly_stands_beside_the_right_one() -> None:
    form = examine(DEPARTMENT).forms[0].form
    wrong = msgspec.structs.replace(form.funds[0], rate=Decimal("0.9124"))
    told = drawn(msgspec.structs.replace(form, funds=(wrong, *form.funds[1:])), "execution")
    assert {"91.24%", "90.24%", "填报", "复算"} <= set(told)


@given(st.lists(st.decimals(0, 10**20, places=2), min_size=1, max_size=5))
def test_numbers_reach_the_chart_with_their_digits(numbers: list[Decimal]) -> None:
    option = bars([str(at) for at in range(len(numbers))], [("甲", "#9aa9ba", [Bar(one, "") for one in numbers])])
    text = as_json(option)
    for one in numbers:
        assert f'"value":{one:f}' in text or f'"value":{one}' in text


@given(FORMS)
@settings(deadline=None, max_examples=25)
def test_any_form_is_drawn(form: Form) -> None:
    for chart in charts.charts_of(audited(form), "zh"):
        assert len(chart.paths) == len(chart.option["yAxis"]["data"])
        assert texts_of(charts.svg(chart.option, 500, chart.height))


@pytest.mark.parametrize("name", ["execution", "groups", "lost"])
def test_hostile_names_are_only_text(name: str) -> None:
    chart = next(one for one in charts.charts_of(audited(hostile()), "zh") if one.name == name)
    root = etree.fromstring(charts.svg(chart.option, 600, chart.height).encode())
    assert {etree.QName(one).localname for one in root.iter()} <= {"svg", "rect", "path", "text", "g", "defs", "style"}
    assert all("alert" not in value for one in root.iter() for value in one.attrib.values())


def test_the_engine_sees_neither_files_nor_the_network() -> None:
    charts.svg({"series": []}, 100, 100)
    known = engine._local.context.eval(
        "typeof require + typeof process + typeof fetch + typeof XMLHttpRequest + typeof std"
    )
    assert known == "undefined" * 5
