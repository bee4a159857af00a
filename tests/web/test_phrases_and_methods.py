"""Ready phrases and the pages of scoring methods (常用语、计分办法)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from jixiao import rulebooks
from jixiao.web.people import duties
from jixiao.web.people.matrix import matrix
from jixiao.web.review import phrases
from jixiao.web.review.models import Phrase
from tests.web.conftest import ROLES, Cast

Enter = Callable[[str], Any]


@pytest.mark.parametrize("role", ROLES)
def test_phrases_are_for_those_who_give_opinions(enter: Enter, cast: Cast, role: str) -> None:
    allowed = matrix().cell("opinion", role) != "no"
    client = enter(role)
    assert client.get("/review/phrases/").status_code == (200 if allowed else 404)
    unit = cast.people[role].posts_on().get().unit
    client.post("/review/phrases/", {"unit": unit.pk, "place": "form", "text": "同意。"})
    assert Phrase.objects.exists() is allowed


def test_an_office_adds_its_own_and_those_below_are_offered_them(enter: Enter, cast: Cast) -> None:
    client = enter("DM")
    client.post("/review/phrases/", {"unit": cast.units["d1"].pk, "place": "indicator", "text": " 请补\n充凭证 "})
    client.post("/review/phrases/", {"unit": cast.units["u3"].pk, "place": "indicator", "text": "别家的"})
    assert [one.text for one in Phrase.objects.all()] == ["请补 充凭证"]
    assert phrases.ready(cast.people["UC"], "indicator")[0] == "请补 充凭证"
    assert "请补 充凭证" not in phrases.ready(cast.people["FP"], "indicator")
    assert "请补 充凭证" not in phrases.ready(cast.people["UC"], "form")


@pytest.mark.parametrize("text", ["", "   ", "同意。"])
def test_a_blank_or_known_phrase_is_refused(enter: Enter, cast: Cast, text: str) -> None:
    phrases.add(cast.people["DM"], cast.units["d1"], "form", "同意。")
    data = {"unit": cast.units["d1"].pk, "place": "form", "text": text}
    assert "没有添加" in enter("DM").post("/review/phrases/", data, follow=True).content.decode()
    assert Phrase.objects.count() == 1


def test_only_the_own_office_removes_a_phrase(enter: Enter, cast: Cast) -> None:
    phrase = phrases.add(cast.people["DM"], cast.units["d1"], "form", "同意。")
    assert phrase is not None
    assert enter("UC").post(f"/review/phrases/{phrase.pk}/remove/").status_code == 404
    duties.give(None, cast.people["AU"], "AU", cast.units["d1"], cast.people["AU"].posts_on().get().since)
    enter("DM").post(f"/review/phrases/{phrase.pk}/remove/")
    assert not Phrase.objects.exists()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_method_has_its_page(enter: Enter, lang: str) -> None:
    client = enter("RM")
    listed = client.get("/methods/", {"lang": lang}).content.decode()
    for name in rulebooks.names():
        assert f"/methods/{name}/" in listed
        page = client.get(f"/methods/{name}/").content.decode()
        one = rulebooks.load(name)
        assert (one.title_en if lang == "en" else one.title) in page
    assert client.get("/methods/no-such-method/").status_code == 404
