"""Proofs on a page (证明): one a number, shown when its number is clicked, its inputs linked to their places."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.proving.model import NOTHING, Proof, Source
from jixiao.proving.words import BASES
from jixiao.reports.content import Content
from jixiao.reports.origin import Origin
from jixiao.reports.web_text import keys, plain, said, told


def ids_of(content: Content) -> dict[str, str]:
    """The id of each proof by the path of its number (证明编号)."""
    return {path: f"p{number}" for number, path in enumerate(content.proofs, 1)}


def proofs(content: Content, origin: Origin, ids: dict[str, str]) -> str:
    """Every proof, hidden until it is asked for; on paper its paragraph alone."""
    return "\n".join(_proof(content, origin, proof, ids[path]) for path, proof in content.proofs.items())


def _proof(content: Content, origin: Origin, proof: Proof, name: str) -> str:
    at = keys(origin.at(content.one.form, proof.path))
    entries = "".join(f"<dt>{label}</dt><dd>{value}</dd>" for label, value in _entries(content, origin, proof))
    place = f'<button type="button" class="link" data-at="{at}">{said("go")}</button>' if at else ""
    return (
        f'<article class="proof" id="{name}"><h3>{told(proof.place)} {place}</h3>{_figures(proof)}<dl>{entries}</dl>'
        f"<h4>{said('quote')}</h4><blockquote>{told(proof.text)}</blockquote></article>"
    )


def _figures(proof: Proof) -> str:
    stated = told(proof.stated) if proof.stated != NOTHING else said("blank")
    due = told(proof.due) if proof.due != NOTHING else said("unsettled")
    differs = f'<span class="away">{told(proof.differs)}</span>' if proof.differs != NOTHING else ""
    return (
        f'<p class="figures"><span><small>{said("stated")}</small><b>{stated}</b></span>'
        f"<span><small>{said('due')}</small><b>{due}</b></span>{differs}</p>"
    )


def _entries(content: Content, origin: Origin, proof: Proof) -> Iterator[tuple[str, str]]:
    yield said("working" if proof.scored else "unsettled"), f'<span class="formula">{told(proof.working)}</span>'
    if proof.rounding != NOTHING:
        yield said("rounding"), told(proof.rounding)
    if proof.readings:
        listed = "".join(
            f"<li>{told(r.name)} · <b>{told(r.points)}</b> · {told(r.working)}</li>" for r in proof.readings
        )
        yield said("readings"), f"<ul>{listed}</ul>"
    if proof.sources:
        listed = "".join(_source(content, origin, one) for one in proof.sources)
        yield said("inputs"), f'<ul class="inputs">{listed}</ul>'
    for ground in proof.grounds:
        rule = f"{told(ground.what)}：{told(ground.rule)}" if ground.rule != NOTHING else told(ground.what)
        clause = f"<br><small>{plain(ground.clause)} · {told(BASES[ground.basis])}</small>"
        yield said("clause"), f"{rule}{clause}"


def _source(content: Content, origin: Origin, one: Source) -> str:
    note = f" <small>{told(one.note)}</small>" if one.note != NOTHING else ""
    at = keys(origin.at(content.one.form, one.path)) if one.path else ""
    value = f"{told(one.name)} <b>{told(one.value)}</b>"
    if not at:
        return f"<li>{value}{note}</li>"
    spot = "" if one.location is None else told((one.location.describe("zh"), one.location.describe("en")))
    return f'<li>{value} <button type="button" class="link" data-at="{at}">{spot or said("go")}</button>{note}</li>'
