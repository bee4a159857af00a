"""A store is scored again without its files, and two stores tell what differs and why."""

from __future__ import annotations

import csv
import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("duckdb", reason="the extra batch is not installed")
import duckdb

from bench.batch import corpus, seal
from jixiao import opening
from jixiao.batch.again import rescore
from jixiao.batch.changes import Changes
from jixiao.batch.run import gather
from jixiao.batch.store import table_file
from jixiao.outcome import audited
from tests.command_line import Run

EXAMPLES = Path(__file__).parent.parent / "examples"
METHOD = "mof-2021-101"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Documents of five formats, the examples, a file twice, one that cannot be read, and a list of two forms."""
    folder = tmp_path_factory.mktemp("again")
    source = folder / "收件"
    corpus(source, 5)
    for path in EXAMPLES.glob("*.xlsx"):
        shutil.copy(path, source)
    (source / "副本").mkdir()
    shutil.copy(EXAMPLES / "rural-2022.xlsx", source / "副本")
    (source / "坏.pdf").write_bytes(b"%PDF-1.7 half")
    one = json.loads(next(source.glob("*.json")).read_bytes())
    (source / "两张.json").write_text(json.dumps([one, one | {"year": 2020}]), encoding="utf-8")
    gather(source, folder / "汇总", 2)
    return folder / "汇总"


def rows(store: Path, name: str, columns: str = "*") -> list[tuple[Any, ...]]:
    return duckdb.execute(f"SELECT {columns} FROM '{table_file(store, name)}'").fetchall()  # noqa: S608


def test_the_same_rules_give_the_same_store_to_the_last_byte(store: Path, tmp_path: Path) -> None:
    done = rescore(store, tmp_path / "新", None, 2)
    assert done.rows["problems"] == 1
    assert done.rows["forms"] == len(rows(store, "forms")) == 12
    assert seal(tmp_path / "新") == seal(store)
    with Changes(store, tmp_path / "新") as changes:
        assert changes.summary() == (12, [])
        assert list(changes) == []
    again = rescore(store, tmp_path / "新", None, 2)
    assert (again.read, seal(tmp_path / "新")) == (0, seal(store))


def test_another_method_gives_what_it_gives_to_each_form(store: Path, tmp_path: Path) -> None:
    rescore(store, tmp_path / "新", METHOD, 1)
    columns = "file, rulebook, recomputed_low, recomputed_high, must_fix"
    told = {row[0]: row[1:] for row in rows(tmp_path / "新", "forms", columns)}
    for path in EXAMPLES.glob("*.xlsx"):
        one = audited(opening.open_forms(path)[0], METHOD)
        total = one.scorecard.total
        assert told[path.name][:3] == (METHOD, total.low, total.high)
        assert told[path.name][3] == sum(finding.severity == "must_fix" for finding in one.findings)
    assert rows(tmp_path / "新", "problems") == rows(store, "problems")
    assert rows(tmp_path / "新", "files") == rows(store, "files")
    with Changes(store, tmp_path / "新") as changes:
        assert {why for why, *_ in changes} == {"method"}


def test_a_new_method_replaces_what_was_done_under_another(store: Path, tmp_path: Path) -> None:
    rescore(store, tmp_path / "新", METHOD, 1)
    assert rescore(store, tmp_path / "新", None, 1).read == 11
    assert seal(tmp_path / "新") == seal(store)


def test_changes_of_files_are_told_value_by_value(tmp_path: Path, run: Run) -> None:
    first, second = tmp_path / "上月", tmp_path / "本月"
    for folder in (first, second):
        folder.mkdir()
        shutil.copy(EXAMPLES / "rural-2022.xlsx", folder)
    form = json.loads(run("read", EXAMPLES / "sichuan-2023.xlsx")[1])
    form = form[0] if isinstance(form, list) else form
    (first / "改.json").write_text(json.dumps(form), encoding="utf-8")
    (second / "改.json").write_text(json.dumps(form | {"total_score": "91.50"}), encoding="utf-8")
    (first / "改名.json").write_text(json.dumps(form | {"year": 2020, "project": "甲"}), encoding="utf-8")
    (second / "新名.json").write_text(json.dumps(form | {"year": 2020, "project": "甲"}), encoding="utf-8")
    shutil.copy(EXAMPLES / "yunnan-2023.xlsx", first)
    shutil.copy(EXAMPLES / "department-2022.xlsx", second)
    gather(first, tmp_path / "甲", 1)
    gather(second, tmp_path / "乙", 1)
    with Changes(tmp_path / "甲", tmp_path / "乙") as changes:
        both, reasons = changes.summary()
        found = [(row[0], row[4], *row[5:]) for row in changes]
    assert both == 3
    assert [(one.why, one.forms) for one in reasons] == [("content", 1), ("gone", 1), ("new", 1)]
    assert ("content", "改.json", "total_score", form["total_score"], "91.50") in found
    assert all(what in ("total_score", "finding", "form") for _, _, what, _, _ in found)
    assert found[-2:] == [
        ("gone", "yunnan-2023.xlsx", "form", None, None),
        ("new", "department-2022.xlsx", "form", None, None),
    ]
    code, out, err = run("diff", tmp_path / "甲", tmp_path / "乙")
    assert (code, err) == (1, "")
    assert "两库都有 3 张表" in out
    assert "文件有改动：1 张表" in out
    target = tmp_path / "变化.csv"
    assert run("diff", tmp_path / "甲", tmp_path / "乙", "-o", target)[0] == 1
    lines = list(csv.reader(target.read_text(encoding="utf-8-sig").splitlines()))
    assert lines[0] == ["原因", "填报单位", "项目", "年度", "文件", "列", "前", "后"]
    assert len(lines) == len(found) + 1
    told = json.loads(run("diff", tmp_path / "甲", tmp_path / "乙", "--format", "json")[1])
    assert [(one["why"], one["file"], one["what"], one["before"], one["after"]) for one in told] == found
    assert run("diff", tmp_path / "甲", tmp_path / "甲", "--lang", "en")[:2] == (
        0,
        "4 forms stand in both stores\nno difference\n",
    )


def test_the_command_says_what_it_did(run: Run, store: Path, tmp_path: Path) -> None:
    code, out, err = run("rescore", store, "--under", METHOD, "-o", tmp_path / "新", "-j", "1")
    assert (code, err) == (0, "")
    assert out.startswith("重新计分 12 张表，")
    code, out, _ = run("diff", store, tmp_path / "新", "-o", tmp_path / "变化.xlsx")
    assert (code, out) == (1, "")
    assert (tmp_path / "变化.xlsx").read_bytes().startswith(b"PK")
    lines = [" ".join(line.split()) for line in run("diff", store, tmp_path / "新")[1].splitlines()]
    assert f"计分办法 guizhou-department-2022 → {METHOD}" in lines
    assert any(re.fullmatch(r"应得总分 108\.02 → \d+(\.\d*[1-9])?", line) for line in lines), lines
    assert any(re.match(r"− A\d{3} .", line) for line in lines)


def test_mistakes_are_told_in_one_line(run: Run, store: Path, tmp_path: Path) -> None:
    bare = tmp_path / "外送"
    shutil.copytree(store, bare)
    (bare / "originals.parquet").unlink()
    assert run("sql", bare, "SELECT count(*) FROM forms", "--format", "csv")[0] == 0
    for arguments, told in (
        (("rescore", bare, "-o", tmp_path / "新"), "没有 originals.parquet（读出的表），不能重新计分。"),
        (("rescore", store, "-o", store), "与来源是同一个汇总库"),
        (("rescore", store, "--under", "无此办法", "-o", tmp_path / "新"), "无此办法"),
        (("rescore", tmp_path, "-o", tmp_path / "新"), "不是汇总库"),
        (("diff", store, tmp_path), "不是汇总库"),
        (("diff", store, store, "-o", "变化.pdf"), "从扩展名看不出要写成什么格式"),
    ):
        code, out, err = run(*arguments)
        assert (code, out, err.count("\n")) == (2, "", 1)
        assert told in err
        assert not (tmp_path / "新").exists()
