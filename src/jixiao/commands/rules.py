"""`jixiao rules [NAME]`: the scoring methods, or all that one of them sets (计分办法)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from jixiao.lang import pick, say
from jixiao.terminal import Column, Line, Row, Span, pad, paragraph, table, width
from jixiao.terminal_help import command
from jixiao.terminal_options import rulebook_names
from jixiao.terminal_out import page_width, show

if TYPE_CHECKING:
    from jixiao.rulebooks.model import Rulebook


@command("rules")
@click.argument("name", required=False, metavar="[NAME]", shell_complete=rulebook_names)
@click.pass_obj
def rules(lang: str, *, name: str | None) -> int:
    r"""列出计分办法；给出名称（或 TOML 文件）则逐项列出其规定、依据性质和条款。

    List the scoring methods; with a name (or a TOML file), every value that it sets, with basis and clause.

    \b
    jixiao rules
    jixiao rules mof-2020-10
    """
    from jixiao import rulebooks  # noqa: PLC0415 - --help needs none of it

    if name is not None:
        show(rulebook_page(rulebooks.load(name), lang, page_width()))
        return 0
    columns = page_width()
    books = [rulebooks.load(one) for one in rulebooks.names()]
    heads = [Column(say("rules.name", lang)), Column(say("rules.title", lang), flexible=True)]
    heads += [Column(say(f"rules.{key}", lang), cap=18) for key in ("region", "years", "kinds")]
    rows = [Row([one.name, pick((one.title, one.title_en), lang), *_scope(one, lang)]) for one in books]
    show([*table(heads, rows, columns), [], *paragraph(say("rules.hint", lang), columns, style="dim")])
    return 0


def _scope(rulebook: Rulebook, lang: str) -> list[str]:
    """Region, years and kinds of forms that a method is for."""
    first, last = rulebook.valid_from, rulebook.valid_to
    years = "" if first is None else say("rules.years_from", lang, first=first)
    if last is not None:
        years = say("rules.years_between", lang, first=first or "", last=last)
    kinds = say("listed", lang).join(say(f"kind.{kind}", lang) for kind in rulebook.kinds)
    return [rulebook.region or say("rules.national", lang), years, kinds]


def rulebook_page(rulebook: Rulebook, lang: str, columns: int) -> list[Line]:
    """All that one method sets."""
    from jixiao import rule_words  # noqa: PLC0415 - only for one rulebook

    region, years, kinds = _scope(rulebook, lang)
    entries = {
        "rules.document": rulebook.document,
        "rules.issuer": rulebook.issuer,
        "rules.source": rulebook.source,
        "rules.based_on": rulebook.based_on,
        "rules.region": region,
        "rules.years": years,
        "rules.kinds": kinds,
    }
    title = say("titled", lang, title=pick((rulebook.title, rulebook.title_en), lang), name=rulebook.name)
    lines = paragraph(title, columns, style="title")
    labels = max(width(say(key, lang)) for key in entries) + 2
    for key, value in entries.items():
        if value:
            lines += paragraph(value, columns, first=[Span("  " + pad(say(key, lang), labels), "label")])
    heads = [
        Column(say("rules.rule", lang), cap=18),
        Column(say("rules.value", lang), flexible=True),
        Column(say("rules.basis", lang)),
        Column(say("rules.clause", lang), flexible=True),
    ]
    rows = [
        Row([one.name, one.value, say(f"basis.{one.basis}", lang), one.clause], styles=("group", "", "dim", "dim"))
        for one in rule_words.lines(rulebook, lang)
    ]
    return [
        *lines,
        [],
        *table(heads, rows, columns),
        *paragraph(say("rules.legend", lang), columns, indent=2, style="dim"),
    ]
