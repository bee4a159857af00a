"""A copy of the project in which every function can be mutated (变异测试用的副本); run by `make mutation`.

mutmut leaves decorated functions alone, and every check of a form is one. In the copy their bodies stand in functions
of their own, and the decorated ones call those; nothing else differs. Files that did not change are not written again.

Run: python tools/mutation_tree.py FOLDER
"""

from __future__ import annotations

import ast
import shutil
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
KEPT = {"staticmethod", "classmethod", "overload"}  # mutmut mutates the first two, and the third has no body
PASSED_OVER = {"__pycache__", ".hypothesis"}

Function = ast.FunctionDef | ast.AsyncFunctionDef


def undecorated(source: str) -> str:
    """The module with the body of each decorated function moved into one beside it (去掉装饰器的函数体)."""
    lines = source.splitlines(keepends=True)
    for function, owner in sorted(_decorated(ast.parse(source)), key=lambda found: -found[0].lineno):
        lines[_first(function) - 1 : function.end_lineno] = _split(function, owner, lines)
    return "".join(lines)


def _decorated(module: ast.Module) -> Iterator[tuple[Function, ast.ClassDef | None]]:
    """The decorated functions of the module and of its classes, with their class."""
    bodies: list[tuple[list[ast.stmt], ast.ClassDef | None]] = [(module.body, None)]
    bodies += [(node.body, node) for node in module.body if isinstance(node, ast.ClassDef)]
    for node, owner in ((node, owner) for body, owner in bodies for node in body if isinstance(node, Function)):
        names = {ast.unparse(one) for one in node.decorator_list}
        if names and not names & KEPT:
            yield node, owner


def _first(function: Function) -> int:
    return min(one.lineno for one in function.decorator_list)


def _split(function: Function, owner: ast.ClassDef | None, lines: list[str]) -> list[str]:
    """The lines of the function with the body, then of the decorated one that calls it."""
    indent = " " * function.col_offset
    body = function.body[0].lineno
    decorators = lines[_first(function) - 1 : function.lineno - 1]
    head = lines[function.lineno - 1 : body - 1]
    bare = [head[0].replace(f"def {function.name}(", f"def _bare_{function.name}(", 1), *head[1:]]
    documented = ast.get_docstring(function) is not None
    inner = lines[(function.body[0].end_lineno or body) if documented else body - 1 : function.end_lineno]
    called = f"{function.args.args[0].arg}." if owner else ""
    shell = lines[body - 1 : function.body[0].end_lineno] if documented else []
    call = f"{indent}    return {called}_bare_{function.name}({_passed(function, owner)})\n"
    return [*bare, *inner, "\n", *decorators, *head, *shell, call]


def _passed(function: Function, owner: ast.ClassDef | None) -> str:
    """What the decorated function passes on: all that it was given."""
    given = function.args
    named = [one.arg for one in (*given.posonlyargs, *given.args)][1 if owner else 0 :]
    starred = [f"*{given.vararg.arg}"] if given.vararg else []
    keyed = [f"{one.arg}={one.arg}" for one in given.kwonlyargs]
    return ", ".join([*named, *starred, *keyed, *([f"**{given.kwarg.arg}"] if given.kwarg else [])])


def main(folder: Path) -> None:
    """Write the copy: the sources that are mutated changed as told, everything else as it stands."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["mutmut"]
    mutated = {path for pattern in settings["only_mutate"] for path in ROOT.glob(pattern)}
    wanted = [*settings["source_paths"], *settings["also_copy"]]
    copied = {path for name in wanted for path in _files(ROOT / name)}
    for path in copied:
        data = path.read_bytes()
        _write(folder / path.relative_to(ROOT), undecorated(data.decode()).encode() if path in mutated else data)
    mutants = folder / "mutants"
    for path in (path for path in copied if path.suffix != ".py" and mutants.exists()):
        _write(mutants / path.relative_to(ROOT), path.read_bytes())  # mutmut would keep old vocabularies and rulebooks
    for path in [path for name in wanted for path in _files(folder / name)]:
        if ROOT / path.relative_to(folder) not in copied:
            path.unlink()
    print(f"{len(copied)} files in {folder}")


def _files(path: Path) -> list[Path]:
    if path.is_file():
        return [path]
    return [file for file in path.rglob("*") if file.is_file() and not PASSED_OVER & set(file.parts)]


def _write(path: Path, data: bytes) -> None:
    if not path.exists() or path.read_bytes() != data:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


if __name__ == "__main__":
    if len(sys.argv) != 2:  # noqa: PLR2004 - the script and the folder
        sys.exit(__doc__)
    shutil.rmtree(Path(sys.argv[1]) / "mutants" / "tests", ignore_errors=True)  # mutmut would keep old cases
    main(Path(sys.argv[1]))
