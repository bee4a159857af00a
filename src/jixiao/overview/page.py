"""The overview as one HTML file (总览网页): no script, no network; charts are pictures drawn beforehand."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from pathlib import Path

from jixiao import __version__
from jixiao.lang import say
from jixiao.overview.asked import Overview, Table, said
from jixiao.overview.drawn import chart, shown
from jixiao.reports.web_text import plain
from jixiao.surveys.run import Cell

MOST_ROWS = 200  # of a table on the page; the workbook has them all
WIDE = 860  # pixels of a chart
POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"


def write(told: Overview) -> bytes:
    """The page in UTF-8 (写出网页)."""
    title = say("overview.title", told.lang, name=told.store)
    named = "en" if told.lang == "en" else "zh-CN"
    head = (
        f'<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{POLICY}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="referrer" content="no-referrer">'
        f"<title>{plain(title)}</title><style>{_style()}</style>"
    )
    summary, *rest = told.tables
    nav = "".join(f'<a href="#{one.part.name}">{plain(said(one.part.title, told.lang))}</a>' for one in rest)
    body = "\n".join(
        (
            f"<header><h1>{plain(title)}</h1><nav>{nav}</nav></header><main>",
            _numbers(summary),
            *(_section(one, told) for one in rest),
            f"</main><footer>{plain(say('overview.foot', told.lang, version=__version__))}</footer>",
        )
    )
    return f'<!DOCTYPE html>\n<html lang="{named}">\n<head>{head}</head>\n<body>{body}</body>\n</html>\n'.encode()


@cache
def _style() -> str:
    return Path(__file__).with_name("page.css").read_text(encoding="utf-8")


def _numbers(summary: Table) -> str:
    boxes = "".join(f"<div><b>{_told(row[1])}</b><small>{_told(row[0])}</small></div>" for row in summary.rows)
    return f'<section class="numbers">{boxes}</section>'


def _section(one: Table, told: Overview) -> str:
    about = plain(said(one.part.about, told.lang))
    parts = [
        f'<section id="{one.part.name}"><h2>{plain(said(one.part.title, told.lang))}</h2>',
        f'<p class="about">{about}</p>' if about else "",
    ]
    if not one.rows:
        return "".join((*parts, f'<p class="none">{plain(say("survey.nothing", told.lang))}</p></section>'))
    if len(one.rows) > MOST_ROWS:
        parts.append(f'<p class="about">{plain(say("overview.cut", told.lang, count=MOST_ROWS))}</p>')
    return "\n".join((*parts, _chart(one, told), _table(one, told), "</section>"))


def _chart(one: Table, told: Overview) -> str:
    """The chart of a part, where there is one."""
    found = chart(one, told, WIDE)
    if found is None:
        return ""
    return f'<figure role="img" aria-label="{plain(said(one.part.title, told.lang))}">{found.svg}</figure>'


def _table(one: Table, told: Overview) -> str:
    numeric = [any(isinstance(row[at], int | Decimal) for row in one.rows) for at in range(len(one.part.columns))]
    heads = "".join(
        f"<th{_kind(is_number=number)}>{plain(head.name)}</th>"
        for head, number in zip(told.heads(one.part), numeric, strict=True)
    )
    lines = "".join(f"<tr>{''.join(map(_cell, row))}</tr>" for row in one.rows[:MOST_ROWS])
    return f"<div class='table'><table><thead><tr>{heads}</tr></thead><tbody>{lines}</tbody></table></div>"


def _cell(cell: Cell) -> str:
    return f"<td{_kind(is_number=isinstance(cell, int | Decimal))}>{_told(cell)}</td>"


def _kind(*, is_number: bool) -> str:
    return ' class="number"' if is_number else ""


def _told(cell: Cell) -> str:
    return plain(shown(cell))
