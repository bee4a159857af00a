"""A batch ends with the same store, whatever was killed, repeated or moved; a bad file costs one row of problems."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
import zipfile
from decimal import Decimal
from pathlib import Path
from typing import Any, NoReturn

import pytest

pytest.importorskip("duckdb", reason="the extra batch is not installed")
import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from bench.batch import corpus, seal
from jixiao import form_json, opening
from jixiao.batch import crew, ids, long_rows, run
from jixiao.batch import store as store_module
from jixiao.batch.columns import TABLES, Table
from jixiao.batch.manifest import Manifest
from jixiao.batch.parts import process, table_schema
from jixiao.batch.run import gather
from jixiao.batch.sources import items
from jixiao.batch.store import table_file
from jixiao.errors import NothingFound
from jixiao.form import Form
from jixiao.opening import forms_in
from jixiao.store_errors import StoreInUse
from jixiao.writing_errors import CannotWrite
from tests.command_line import Run

EXAMPLES = Path(__file__).parent.parent / "examples"
forked = pytest.mark.skipif(sys.platform != "linux", reason="a fresh process does not see what the test replaced")


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twenty documents of five formats."""
    folder = tmp_path_factory.mktemp("batch") / "收件"
    corpus(folder, 20)
    return folder


@pytest.fixture(scope="module")
def undisturbed(source: Path) -> Path:
    """The store of one run that nothing disturbed."""
    store = source.parent / "汇总"
    gather(source, store, 2)
    return store


def rows(store: Path, query: str) -> list[tuple[Any, ...]]:
    """What DuckDB answers, with @name for the file of a table."""
    for table in TABLES:
        query = query.replace(f"@{table.name}", f"'{table_file(store, table.name)}'")
    return duckdb.execute(query).fetchall()


def test_every_document_of_every_format_is_in_the_store(source: Path, undisturbed: Path) -> None:
    assert rows(undisturbed, "SELECT count(*) FROM @files") == [(20,)]
    found = rows(undisturbed, "SELECT regexp_extract(file, '[a-z]+$'), count(*) FROM @forms GROUP BY 1 ORDER BY 1")
    assert found == [(suffix, 4) for suffix in ("docx", "html", "json", "pdf", "xlsx")]
    assert rows(undisturbed, "SELECT count(*) FROM @problems") == [(0,)]
    assert {name for (name,) in rows(undisturbed, "SELECT file FROM @files")} == {one.name for one in source.iterdir()}


def test_the_store_holds_what_the_file_says(tmp_path: Path) -> None:
    source = tmp_path / "来源"
    source.mkdir()
    shutil.copy(EXAMPLES / "department-2022.xlsx", source)
    gather(source, tmp_path / "store", 1)
    form = opening.open_forms(EXAMPLES / "department-2022.xlsx")[0]
    told = rows(
        tmp_path / "store",
        "SELECT i.name, i.target, i.score, i.score_scale, p.sheet, p.cell FROM @indicators i "
        "JOIN @places p ON p.form_id = i.form_id AND p.path = 'indicators[' || i.row || '].score' ORDER BY i.row",
    )
    read = []
    for at, item in enumerate(form.indicators):
        place = form.locations[f"indicators[{at}].score"]
        assert item.score is not None
        decimals = -int(item.score.as_tuple().exponent)
        read.append((item.name, item.target and item.target.text, item.score, decimals, place.sheet, place.cell))
    assert told == read


def test_a_second_run_reads_nothing_and_changes_nothing(source: Path, undisturbed: Path) -> None:
    before = seal(undisturbed)
    done = gather(source, undisturbed, 2)
    assert (done.files, done.read, seal(undisturbed)) == (20, 0, before)


@pytest.mark.parametrize(("workers", "unit"), [(1, 200), (2, 1)])
def test_processes_and_units_do_not_show_in_the_store(
    workers: int, unit: int, source: Path, undisturbed: Path, tmp_path: Path
) -> None:
    gather(source, tmp_path, workers, unit=unit)
    assert seal(tmp_path) == seal(undisturbed)


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="the system does not tell a process's children")
def test_killing_workers_and_the_run_leaves_the_store_of_an_undisturbed_run(
    source: Path, undisturbed: Path, tmp_path: Path
) -> None:
    command = [sys.executable, "-m", "jixiao", "batch", str(source), "-o", str(tmp_path / "s"), "-j", "2"]
    for _ in range(3):
        going = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        _kill_a_worker(going.pid)
        time.sleep(0.3)
        going.kill()
        going.wait()
    going = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _kill_a_worker(going.pid)
    assert going.wait() == 0
    assert seal(tmp_path / "s") == seal(undisturbed)


@forked
def test_processes_killed_over_the_tables_leave_the_store_of_an_undisturbed_run(
    source: Path, undisturbed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dead = []

    def die(*_: object) -> NoReturn:
        os.kill(os.getpid(), signal.SIGKILL)
        raise AssertionError

    def killed(source: store_module._Source, table: Table, memory: int) -> None:
        monkeypatch.setattr(long_rows, "_sorted_slices", die)  # in this process only
        source.write([table], memory)
        die()

    original = store_module._side_by_side

    def watched(source: store_module._Source, processes: int) -> set[Table]:
        dead.append(original(source, processes))
        return dead[-1]

    monkeypatch.setattr(run, "FEW", 0)
    monkeypatch.setattr(store_module, "_apart", killed)
    monkeypatch.setattr(store_module, "_side_by_side", watched)
    gather(source, tmp_path / "s", 2)
    assert dead == [set()]  # not one of them ended well
    assert seal(tmp_path / "s") == seal(undisturbed)


def _kill_a_worker(pid: int) -> None:
    """Wait until the run has workers, and kill one."""
    children = Path(f"/proc/{pid}/task/{pid}/children")
    until = time.monotonic() + 30
    while time.monotonic() < until:
        try:
            found = children.read_text(encoding="ascii").split()
        except OSError:
            return  # already finished
        if found:
            time.sleep(0.2)
            with contextlib.suppress(ProcessLookupError):
                os.kill(int(found[0]), signal.SIGKILL)
            return
        time.sleep(0.01)


def test_only_changed_files_are_read_again(source: Path, tmp_path: Path) -> None:
    copy, store = tmp_path / "来源", tmp_path / "store"
    shutil.copytree(source, copy)
    gather(copy, store, 2)
    names = sorted(copy.iterdir())
    names[0].unlink()
    shutil.copy(EXAMPLES / "rural-2022.xlsx", copy / "新表.xlsx")
    (copy / "下级").mkdir()
    names[1].rename(copy / "下级" / names[1].name)
    done = gather(copy, store, 2)
    assert (done.files, done.read) == (20, 1)
    assert rows(store, "SELECT count(*) FROM @forms WHERE file LIKE '下级/%'") == [(1,)]
    gather(copy, tmp_path / "anew", 2)
    assert seal(store) == seal(tmp_path / "anew")


def test_a_file_that_goes_and_comes_back_is_in_the_store_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source, store = tmp_path / "来源", tmp_path / "store"
    monkeypatch.setattr(crew.Crew, "rounds", 2)  # so that a unit has more than one file
    corpus(source, 6, ("json",))
    gather(source, store, 1)
    first, before = min(source.iterdir()), seal(store)
    away = first.rename(tmp_path / first.name)
    assert gather(source, store, 1).rows["forms"] == 5
    away.rename(first)
    done = gather(source, store, 1)
    assert (done.rows["forms"], done.read, seal(store)) == (6, 0, before)


def test_another_version_of_the_rules_reads_everything_anew(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gather(source, tmp_path, 2)
    monkeypatch.setattr(run, "engine", lambda: "another")
    assert gather(source, tmp_path, 2).read == 20


def test_bad_files_are_told_in_problems_and_stop_nothing(tmp_path: Path) -> None:
    source = tmp_path / "来源"
    source.mkdir()
    shutil.copy(EXAMPLES / "rural-2022.xlsx", source / "好.xlsx")
    (source / "空.xlsx").write_bytes(b"")
    (source / "坏.pdf").write_bytes(b"%PDF-1.7\n" + os.urandom(2000))
    (source / "散文.txt").write_text("本年工作总结。" * 20, encoding="utf-8")
    (source / "半截.zip").write_bytes(b"PK\x03\x04 half")
    done = gather(source, tmp_path / "store", 2)
    assert done.rows["forms"] == 1
    assert rows(tmp_path / "store", "SELECT file, kind, cause FROM @problems ORDER BY file") == [
        ("半截.zip", "unreadable", "FileDamaged"),
        ("坏.pdf", "unreadable", "FileDamaged"),
        ("散文.txt", "unreadable", "UnknownLayout"),
        ("空.xlsx", "unreadable", "FileEmpty"),
    ]
    (message,) = rows(tmp_path / "store", "SELECT message FROM @problems WHERE cause = 'FileEmpty'")[0]
    assert message == "空.xlsx：文件是空的。请重新导出或下载后再试。"


@forked
@pytest.mark.parametrize(("how", "cause"), [("dies", "ReadingCrashed"), ("hangs", "ReadingTimedOut")])
def test_a_file_that_takes_its_process_with_it_is_given_up(
    how: str, cause: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def hostile(data: bytes, name: str) -> list[Form]:
        if name.startswith("恶意"):
            if how == "dies":
                os.kill(os.getpid(), signal.SIGKILL)
            time.sleep(60)
        return forms_in(data, name)

    monkeypatch.setattr("jixiao.batch.rows.forms_in", hostile)
    monkeypatch.setattr(crew, "Worker", lambda _: type("Limits", (), {"seconds": 1, "memory": 4 << 30}))
    source = tmp_path / "来源"
    corpus(source, 3, ("xlsx",))
    shutil.copy(EXAMPLES / "rural-2022.xlsx", source / "恶意.xlsx")
    gather(source, tmp_path / "store", 1)
    assert rows(tmp_path / "store", "SELECT file, cause FROM @problems") == [("恶意.xlsx", cause)]
    assert rows(tmp_path / "store", "SELECT count(*) FROM @forms") == [(3,)]


def test_archives_and_tables_and_databases_give_the_forms_that_files_give(tmp_path: Path) -> None:
    form = (EXAMPLES / "rural-2022.xlsx").read_bytes()
    text = json_of(EXAMPLES / "rural-2022.xlsx")
    with zipfile.ZipFile(tmp_path / "收件.zip", "w") as archive:
        archive.writestr("局/自评表.xlsx", form)
        archive.writestr("__MACOSX/._自评表.xlsx", b"\x00")
    (tmp_path / "表.jsonl").write_text(f"{text}\n\n{text}\n", encoding="utf-8")
    pq.write_table(pa.table({"name": ["甲.xlsx", "乙.xlsx"], "content": [form, form]}), tmp_path / "表.parquet")
    with sqlite3.connect(tmp_path / "库.sqlite") as database:
        database.execute("CREATE TABLE 附件 (name TEXT, content BLOB)")
        database.executemany("INSERT INTO 附件 VALUES (?, ?)", [("甲.xlsx", form), ("空.xlsx", None)])
    database.close()
    with duckdb.connect(str(tmp_path / "库.duckdb")) as duck:
        duck.execute("CREATE TABLE forms (form VARCHAR)")
        duck.execute("INSERT INTO forms VALUES (?)", [text])
    found = {}
    for name in ("收件.zip", "表.jsonl", "表.parquet", "库.sqlite", "库.duckdb"):
        store = tmp_path / f"{name}.store"
        gather(tmp_path / name, store, 1)
        found[name] = rows(store, "SELECT file, total_score FROM @forms ORDER BY file")
    score = Decimal("99.2")
    assert found == {
        "收件.zip": [("收件.zip/局/自评表.xlsx", score)],
        "表.jsonl": [("表.jsonl/1.json", score), ("表.jsonl/3.json", score)],
        "表.parquet": [("表.parquet/1/甲.xlsx", score), ("表.parquet/2/乙.xlsx", score)],
        "库.sqlite": [("库.sqlite/附件/1/甲.xlsx", score)],
        "库.duckdb": [("库.duckdb/forms/0.json", score)],
    }
    assert rows(tmp_path / "库.sqlite.store", "SELECT file, cause FROM @problems") == [
        ("库.sqlite/附件/2/空.xlsx", "FileDamaged")
    ]


def json_of(path: Path) -> str:
    """The form in the file as JSON on one line."""
    return form_json.encode(opening.open_forms(path)[0]).decode()


class OldName(zipfile.ZipInfo):
    """A member as Chinese Windows writes it: its name in GBK, without saying so."""

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:  # noqa: N802 - the library's name
        return self.filename.encode("gbk"), self.flag_bits


def test_members_named_in_gbk_keep_their_names(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "旧.zip", "w") as archive:
        archive.writestr(OldName("某局/自评表.xlsx"), (EXAMPLES / "rural-2022.xlsx").read_bytes())
    gather(tmp_path / "旧.zip", tmp_path / "store", 1)
    assert rows(tmp_path / "store", "SELECT file FROM @forms") == [("旧.zip/某局/自评表.xlsx",)]


def test_the_unit_of_work_writes_the_same_file_again(source: Path, tmp_path: Path) -> None:
    work = []
    for item in items(source, tmp_path):
        data = Path(item.path).read_bytes()
        work.append((ids.file_id(item.name, ids.content_id(data)), item))
    for name in ("一", "二"):
        assert process(work[:6], tmp_path / name, {}) == [file_id for file_id, _ in work[:6]]
    assert (tmp_path / "一").read_bytes() == (tmp_path / "二").read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["一", "二"]


def test_a_file_that_changed_since_it_was_planned_is_left_for_the_next_run(source: Path, tmp_path: Path) -> None:
    item = next(items(source, tmp_path))
    assert process([("0" * 64, item)], tmp_path / "part", {}) == []


@pytest.mark.skipif(sys.platform != "linux", reason="file names are text elsewhere")
def test_names_that_are_no_text_stay_apart(tmp_path: Path) -> None:
    source = tmp_path / "来源"
    source.mkdir()
    data = (EXAMPLES / "rural-2022.xlsx").read_bytes()
    for name in ("甲", "乙"):
        Path(os.fsdecode(os.fsencode(source) + b"/" + name.encode("gbk") + b".xlsx")).write_bytes(data)
    gather(source, tmp_path / "store", 1)
    assert rows(tmp_path / "store", "SELECT file FROM @forms ORDER BY file") == [
        (r"\xbc\xd7.xlsx",),
        (r"\xd2\xd2.xlsx",),
    ]
    assert gather(source, tmp_path / "store", 1).read == 0


def test_a_damaged_manifest_is_named(tmp_path: Path) -> None:
    (tmp_path / run.WORK).mkdir()
    (tmp_path / run.WORK / "manifest.sqlite").write_bytes(b"no database" * 500)
    with pytest.raises(CannotWrite, match=r"清单 manifest\.sqlite 不能用"):
        gather(EXAMPLES, tmp_path, 1)


def test_equal_files_are_read_once_and_listed_twice(tmp_path: Path) -> None:
    source = tmp_path / "来源"
    for folder in ("一", "二"):
        (source / folder).mkdir(parents=True)
        shutil.copy(EXAMPLES / "rural-2022.xlsx", source / folder / "表.xlsx")
    done = gather(source, tmp_path / "store", 2)
    assert (done.read, done.rows["files"], done.rows["forms"]) == (1, 2, 1)
    assert rows(tmp_path / "store", "SELECT file FROM @forms") == [("一/表.xlsx",)]


def test_ids_hold_over_years_and_formats(tmp_path: Path) -> None:
    source = tmp_path / "来源"
    source.mkdir()
    for suffix in ("xlsx", "html"):
        shutil.copy(EXAMPLES / f"rural-2022.{suffix}", source)
    later = json_of(EXAMPLES / "rural-2022.xlsx").replace('"year":2022', '"year":2023')
    (source / "次年.json").write_text(later, encoding="utf-8")
    gather(source, tmp_path / "store", 1)
    assert rows(
        tmp_path / "store",
        "SELECT count(*), count(DISTINCT form_id), count(DISTINCT unit_id), count(DISTINCT project_id), "
        "count(DISTINCT year) FROM @forms",
    ) == [(3, 3, 1, 1, 2)]
    assert rows(
        tmp_path / "store",
        "SELECT count(*), count(DISTINCT (name, indicator_id)), count(indicator_id) FROM @indicators",
    ) == [(21, 7, 21)]


def test_a_number_that_does_not_fit_is_told_and_not_rounded(tmp_path: Path) -> None:
    source = tmp_path / "来源"
    source.mkdir()
    text = '{"unit":"某某局","total_score":"1234567890123456789012345678901234","total_weight":"100.00"}'
    (source / "大.json").write_text(text, encoding="utf-8")
    gather(source, tmp_path / "store", 1)
    assert rows(tmp_path / "store", "SELECT total_score, total_weight, total_weight_scale FROM @forms") == [
        (None, Decimal(100), 2)
    ]
    told = rows(tmp_path / "store", "SELECT kind, path, text FROM @problems WHERE path = 'total_score'")
    assert told == [("too_large", "total_score", "1234567890123456789012345678901234")]


@forked
@pytest.mark.parametrize("dies", [False, True])
def test_tables_written_side_by_side_are_the_same_whatever_dies(
    dies: bool,  # noqa: FBT001 - a case of the test
    source: Path,
    undisturbed: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    whole = store_module._write
    mine = os.getpid()

    def write(database: duckdb.DuckDBPyConnection, table: Table, target: Path) -> None:
        if os.getpid() == mine:
            assert dies, "a process of its own should have written it"
        elif dies and table.name in ("places", "forms"):
            target.write_bytes(b"half of it")
            os.kill(os.getpid(), signal.SIGKILL)
        whole(database, table, target)

    monkeypatch.setattr(run, "FEW", 1)
    monkeypatch.setattr(store_module, "_write", write)
    gather(source, tmp_path, 2)
    assert seal(tmp_path) == seal(undisturbed)
    assert sorted(path.name for path in (tmp_path / run.WORK).iterdir()) == ["manifest.sqlite", "parts"]


def test_a_store_is_written_by_one_run_at_a_time(source: Path, undisturbed: Path) -> None:
    with Manifest(undisturbed / run.WORK / "manifest.sqlite"), pytest.raises(StoreInUse, match="另一个 jixiao batch"):
        gather(source, undisturbed, 1)


def test_a_source_without_documents_is_refused(tmp_path: Path) -> None:
    (tmp_path / "空").mkdir()
    with pytest.raises(NothingFound):
        gather(tmp_path / "空", tmp_path / "store", 1)


def test_the_tables_have_the_types_that_are_documented(undisturbed: Path) -> None:
    for table in TABLES:
        found = pq.read_schema(table_file(undisturbed, table.name))
        told = table_schema(table)
        assert [(field.name, str(field.type).replace("element", "item")) for field in found] == [
            (field.name, str(field.type).replace("element", "item")) for field in told
        ]


def test_without_the_extra_it_says_what_to_install(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    code, out, err = run("batch", EXAMPLES, "-o", tmp_path / "汇总")
    assert (code, out, (tmp_path / "汇总").exists()) == (2, "", False)
    assert err == "需要附加项 batch。请运行 pip install 'jixiao[batch]'。\n"


def test_the_command_says_what_it_did(run: Run, tmp_path: Path) -> None:
    (tmp_path / "收件").mkdir()
    shutil.copy(EXAMPLES / "rural-2022.xlsx", tmp_path / "收件")
    (tmp_path / "收件" / "空.pdf").write_bytes(b"")
    code, out, err = run("batch", tmp_path / "收件", "-o", tmp_path / "汇总")
    assert (code, err) == (0, "")
    assert out == (
        f"2 个文件（本次读取 2 个），1 张表，3 条疑点。\n没有读出的 1 处，见 problems 表。已写入 {tmp_path / '汇总'}\n"
    )
    code, out, _ = run("batch", tmp_path / "收件", "-o", tmp_path / "汇总", "--lang", "en")
    assert out.startswith("2 files (0 read now), 1 forms, 3 findings.\n")


def test_rows_of_a_table_are_read_as_they_lie(tmp_path: Path) -> None:
    """Else each row would cost the reading of a whole row group."""
    forms = [form_json.encode(Form(unit=f"单位{number}")).decode() for number in range(60)]
    target = tmp_path / "表.parquet"
    pq.write_table(pa.table({"form": forms}), target, row_group_size=12)
    (tmp_path / "store" / run.WORK).mkdir(parents=True)
    with Manifest(tmp_path / "store" / run.WORK / "manifest.sqlite") as manifest:
        found = ((item, run._identified(item)) for item in items(target, tmp_path / "store"))
        manifest.record(found)
        places = [item.member for work in manifest.todo(7) for _, item in work]
    assert places == [f"{group}:{row}" for group in range(5) for row in range(12)]


def test_too_little_memory_is_told_in_one_line_and_the_store_stays(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = tmp_path / "汇总"
    shutil.copy(EXAMPLES / "department-2022.xlsx", tmp_path)
    assert run("batch", tmp_path / "department-2022.xlsx", "-o", store)[0] == 0
    before = seal(store)
    shutil.copy(EXAMPLES / "project-clean-2023.xlsx", tmp_path)
    monkeypatch.setattr(store_module, "MEGABYTES", 1)
    code, _, err = run("batch", tmp_path, "-o", store, "-j", "1")
    assert code == 2
    assert "汇总：无法写入：" in err
    assert "Traceback" not in err
    assert seal(store) == before
    assert not list((store / ".work").glob("fresh-*"))
