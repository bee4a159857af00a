"""The editor at the server: texts of cells become a form and stay what was typed, and two people lose nothing."""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import msgspec
import pytest
from django.urls import reverse

from jixiao import outcome, quantity, rulebooks
from jixiao.form import Form, Indicator
from jixiao.web.forms import cells, filling, saving
from jixiao.web.forms.models import FormRecord, FormVersion

from .conftest import Cast

Enter = Callable[[str], Any]
MOST_QUERIES = 24  # of one save: session, person, posts, locks, version, log


@pytest.fixture
def filler(enter: Enter, filled: FormRecord) -> Callable[..., Any]:
    """Post edits of the filled form as its filler."""
    client = enter("UF")

    def send(seen: int | None = None, **edits: Any) -> Any:  # noqa: ANN401 - the answer of Django's test client
        body = {"seen": FormRecord.objects.get(pk=filled.pk).revision if seen is None else seen, **edits}
        return client.post(reverse("save", args=[filled.pk]), json.dumps(body), content_type="application/json")

    return send


def now(record: FormRecord) -> Form:
    """What stands in the database."""
    return FormRecord.objects.get(pk=record.pk).form


def typed(form: Form, at: int, **texts: str) -> Form:
    """The form after cells of one indicator were typed."""
    board = cells.framed(form, rulebooks.for_form(form).rulebook)
    return filling.applied(form, filling.Edits(0, {}, {"indicators": filling.RowEdits(None, {str(at): texts})}), board)


@pytest.mark.parametrize("content", ["department-2022", "sichuan-2023", "project-clean-2023", "made-1", "made-4"])
def test_typing_the_same_texts_again_changes_nothing(content: str) -> None:
    form = demo(content)
    board = cells.framed(form, rulebooks.for_form(form).rulebook)
    texts = cells.texts_of(form, board)
    rows = {
        block: filling.RowEdits(list(range(len(one))), {str(at): writable(row) for at, row in enumerate(one)})
        for block, one in texts["rows"].items()
    }
    singles = {path: text for path, text in texts["cells"].items() if text}
    again = filling.applied(form, filling.Edits(0, singles, rows), board)
    assert cells.texts_of(again, board) == texts
    assert outcome.audited(again).scorecard.total == outcome.audited(form).scorecard.total


def writable(row: dict[str, str]) -> dict[str, str]:
    """The cells of a row that the filler may type into."""
    return {key: text for key, text in row.items() if key != "review_score"}


def demo(content: str) -> Form:
    """A form of the demonstration."""
    from importlib import resources  # noqa: PLC0415

    from jixiao import form_json  # noqa: PLC0415

    data = resources.files("jixiao.web.demo").joinpath("forms", f"{content}.json").read_bytes()
    return form_json.decode(data, content)[0]


def test_a_save_answers_with_what_the_library_says(filler: Callable[..., Any], filled: FormRecord) -> None:
    answer = filler(rows={"indicators": {"cells": {"0": {"actual": "6.3公里", "score": "10"}}}})
    told = answer.json()
    assert answer.status_code == 200
    assert now(filled).indicators[0].actual.number == Decimal("6.3")  # type: ignore[union-attr]
    assert told["rows"]["indicators[0].score"]["due"] == "5"
    assert told["rows"]["indicators[0].score"]["tone"] == "differs"
    assert "indicators[0].score" in told["doubts"]
    assert 'data-path="indicators[0].score"' in told["margin"]


def test_digits_are_kept_as_typed(filler: Callable[..., Any], filled: FormRecord) -> None:
    filler(rows={"indicators": {"cells": {"0": {"score": "9.40"}}}}, cells={"total_score": "98.350"})
    assert str(now(filled).indicators[0].score) == "9.40"
    assert str(now(filled).total_score) == "98.350"


def test_full_width_digits_are_told_back_as_they_read(filler: Callable[..., Any]) -> None:
    assert filler(cells={"total_score": "９８．５分"}).json()["retold"] == {"total_score": "98.5"}


@pytest.mark.parametrize("text", ["约九十", "9,5", "10分左右", "1e5", "NaN", "٣"])
def test_what_is_no_number_is_kept_and_shown_again(filler: Callable[..., Any], filled: FormRecord, text: str) -> None:
    answer = filler(rows={"indicators": {"cells": {"1": {"score": text}}}}).json()
    form = now(filled)
    assert form.indicators[1].score is None
    assert [(one.path, one.text) for one in form.unread] == [("indicators[1].score", text)]
    board = cells.framed(form, rulebooks.for_form(form).rulebook)
    assert cells.texts_of(form, board)["rows"]["indicators"][1]["score"] == text
    assert text in answer["margin"]
    filler(rows={"indicators": {"cells": {"1": {"score": "9"}}}})
    assert now(filled).unread == ()


def test_rows_move_with_all_that_is_known_of_them(filler: Callable[..., Any], filled: FormRecord) -> None:
    filler(rows={"indicators": {"cells": {"2": {"score": "九分"}}}})
    before = now(filled)
    order = [2, "n1", *(at for at in range(len(before.indicators)) if at not in (2, 4))]
    filler(rows={"indicators": {"order": order, "cells": {"n1": {"name": "新指标", "target": "≥5个"}}}})
    after = now(filled)
    assert [row.name for row in after.indicators[:2]] == [before.indicators[2].name, "新指标"]
    assert len(after.indicators) == len(before.indicators)
    assert before.indicators[4] not in after.indicators
    assert [(one.path, one.text) for one in after.unread] == [("indicators[0].score", "九分")]


def test_a_level_with_its_weight_goes_to_the_heading() -> None:
    form = demo("project-clean-2023")
    for at, row in enumerate(form.indicators):
        if row.level1 == "产出指标":
            form = typed(form, at, level1="产出指标（45分）")
    assert next(one.weight for one in form.headings if one.label == "产出指标") == 45
    assert form.indicators[0].group == "output"


def test_a_renamed_level_is_classed_anew() -> None:
    form = typed(demo("project-clean-2023"), 0, level1="满意度指标", level2="服务对象满意度指标")
    assert (form.indicators[0].group, form.indicators[0].facet) == ("satisfaction", "satisfaction")


def test_sign_value_and_unit_are_one_target() -> None:
    form = demo("sichuan-2023")
    form = msgspec.structs.replace(form, indicators=(*form.indicators, Indicator(level1="产出指标")))
    at = len(form.indicators) - 1
    waiting = typed(typed(form, at, sign="≤"), at, unit="天")
    assert waiting.indicators[at].target is None
    assert {one.text for one in waiting.unread} == {"≤", "天"}
    done = typed(waiting, at, value="30")
    target = done.indicators[at].target
    assert target is not None
    assert (target.operator, target.number, target.unit) == ("≤", Decimal(30), "天")
    assert done.unread == ()


def test_a_stale_save_tells_who_and_what_and_changes_nothing(
    filler: Callable[..., Any], filled: FormRecord, cast: Cast
) -> None:
    seen = FormRecord.objects.get(pk=filled.pk).revision
    other = msgspec.structs.replace(now(filled), conclusion="别人写的结论")
    saving.save(filled.pk, cast.people["UF"], other, seen)
    answer = filler(seen=seen, cells={"conclusion": "我写的结论"})
    assert answer.status_code == 409
    assert answer.json()["by"] == cast.people["UF"].name
    assert answer.json()["texts"]["cells"]["conclusion"] == "别人写的结论"
    assert now(filled).conclusion == "别人写的结论"


@pytest.mark.parametrize(
    "edits",
    [
        {"rows": {"nonsense": {"cells": {}}}},
        {"rows": {"indicators": {"cells": {"0": {"review_score": "9"}}}}},
        {"rows": {"indicators": {"order": [0, 0]}}},
        {"rows": {"indicators": {"order": [999]}}},
        {"rows": {"indicators": {"order": ["x"]}}},
        {"cells": {"revision": "1"}},
        {"cells": {"notes[99]": "1"}},
        {"cells": {"title": "长" * 20_001}},
    ],
)
def test_what_does_not_fit_the_form_is_refused_whole(
    filler: Callable[..., Any], filled: FormRecord, edits: dict[str, Any]
) -> None:
    before = FormRecord.objects.get(pk=filled.pk)
    answer = filler(**edits)
    assert answer.status_code == 400
    assert answer.json()["error"]
    assert FormRecord.objects.get(pk=filled.pk).revision == before.revision


@pytest.mark.parametrize("body", ["", "[]", "{", '{"seen": "x"}', '{"seen": 1, "other": 2}', '{"cells": {}}'])
def test_a_broken_request_is_refused(enter: Enter, filled: FormRecord, body: str) -> None:
    answer = enter("UF").post(reverse("save", args=[filled.pk]), body, content_type="application/json")
    assert answer.status_code == 400


@pytest.mark.parametrize(("role", "status"), [("UC", 403), ("FP", 403), ("SA", 404)])
def test_only_the_filler_saves(enter: Enter, filled: FormRecord, role: str, status: int) -> None:
    body = json.dumps({"seen": filled.revision, "cells": {"title": "x"}})
    answer = enter(role).post(reverse("save", args=[filled.pk]), body, content_type="application/json")
    assert answer.status_code == status


def test_markup_and_control_characters_are_harmless(
    enter: Enter, filler: Callable[..., Any], filled: FormRecord
) -> None:
    filler(cells={"conclusion": "<script>alert(1)</script>\u202e\x00好"})
    assert now(filled).conclusion == "<script>alert(1)</script>好"
    page = enter("UF").get(reverse("edit", args=[filled.pk])).content.decode()
    assert "<script>alert" not in page


def test_one_save_asks_the_database_little(
    filler: Callable[..., Any], django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    filler(cells={"conclusion": "一"})
    with django_assert_max_num_queries(MOST_QUERIES):
        filler(cells={"conclusion": "二"}, seen=None)


def test_another_persons_save_begins_a_version(filled: FormRecord, cast: Cast) -> None:
    from jixiao.web.people import duties  # noqa: PLC0415
    from jixiao.web.people.models import Account  # noqa: PLC0415

    second = Account.objects.make("second", "某接手")
    duties.give(None, second, "UF", cast.units["u1"], filled.since.date())
    before = filled.version.number
    saving.save(filled.pk, second, msgspec.structs.replace(filled.form, conclusion="新"), filled.revision)
    assert FormRecord.objects.get(pk=filled.pk).version.number == before + 1
    assert FormVersion.objects.get(record=filled, number=before).form.conclusion != "新"


def test_a_proof_and_a_rule_are_told(enter: Enter, filled: FormRecord) -> None:
    client = enter("UF")
    proof = client.get(reverse("why", args=[filled.pk]), {"path": "indicators[0].score"}).content.decode()
    assert "12.6" in proof
    rule = client.get(reverse("why", args=[filled.pk]), {"code": "A006"}).content.decode()
    assert "依据" in rule
    assert client.get(reverse("why", args=[filled.pk]), {"path": "nonsense"}).status_code == 200


def test_a_total_row_that_was_removed_can_be_typed_again(filler: Callable[..., Any], filled: FormRecord) -> None:
    filler(rows={"funds": {"order": list(range(1, len(filled.form.funds)))}})
    assert now(filled).total_fund is None
    order = ["n1", *range(len(now(filled).funds))]
    filler(rows={"funds": {"order": order, "cells": {"n1": {"source": "年度资金总额", "full_budget": "1,234.50"}}}})
    total = now(filled).total_fund
    assert total is not None
    assert str(total.full_budget) == "1234.50"


def test_cells_beyond_the_typed_ones_are_told_when_a_heading_changes(filler: Callable[..., Any]) -> None:
    told = filler(rows={"indicators": {"cells": {"0": {"level1": "产出指标（45分）"}}}}).json()
    assert told["texts"]["rows"]["indicators"][1]["level1"].endswith("（45分）")


def test_notes_and_fund_management_are_rows_like_any_others(filler: Callable[..., Any], filled: FormRecord) -> None:
    notes = len(filled.form.notes)
    order = [*range(notes), "n1"]
    told = filler(
        rows={
            "notes": {"order": order, "cells": {"n1": {"text": "资金含上年结转。"}}},
            "management": {"order": ["n1"], "cells": {"n1": {"aspect": "下达及时性", "situation": "30 日内下达"}}},
        }
    ).json()
    form = now(filled)
    assert form.notes == (*filled.form.notes, "资金含上年结转。")
    assert [(one.aspect, one.situation, one.problems) for one in form.management] == [
        ("下达及时性", "30 日内下达", None)
    ]
    assert told["texts"]["rows"]["management"][0]["situation"] == "30 日内下达"
    filler(rows={"notes": {"order": list(range(notes))}, "management": {"order": []}})
    assert (now(filled).notes, now(filled).management) == (filled.form.notes, ())


def test_a_blank_transfer_form_asks_for_the_management_of_its_funds() -> None:
    from jixiao.form import FormKind  # noqa: PLC0415
    from jixiao.writers.blank import blank  # noqa: PLC0415

    method = rulebooks.load("central-transfer")
    form = blank(FormKind.TRANSFER, method)
    board = cells.framed(form, method)
    assert [key for key, _ in board.management] == ["aspect", "situation", "problems"]
    assert cells.texts_of(form, board)["rows"]["management"][0]["aspect"] == "分配科学性"


@pytest.mark.parametrize(
    ("text", "stays"), [("良好", True), ("优", True), ("≥95%", False), ("12 次", False), ("", False)]
)
def test_a_target_of_words_stays_qualitative_where_no_column_says_so(text: str, *, stays: bool) -> None:
    form = demo("project-clean-2023")
    rows = list(form.indicators)
    rows[0] = msgspec.structs.replace(rows[0], target=quantity.parse("优秀", sign="定性"))
    target = typed(msgspec.structs.replace(form, indicators=tuple(rows)), 0, target=text).indicators[0].target
    assert (target is not None and target.qualitative) is stays
