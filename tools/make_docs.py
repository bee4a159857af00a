"""Make the pages that follow from the code: docs/checks/, docs/commands.md and docs/rulebooks.md, in both languages.

Run: python tools/make_docs.py, or make docs. A test compares the pages with what this would write.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import click

from jixiao import outcome, rule_words, rulebooks
from jixiao.batch.columns import PLACES, TABLES, WHOLE, Table
from jixiao.checks.engine import Check
from jixiao.cli import group
from jixiao.commands.explain import every_check
from jixiao.explanations import explained
from jixiao.lang import say
from jixiao.letters import kinds
from jixiao.rulebooks.model import Rulebook
from jixiao.surveys import Survey, all_surveys
from jixiao.tables.standard import Standard, standards
from jixiao.terminal import plain
from jixiao.terminal_help import Command, Context
from jixiao.terminal_report import report

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
CASES = ROOT / "tests" / "cases"
READMES = {"README.md": "en", "README.zh-CN.md": "zh"}
SAMPLE = "examples/rural-2022.xlsx"
STORED = {
    "text": "VARCHAR",
    "whole": "INTEGER",
    "size": "BIGINT",
    "truth": "BOOLEAN",
    "date": "DATE",
    "number": f"DECIMAL({WHOLE + PLACES},{PLACES}) + `_scale` TINYINT",
    "real": "DOUBLE",
    "texts": "VARCHAR[]",
}
"""The types of the store's columns, as DuckDB calls them."""
MADE = "<!-- 由 tools/make_docs.py 生成，请勿手改 · made by tools/make_docs.py, not by hand -->\n\n"


def main() -> None:
    """Write every page, and remove pages of checks that are gone."""
    made = pages()
    for path, text in made.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    for path in set((DOCS / "checks").glob("*.md")) - set(made):
        path.unlink()
    print(f"{len(made)} pages in {DOCS.relative_to(ROOT)}/")


def pages() -> dict[Path, str]:
    """Every made page with its text."""
    checks = list(every_check().values())
    made = {DOCS / "checks" / f"{one.code}.md": MADE + check_page(one) for one in checks}
    made[DOCS / "checks" / "index.md"] = MADE + index_page(checks)
    made[DOCS / "commands.md"] = MADE + commands_page()
    made[DOCS / "rulebooks.md"] = MADE + rulebooks_page()
    made[DOCS / "surveys.md"] = with_surveys(DOCS / "surveys.md")
    made[DOCS / "batch.md"] = with_tables(DOCS / "batch.md")
    made[DOCS / "standard-tables.md"] = with_standard(DOCS / "standard-tables.md")
    made[DOCS / "letters.md"] = with_fields(DOCS / "letters.md")
    return made | {ROOT / name: with_sample(ROOT / name, lang) for name, lang in READMES.items()}


def with_tables(path: Path) -> str:
    """The page about batches with every table of the store between its marks."""
    before, _, rest = path.read_text(encoding="utf-8").partition("<!-- tables -->")
    told = "\n".join(map(table_section, TABLES))
    return f"{before}<!-- tables -->\n\n{told}\n<!-- /tables -->{rest.partition('<!-- /tables -->')[2]}"


def table_section(table: Table) -> str:
    """One table of the store: its columns with the types that its file has."""
    types = {name: STORED.get(kind, kind) for name, kind in table.stored()}
    rows = ((f"`{one.name}`", types[one.name], one.zh, one.en) for one in table.columns)
    key = ", ".join(f"`{name}`" for name in table.key)
    heads = ("列 Column", "类型 Type", "内容", "What it is")
    told = f"{table.zh}。{table.en[0].upper()}{table.en[1:]}. 排序 · Sorted by: {key}"
    return f"## {table.name}\n\n{told}\n\n{markdown(heads, rows)}"


def with_fields(path: Path) -> str:
    """The page about letters with every name that a template may use, between its marks."""
    before, _, rest = path.read_text(encoding="utf-8").partition("<!-- fields -->")
    told = "\n".join(field_section(name) for name in ("returned", "paper", "roster"))
    return f"{before}<!-- fields -->\n\n{told}\n<!-- /fields -->{rest.partition('<!-- /fields -->')[2]}"


def field_section(name: str) -> str:
    """The names that a template of one kind may use."""
    one = kinds.kind(name)
    rows = [(f"`{{{{{field}}}}}`", zh, en) for field, (zh, en) in (*one.fields.items(), *one.inside.items())]
    return f"## {one.title} · {one.title_en}\n\n{markdown(('名称 Name', '内容', 'What it is'), rows)}"


def with_standard(path: Path) -> str:
    """The page about the tables of fiscal systems with every column, between its marks."""
    before, _, rest = path.read_text(encoding="utf-8").partition("<!-- tables -->")
    told = "\n".join(map(standard_section, standards().table))
    return f"{before}<!-- tables -->\n\n{told}\n<!-- /tables -->{rest.partition('<!-- /tables -->')[2]}"


def standard_section(one: Standard) -> str:
    """One standard table: its columns, and what of the form goes into each."""
    heads = ("列 Column", "名称", "类型 Type", "必填 Required", "取自", "From")
    rows = [
        (f"`{name}`", field.zh, field.type, "是 · yes" if required else "", field.note, field.note_en)
        for name, field, required in standards().columns(one)
    ]
    return f"## {one.name}\n\n{one.zh} · {one.en}\n\n{markdown(heads, rows)}"


def with_surveys(path: Path) -> str:
    """The page about surveys with every one of them between its marks."""
    before, _, rest = path.read_text(encoding="utf-8").partition("<!-- surveys -->")
    told = "\n".join(map(survey_section, all_surveys()))
    return f"{before}<!-- surveys -->\n\n{told}\n<!-- /surveys -->{rest.partition('<!-- /surveys -->')[2]}"


def survey_section(one: Survey) -> str:
    """One survey: what it looks for, its settings, its columns, its query and its cases."""
    texts = [] if one.texts is None else ["先比对的文字 · Texts compared first:", f"```sql\n{one.texts.query}\n```"]
    rows = ((f"`{each.name}`", str(each.value), each.zh, each.en) for each in one.settings)
    settings = [markdown(("参数 Setting", "默认 Default", "含义", "Meaning"), rows).rstrip()] if one.settings else []
    columns = "、".join(f"`{each.name}` {each.zh} {each.en}" for each in one.columns)
    path = CASES / "surveys" / f"{one.name}.toml"
    cases = "\n".join(f"- {each['name']}" for each in tomllib.loads(path.read_text(encoding="utf-8"))["case"])
    parts = [f"## {one.code} {one.title}", f"{one.title_en} · `{one.name}`", one.meaning, one.meaning_en, one.basis]
    parts += [one.basis_en, *settings, columns, *texts, f"```sql\n{one.query}\n```", f"案例 · Cases:\n\n{cases}"]
    return "\n\n".join(parts) + "\n"


def with_sample(path: Path, lang: str) -> str:
    """A README with the report of an example between its marks."""
    one = outcome.examine(ROOT / SAMPLE)
    lines = plain(report(one.forms[0], SAMPLE, lang, 100)).rstrip()
    call = f"$ jixiao check {SAMPLE}{' --lang en' if lang == 'en' else ''}"
    block = f"<!-- sample -->\n```\n{call}\n{lines}\n```\n<!-- /sample -->"
    before, _, rest = path.read_text(encoding="utf-8").partition("<!-- sample -->")
    return before + block + rest.partition("<!-- /sample -->")[2]


def index_page(checks: Sequence[Check]) -> str:
    """The list of all checks."""
    rows = (
        (f"[{one.code}]({one.code}.md)", one.title, one.title_en, both(f"severity.{one.severity}")) for one in checks
    )
    heads = ("编号 Code", "问题", "Fault", "严重程度 Severity")
    return f"# 审核规则 · Checks\n\n共 {len(checks)} 条 · {len(checks)} checks.\n\n{markdown(heads, rows)}"


def check_page(one: Check) -> str:
    """One check: what it looks for in both languages, its messages, its cases."""
    parts = [f"# {one.code} {one.title}", f"{one.title_en} · {both(f'severity.{one.severity}')}"]
    parts += [lined(part) for lang in ("zh", "en") for part in explained(one, lang)]
    parts.append("## 案例 · Cases")
    parts.append("\n".join(case_line(case) for case in cases_of(one)) or "（无）")
    return "\n\n".join(parts) + "\n"


def lined(paragraph: str) -> str:
    """A docstring's paragraph with its line breaks kept."""
    return "  \n".join(line.strip() for line in paragraph.split("\n"))


def cases_of(one: Check) -> list[dict[str, Any]]:
    """The cases that the tests hold the check to."""
    path = next(CASES.glob(f"*/{one.slug}.toml"), None)
    cases: list[dict[str, Any]] = tomllib.loads(path.read_text(encoding="utf-8"))["case"] if path else []
    return cases


def case_line(case: dict[str, Any]) -> str:
    """A case by its name, and what is said of it."""
    messages = [str(found["message"]) for found in case["expect"] if "message" in found]
    told = "".join(f"\n  - {message}" for message in messages)
    return f"- **{case['name']}**{told or ('' if case['expect'] else '：不报 · nothing is said')}"


def commands_page() -> str:
    """The help of every command, Chinese and English."""
    context = Context(group, info_name="jixiao")
    names = group.list_commands(context)
    parts = ["# 命令 · Commands"]
    for name in ("", *names):
        command = group.get_command(context, name) if name else group
        assert isinstance(command, Command)  # noqa: S101 - group is one, and so are its commands
        parts += [f"## {f'jixiao {name}'.strip()}", f"```\n{help_of(command, name)}```"]
    return "\n\n".join(parts) + "\n"


def help_of(command: Command, name: str) -> str:
    """A command's --help at 100 columns."""
    os.environ["COLUMNS"] = "100"
    parent = Context(group, info_name="jixiao", obj="zh")
    context: click.Context = Context(command, info_name=name, parent=parent) if name else parent
    return command.get_help(context).rstrip() + "\n"


def rulebooks_page() -> str:
    """Every rulebook with all that it sets."""
    books = [rulebooks.load(name) for name in rulebooks.names()]
    rows = ((f"[{one.name}](#{one.name})", one.title, one.title_en, one.document or "") for one in books)
    index = markdown(("名称 Name", "办法", "Method", "文号 Document"), rows)
    legend = "\n\n".join((say("rules.legend", "zh"), say("rules.legend", "en")))
    return "\n".join([f"# 计分办法 · Rulebooks\n\n{index}\n{legend}\n", *map(rulebook_section, books)])


def rulebook_section(one: Rulebook) -> str:
    """One rulebook: what it sets, in both languages, on what basis, by which clause."""
    zh, en = rule_words.lines(one, "zh"), rule_words.lines(one, "en")
    rows = [
        (f"{a.name} · {b.name}", a.value, b.value, both(f"basis.{a.basis}"), a.clause)
        for a, b in zip(zh, en, strict=True)
    ]
    table = markdown(("规定 Rule", "内容", "What it sets", "性质 Basis", "条款 Clause"), rows)
    return f"## {one.name}\n\n{one.title} · {one.title_en}\n\n{one.issuer}。{one.source}\n\n{table}"


def both(key: str) -> str:
    """An interface text in both languages."""
    return f"{say(key, 'zh')} · {say(key, 'en')}"


def markdown(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table."""
    lines = [heads, ["---"] * len(heads), *rows]
    return "".join(f"| {' | '.join(map(escaped, line))} |\n" for line in lines)


def escaped(cell: str) -> str:
    """A cell's text without what would end it."""
    return cell.replace("|", "\\|").replace("\n", " ")


if __name__ == "__main__":
    main()
