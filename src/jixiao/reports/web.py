"""The report as one HTML file (网页报告): works from a disk without a network, prints well, speaks both languages.

Nothing of the form reaches the page but as escaped text, and the page itself forbids every other script and connection.
"""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from pathlib import Path

from jixiao import __version__, charts
from jixiao.reports import web_sections
from jixiao.reports.content import Content
from jixiao.reports.origin import Origin
from jixiao.reports.web_origin import marks_of, views
from jixiao.reports.web_proofs import ids_of, proofs
from jixiao.reports.web_text import plain, said, told

FOLDER = Path(__file__).parent


def write(content: Content, origin: Origin, lang: str) -> bytes:
    """The report as a self-contained HTML file in UTF-8 (写出网页报告); `lang` is the language that it opens in."""
    shown = {name: charts.charts_of(content.one, name) for name in ("zh", "en")}
    ids = ids_of(content)
    data = _json({name: [_drawn(one, ids) for one in several] for name, several in shown.items()})
    scripts = ([charts.script()] if shown["zh"] else []) + [_file("report.js")]
    blocks = [
        _body(content, origin, ids, shown),
        f'<script type="application/json" id="charts-data">{data}</script>',
        *(f"<script>{script}</script>" for script in scripts),
    ]
    named = "en" if lang == "en" else "zh-CN"
    head = f"{_head(scripts)}<title>{plain(content.title[lang == 'en'])}</title><style>{_file('report.css')}</style>"
    start = f'<!DOCTYPE html>\n<html lang="{named}" data-lang="{lang}">\n<head>{head}</head>\n<body>'
    return "\n".join((start, *blocks, "</body>\n</html>\n")).encode()


def _head(scripts: list[str]) -> str:
    return (
        f'<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{_policy(scripts)}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="referrer" content="no-referrer"><meta name="format-detection" content="telephone=no">'
    )


def _body(content: Content, origin: Origin, ids: dict[str, str], shown: dict[str, list[charts.Chart]]) -> str:
    marks = marks_of(content, origin)
    pairs = zip(shown["zh"], shown["en"], strict=True)
    places = [(zh.name, (zh.title, en.title), (zh.told, en.told), zh.height) for zh, en in pairs]
    found = web_sections.findings(content, origin)
    parts = [
        _top(content),
        "<main>",
        web_sections.overview(content),
        f'<section id="findings"><h2>{said("findings")}</h2><div class="bench">',
        f'<div class="origin">{views(origin, marks)}</div><div class="found">{found}</div></div></section>',
        web_sections.scores(content, ids),
        web_sections.charts(places),
        web_sections.method(content),
        web_sections.reading(content, origin),
        f'<section id="proofs"><h2>{said("proofs")}</h2>{proofs(content, origin, ids)}</section>',
        "</main>",
        '<aside id="drawer" hidden><button type="button" class="close" aria-label="关闭 · Close">×</button>',
        '<div class="inside"></div></aside>',
        f"<footer><p>{said('caution')}</p><p>{said('made', version=__version__)} · {said('offline')}</p></footer>",
    ]
    return "\n".join(parts)


def _top(content: Content) -> str:
    links = [("findings", "findings"), ("charts", "charts"), ("method", "method"), ("reading", "marks")]
    if content.rows:
        links.insert(1, ("scores", "scores"))
    nav = "".join(f'<a href="#{place}">{said(key)}</a>' for place, key in links)
    title = f'<p class="kicker">{said("report")} · {plain(content.file)}</p><h1>{told(content.title)}</h1>'
    return (
        f"<header><div>{title}</div>"
        f'<nav>{nav}<button type="button" id="lang">{said("switch")}</button>'
        f'<button type="button" id="print">{said("print")}</button></nav></header>'
    )


def _drawn(one: charts.Chart, ids: dict[str, str]) -> charts.Option:
    return {"name": one.name, "option": one.option, "proofs": [ids.get(path, "") for path in one.paths]}


def _json(data: charts.Option) -> str:
    """JSON that no text can break out of: a script ends at the first "</", wherever it stands."""
    text = charts.as_json(data).replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
    return text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _policy(scripts: list[str]) -> str:
    """What the page may do: its own scripts by their digest, its own pictures and styles, no connection at all."""
    digests = " ".join(f"'sha256-{_digest(script)}'" for script in scripts)
    return (
        f"default-src 'none'; script-src {digests}; style-src 'unsafe-inline'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


@cache
def _digest(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()


@cache
def _file(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8")
