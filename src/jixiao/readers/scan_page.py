"""One scanned page (一页扫描件): its tables with their texts and the lines outside, in points of the straight page."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from jixiao.location import Box
from jixiao.readers import ruling, scan_rules, scan_sheet, scan_signs, scan_text
from jixiao.readers.ocr import Character, Pixels, recogniser
from jixiao.readers.pages import Seen, box_of
from jixiao.readers.ruling import Glyph, Table, TableCell
from jixiao.readers.scan_sheet import DOT, PAPER, Sheet
from jixiao.readers.scan_text import Strip

FEWEST_CELLS = 6  # a smaller frame is a stamp, a logo or the edge of the sheet
SHORT, SIDE = 2.0, 0.4  # of a character: a line up to this wide gets so much paper at each side
SIDES, TRIM = (0.0, 0.2, 0.8), 2  # at a second look; and the dots taken off above and below
LOOKS = 2 * len(SIDES)
LONGEST_FIGURE = 20  # characters
MOST_RIVALS = 12
FIGURES = frozenset(".,%-")  # what a number is made of besides digits
SURE = 0.9  # of a short line: else it is looked at again
LEGIBLE = 0.85  # a page read so surely lies right
SEVERAL = 0.3  # how sure a cell with several numbers is at most
SAMPLE = 8  # lines that tell it
SEVERITY = 4  # by this power a character hardly read counts less
DUST, POINTS = frozenset("•·★′"), frozenset(".,'`，。、；;")  # what specks are read as at the ends of a line
FEWEST_WORDS = 6  # characters wider than digits: a figure with its unit has fewer
SURE_POINT = 0.95  # a full stop after words is one from here on
SIGNS = frozenset("≥≤")
LOOK_LIKE_SIGNS = frozenset("VvXxZzSs<>∨∧")
SLACK = 0.1  # of a character: the air that a strip has below its line
LIKE_DIGITS = {"l": "1", "I": "1", "|": "1", "i": "1", "!": "1", "]": "1", "O": "0", "o": "0"}
RINGS, AMBIGUOUS = frozenset("%°º"), 0.5  # what the lower ring of % is read as once more; ‰ may be meant as well
LIKE_POINTS = {":": ".", "：": "."}  # a point with a speck above it
LEAST_SURE = 0.5  # a line outside the tables of which the reading is less sure on the whole is no text


class Reading(NamedTuple):
    """What was read on one page (识别结果); `seen` by the box on the straight page."""

    tables: list[Table]
    rest: list[Glyph]
    seen: dict[Box, Seen]


def read(picture: Pixels, stated_dpi: float | None) -> Reading:
    """Read the picture of a page (识别)."""
    dpi = scan_sheet.resolution(stated_dpi, picture.shape[1], picture.shape[0])
    best = _Page(scan_sheet.straight(picture, dpi))
    surest = best.legibility()
    for quarters in (1, 2, 3) if surest < LEGIBLE else ():
        page = _Page(scan_sheet.straight(picture, dpi, quarters))
        if (legibility := page.legibility()) > surest:
            best, surest = page, legibility
    return best.read()


class _Page:
    """One straight page being read."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        level, plumb, strokes = scan_rules.segments(sheet.ink)
        found, _ = ruling.tables(scan_rules.in_points(level), scan_rules.in_points(plumb), [])
        self.tables = [table for table in found if len(table.cells) >= FEWEST_CELLS]
        self.text = scan_sheet.text_ink(sheet.grey, strokes)
        self.boxes = [[_dots(cell.box) for cell in table.cells] for table in self.tables]
        self.em = scan_text.usual_height(self.text, [box for boxes in self.boxes for box in boxes])
        self.inside = [[scan_text.strips(self.text, box, self.em) for box in boxes] for boxes in self.boxes]
        self.lines: dict[Strip, list[Character]] = {}
        self.seen: dict[Box, Seen] = {}

    def legibility(self) -> float:
        """How surely a few lines in cells can be read, from 0 to 1 (可读程度): little where the page lies wrongly.

        Lying characters may be read surely, but then as fewer than there is room for.
        """
        strips = [strip for cells in self.inside for cell in cells for strip in cell]
        wide = [strip for strip in strips if strip.x1 - strip.x0 > SHORT * self.em and not strip.sign]
        some = wide[:: max(1, len(wide) // SAMPLE)]
        self._recognise(some)
        read = [one.probability**SEVERITY for strip in some for one in self.lines[strip]]
        room = sum(strip.x1 - strip.x0 for strip in some) / self.em
        return sum(read) / max(len(read), room) if read else 0.0

    def read(self) -> Reading:
        """Recognise all lines of the page at once, then put them into their cells."""
        outside = scan_text.outside(self._without_tables(), self.em)
        self._recognise([strip for cells in self.inside for cell in cells for strip in cell] + outside)
        tables = [
            table._replace(cells=[self._cell(cell, strips) for cell, strips in zip(table.cells, cells, strict=True)])
            for table, cells in zip(self.tables, self.inside, strict=True)
        ]
        rest = [glyph for strip in outside for glyph in self._outside(strip)]
        return Reading(tables, rest, self.seen)

    def _recognise(self, strips: list[Strip]) -> None:
        """Read the lines that were not read yet, all of them together."""
        left = [strip for strip in dict.fromkeys(strips) if strip not in self.lines]
        self.lines |= zip(left, self._recognised(left), strict=True)

    def _recognised(self, strips: list[Strip]) -> list[list[Character]]:
        lines = iter(recogniser().read([self._cut(strip) for strip in strips if not strip.sign]))
        read = [
            [Character(strip.sign, 0.5, 1.0)] if strip.sign else self._seen_twice(strip, next(lines))
            for strip in strips
        ]
        unsure = [index for index, strip in enumerate(strips) if self._is_short(strip) and not _is_sure(read[index])]
        again = recogniser().read([cut for index in unsure for cut in self._cuts(strips[index])])
        for turn, index in enumerate(unsure):
            likely = _most_likely([read[index], *again[turn * LOOKS : (turn + 1) * LOOKS]])
            read[index] = self._seen_twice(strips[index], likely)
        return read

    def _seen_twice(self, strip: Strip, line: list[Character]) -> list[Character]:
        """The line as it was read, or the sign that it is by its shape as well."""
        ink = self.text[strip.y0 : strip.y1, strip.x0 : strip.x1]
        return scan_signs.read_twice(line, ink, self.em)

    def _cut(self, strip: Strip) -> Pixels:
        """The picture of a line; a short one with paper at both sides, without which a lone ≥ is taken for a letter."""
        line = self.sheet.grey[strip.y0 : strip.y1, strip.x0 : strip.x1]
        return _padded(line, SIDE * self.em) if self._is_short(strip) else line

    def _cuts(self, strip: Strip) -> list[Pixels]:
        """The same with more or less paper around it: what a lone sign is read as depends on that."""
        line = self.sheet.grey[strip.y0 : strip.y1, strip.x0 : strip.x1]
        less = line[TRIM:-TRIM] if len(line) > self.em / 2 else line
        return [_padded(cut, side * self.em) for cut in (line, less) for side in SIDES]

    def _is_short(self, strip: Strip) -> bool:
        return not strip.sign and strip.x1 - strip.x0 <= SHORT * self.em

    def _without_tables(self) -> Pixels:
        text = self.text.copy()
        for table in self.tables:
            x0, y0, x1, y1 = _dots(Box(table.xs[0], table.ys[0], table.xs[-1], table.ys[-1]))
            text[max(y0 - 4, 0) : y1 + 4, max(x0 - 4, 0) : x1 + 4] = 0
        return text

    def _cell(self, cell: TableCell, strips: list[Strip]) -> TableCell:
        read = [mended(self.lines[strip]) for strip in strips]
        pairs = zip(strips, read, strict=True)
        glyphs = [glyph for strip, line in pairs for glyph in self._glyphs(strip, undusted(line, alone=len(read) == 1))]
        text = _sign(read) or ruling.text_of(glyphs, cell.box.x1 - cell.box.x0)
        surest = SEVERAL if sum(_is_figure(line) for line in read) > 1 else 1.0
        surest = min([surest, *(_least_sure(line) for line in read)])
        rivals = _rivals(undusted(read[0])) if len(read) == 1 else ()
        self.seen[cell.box] = Seen(self.sheet.box(*_dots(cell.box)), surest, rivals)
        return cell._replace(text=text)

    def _outside(self, strip: Strip) -> list[Glyph]:
        """The glyphs of a line outside the tables; none where the picture shows no text."""
        line = self.lines[strip]
        if not line or sum(one.probability for one in line) / len(line) < LEAST_SURE:
            return []
        glyphs = self._glyphs(strip, line)
        if glyphs:
            place = self.sheet.box(strip.x0, strip.y0, strip.x1, strip.y1)
            self.seen[box_of(glyphs)] = Seen(place, _least_sure(line))
        return glyphs

    def _glyphs(self, strip: Strip, line: list[Character]) -> list[Glyph]:
        """The characters as glyphs on the straight page, in points."""
        size = self.em * DOT
        width, baseline = (strip.x1 - strip.x0) * DOT, (strip.y1 - SLACK * self.em) * DOT
        found: list[Glyph] = []
        spaced = False
        for one in line:
            if one.text.strip():
                half = size / 2 if one.text > ruling.LAST_NARROW else size / 4
                narrow = found and max(found[-1].text, one.text) <= ruling.LAST_NARROW  # else it is alignment
                x = strip.x0 * DOT + one.place * width - half
                found.append(Glyph(one.text, x, baseline, size, bool(spaced and narrow)))
            spaced = not one.text.strip()
        return found


def _padded(line: Pixels, side: float) -> Pixels:
    return np.pad(line, ((0, 0), (int(side), int(side))), constant_values=PAPER)


def _is_sure(line: list[Character]) -> bool:
    return bool(line) and _least_sure(line) >= SURE


def _most_likely(looks: list[list[Character]]) -> list[Character]:
    """The reading that most looks agree on (多次识别取多数), as sure as they agree."""
    chances: dict[str, float] = {}
    for line in looks:
        text = "".join(one.text for one in line)
        chances[text] = chances.get(text, 0.0) + (_least_sure(line) if line else 0.0)
    text = max(chances, key=lambda one: chances[one])
    best = max((line for line in looks if "".join(one.text for one in line) == text), key=_least_sure)
    share = chances[text] / len(looks)
    return [one._replace(probability=min(one.probability, share)) for one in best]


def mended(line: list[Character]) -> list[Character]:
    """A bare number (数字更正) of which a 1, a 0 or a point was taken for another sign; as doubtful as that one was.

    A colon may be meant, as in 1:20; it is a point only where that was seen as possible. No cell holds a lone letter.
    """
    if len(line) == 1 and line[0].text.isascii() and line[0].text.isalpha():
        digit = next((text for text, _ in line[0].rivals if text.isdigit()), None)
        return line if digit is None else [_mended(line[0], digit)]
    if len(line) > len("1%") and line[-2].text == "%" and _is_ring(line[-1].text):
        line = [*line[:-2], line[-2]._replace(probability=min(line[-1].probability, AMBIGUOUS))]
    likes = LIKE_DIGITS | LIKE_POINTS
    if not _is_figure([one for one in line if one.text not in likes]):
        return line
    return [_mended(one, likes[one.text]) if one.text in likes else one for one in line]


def _is_ring(text: str) -> bool:
    """Whether a last character after % is its own ring, read as 0, 6, o, ó or the like: nothing else stands there."""
    return text in RINGS or (text.isalnum() and text <= ruling.LAST_NARROW)


def _mended(one: Character, digit: str) -> Character:
    chance = next((chance for text, chance in one.rivals if text == digit), 0.0)
    if not chance and one.text in LIKE_POINTS:
        return one
    others = tuple(rival for rival in one.rivals if rival[0] != digit)
    return Character(digit, one.place, chance, others)


def undusted(line: list[Character], *, alone: bool = True) -> list[Character]:
    """Without the specks at either end that were read as points (去污点); the cell stays as doubtful as they make it.

    No text of a form begins with a point, and no figure that is `alone` in its cell ends with one.
    """
    words = sum(one.text > ruling.LAST_NARROW for one in line)
    is_figure = alone and words < FEWEST_WORDS and any(one.text.isdigit() for one in line)
    first = next((at for at, one in enumerate(line) if one.text not in DUST | POINTS), len(line))
    end = len(line)
    while end > first and _is_speck(line[end - 1], is_figure=is_figure):
        end -= 1
    return line[first:end]


def _is_speck(one: Character, *, is_figure: bool) -> bool:
    """Whether a last character is a speck: after words a full stop may stand, as Chinese prints it."""
    if one.text not in POINTS:
        return one.text in DUST
    return is_figure or one.text.isascii() or one.probability < SURE_POINT


def _is_figure(line: list[Character]) -> bool:
    """Whether a line is a bare number; a cell with two of them is two cells whose rule was not seen."""
    text = "".join(one.text for one in line)
    return bool(text) and all(one.isdigit() or one in FIGURES for one in text)


def _least_sure(line: list[Character]) -> float:
    """The probability of the least sure character; a space more or less changes nothing, ink without a reading does."""
    return min((one.probability for one in line if one.text.strip()), default=0.0)


def _sign(read: list[list[Character]]) -> str | None:
    """The sign in a cell that holds one character only: no form prints a lone letter where it might be ≥."""
    if len(read) != 1 or len(read[0]) != 1 or read[0][0].text not in LOOK_LIKE_SIGNS:
        return None
    return next((text for text, _ in read[0][0].rivals if text in SIGNS), None)


def _rivals(line: list[Character]) -> tuple[str, ...]:
    """Other readings of a short line: one character another, or none, the likelier first; of a figure only figures."""
    texts = [one.text for one in line]
    if len(texts) > LONGEST_FIGURE:
        return ()
    is_figure = any(text.isdigit() for text in texts)
    found = [
        (chance, "".join([*texts[:index], text, *texts[index + 1 :]]))
        for index, one in enumerate(line)
        for text, chance in one.rivals
        if not is_figure or any(two.isdigit() or two in FIGURES for two in (one.text, text))
    ]
    return tuple(text for _, text in sorted(found, reverse=True)[:MOST_RIVALS])


def _dots(box: Box) -> tuple[int, int, int, int]:
    return round(box.x0 / DOT), round(box.y0 / DOT), round(box.x1 / DOT), round(box.y1 / DOT)
