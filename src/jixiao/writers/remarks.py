"""Findings as remarks on a file (批注): what to say at each place, the gravest first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from jixiao import places
from jixiao.checks import all_checks, render
from jixiao.finding import Finding, Severity
from jixiao.form import Form
from jixiao.lang import pick, say
from jixiao.location import Location
from jixiao.outcome import Audited
from jixiao.terminal_report import repair
from jixiao.writers.printable import printable

AUTHOR = "jixiao"


class Remark(NamedTuple):
    """All findings of one place (一处批注)."""

    location: Location | None  #: None for what concerns the form as a whole
    severity: Severity  #: of the gravest
    text: str


class Told(NamedTuple):
    """One finding in words (一条疑点)."""

    location: Location | None
    severity: Severity
    code: str
    title: str
    place: str
    message: str
    repair: str

    def text(self, lang: str) -> str:
        """The finding as a remark beside its place."""
        head = f"【{say(f'severity.{self.severity}', lang)}】{self.code} {self.title}"
        tail = f"\n{say('finding.repairs', lang)}: {self.repair}" if self.repair else ""
        return f"{head}\n{self.message}{tail}"


def told(forms: Sequence[Audited], lang: str) -> list[Told]:
    """Every finding of every form in words, in the order of the report (逐条文字)."""
    titles = {check.code: pick((check.title, check.title_en), lang) for check in all_checks()}
    return [_told(one.form, finding, titles[finding.code], lang) for one in forms for finding in one.findings]


def _told(form: Form, finding: Finding, title: str, lang: str) -> Told:
    return Told(
        places.location_of(form, finding.path),
        finding.severity,
        finding.code,
        title,
        printable(places.in_words(form, finding.path, lang)),
        printable(render(finding, lang)),
        "" if finding.correction is None else printable(repair(form, finding.correction, lang)),
    )


def remarks(findings: Sequence[Told], lang: str) -> list[Remark]:
    """The findings of each place together (按位置合并)."""
    together: dict[Location | None, list[Told]] = {}
    for one in findings:
        together.setdefault(one.location, []).append(one)
    return [
        Remark(location, min((one.severity for one in alike), key=lambda severity: severity.rank), _joined(alike, lang))
        for location, alike in together.items()
    ]


def _joined(alike: list[Told], lang: str) -> str:
    with_place = alike[0].location is None  # a remark on the whole says of each finding what it is about
    texts = (f"{one.place}: {one.text(lang)}" if with_place and one.place else one.text(lang) for one in alike)
    return "\n\n".join(texts)
