"""Forms as JSON: exact both ways, and every mistake refused at its place."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import jsonschema
import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jixiao import form_json, json_places, opening
from jixiao.errors import InvalidForm
from jixiao.form import Facet, Form, FormKind, FundLine, Goal, Group, GroupHeading, Indicator, Inference, Unread
from jixiao.location import Location
from jixiao.quantity import parse

TEXTS = st.none() | st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
NUMBERS = st.none() | st.decimals(-(10**9), 10**9, allow_nan=False, places=2) | st.sampled_from([Decimal("9.40")])
QUANTITIES = st.none() | st.sampled_from(["≥99%", "12月底前", "优秀", "1191.07", "—"]).map(parse)
PLACES = st.builds(Location, sheet=st.just("表"), cell=st.just("B12"))
FUNDS = st.builds(FundLine, source=st.text(max_size=5), is_total=st.booleans(), executed=NUMBERS, rate=NUMBERS)
INDICATORS = st.builds(
    Indicator,
    name=TEXTS,
    group=st.none() | st.sampled_from(Group),
    facet=st.none() | st.sampled_from(Facet),
    target=QUANTITIES,
    actual=QUANTITIES,
    weight=NUMBERS,
    score=NUMBERS,
    reason=TEXTS,
)
UNREAD = st.builds(Unread, path=TEXTS, text=st.just("二十"), reason=st.just("不是数字"))
FORMS = st.builds(
    Form,
    kind=st.sampled_from(FormKind),
    title=TEXTS,
    year=st.none() | st.integers(1990, 2040),
    filed_on=st.none() | st.dates(date(1990, 1, 1)),
    funds=st.lists(FUNDS, max_size=3).map(tuple),
    goals=st.lists(st.builds(Goal, expected=TEXTS, actual=TEXTS), max_size=2).map(tuple),
    headings=st.lists(st.builds(GroupHeading, label=st.text(max_size=4), weight=NUMBERS), max_size=2).map(tuple),
    indicators=st.lists(INDICATORS, max_size=4).map(tuple),
    total_score=NUMBERS,
    notes=st.lists(st.text(max_size=5), max_size=2).map(tuple),
    attributes=st.dictionaries(st.text(max_size=3), st.text(max_size=3), max_size=2),
    locations=st.dictionaries(st.text(max_size=3), PLACES, max_size=2),
    inferences=st.lists(st.builds(Inference, path=st.just("year"), evidence=st.just("据表名")), max_size=1).map(tuple),
    unread=st.lists(UNREAD, max_size=1).map(tuple),
)


@given(form=FORMS, pretty=st.booleans())
def test_a_form_survives_the_way_to_json_and_back(form: Form, *, pretty: bool) -> None:
    assert form_json.decode(form_json.encode(form, pretty=pretty), "form.json") == [form]


VALIDATOR = jsonschema.Draft202012Validator(form_json.schema())


@given(FORMS)
@settings(deadline=None)
def test_what_is_written_keeps_its_own_schema(form: Form) -> None:
    VALIDATOR.validate(json.loads(form_json.encode(form)))


def test_printed_digits_survive() -> None:
    form = Form(total_score=Decimal("9.40"), funds=(FundLine("年度资金总额", executed=Decimal("2468.990")),))
    assert form_json.encode(form) == (
        '{"funds":[{"source":"年度资金总额","executed":"2468.990"}],"total_score":"9.40"}'.encode()
    )


def test_several_forms_stand_in_a_list() -> None:
    forms = form_json.decode('[{"title": "甲"}, {"title": "乙"}]'.encode(), "forms.json")
    assert [form.title for form in forms] == ["甲", "乙"]


def test_the_schema_explains_its_fields_in_chinese() -> None:
    fields = form_json.schema()["$defs"]["FundLine"]["properties"]
    assert fields["executed"]["description"] == "全年执行数（B）"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{"unit": 3}', "$.unit 处不合自评表 JSON 规范：应为 str | null，实为 int"),
        ('{"funds": [{}]}', "$.funds[0] 处不合自评表 JSON 规范：缺少字段 source"),
        ('{"indicator": []}', "$.indicator 处不合自评表 JSON 规范：没有这个字段"),
        ('[{"indicators": [{"wieght": 1}]}]', "$[0].indicators[0].wieght 处不合自评表 JSON 规范：没有这个字段"),
        ('{"kind": "x"}', "$.kind 处不合自评表 JSON 规范：不是允许的取值 'x'"),
        ('{"total_score": "NaN"}', "$.total_score 处不合自评表 JSON 规范：NaN 不是有限的数"),
        (
            '[{"funds": [{"source": "a", "rate": "-Infinity"}]}]',
            "$[0].funds[0].rate 处不合自评表 JSON 规范：-Infinity 不是有限的数",
        ),
        ('{"total_score": "1E+999999"}', "$.total_score 处不合自评表 JSON 规范：数字过长"),
        ('{"unit": "甲"', "$ 处不合自评表 JSON 规范：不是正确的 JSON（Input data was truncated）"),
        ("[" * 5000, "$ 处不合自评表 JSON 规范：嵌套过深"),
        ("[3]", "$[0] 处不合自评表 JSON 规范：应为 object，实为 int"),
    ],
)
def test_a_mistake_is_refused_at_its_place(text: str, message: str) -> None:
    with pytest.raises(InvalidForm) as raised:
        form_json.decode(text.encode(), "f.json")
    assert str(raised.value) == f"f.json：{message}。规范见 jixiao read --schema。"


def test_a_json_file_opens_as_a_form_and_names_its_source(tmp_path: Path) -> None:
    path = tmp_path / "甲.txt"
    path.write_bytes(b"\xef\xbb\xbf" + form_json.encode(Form(title="自评表"), pretty=True))
    (form,) = opening.open_forms(path)
    assert (form.title, form.source) == ("自评表", "甲.txt")


def test_values_read_from_json_know_their_place(tmp_path: Path) -> None:
    path = tmp_path / "forms.json"
    form = Form(year=2022, funds=(FundLine("年度资金总额", executed=Decimal(1)),))
    path.write_bytes(b"[{}," + form_json.encode(form) + b"]")
    places = {key: place.pointer for key, place in opening.open_forms(path)[1].locations.items()}
    assert places["year"] == "/1/year"
    assert places["funds[0]"] == "/1/funds/0"
    assert places["funds[0].executed"] == "/1/funds/0/executed"
    assert "funds[0].score" not in places
    assert "unit" not in places


@given(FORMS, st.sampled_from(("", "/0", "/17")))
def test_a_store_keeps_one_place_of_a_form_from_json_and_tells_all_again(form: Form, start: str) -> None:
    whole = json_places.pointed(msgspec.structs.replace(form, locations={}), start)
    assert len(json_places.kept(whole).locations) == 1
    assert form_json.kept(form_json.keep([whole])) == [whole]


@pytest.mark.parametrize(
    "locations",
    [
        {},
        {"year": Location(sheet="表", cell="A2")},
        {"kind": Location(pointer="/kind"), "year": Location(pointer="/year")},
        {"kind": Location(line=3)},
    ],
)
def test_a_store_keeps_other_places_as_they_are(locations: dict[str, Location]) -> None:
    form = Form(year=2022, locations=locations)
    assert json_places.kept(form) == form
    assert form_json.kept(form_json.keep([form])) == [form]


def test_places_in_an_older_source_are_kept() -> None:
    form = Form(year=2022, locations={"year": Location(sheet="表", cell="A2")})
    assert json_places.pointed(form) == form
