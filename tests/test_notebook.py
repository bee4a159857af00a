"""What the pages and the notebook show of a store is what happens when they are run."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

pytest.importorskip("duckdb", reason="the extra batch is not installed")
pytest.importorskip("polars", reason="the extra dev is not installed")
pytest.importorskip("pandas", reason="the extra dev is not installed")

from jixiao.batch.run import gather
from tools.run_notebook import NOTEBOOK, executed, written

ROOT = Path(__file__).parent.parent
BLOCK = re.compile(r"^```python\n(.*?)^```", re.MULTILINE | re.DOTALL)


def test_the_notebook_shows_what_it_prints() -> None:
    notebook = json.loads(NOTEBOOK.read_text(encoding="utf-8"))
    assert written(executed(notebook)) == NOTEBOOK.read_text(encoding="utf-8"), "run tools/run_notebook.py"
    assert sum(bool(cell.get("outputs")) for cell in notebook["cells"]) >= 8


def test_the_ways_to_open_a_store_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "收件").mkdir()
    shutil.copy(ROOT / "examples" / "rural-2022.xlsx", tmp_path / "收件")
    gather(tmp_path / "收件", tmp_path / "汇总", 1)
    monkeypatch.chdir(tmp_path)
    page = (ROOT / "docs" / "batch.md").read_text(encoding="utf-8").partition("\n## 打开")[2].partition("\n## ")[0]
    blocks = BLOCK.findall(page)
    assert len(blocks) == 3
    names: dict[str, object] = {}
    for block in blocks:
        exec(block, names)  # noqa: S102 - our own page
    assert "某某县示例镇人民政府 7" in capsys.readouterr().out
