"""What people typed comes out whole and harmless in every file that any command writes, whatever they typed."""

from __future__ import annotations

import csv
import html
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path

import msgspec
import openpyxl
import pypdfium2 as pdfium
import pytest
from lxml import etree

from jixiao import form_json, opening
from jixiao.batch.run import gather
from jixiao.cli import group
from jixiao.form import Form
from jixiao.terminal_help import Context
from jixiao.writers.printable import printable
from tests.command_line import Run

EXAMPLES = Path(__file__).parent.parent / "examples"
TEXTS = {
    "formula": '=HYPERLINK("http://example.com","点此")',
    "command": "+1+cmd|' /C calc'!A0",
    "minus": "-2+3",
    "at": "@SUM(A1:A9)",
    "markup": "<script>alert(1)</script>&lt;b&gt; ]]> #panic() $x$ {{单位}} _x0041_",
    "controls": "甲\x07乙\x1b[31m丙\x00丁\r\n戊",
    "turned": "总计\u202e001\u202c元\u200f\u2066x\u2069",
    "long": "".join(f"很长的名称{number}，" for number in range(1200)),
}
STEERING = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
FORMULA = re.compile(r"\s*[=+\-@＝＋－＠\t\r|]")
CALLS: dict[str, list[tuple[str, ...]]] = {
    "check": [("{form}", "--format", "json", "-o", "a.json"), ("{form}", "--format", "sarif", "-o", "a.sarif")],
    "draft": [("{form}", "-o", "a.docx"), ("{form}", "-o", "a.pdf"), ("{form}", "-o", "a.txt")],
    "fix": [("{form}", "-o", "a.json")],
    "letter": [("{form}", "--min-severity", "note", "-o", "a.docx")],
    "new": [("--from", "{form}", "-o", f"a.{suffix}") for suffix in ("xlsx", "docx", "pdf", "html", "json")],
    "overview": [("{store}", "-o", "a.html"), ("{store}", "-o", "a.xlsx")],
    "paper": [("{form}", "-o", "a.docx")],
    "read": [("{form}", "-o", "a.json")],
    "report": [("{form}", "-o", f"a.{suffix}") for suffix in ("html", "pdf", "docx")],
    "roster": [("{register}", "{form}", "-o", "a.docx")],
    "survey": [("{store}", "-o", "a.xlsx"), ("{store}", "S01", "-o", "a.csv")],
    "table": [
        ("{form}", "-o", "a.xlsx"),
        ("{form}", "--sheet", "forms", "-o", "a.csv"),
        ("{form}", "--standard", "-o", "a.xlsx"),
        ("{form}", "--standard", "--sheet", "PM_PERF_SELF_EVAL", "-o", "a.csv"),
    ],
    "write": [("{form}", "-o", f"a.{suffix}") for suffix in ("xlsx", "docx", "pdf", "html", "json")],
}
GATHERED = frozenset({"overview", "survey"})
"""Commands that count forms: what was typed need not stand in their files."""
ELSEWHERE = {
    "compare": "its JSON holds facts, as that of check does",
    "diff": "of stores: tests/test_batch*.py",
    "mark": "of files, not of JSON: tests/test_mark.py",
    "recompute": "writes a table of a store, no file for people: tests/test_columnar.py",
    "rescore": "writes a store, no file for people",
}
WRITTEN = [
    pytest.param(name, call, id=f"{name} {call[-1]} {len(call)}") for name, calls in CALLS.items() for call in calls
]


def _form(text: str) -> Form:
    """A form with the text in every place where people type, and with something wrong about it."""
    form = opening.open_forms(EXAMPLES / "project-clean-2023.html")[0]
    goal = msgspec.structs.replace(form.goals[0], actual=text)
    row = msgspec.structs.replace(form.indicators[0], name=text, reason=text)
    return msgspec.structs.replace(
        form,
        title=text,
        unit=text,
        project=text,
        goals=(goal,),
        indicators=(row, *form.indicators[1:]),
        conclusion=text,
        problems=text,
        total_weight=Decimal(90),
        contact=text,
        notes=(text,),
        locations={},
    )


@pytest.fixture(scope="module")
def store_of(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """A store that holds two forms with the text, made once a text."""
    made: dict[str, Path] = {}

    def store(text: str) -> Path:
        if text not in made:
            folder = tmp_path_factory.mktemp("store")
            (folder / "in").mkdir()
            for number in range(2):
                (folder / "in" / f"{number}.json").write_bytes(form_json.encode(_form(text)))
            gather(folder / "in", folder / "store", 1)
            made[text] = folder / "store"
        return made[text]

    return store


def test_every_command_that_writes_a_file_is_tried() -> None:
    context = Context(group, info_name="jixiao", obj="zh")
    names = group.list_commands(context)
    commands = {name: group.get_command(context, name) for name in names}
    writing = {name for name, one in commands.items() if one and any(option.name == "output" for option in one.params)}
    assert writing - {"batch"} == set(CALLS) | set(ELSEWHERE)


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
@pytest.mark.parametrize(("name", "call"), WRITTEN)
def test_what_was_typed_comes_out_whole_and_harmless(  # noqa: PLR0913, PLR0917 - pytest hands each thing over
    name: str, call: tuple[str, ...], text: str, tmp_path: Path, run: Run, store_of: Callable[[str], Path]
) -> None:
    source, register = tmp_path / "表.json", tmp_path / "名册.csv"
    source.write_bytes(form_json.encode(_form(text)))
    register.write_text("单位名称\n某某局\n", encoding="utf-8")
    target = tmp_path / call[-1]
    store = store_of(text) if "{store}" in call else None
    words = [word.format(form=source, register=register, store=store) for word in call[:-1]]
    code, out, err = run(name, *words, target)
    assert code in (0, 1), err
    texts = list(_texts(target))
    joined = "".join("".join(texts).split())
    if target.suffix in (".json", ".sarif"):  # a form's own values stay as they are: they are data
        assert name == "check" or text in texts
    else:
        assert STEERING.search("".join(texts)) is None
        pieces = _pieces("".join(printable(text).split()), joined)
        assert name in GATHERED or pieces <= (len(texts) if target.suffix == ".pdf" else 1)
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\u202a-\u202e]", (out + err).replace("\x1b[K", ""))


def _pieces(text: str, within: str) -> int:
    """In how many pieces, one after the other, the text stands there: pages cut a long one."""
    count = 0
    while text:
        low, high = 0, len(text)
        while low < high:
            middle = (low + high + 1) // 2
            low, high = (middle, high) if text[:middle] in within else (low, middle - 1)
        if not low:
            return len(text) + count
        text, count = text[low:], count + 1
    return count


def _texts(path: Path) -> Iterator[str]:
    """Every text of a written file, once it is known that none of them does anything."""
    data = path.read_bytes()
    yield from {
        ".xlsx": _of_workbook,
        ".docx": _of_document,
        ".pdf": _of_pdf,
        ".html": _of_page,
        ".csv": _of_csv,
        ".json": _of_json,
        ".sarif": _of_json,
        ".txt": _of_text,
    }[path.suffix](data)


def _of_workbook(data: bytes) -> Iterator[str]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            content = archive.read(name).decode()
            if name.endswith((".xml", ".rels", ".vml")):
                etree.fromstring(content.encode())
            assert "example.com" not in re.sub(r"<t[^>]*>[^<]*</t>|<dc:title>[^<]*</dc:title>", "", content)
            assert 'TargetMode="External"' not in content
            formulas = re.findall(r"<f[^>]*>([^<]*)</f>", content)
            assert not any(mark in formula for formula in formulas for mark in ("HYPERLINK", "cmd", "alert", "甲"))
    for sheet in openpyxl.load_workbook(io.BytesIO(data)).worksheets:
        for row in sheet.iter_rows():
            yield from (cell.value for cell in row if isinstance(cell.value, str) and cell.data_type == "s")


def _of_document(data: bytes) -> Iterator[str]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            if name.endswith((".xml", ".rels")):
                root = etree.fromstring(archive.read(name))
                assert "External" not in {one.get("TargetMode") for one in root.iter("{*}Relationship")}
                fields = [*(one.text or "" for one in root.iter("{*}instrText"))]
                fields += [value for one in root.iter("{*}fldSimple") for value in map(str, one.attrib.values())]
                assert {field.strip() for field in fields} <= {"PAGE", "NUMPAGES"}
                yield from (one.text or "" for one in root.iter("{*}t"))


def _of_pdf(data: bytes) -> Iterator[str]:
    assert not re.search(rb"/(?:JavaScript|JS|Launch|OpenAction|URI)\b", data)
    document = pdfium.PdfDocument(data)
    for page in document:
        # in a long run of letters we allow a break behind each; PDFium has marks of its own for the end of a line
        yield re.sub("[\u200b\ufffe\x02]", "", page.get_textpage().get_text_bounded())
        page.close()
    document.close()


def _of_page(data: bytes) -> Iterator[str]:
    text = data.decode()
    assert "<script>alert" not in text
    assert "{{" not in text or "{{单位}}" in text
    yield html.unescape(re.sub(r"<[^>]*>", "", re.sub(r"<(script|style)\b.*?</\1>", "", text, flags=re.DOTALL)))


def _of_csv(data: bytes) -> Iterator[str]:
    assert data.startswith(b"\xef\xbb\xbf")
    for row in csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")):
        for cell in row:
            assert re.fullmatch(r"-?\d+(?:\.\d+)?", cell) or not FORMULA.match(cell)
            yield cell.removeprefix("'")


def _of_json(data: bytes) -> Iterator[str]:
    assert not re.search(rb"[\x00-\x09\x0b-\x1f]", data)  # whatever is in a text stands there as an escape
    for key, text in _strings(json.loads(data), ""):
        assert not (key.startswith(("message", "place")) and STEERING.search(text))
        yield text


def _strings(value: object, key: str) -> Iterator[tuple[str, str]]:
    """Every text with the field that it stands in; messages of SARIF lie one deeper."""
    if isinstance(value, str):
        yield key, value
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield from _strings(inner, key if key.startswith("message") else name)
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner, key)


def _of_text(data: bytes) -> Iterator[str]:
    yield data.decode("utf-8-sig")
