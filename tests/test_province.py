"""The synthetic province is the same for the same seed, its plain forms are right, and what is planted is found."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pytest

pytest.importorskip("duckdb", reason="the extra batch is not installed")
import duckdb

from bench.province import write
from bench.province_speed import float_errors, wrong_totals
from jixiao.batch.run import gather
from jixiao.surveys import survey_named
from jixiao.surveys.run import Asked

FORMS = 900


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("province")
    write(folder, FORMS)
    gather(folder / "province.parquet", folder / "store", 2)
    return folder


@pytest.fixture(scope="module")
def planted(folder: Path) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for name, fault in duckdb.execute(f"SELECT name, fault FROM '{folder / 'planted.parquet'}'").fetchall():  # noqa: S608
        found[fault].add(name)
    return found


def test_the_same_seed_gives_the_same_province(folder: Path, tmp_path: Path) -> None:
    write(tmp_path, FORMS)
    assert (tmp_path / "province.parquet").read_bytes() == (folder / "province.parquet").read_bytes()
    assert (tmp_path / "planted.parquet").read_bytes() == (folder / "planted.parquet").read_bytes()
    write(tmp_path, FORMS, seed=2)
    assert (tmp_path / "province.parquet").read_bytes() != (folder / "province.parquet").read_bytes()


def test_every_total_is_recomputed_to_the_cent(folder: Path) -> None:
    assert wrong_totals(folder / "store", folder / "planted.parquet") == 0
    query = f"SELECT count(*), count(DISTINCT form_id) FROM '{folder / 'store' / 'forms.parquet'}'"  # noqa: S608
    assert duckdb.execute(query).fetchall() == [(FORMS, FORMS)]


def test_wrong_totals_are_told(folder: Path, planted: dict[str, set[str]]) -> None:
    query = f"""SELECT DISTINCT split_part(file, '/', 3) FROM '{folder / "store" / "findings.parquet"}'
        JOIN '{folder / "store" / "forms.parquet"}' USING (form_id) WHERE code = 'A006'"""  # noqa: S608
    told = {name for (name,) in duckdb.execute(query).fetchall()}
    assert told == planted["total_wrong"]
    assert len(told) >= 5


@pytest.mark.parametrize(
    ("survey", "fault", "least"),
    [("S02", "goal_of_last_year", 1), ("S03", "goal_of_another", 0.5), ("S05", "target_far", 0.5)],
)
def test_planted_faults_are_found_by_their_survey(
    survey: str, fault: str, least: float, folder: Path, planted: dict[str, set[str]]
) -> None:
    with Asked(folder / "store") as asked:
        one = survey_named(survey)
        at = [column.name for column in one.columns].index("file")
        told = {str(row[at]).rpartition("/")[2] for row in asked.run(one).rows}
    assert len(planted[fault]) >= 4
    assert len(told & planted[fault]) >= least * len(planted[fault])


def test_floating_point_is_a_cent_off_where_halves_meet() -> None:
    def row(weight: str, target: str, actual: str) -> dict[str, object]:
        return {"weight": weight, "target": {"number": target, "operator": "≥"}, "actual": {"number": actual}}

    exact = {"indicators": [row("5", "1000", "801")]}  # 4.005, halves up; in binary a little less
    assert float_errors([exact]) == 1
    assert float_errors([{"indicators": [row("5", "100", "90")]}]) == 0
