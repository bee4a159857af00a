"""The columnar twin against the plain functions: `python -m bench.twin` does the same with a million forms."""

from __future__ import annotations

import shutil
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq
import pytest

from bench.province import write
from bench.random_forms import forms
from bench.twin import compared, sheet_of
from jixiao import form_json, rulebooks
from jixiao.batch.run import gather
from jixiao.checks import all_checks
from jixiao.columnar.findings import ELSEWHERE, SETTLED
from jixiao.columnar.stream import batch, places
from jixiao.columnar.twin import judge
from jixiao.outcome import Audited, audited
from jixiao.scoring import score
from tests.command_line import Run

FORMS = 60


@pytest.mark.parametrize("name", rulebooks.names())
def test_the_twin_gives_the_points_and_totals_of_the_plain_functions(name: str) -> None:
    rulebook = rulebooks.load(name)
    found = compared([*islice(forms(7, rulebook), FORMS)], rulebook)
    assert found.wrong == ()
    assert found.sure > found.rows // 2


def test_many_forms_are_answered_under_the_national_method() -> None:
    rulebook = rulebooks.load("mof-2020-10")
    found = compared([*islice(forms(7, rulebook), 300)], rulebook)
    assert found.wrong == ()
    assert 40 < found.quiet < found.answered
    assert found.quiet <= found.silent < 200


def test_each_check_that_the_columns_tell_fires_in_some_random_forms() -> None:
    fired = set()
    for name in rulebooks.names()[:6]:
        rulebook = rulebooks.load(name)
        scored = [Audited(form, rulebook, (), score(form, rulebook), ()) for form in islice(forms(7, rulebook), 200)]
        found = judge(sheet_of(scored), rulebook).found
        fired |= {code for code, which in found.fired.items() if which.any()}
    assert fired == {*SETTLED}


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
    whole = [judge(batch(store, place).sheet) for place in places(store)]
    small = [judge(batch(store, place).sheet) for place in places(store, at_once=7)]
    assert len(whole) == 1
    assert len(small) == 18
    assert (np.concatenate([one.quiet for one in small]) == whole[0].quiet).all()
    assert (np.concatenate([one.rows.low for one in small]) == whole[0].rows.low).all()


def rows_of_answer(file: Path) -> list[dict[str, Any]]:
    answer: list[dict[str, Any]] = pq.read_table(file).to_pylist()
    return answer


@pytest.mark.parametrize("under", [None, "sichuan"])
def test_recompute_tells_of_every_form_what_the_store_tells(
    store: Path, run: Run, tmp_path: Path, under: str | None
) -> None:
    again, file = store, tmp_path / "复算.parquet"
    if under is not None:
        again = tmp_path / "重算"
        assert run("rescore", store, "--under", under, "-o", again, "-j", "1")[0] == 0
    told = run("recompute", store, "-o", file, "-j", "2", *([] if under is None else ["--under", under]))
    assert told[0] == 0
    assert "复算 120 张表" in told[1]
    forms = {row["form_id"]: row for row in pq.read_table(again / "forms.parquet").to_pylist()}
    codes: dict[str, set[str]] = {}
    for row in pq.read_table(again / "findings.parquet").to_pylist():
        codes.setdefault(row["form_id"], set()).add(row["code"])
    answer = rows_of_answer(file)
    assert len(answer) == 120
    numeric = {one.code for one in all_checks() if one.code[0] == "A"} - ELSEWHERE
    for row in answer:
        form = forms[row["form_id"]]
        for name in ("unit", "total_score", "recomputed_low", "recomputed_high", "recomputed_score", "rulebook"):
            assert row[name] == form[name], name
        assert row["recomputed_grade"] == form["recomputed_grade"]
        assert set(row["findings"]) == codes.get(row["form_id"], set()) & numeric
        assert row["proved"] == (not row["findings"])


def test_odd_forms_are_recomputed_by_the_plain_functions(run: Run, tmp_path: Path) -> None:
    """Forms with blanks, words, notes of their own and numbers too large for the store."""
    rulebook = rulebooks.load("mof-2020-10")
    (tmp_path / "表").mkdir()
    made = [*islice(forms(5, rulebook), 80)]
    for at, form in enumerate(made):
        (tmp_path / "表" / f"{at:02}.json").write_bytes(form_json.encode(form))
    assert run("batch", tmp_path / "表", "-o", tmp_path / "库", "-j", "1")[0] == 0
    assert run("recompute", tmp_path / "库", "-o", tmp_path / "复算.parquet", "-j", "1")[0] == 0
    answer = {row["file"]: row for row in rows_of_answer(tmp_path / "复算.parquet")}
    assert len(answer) == 80
    for at, form in enumerate(made):
        row, plain = answer[f"{at:02}.json"], audited(form)
        assert row["recomputed_score"] == plain.scorecard.taken
        assert (row["recomputed_low"], row["recomputed_high"]) == (
            plain.scorecard.total.low,
            plain.scorecard.total.high,
        )
        assert row["findings"] == [] or not row["proved"]


def test_a_store_without_the_forms_as_read_cannot_be_recomputed(store: Path, run: Run, tmp_path: Path) -> None:
    shutil.copytree(store, tmp_path / "库")
    (tmp_path / "库" / "originals.parquet").unlink()
    code, _, error = run("recompute", tmp_path / "库", "-o", tmp_path / "复算.parquet")
    assert code == 2
    assert "originals" in error
    assert not (tmp_path / "复算.parquet").exists()
