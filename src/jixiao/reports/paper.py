"""The report on paper (纸质报告): the same content as blocks, for PDF and Word, in one language."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao import __version__, charts
from jixiao.finding import Severity
from jixiao.lang import pick, say
from jixiao.proving.model import NOTHING, Text
from jixiao.reports.blocks import Block, Cell, Heading, Paper, Picture, Run, Table, cell, paragraph, run
from jixiao.reports.content import Content, Entry, Found
from jixiao.reports.frames import framed
from jixiao.reports.origin import Origin, Page, Sheet, Spot
from jixiao.reports.scores import ScoreRow
from jixiao.reports.web_origin import Marks, marks_of
from jixiao.reports.words import word

CHART_WIDTH = 620  # pixels
CHART_SHARE = 0.78  # of the width of the text: the four of a form fit on a page
SMALL = 7.0  # points of a drawn form


def paper_of(content: Content, origin: Origin, lang: str) -> Paper:
    """The whole report in one language (纸质报告)."""
    return _Setter(content, origin, lang).paper()


class _Setter:
    """Sets one report in one language (排版)."""

    def __init__(self, content: Content, origin: Origin, lang: str) -> None:
        self.content = content
        self.origin = origin
        self.lang = lang
        self.marks = marks_of(content, origin)

    def paper(self) -> Paper:
        title = self._pick(self.content.title)
        parts = (
            self._top,
            self._findings,
            self._scores,
            self._charts,
            self._original,
            self._method,
            self._reading,
            self._proofs,
        )
        blocks = [block for part in parts for block in part()]
        made = f"{self._word('made', version=__version__)} · {self._word('caution')}"
        return Paper(title, self.lang, blocks, made)

    def _pick(self, text: Text) -> str:
        return pick(text, self.lang)

    def _word(self, key: str, **facts: object) -> str:
        return self._pick(word(key, **facts))

    def _entries(self, entries: list[Entry]) -> Table:
        rows = [
            (cell(self._pick(one.label), style="dim"), cell(self._pick(one.value)))
            for one in entries
            if one.value != NOTHING
        ]
        return Table((2, 13), tuple(rows), style="plain", size=9.5)

    def _top(self) -> Iterator[Block]:
        yield paragraph(run(f"{self._word('report')} · {self.content.file}", "dim"), style="kicker")
        yield Heading(self._pick(self.content.title), 0)
        yield self._entries(self.content.head)
        verdict = Run(self._pick(self.content.verdict), "strong")
        yield paragraph(run(say("verdict", self.lang) + self._colon), verdict)
        if self.content.taken != NOTHING:
            yield paragraph(self._pick(self.content.taken), style="small")

    @property
    def _colon(self) -> str:
        return ": " if self.lang == "en" else "："

    def _findings(self) -> Iterator[Block]:
        yield Heading(self._word("findings"))
        if not self.content.findings:
            yield paragraph(self._word("none"))
        for one in self.content.findings:
            yield from self._finding(one)
        if self.content.accepted:
            yield Heading(self._word("accepted"), 2)
            yield self._entries(self.content.accepted)

    def _finding(self, one: Found) -> Iterator[Block]:
        grave = say(f"severity.{Severity(one.severity)}", self.lang)
        where = " · ".join(part for part in (self._pick(one.place), self._pick(one.spot)) if part)
        yield paragraph(
            run(f"{one.number}　{grave}", one.severity.value),
            run(f"　{one.code}　", "dim"),
            run(self._pick(one.title), "strong"),
            style="item",
        )
        yield paragraph(run(where, "dim"), style="under")
        last = "under" if one.repair != NOTHING else "under last"
        yield paragraph(self._pick(one.message), style=last)
        if one.repair != NOTHING:
            told = f"{self._word('repair')}{self._colon}"
            yield paragraph(run(told, "strong"), self._pick(one.repair), style="under last")

    def _scores(self) -> Iterator[Block]:
        content = self.content
        if not content.rows:
            return
        yield Heading(self._word("scores"))
        names = ("row", "name", "target", "actual", "weight", "stated", "recomputed", "difference")
        aligned = ("right", "left", "left", "left", "right", "right", "right", "right")
        heads = [
            cell(say(f"scores.{name}", self.lang), align, "dim") for name, align in zip(names, aligned, strict=True)
        ]
        rows = [tuple(heads), *(self._score_row(one, aligned) for one in content.rows)]
        yield Table((3, 24, 15, 15, 6, 7, 11, 7), tuple(rows), head=1, size=8.5)
        marked = self._word("inferred") if any(one.marked for one in content.rows) else ""
        yield paragraph(f"{say('scores.legend', self.lang)}{marked}", style="small")
        if content.open_rows:
            yield Heading(self._word("open"), 2)
            rows_open = [
                (cell(self._pick(one.label), style="dim"), cell(self._pick(one.value))) for one in content.open_rows
            ]
            yield Table((5, 10), tuple(rows_open), style="plain", size=9)

    def _score_row(self, one: ScoreRow, aligned: tuple[str, ...]) -> tuple[Cell, ...]:
        star = "*" if one.marked and one.stated else ""
        texts = (
            one.number,
            self._pick(one.name),
            one.target,
            one.actual,
            one.weight,
            one.stated + star,
            self._pick(one.due),
            self._pick(one.differs),
        )
        style, fill = ("", "") if one.kind == "row" else ("strong", "group" if one.kind == "group" else "")
        styles = [style] * 7 + ["must_fix"]
        return tuple(cell(text, align, own, fill=fill) for text, align, own in zip(texts, aligned, styles, strict=True))

    def _charts(self) -> Iterator[Block]:
        shown = charts.charts_of(self.content.one, self.lang)
        if shown:
            yield Heading(self._word("charts"))
        if shown and not charts.is_ready():
            yield paragraph(self._word("no_charts"), style="small")
            return
        for one in shown:
            drawn = charts.svg(one.option, CHART_WIDTH, one.height).encode()
            yield paragraph(run(one.title, "strong"), run(f"　{one.told}", "dim"), style="item")
            yield Picture(drawn, one.height / CHART_WIDTH, one.told, CHART_SHARE)

    def _original(self) -> Iterator[Block]:
        pages = [part for part in self.origin.parts if isinstance(part, Page)]
        yield Heading(self._word("marked" if pages else "marked_form"))
        for page in pages:
            yield from self._page(page)
        if not pages:
            yield self._sheet(self.origin.as_read)
        if self.origin.left_out:
            yield paragraph(self._word("left_out", count=self.origin.left_out, most=len(pages)), style="small")

    def _page(self, page: Page) -> Iterator[Block]:
        told = self._word("page", page=page.number)
        boxes = [
            (box, self.marks.at[key][0].severity, self.marks.numbers(key))
            for key, box in page.boxes
            if key in self.marks.at
        ]
        share = min(1.0, 1.35 * page.width / page.height)  # an upright page and its heading fit on one
        yield Picture(framed(page, boxes), page.height / page.width, told, share)
        yield paragraph(run(told, "dim"), style="caption")

    def _sheet(self, sheet: Sheet) -> Table:
        rows = [tuple(_spot(spot, self.marks) for spot in row) for row in sheet.rows]
        return Table(sheet.widths, tuple(rows), style="grid", size=SMALL)

    def _method(self) -> Iterator[Block]:
        yield Heading(self._word("method"))
        yield self._entries(self.content.method)

    def _reading(self) -> Iterator[Block]:
        yield Heading(self._word("marks"))
        if not self.content.inferred and not self.content.unread:
            yield paragraph(self._word("read_well"))
        for key, marks in (("marks.inferred", self.content.inferred), ("marks.unread", self.content.unread)):
            if marks:
                yield Heading(say(key, self.lang, count=len(marks)), 2)
            for one in marks:
                place = self._pick(one.place)
                yield paragraph(
                    run(f"{place}{self._colon if place else ''}", "dim"), self._pick(one.told), style="under"
                )

    def _proofs(self) -> Iterator[Block]:
        yield Heading(self._word("proofs"))
        for proof in self.content.proofs.values():
            yield paragraph(self._pick(proof.text), style="quote")


def _spot(spot: Spot, marks: Marks) -> Cell:
    """A cell of the form as read, with the numbers of its findings (读出的一格)."""
    role, numbers = spot.role, marks.numbers(spot.key)
    gravest = marks.at[spot.key][0].severity.value if numbers else ""
    runs = [run(spot.text)] + ([Run(f" {numbers}", gravest)] if numbers else [])
    align = "left" if role in ("text", "note", "dateline") else "center"
    fill = gravest or ("head" if role in ("head", "label") else "")
    plain = role in ("title", "subtitle", "dateline", "note")
    return Cell(tuple(runs), align, spot.colspan, spot.rowspan, fill="none" if plain and not fill else fill)
