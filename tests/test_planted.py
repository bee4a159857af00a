"""Planted errors are found and correct forms left in peace: a small sample of what bench/planted measures at length."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable

import pytest
from msgspec.structs import replace

from bench.planted import documents
from bench.planted.catalogue import Mutation, all_mutations
from bench.planted.generator import Made, recipes
from bench.planted.measure import GRAVE, base_of, measure, plant
from bench.planted.report import shortfalls
from jixiao import rulebooks
from jixiao.checks import all_checks, audit, render
from jixiao.opening import forms_in
from jixiao.rulebooks.model import Rulebook

SEED = "planted"
SAMPLE = [base_of(SEED, number) for number in range(240)]
UNPLANTABLE: dict[str, str] = {}
"""Checks without a mutation, each with its reason."""

each_mutation = pytest.mark.parametrize("mutation", all_mutations(), ids=lambda one: one.name)


def test_every_check_has_a_mutation_that_must_cause_it() -> None:
    planted = {one.code for one in all_mutations()}
    assert {one.code for one in all_checks()} - planted == set(UNPLANTABLE)


def test_every_mutation_names_a_check() -> None:
    known = {one.code for one in all_checks()}
    assert [one.name for one in all_mutations() if one.code not in known] == []


def test_there_are_at_least_sixty_mutations_with_names_of_their_own() -> None:
    assert len(all_mutations()) >= 60
    assert [name for name, count in Counter(one.name for one in all_mutations()).items() if count > 1] == []


def test_every_rulebook_has_forms() -> None:
    assert {one.rulebook for one in recipes()} == set(rulebooks.names())


def test_the_same_seed_makes_the_same_forms() -> None:
    assert [base_of(SEED, number) for number in (0, 7, 41)] == [SAMPLE[0], SAMPLE[7], SAMPLE[41]]
    assert base_of("another", 0) != SAMPLE[0]


def test_the_figures_do_not_depend_on_the_number_of_processes() -> None:
    assert measure(SEED, 60, 60, processes=1) == measure(SEED, 60, 60, processes=2)


@pytest.mark.parametrize("made", SAMPLE, ids=lambda made: made.rulebook.name)
def test_no_check_of_the_upper_severities_complains_of_a_correct_form(made: Made) -> None:
    assert [f"{one.code} {render(one)}" for one in audit(made.form, made.rulebook) if one.severity in GRAVE] == []


@each_mutation
def test_a_planted_error_is_found(mutation: Mutation) -> None:
    for round_ in range(2):
        planted = plant(mutation, SAMPLE, random.Random(f"{mutation.name}/{round_}"))  # noqa: S311 - repeatable
        assert planted is not None, "it fits none of the forms"
        place, form = planted
        assert mutation.code in {one.code for one in audit(form, SAMPLE[place].rulebook)}


def test_the_notes_of_a_form_choose_the_method_it_was_scored_by() -> None:
    for made in SAMPLE:
        if made.form.notes and made.rulebook.automatic:
            chosen = rulebooks.for_form(made.form).rulebook
            assert methods_of(chosen) == methods_of(made.rulebook)


def methods_of(rulebook: Rulebook) -> list[str]:
    rules = rulebook.quantity
    return [rules.positive.method, rules.reverse.method, *(f"{band.low}" for band in rulebook.qualitative.bands)]


@pytest.mark.parametrize("made", SAMPLE[:48], ids=lambda made: f"{made.layout}, {made.rulebook.name}")
@pytest.mark.parametrize(("suffix", "write"), [("xlsx", documents.workbook), ("html", documents.web_page)])
def test_a_form_written_to_a_file_is_read_back_as_it_was(
    made: Made, suffix: str, write: Callable[[Made], bytes]
) -> None:
    [form] = forms_in(write(made), f"form.{suffix}")
    assert form.layout == made.layout
    assert replace(form, locations={}, layout=None, layout_fit=None, source=None) == documents.shown(made)


def test_the_forms_written_to_files_are_of_every_layout() -> None:
    assert {made.layout for made in SAMPLE[:48]} == {"L1", "L1-GZ", "L1-YN", "L1-rural", "L2"}


def test_a_missed_bar_is_told() -> None:
    tally = measure(SEED, 20, 0, processes=1)
    assert shortfalls(tally), "nothing was planted: that must not pass for a success"
