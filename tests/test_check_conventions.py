"""Every check is complete: explained in both languages, with cases that fail, pass and are blank, and short."""

from __future__ import annotations

import ast
import inspect
import re
import string
from collections import Counter
from pathlib import Path

import pytest

from jixiao import checks, comparing
from jixiao.checks import all_checks
from jixiao.checks.diagnosis import CAUSES
from jixiao.checks.engine import Check
from jixiao.comparing import all_comparisons
from tests.check_forms import CASES, COMPARING, case_file, case_files, comparison_files, subject_of

FOLDERS = [Path(checks.__file__).parent, Path(comparing.__file__).parent]
MODULES = [path for folder in FOLDERS for path in sorted(folder.glob("*.py"))]
ALL = (*all_checks(), *all_comparisons())
CHECK_LINES, MODULE_LINES, FUNCTION_LINES = 60, 400, 40
SECTIONS = {"A", "B", "C", "D", "E"}

each_check = pytest.mark.parametrize("one", ALL, ids=lambda one: one.code)


def test_codes_are_unique() -> None:
    assert [code for code, count in Counter(one.code for one in ALL).items() if count > 1] == []


def test_every_case_file_has_its_check() -> None:
    assert {path.stem for path in case_files()} == {one.slug for one in all_checks()}
    assert {path.stem for path in comparison_files()} == {one.slug for one in all_comparisons()}


@each_check
def test_file_and_name_follow_the_code(one: Check) -> None:
    assert re.fullmatch(r"[A-Z]\d{3}", one.code)
    assert one.code[0] in SECTIONS
    assert one.slug == f"{one.code.lower()}_{one.find.__name__}"
    assert case_file(one.slug)["code"] == one.code


@each_check
def test_docstring_says_the_rule_why_how_and_whence_in_both_languages(one: Check) -> None:
    parts = inspect.cleandoc(one.doc).split("\n\n")
    assert len(parts) == 4, "rule, three headings, and the same in English"
    assert re.search(r"[\u4e00-\u9fff]", parts[0])
    assert [line.partition("：")[0] for line in parts[1].splitlines()] == ["为何重要", "如何处理", "依据"]
    assert not re.search(r"[\u4e00-\u9fff]{5}", parts[2])
    assert [line.partition(":")[0] for line in parts[3].splitlines()] == ["Why", "Mend", "Basis"]
    assert all(line.partition("：")[2] or line.partition(":")[2] for line in parts[1].splitlines())


@each_check
def test_every_message_is_said_in_both_languages_with_the_same_facts(one: Check) -> None:
    assert one.messages.keys() == one.messages_en.keys()
    for variant, message in one.messages.items():
        assert _facts(message) == _facts(one.messages_en[variant]), variant
        assert message.endswith(("。", "？")), variant
        assert one.messages_en[variant].endswith((".", "?")), variant
    assert one.title
    assert one.title_en


@each_check
def test_cases_fail_pass_and_leave_blanks_alone(one: Check) -> None:
    cases = case_file(one.slug)["case"]
    assert any(case["expect"] for case in cases), "no failing case"
    assert any(not case["expect"] for case in cases), "no passing case"
    assert any("空白" in case["name"] and not case["expect"] for case in cases), "no blank case"
    assert [name for name, count in Counter(case["name"] for case in cases).items() if count > 1] == []


@each_check
def test_check_is_short(one: Check) -> None:
    tree = ast.parse(Path(inspect.getfile(one.find)).read_text(encoding="utf-8"))
    found = next(node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name == one.find.__name__)
    assert _lines(found) <= CHECK_LINES


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_module_and_its_functions_are_short(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= MODULE_LINES
    functions = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FunctionDef)]
    assert [node.name for node in functions if _lines(node) - _doc_lines(node) > FUNCTION_LINES] == []


@each_check
def test_every_message_is_seen_in_a_case(one: Check) -> None:
    seen = {found.variant for case in case_file(one.slug)["case"] for found in one.find(subject_of(case))}
    assert {variant for variant in one.messages if variant.rstrip("+") not in CAUSES} - seen == set()


def test_every_cause_of_a_wrong_sum_is_said_in_both_languages() -> None:
    for cause, (zh, en) in CAUSES.items():
        assert _facts(zh) == _facts(en), cause


def test_every_case_file_is_read() -> None:
    assert {path.name for path in CASES.iterdir()} == {path.name for path in case_files()}
    assert {path.name for path in COMPARING.iterdir()} == {path.name for path in comparison_files()}


def _facts(message: str) -> set[str]:
    """The facts of a message; a word that differs by language is a pair such as {missing} and {missing_en}."""
    names = (name for _, name, _, _ in string.Formatter().parse(message) if name is not None)
    return {name.removesuffix("_en") for name in names}


def _lines(node: ast.FunctionDef) -> int:
    return (node.end_lineno or 0) - node.lineno + 1


def _doc_lines(node: ast.FunctionDef) -> int:
    doc = ast.get_docstring(node, clean=False)
    return len(doc.splitlines()) if doc else 0
