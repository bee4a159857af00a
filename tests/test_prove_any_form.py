"""Whatever a form holds, its numbers are proven, its methods laid side by side and its total's room told."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jixiao import scoring
from jixiao.form import Form
from jixiao.outcome import Audited
from jixiao.proving import provable, prove
from jixiao.rulebooks import load, names
from jixiao.scoring import Scorecard
from jixiao.sensitivity import MOST_PIECES, Points, Room, sensitivity, totals_of
from jixiao.sensitivity_words import sentences
from jixiao.side_by_side import side_by_side
from jixiao.side_by_side_words import differences
from jixiao.terminal_side_by_side import side_by_side_page
from tests.test_audit_any_form import FORMS


def scored(form: Form, name: str) -> tuple[Audited, Scorecard]:
    rulebook = load(name)
    card = scoring.score(form, rulebook)
    return Audited(form, rulebook, (), card, ()), card


@given(form=FORMS, name=st.sampled_from(names()))
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_any_number_is_proven_in_both_languages(form: Form, name: str) -> None:
    one, _ = scored(form, name)
    for path in provable(one):
        proof = prove(one, path)
        assert all(proof.text)
        assert proof.scored == bool(proof.due[0])


@given(form=FORMS, name=st.sampled_from(names()), other=st.sampled_from(names()))
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_any_form_is_laid_side_by_side(form: Form, name: str, other: str) -> None:
    compared = side_by_side(form, [name, other])
    assert sum(line.differs for line in compared.lines) >= len(differences(compared))
    assert side_by_side_page(compared, "表", "en", 80)


@given(form=FORMS, name=st.sampled_from(names()))
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_the_room_of_any_total_holds_what_is_taken_by_the_method(form: Form, name: str) -> None:
    one, card = scored(form, name)
    found = sensitivity(form, one.rulebook, card)
    assert sentences(form, found)
    assert (found.total.low, found.total.high) == (card.total.low, card.total.high)


def test_many_readings_do_not_take_for_ever() -> None:
    """Fifty rows of two readings with many digits have more totals than can be counted; the ends stay exact."""
    pairs = [(Decimal(1), 1 + Decimal(at + 1).sqrt().quantize(Decimal("1E-9"))) for at in range(50)]
    rooms = [
        Room(f"indicators[{at}].score", tuple(Points(one, one) for one in pair), None, "readings")
        for at, pair in enumerate(pairs)
    ]
    totals = totals_of(rooms, Decimal(90))
    assert totals[0].low == sum(low for low, _ in pairs)
    assert totals[-1].high == sum(high for _, high in pairs)
    assert len(totals) <= MOST_PIECES
