"""The sketch as one HTML file (识别图网页): its sheets, and every value beside them; each points at the other."""

from __future__ import annotations

import base64
import hashlib
import html
from pathlib import Path

from jixiao.form import Form
from jixiao.numerals import plain
from jixiao.sketch import svg
from jixiao.sketch.sheets import Sheet, Sketch, Value
from jixiao.sketch.words import word
from jixiao.writers.printable import printable

FOLDER = Path(__file__).parent


def write(sketch: Sketch, lang: str) -> bytes:
    """The sketch as a self-contained page in UTF-8 (写出)."""
    script = (FOLDER / "sketch.js").read_text("utf-8")
    style = (FOLDER / "sketch.css").read_text("utf-8")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    policy = f"default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'sha256-{digest}'"
    title = f"{word('title', lang)} · {printable(sketch.name)}"
    named = "en" if lang == "en" else "zh-CN"
    return (
        f'<!DOCTYPE html>\n<html lang="{named}">\n<head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><title>{html.escape(title)}</title>'
        f"<style>{style}</style></head>\n<body>{_top(sketch, lang)}"
        f"<main><div>{''.join(_sheet(one, lang) for one in sketch.sheets)}</div>{_values(sketch.values, lang)}</main>"
        f"<script>{script}</script></body>\n</html>\n"
    ).encode()


def told(sketch: Sketch, lang: str) -> list[str]:
    """What the sketch says in words (摘要): the forms with their layouts, or why there is none, and the problems."""
    lines = [_form(form, number, lang) for number, form in enumerate(sketch.forms, start=1)]
    if sketch.refusal is not None:
        lines.append(sketch.refusal.text(lang))
    if sketch.problems:
        lines.append(f"{word('problems', lang)}: {' '.join(map(printable, sketch.problems))}")
    if sketch.left_out:
        lines.append(word("left_out", lang, count=sketch.left_out))
    return lines


def _form(form: Form, number: int, lang: str) -> str:
    layout = (
        word("layout", lang, layout=form.layout, fit=form.layout_fit)
        if form.layout
        else word("no_layout", lang, fit=form.layout_fit)
    )
    total = word("none", lang) if form.total_score is None else plain(form.total_score)
    rows = word("rows", lang, funds=len(form.funds), indicators=len(form.indicators), total=total)
    return f"{word('form', lang, number=number)} · {printable(form.title or '')} · {layout} · {rows}"


def _top(sketch: Sketch, lang: str) -> str:
    lines = "".join(f"<p>{html.escape(line)}</p>" for line in told(sketch, lang))
    chips = "".join(
        f'<span class="chip"><i class="{kind}" style="background:{colour}33;border-color:{colour}"></i>'
        f"{word(kind, lang)}</span>"
        for kind, colour in (*svg.COLOURS.items(), *svg.OTHERS.items())
    )
    name = html.escape(
        f"{printable(sketch.name)}（{sketch.format}）"
        if lang != "en"
        else f"{printable(sketch.name)} ({sketch.format})"
    )
    return (
        f'<header><h1>{name}</h1>{lines}<p class="legend">{chips}</p><p class="hint">{word("hint", lang)}</p></header>'
    )


def _sheet(sheet: Sheet, lang: str) -> str:
    caption = word("page", lang, number=sheet.number) if sheet.picture is not None else word("as_cells", lang)
    return f"<figure><figcaption>{html.escape(caption)}</figcaption>{svg.drawn(sheet)}</figure>"


def _values(values: list[Value], lang: str) -> str:
    heads = "".join(f"<th>{word(key, lang)}</th>" for key in ("path", "printed", "place", "status"))
    rows = "".join(_row(value, lang) for value in values)
    count = word("values", lang, count=len(values))
    return f"<aside><h2>{count}</h2><table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></aside>"


def _row(value: Value, lang: str) -> str:
    at = lang == "en"
    colour = svg.COLOURS[svg.kind_of(value.path)]
    path = f"<code>{html.escape(value.path)}</code><small>{html.escape(printable(value.named[at]))}</small>"
    why = f"<small>{html.escape(printable(value.evidence))}</small>" if value.evidence else ""
    return (
        f'<tr data-value="{value.key}" class="{value.status}" tabindex="0">'
        f'<td style="border-color:{colour}">{path}</td>'
        f"<td>{html.escape(value.printed)}</td><td>{html.escape(printable(value.where[at]))}</td>"
        f"<td>{word(value.status, lang)}{why}</td></tr>"
    )
