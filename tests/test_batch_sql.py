"""An auditor's own question is answered from the store, and nothing else can be reached or changed by it."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from pathlib import Path

import pytest

pytest.importorskip("duckdb", reason="the extra batch is not installed")
import duckdb

from jixiao.batch.columns import TABLES
from jixiao.batch.run import gather
from jixiao.batch.store import table_file
from tests.command_line import Run

ROOT = Path(__file__).parent.parent
SECTION = re.compile(r"^## (\w+)$\n(.*?)(?=^## |^<!--)", re.MULTILINE | re.DOTALL)
LINE = re.compile(r"^\| `(\w+)` \| ([^|]+) \|", re.MULTILINE)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sql")
    (folder / "来源").mkdir()
    for name in ("rural-2022.xlsx", "project-clean-2023.xlsx"):
        shutil.copy(ROOT / "examples" / name, folder / "来源")
    gather(folder / "来源", folder / "汇总", 1)
    return folder / "汇总"


def test_an_answer_is_a_table(run: Run, store: Path) -> None:
    code, out, err = run("sql", store, "SELECT file, total_score, from_notes FROM forms ORDER BY file")
    assert (code, err) == (0, "")
    assert out.splitlines() == [
        "file                     total_score  from_notes",
        "────────────────────────────────────────────────",
        "project-clean-2023.xlsx        98.95  false",
        "rural-2022.xlsx                 99.2  false",
        "2 行",
    ]


def test_an_answer_as_csv_and_json_is_exact(run: Run, store: Path) -> None:
    query = "SELECT source, full_budget, printed(full_budget, full_budget_scale) AS printed, is_total FROM funds WHERE "
    query += "full_budget IS NOT NULL AND form_id IN (SELECT form_id FROM forms WHERE file LIKE 'rural%') ORDER BY row"
    _, out, _ = run("sql", store, query, "--format", "csv")
    assert out.splitlines()[:2] == ["source,full_budget,printed,is_total", "年度资金总额,86,86.00,true"]
    _, out, _ = run("sql", store, query, "--format", "json")
    first = json.loads(out)[0]
    assert first == {"source": "年度资金总额", "full_budget": "86", "printed": "86.00", "is_total": True}


def test_an_answer_without_rows_is_still_an_answer(run: Run, store: Path) -> None:
    assert run("sql", store, "SELECT file FROM problems", "--format", "json")[1] == "[]\n"
    assert run("sql", store, "SELECT file FROM problems")[1].splitlines()[-1] == "0 行"


@pytest.mark.parametrize(
    "query",
    [
        "DROP VIEW forms",
        "CREATE TABLE own AS SELECT 1",
        "COPY (SELECT 1) TO '@/forms.parquet'",
        "COPY forms TO '@/../copy.csv'",
        "EXPLAIN ANALYZE COPY (SELECT 1) TO '@/forms.parquet'",
        "SET threads = 1",
        "SET enable_external_access = true",
        "ATTACH '@/../own.duckdb'",
        "INSTALL httpfs",
        "SELECT 1; DROP VIEW forms",
        "",
    ],
)
def test_whatever_is_no_single_select_is_refused(query: str, run: Run, store: Path) -> None:
    before = _contents(store.parent)
    code, out, err = run("sql", store, query.replace("@", str(store)))
    assert (code, out) == (2, "")
    assert err == "查询不能执行：只能是一条 SELECT；汇总库是只读的。\n"
    assert _contents(store.parent) == before


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * FROM read_text('@')",
        "SELECT * FROM read_csv('@')",
        "SELECT * FROM glob('@/../*')",
        "SELECT * FROM read_parquet('@/../*.parquet')",
        "SELECT * FROM query('COPY (SELECT 1) TO ''@''')",
        "SELECT * FROM '@'",
    ],
)
def test_no_other_file_can_be_reached(query: str, run: Run, store: Path, tmp_path: Path) -> None:
    secret = tmp_path / "own.csv"
    secret.write_text("secret\n", encoding="utf-8")
    code, out, err = run("sql", store, query.replace("@", str(secret)))
    assert (code, out) == (2, "")
    assert err.startswith("查询不能执行：")
    assert secret.read_text(encoding="utf-8") == "secret\n"


def test_a_mistake_is_told_with_what_the_engine_says(run: Run, store: Path) -> None:
    code, _, err = run("sql", store, "SELECT nothing FROM forms", "--lang", "en")
    assert code == 2
    assert err.startswith('The query cannot be run: Binder Error: Referenced column "nothing" not found')


def test_a_folder_that_is_no_store_is_named(run: Run, tmp_path: Path) -> None:
    code, _, err = run("sql", tmp_path, "SELECT 1")
    told = f"{tmp_path}：不是汇总库，或还没有写完。请先运行 jixiao batch 来源 -o {tmp_path}。\n"
    assert (code, err) == (2, told)


def test_the_page_tells_the_columns_that_the_files_have(store: Path) -> None:
    page = (ROOT / "docs" / "batch.md").read_text(encoding="utf-8").partition("<!-- tables -->")[2]
    told: dict[str, list[tuple[str, str]]] = {}
    for name, text in SECTION.findall(page):
        told[name] = []
        for column, kind in LINE.findall(text):
            main, _, scale = kind.partition(" + ")
            told[name] += [(column, main), *([(f"{column}_scale", "TINYINT")] if scale else [])]
    real = {}
    for table in TABLES:
        query = f"DESCRIBE SELECT * FROM '{table_file(store, table.name)}'"  # noqa: S608 - a path of our own
        real[table.name] = [(row[0], row[1]) for row in duckdb.execute(query).fetchall()]
    assert told == real


def _contents(folder: Path) -> dict[str, str]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}
