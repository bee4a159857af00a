"""`jixiao explain [CODE]`: what a check looks for, why, and what to do (规则说明)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from jixiao.explanations import explained
from jixiao.lang import pick, say
from jixiao.terminal import Column, Line, Row, Span, paragraph, table
from jixiao.terminal_help import command
from jixiao.terminal_out import page_width, show

if TYPE_CHECKING:
    from jixiao.checks.engine import Check


MOST_MESSAGES = 6  # a sum may be wrong for many reasons, each with its message


def codes(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[str]:  # noqa: ARG001
    """The codes that begin so, for the shell."""
    return [code for code in every_check() if code.startswith(incomplete.upper())]


def every_check() -> dict[str, Check]:
    """Every check under its code, of one form and of two (全部规则)."""
    from jixiao.checks import all_checks  # noqa: PLC0415 - --help needs none of it
    from jixiao.comparing import all_comparisons  # noqa: PLC0415 - as above

    return {one.code: one for one in sorted((*all_checks(), *all_comparisons()), key=lambda one: one.code)}


@command("explain")
@click.argument("code", required=False, metavar="[CODE]", shell_complete=codes)
@click.pass_obj
def explain(lang: str, *, code: str | None) -> int:
    r"""说明一条审核规则：查什么、为何重要、如何处理、依据何在。不给编号则列出全部规则。

    Explain one check: what it looks for, why it matters, what to do, on what basis. Without a code, list them all.

    \b
    jixiao explain
    jixiao explain A006
    """
    from jixiao.errors import UnknownCheck  # noqa: PLC0415 - --help needs none of it

    known = every_check()
    columns = page_width()
    if code is None:
        show(_list(list(known.values()), lang, columns))
        return 0
    asked = code.strip().upper()
    if asked not in known:
        raise UnknownCheck(code, close(asked, {one.code: one.title for one in known.values()}))
    show(check_page(known[asked], lang, columns))
    return 0


def close(asked: str, titles: dict[str, str]) -> list[str]:
    """The codes that look like the one asked for, or whose titles hold those words."""
    from difflib import get_close_matches  # noqa: PLC0415 - only after a slip

    named = [code for code, title in titles.items() if asked in title.upper()]
    return (named or get_close_matches(asked, titles, n=5, cutoff=0.6))[:5]


def _list(checks: list[Check], lang: str, columns: int) -> list[Line]:
    heads = [Column(say("explain.code", lang)), Column(say("explain.title", lang), flexible=True)]
    heads.append(Column(say("explain.severity", lang)))
    rows = [
        Row(
            [one.code, pick((one.title, one.title_en), lang), say(f"severity.{one.severity}", lang)],
            styles=("code", "", one.severity.value),
        )
        for one in checks
    ]
    return [*table(heads, rows, columns), [], *paragraph(say("explain.hint", lang), columns, style="dim")]


def check_page(one: Check, lang: str, columns: int) -> list[Line]:
    """The page of one check: title, severity, docstring, the messages it may give."""
    first = [Span(f"{one.code}  ", one.severity.value)]
    lines = paragraph(pick((one.title, one.title_en), lang), columns, first=first, style="title")
    grade = f"{say(f'severity.{one.severity}', lang)} · {say('explain.since', lang, version=one.since)}"
    lines += [*paragraph(grade, columns, style="dim"), []]
    for part in explained(one, lang):
        for line in part.split("\n"):
            lines += paragraph(line, columns, indent=2)
        lines.append([])
    lines.append([Span(say("explain.messages", lang), "heading")])
    messages = list((one.messages_en if lang == "en" else one.messages).values())
    for message in messages[:MOST_MESSAGES]:
        lines += paragraph(message, columns, first=[Span("  · ", "dim")])
    if len(messages) > MOST_MESSAGES:
        lines += paragraph(
            say("explain.more", lang, count=len(messages) - MOST_MESSAGES), columns, indent=4, style="dim"
        )
    return lines
