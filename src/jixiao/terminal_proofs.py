"""Proofs (证明) for the terminal: one number with all that it rests on, or the list of what can be proven."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.lang import pick
from jixiao.outcome import Audited
from jixiao.proving import provable, prove
from jixiao.proving.model import Ground, Proof, Source, Text
from jixiao.proving.words import BASES
from jixiao.terminal import Column, Line, Row, Span, pad, paragraph, table, width

LABELS: dict[str, Text] = {
    "stated": ("表上", "Stated"),
    "due": ("复算", "Recomputed"),
    "score": ("应得", "Due"),
    "sum": ("各行合计", "Sum of rows"),
    "rate": ("应为", "Due"),
    "grade": ("应为", "Due"),
    "method": ("办法", "Method"),
    "why": ("选用理由", "Chosen"),
    "rule": ("规定", "Rule"),
    "clause": ("条款", "Clause"),
    "basis": ("性质", "Basis"),
    "working": ("算式", "Working"),
    "rounding": ("舍入", "Rounding"),
    "silent": ("未定", "Open"),
    "reading": ("读法", "Reading"),
    "source": ("代入", "Inputs"),
    "quote": ("可引用的说明", "To be quoted"),
    "path": ("路径", "Path"),
    "what": ("说明", "What it is"),
    "title": ("可证明的数", "What can be proven"),
    "open": ("未定", "open"),
    "blank": ("空白", "blank"),
    "by_method": ("由办法规定", "set by the method"),
}


def listing(one: Audited, name: str, lang: str, columns: int) -> list[Line]:
    """Everything that can be proven: path, what it is, stated, due."""
    proofs = [prove(one, path) for path in provable(one)]
    heads = [Column(_label("path", lang)), Column(_label("what", lang), flexible=True)]
    heads += [Column(_label(key, lang), "right") for key in ("stated", "due")]
    rows = [
        Row([proof.path, pick(proof.place, lang), _or(proof.stated, "blank", lang), _or(proof.due, "open", lang)])
        for proof in proofs
    ]
    hint = pick((f"jixiao prove {name} 路径：逐项证明。", f"jixiao prove {name} PATH proves one of them."), lang)
    title = paragraph(_label("title", lang), columns, style="title")
    return [*title, *table(heads, rows, columns), *paragraph(hint, columns, style="dim")]


def _label(key: str, lang: str) -> str:
    return pick(LABELS[key], lang)


def _or(words: Text, key: str, lang: str) -> str:
    return pick(words, lang) or _label(key, lang)


def proof_page(one: Audited, path: str, lang: str, columns: int) -> list[Line]:
    """One number with all that it rests on, and the paragraph to quote."""
    proof = prove(one, path)
    spot = "" if proof.location is None else proof.location.describe(lang)
    title = " · ".join(part for part in (pick(proof.place, lang), spot, path) if part)
    lines = paragraph(title, columns, style="title")
    entries = [*_entries(one, proof, lang)]
    column = max(width(_label(key, lang)) for key, _ in entries) + 2
    last = ""
    for key, text in entries:
        label = "" if key == last else _label(key, lang)
        lines += paragraph(text, columns, first=[Span("  " + pad(label, column), "label")])
        last = key
    quoted = paragraph(pick(proof.text, lang), columns, indent=2)
    return [*lines, [], [Span(_label("quote", lang), "heading")], *quoted, []]


def _entries(one: Audited, proof: Proof, lang: str) -> Iterator[tuple[str, str]]:
    differs = pick(proof.differs, lang)
    yield "stated", _or(proof.stated, "blank", lang) + ("" if not differs else f"　{differs}")
    if proof.due[0]:
        yield proof.kind, pick(proof.due, lang)
    yield (
        "method",
        pick(
            (f"《{one.rulebook.title}》（{one.rulebook.name}）", f"{one.rulebook.title_en} ({one.rulebook.name})"), lang
        ),
    )
    for why in one.why:
        if why.what in ("region", "choice"):
            yield "why", pick((why.zh, why.en), lang)
    for ground in proof.grounds:
        yield from _ground(ground, lang)
    yield "working" if proof.scored else "silent", pick(proof.working, lang)
    if proof.rounding[0]:
        yield "rounding", pick(proof.rounding, lang)
    for reading in proof.readings:
        yield "reading", " · ".join(pick(part, lang) for part in (reading.name, reading.points, reading.working))
    yield from (("source", _source(source, lang)) for source in proof.sources)


def _ground(ground: Ground, lang: str) -> Iterator[tuple[str, str]]:
    yield "rule", f"{pick(ground.what, lang)}{'：' if lang != 'en' else ': '}{pick(ground.rule, lang)}"
    yield "clause", ground.clause
    yield "basis", pick(BASES[ground.basis], lang)


def _source(source: Source, lang: str) -> str:
    spot = "" if source.location is None else source.location.describe(lang)
    parts = (f"{pick(source.name, lang)} {pick(source.value, lang)}", pick(source.note, lang), spot)
    return " · ".join(part for part in parts if part)
