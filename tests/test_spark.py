"""On Spark a batch ends with the store of one machine, whatever is killed or done twice; Spark opens it as it is."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import types
from collections.abc import Iterator, Mapping
from decimal import Decimal
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("duckdb", reason="the extra batch is not installed")
import pyarrow.parquet as pq

from bench.batch import corpus, seal
from jixiao.batch import ids, spark
from jixiao.batch.columns import PLACES, TABLES, WHOLE
from jixiao.batch.parts import Work, from_source, process
from jixiao.batch.run import engine, gather
from jixiao.batch.sources import items
from jixiao.batch.store import table_file
from tests.command_line import Run

EXAMPLES = Path(__file__).parent.parent / "examples"
IN_CI = bool(os.environ.get("JIXIAO_CI"))  # there both are installed, and a skip would hide that they are not
CLUSTER = "local-cluster[2,1,512]"  # two executors, processes of their own
SETTINGS = """
spark.executor.memory              512m
spark.ui.enabled                   false
spark.driver.host                  127.0.0.1
spark.driver.bindAddress           127.0.0.1
spark.driver.extraJavaOptions      -XX:TieredStopAtLevel=1 -XX:+UseSerialGC
spark.executor.extraJavaOptions    -XX:TieredStopAtLevel=1 -XX:+UseSerialGC
spark.speculation                  true
spark.speculation.interval         50ms
spark.speculation.quantile         0.1
spark.speculation.multiplier       1.0
spark.speculation.minTaskRuntime   1ms
"""
"""Small, quick to start, and eager to do a task twice at the same time."""
PROGRAM = """
import json, sys
from pathlib import Path
from jixiao.cli import main
source, store, master = sys.argv[1:]
code = main(["batch", source, "-o", store, "--spark", master])
from pyspark.sql import SparkSession
spark = SparkSession.builder.master("local[1]").getOrCreate()
frames = {path.stem: spark.read.parquet(str(path)) for path in Path(store).glob("*.parquet")}
told = {
    "code": code,
    "types": {name: frame.dtypes for name, frame in frames.items()},
    "rows": {name: frame.count() for name, frame in frames.items()},
    "totals": [[str(cell) for cell in row] for row in frames["forms"].orderBy("form_id")
        .select("form_id", "total_score", "total_score_scale", "filed_on", "from_notes").limit(40).collect()],
}
spark.stop()
Path(store, "told.json").write_text(json.dumps(told), encoding="utf-8")
"""
"""The command, and then, in the same JVM, the store as Spark opens it."""
TYPES = {
    "text": "string",
    "whole": "int",
    "size": "bigint",
    "scale": "tinyint",
    "truth": "boolean",
    "date": "date",
    "number": f"decimal({WHOLE + PLACES},{PLACES})",
    "real": "double",
    "texts": "array<string>",
}
"""Each type of the schema as Spark calls it."""
needs_spark = pytest.mark.skipif(
    not IN_CI and (find_spec("pyspark") is None or spark.java() is None),
    reason="the extra spark or Java is not installed",
)


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Documents of five formats and many forms as JSON: enough units for a kill in the middle."""
    folder = tmp_path_factory.mktemp("spark") / "收件"
    corpus(folder / "各种", 10)
    corpus(folder / "一体化", 230, ("json",))
    return folder


@pytest.fixture(scope="module")
def single(source: Path) -> Path:
    """The store of one machine."""
    gather(source, source.parent / "单机", 2)
    return source.parent / "单机"


@pytest.fixture(scope="module")
def clustered(source: Path) -> Path:
    """The store of a cluster of which one executor and the Python of the other were killed in the middle."""
    folder, store = source.parent, source.parent / "集群"
    home = _spark_home(folder / "spark")
    told = {"SPARK_HOME": str(home), "SPARK_CONF_DIR": str(home), "SPARK_LOCAL_IP": "127.0.0.1"}
    environment = {**os.environ, **told, "PYTHONPATH": os.pathsep.join(sys.path), "PYTHONWARNINGS": "ignore"}
    command = [sys.executable, "-c", PROGRAM, str(source), str(store), CLUSTER]
    with (folder / "log.txt").open("wb") as log:
        going = subprocess.Popen(command, stdout=log, stderr=log, env=environment)
        try:
            _kill_in_the_middle(going, store / ".work" / "parts", home / "work")
            assert going.wait(timeout=300) == 0, (folder / "log.txt").read_text(encoding="utf-8")
        finally:
            going.kill()
    return store


def _spark_home(home: Path) -> Path:
    """Spark as pyspark brings it, with room of its own for settings and for what executors write."""
    found = find_spec("pyspark")
    assert found is not None
    assert found.origin is not None
    home.mkdir()
    for name in ("bin", "jars"):
        (home / name).symlink_to(Path(found.origin).parent / name)
    (home / "spark-defaults.conf").write_text(SETTINGS, encoding="utf-8")
    return home


def _kill_in_the_middle(going: subprocess.Popen[bytes], parts: Path, work: Path) -> None:
    """Wait for the first results; then SIGKILL one executor, and all of Python beside the other."""
    until = time.monotonic() + 240
    while len(list(parts.glob("*.parquet"))) < 2:
        assert time.monotonic() < until
        if going.poll() is not None:
            return  # it failed, which the caller tells
        time.sleep(0.01)
    for pid, words in _processes(work, "0").items():
        if "CoarseGrainedExecutorBackend" in words:
            os.kill(pid, signal.SIGKILL)
    python = [pid for pid, words in _processes(work, "1").items() if "pyspark.daemon" in words]
    for pid in python:
        os.kill(pid, signal.SIGKILL)
    done = list(parts.glob("*.parquet"))
    assert python
    assert len(done) < 16, "the kill came too late"
    parts.parent.parent.with_name("killed").write_text(str(len(done)), encoding="ascii")


def _processes(work: Path, executor: str) -> Mapping[int, str]:
    """The processes that work in the folder of that executor, with their command lines."""
    found = {}
    for one in (path for path in Path("/proc").iterdir() if path.name.isdigit()):
        try:
            place = (one / "cwd").readlink()
            words = (one / "cmdline").read_text(encoding="utf-8", errors="replace")
        except OSError:
            continue  # it has ended
        if place.is_relative_to(work) and place.name == executor:
            found[int(one.name)] = words
    return found


def told(store: Path) -> dict[str, Any]:
    return dict(json.loads((store / "told.json").read_text(encoding="utf-8")))


@needs_spark
def test_the_store_of_a_cluster_is_that_of_one_machine_whatever_is_killed(clustered: Path, single: Path) -> None:
    assert told(clustered)["code"] == 0
    assert clustered.with_name("killed").exists()
    assert seal(clustered) == seal(single)
    parts = clustered / ".work" / "parts"
    assert [path.name for path in parts.iterdir() if path.suffix != ".parquet"] == []
    counts = [pq.read_metadata(path).num_rows for path in parts.iterdir()]
    assert sum(counts) == pq.read_metadata(table_file(single, "originals")).num_rows  # each file in one part
    assert len(counts) == 16


@needs_spark
def test_a_store_opens_in_spark_with_its_types(clustered: Path, single: Path) -> None:
    seen = told(clustered)
    assert {name: [tuple(one) for one in columns] for name, columns in seen["types"].items()} == {
        table.name: [(name, TYPES[kind]) for name, kind in table.stored()] for table in TABLES
    }
    assert seen["rows"] == {table.name: pq.read_metadata(table_file(single, table.name)).num_rows for table in TABLES}
    names = ["form_id", "total_score", "total_score_scale", "filed_on", "from_notes"]
    rows = pq.read_table(table_file(single, "forms"), columns=names).sort_by("form_id").slice(0, 40).to_pylist()
    expected = [[f"{one:f}" if isinstance(one, Decimal) else str(one) for one in row.values()] for row in rows]
    assert seen["totals"] == expected


@pytest.fixture
def alone() -> Iterator[None]:
    """Ends the reading process that a task leaves for the next one."""
    yield
    spark.dismiss()


def planned(source: Path) -> Work:
    """A unit of six files."""
    found = [item for item, _ in zip(items(source, source / "none"), range(6), strict=False)]
    return [(ids.file_id(item.name, ids.content_id(Path(item.path).read_bytes())), item) for item in found]


@pytest.mark.usefixtures("alone")
def test_a_task_writes_what_one_machine_writes(source: Path, tmp_path: Path) -> None:
    work = planned(source)
    process(work, tmp_path / "here", {})
    for _ in range(2):
        assert spark.done((work, "there"), tmp_path, engine(), from_source) is None
        assert (tmp_path / "there").read_bytes() == (tmp_path / "here").read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["here", "there"]


def test_a_machine_that_does_not_fit_says_why(source: Path, tmp_path: Path) -> None:
    work = planned(source)
    told_why = spark.done((work, "part"), tmp_path, "another program", from_source)
    assert told_why is not None
    assert "版本或规则不同" in told_why[0]
    assert "another version" in told_why[1]
    told_why = spark.done((work, "part"), tmp_path / "gone", engine(), from_source)
    assert told_why is not None
    assert "共享存储" in told_why[0]
    away = [(file_id, item.__class__(item.file, str(tmp_path / item.name))) for file_id, item in work]
    told_why = spark.done((away, "part"), tmp_path, engine(), from_source)
    assert told_why is not None
    assert "under the same path" in told_why[1]
    assert list(tmp_path.iterdir()) == []


MISSING = {
    "pyspark": "需要附加项 spark。请运行 pip install 'jixiao[spark]'",
    "java": "apt install default-jre-headless",
}


@pytest.mark.parametrize("missing", MISSING)
def test_what_is_not_installed_is_named_with_how_to_get_it(
    missing: str, tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    stub: Any = types.ModuleType("pyspark")
    stub.SparkConf = stub.SparkContext = None
    monkeypatch.setitem(sys.modules, "pyspark", None if missing == "pyspark" else stub)
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    code, out, err = run("batch", EXAMPLES / "rural-2022.xlsx", "-o", tmp_path / "store", "--spark", "local[2]")
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert MISSING[missing] in err
