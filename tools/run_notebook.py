"""Run examples/province.ipynb from top to bottom and write what its cells print back into it (笔记本).

Run: python tools/run_notebook.py. A test compares the notebook with what this would write. Only plain text is kept, so
that a notebook can be run without Jupyter and read as a difference.
"""

from __future__ import annotations

import ast
import contextlib
import io
import json
from pathlib import Path
from typing import Any

NOTEBOOK = Path(__file__).parent.parent / "examples" / "province.ipynb"


def executed(notebook: dict[str, Any]) -> dict[str, Any]:
    """The notebook with the outputs of its code cells, run in one namespace in their order."""
    names: dict[str, Any] = {"__name__": "__main__"}
    cells = []
    for number, cell in enumerate(notebook["cells"]):
        if cell["cell_type"] == "code":
            told = _output("".join(cell["source"]), names)
            output = {"name": "stdout", "output_type": "stream", "text": told.splitlines(keepends=True)}
            cells.append({**cell, "execution_count": None, "outputs": [output] if told else []})
        else:
            cells.append(cell)
        cells[-1]["id"] = f"cell-{number}"
    return {**notebook, "cells": cells}


def _output(source: str, names: dict[str, Any]) -> str:
    """What the cell prints, with the value of its last expression, as Jupyter shows it."""
    tree = ast.parse(source)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(compile(tree, "<cell>", "exec"), names)  # noqa: S102 - our own notebook
        if isinstance(last, ast.Expr):
            value = eval(compile(ast.Expression(last.value), "<cell>", "eval"), names)  # noqa: S307 - as above
            if value is not None:
                print(value)
    return out.getvalue()


def written(notebook: dict[str, Any]) -> str:
    """The notebook as its file."""
    return json.dumps(notebook, ensure_ascii=False, indent=1) + "\n"


def main() -> None:
    """Run the notebook and keep what it prints."""
    done = executed(json.loads(NOTEBOOK.read_text(encoding="utf-8")))
    NOTEBOOK.write_text(written(done), encoding="utf-8", newline="\n")
    print(f"{NOTEBOOK.name}: {len(done['cells'])} cells")


if __name__ == "__main__":
    main()
