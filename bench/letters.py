"""A thousand letters of return (千份退回意见): from files in a folder to Word files, and the filling beside a peer.

The peer is docxtpl, which fills Word templates by Jinja: it gets our own template with its marks turned into Jinja's,
and the same values.
"""

from __future__ import annotations

import io
import re
import sys
import time
from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec

from bench import machine
from bench.planted.generator import make, recipes
from jixiao.finding import Severity
from jixiao.form import FormKind
from jixiao.letters import kinds, typeset
from jixiao.letters.filling import MARK
from jixiao.letters.issue import Origin
from jixiao.letters.returned import letter, sheet
from jixiao.letters.template import Template
from jixiao.letters.values import Values
from jixiao.outcome import audited
from jixiao.writers import xlsx

KNOWN = dict.fromkeys(("文号", "发文机关", "成文日期", "退回期限", "联系人", "联系电话"), "某某")
ROW = re.compile(r"row\| \{\{#(\w+)\}\}(.*)\{\{/\1\}\}")


def folder_of(folder: Path, count: int) -> None:
    """So many workbooks, each of another unit and each with something to send back (生成收件)."""
    folder.mkdir()
    known = [recipe for recipe in recipes() if recipe.kind is not FormKind.TRANSFER]  # those have no points
    for number in range(count):
        made = make(f"letters {number}", known[number % len(known)])
        form = msgspec.structs.replace(made.form, unit=f"某某县第{number + 1}局", total_weight=Decimal(90))
        (folder / f"{number:04}.xlsx").write_bytes(xlsx.write(form, made.layout, made.rulebook))


def seconds_for(folder: Path, target: Path, jobs: int) -> float:
    """The whole command `jixiao letter`: reading, auditing and writing (整条命令)."""
    command = [sys.executable, "-m", "jixiao", "letter", str(folder), "-o", str(target), "-j", str(jobs)]
    return machine.process_seconds(command)


def letters_of(count: int) -> list[Values]:
    """The values of so many letters (各份的内容)."""
    made = []
    for number in range(count):
        form = make(f"letter {number}", recipes()[number % len(recipes())]).form
        one = audited(msgspec.structs.replace(form, total_weight=Decimal(90)))
        made.append(letter([sheet(one, Origin(Path("表.xlsx"), 1, 1), Severity.NOTE)], KNOWN))
    return made


def fillings(count: int) -> dict[str, Callable[[], float]]:
    """Filling one letter, by us and by docxtpl where it is installed; each call takes the next letter."""
    values = letters_of(count)
    ours = kinds.template("returned", None)
    jobs: dict[str, Callable[[], float]] = {"letter filled, jixiao": _each(values, ours.fill)}
    try:
        from docxtpl import DocxTemplate  # noqa: PLC0415 - a peer, of the extra bench
    except ImportError:
        print("docxtpl is not installed: it was not measured (pip install 'jixiao[bench]')")
        return jobs
    template = jinja_template()

    def by_docxtpl(one: Values) -> bytes:
        document = DocxTemplate(io.BytesIO(template))
        document.render(dict(one), autoescape=True)
        out = io.BytesIO()
        document.save(out)
        return out.getvalue()

    if _texts(by_docxtpl(values[0])) != _texts(ours.fill(values[0])):
        raise ValueError("docxtpl does not write the same letter")  # noqa: EM101, TRY003 - of a benchmark
    jobs["letter filled, docxtpl (Jinja)"] = _each(values, by_docxtpl)
    return jobs


def _each(values: list[Values], fill: Callable[[Values], bytes]) -> Callable[[], float]:
    at = [0]

    def run() -> float:
        at[0] = (at[0] + 1) % len(values)
        begin = time.perf_counter()
        fill(values[at[0]])
        return time.perf_counter() - begin

    return run


def _texts(data: bytes) -> list[str]:
    from docx import Document  # noqa: PLC0415 - of the peer's side

    document = Document(io.BytesIO(data))
    texts: Any = document.element.body.iter("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}t")
    return ["".join(one.text or "" for one in texts)]


def jinja_template() -> bytes:
    """Our template of the letter of return with Jinja's marks (转成 Jinja 写法)."""
    kind = kinds.kind("returned")
    lines: list[str] = []
    for line in kind.lines.split("\n"):
        row = ROW.fullmatch(line)
        if row is None:
            lines.append(line)
        else:
            blank = " | " * row[2].count(" | ")
            lines += [f"row| {{{{#{row[1]}}}}}{blank}", f"row| {row[2]}", f"row| {{{{/{row[1]}}}}}{blank}"]
    scopes: list[Mapping[str, str]] = [dict.fromkeys(kind.fields, "")]
    return typeset.document([_turned(line, scopes, kind) for line in lines], kind.page, kind.title)


def _turned(line: str, scopes: list[Mapping[str, str]], kind: kinds.Kind) -> str:
    """One line with its marks turned; `scopes` says which loop a name belongs to."""
    part = "tr" if line.startswith("row|") else "p"

    def turned(mark: re.Match[str]) -> str:
        sign, name = mark[1], mark[2]
        owner = next((scope[name] for scope in reversed(scopes) if name in scope), scopes[-1].get("", ""))
        whole = f"{owner}.{name}" if owner else name
        if sign == "#":
            item = f"item{len(scopes)}"
            scopes.append(dict.fromkeys(kind.inside, item))
            return f"{{%{part} for {item} in {whole} %}}"
        if sign == "/":
            scopes.pop()
            return f"{{%{part} endfor %}}"
        return f"{{{{ {whole} }}}}"

    return MARK.sub(turned, line)


__all__ = ["Template", "fillings", "folder_of", "seconds_for"]
