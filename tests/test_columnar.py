"""The columnar twin against the plain functions: `python -m bench.twin` does the same with a million forms."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

import numpy as np
import pytest

from bench.province import write
from bench.random_forms import forms
from bench.twin import compared, sheet_of
from jixiao import rulebooks
from jixiao.batch.run import gather
from jixiao.columnar.sheet import UNIT
from jixiao.columnar.stream import batches
from jixiao.columnar.twin import judge
from jixiao.outcome import audited

FORMS = 60


@pytest.mark.parametrize("name", rulebooks.names())
def test_the_twin_gives_the_points_and_totals_of_the_plain_functions(name: str) -> None:
    rulebook = rulebooks.load(name)
    found = compared([*islice(forms(7, rulebook), FORMS)], rulebook)
    assert found.wrong == ()
    assert found.sure > found.rows // 2


def test_many_forms_are_proved_quiet_under_the_national_method() -> None:
    rulebook = rulebooks.load("mof-2020-10")
    found = compared([*islice(forms(7, rulebook), 300)], rulebook)
    assert found.wrong == ()
    assert 40 < found.quiet <= found.silent < 200


def test_forms_of_several_methods_are_each_judged_by_their_own() -> None:
    names = ("mof-2020-10", "sichuan", "fiscal-system-linear")
    made = [one for name in names for one in islice(forms(3, rulebooks.load(name)), 20)]
    told = [audited(form, names[at // 20]) for at, form in enumerate(made)]
    mixed = judge(sheet_of(told))
    for at, name in enumerate(names):
        alone = judge(sheet_of(told[at * 20 : at * 20 + 20]), rulebooks.load(name))
        of_notes = np.array([bool(one.rulebook.from_notes) for one in told[at * 20 : at * 20 + 20]])
        assert (mixed.quiet[at * 20 : at * 20 + 20] == (alone.quiet & ~of_notes)).all()
        assert (mixed.totals.taken[at * 20 : at * 20 + 20] == alone.totals.taken).all()


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("合成省")
    write(folder, 120)
    gather(folder / "province.parquet", folder / "库", 1)
    return folder / "库"


def test_a_store_is_read_alike_in_batches_of_any_size(store: Path) -> None:
    whole = [judge(batch.sheet) for batch in batches(store)]
    small = [judge(batch.sheet) for batch in batches(store, at_once=7)]
    assert len(whole) == 1
    assert len(small) == 18
    assert (np.concatenate([one.quiet for one in small]) == whole[0].quiet).all()
    assert (np.concatenate([one.rows.low for one in small]) == whole[0].rows.low).all()


def test_the_totals_are_those_that_the_store_tells(store: Path) -> None:
    for batch in batches(store, ("recomputed_score",)):
        verdict = judge(batch.sheet)
        told = [None if one is None else int(one * UNIT) for one in batch.forms.column("recomputed_score").to_pylist()]
        assert verdict.quiet.sum() > 100
        assert verdict.totals.taken.tolist() == told
