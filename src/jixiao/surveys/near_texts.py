"""Texts that are nearly the same (雷同文字), among hundreds of thousands: MinHash, buckets, then an exact comparison.

Two texts are alike when the sets of their character triples overlap by LEAST percent. The buckets only propose pairs;
each link that is told was counted exactly. Blanks, marks and widths of characters do not count.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from jixiao.batch.columns import EXTRA
from jixiao.checks.texts import bare
from jixiao.errors import ExtraMissing

if TYPE_CHECKING:
    from types import ModuleType

    import numpy as np
    from numpy.typing import NDArray

    Whole = NDArray[np.int64]
    Hashes = NDArray[np.uint32]

LEAST = 42
"""Percent of triples in common from which on two texts are alike: one character in ten changed leaves over 50."""
BANDS, ROWS = 80, 4
"""Texts meet in a bucket when ROWS hashes of one of BANDS agree: of pairs with 50 percent in common, 99.4 in 100 do."""
SKETCH = 64  # hashes kept a text, one byte each, to turn most chance meetings away before they are counted exactly
DOUBT = 0.18  # what such an estimate may be short by: three times its deviation
PORTION = 2_000  # texts hashed at a time: their triples stay in the processor's cache
PAIRS = 20_000  # compared exactly at a time
THREADS = 2
PLANE = 0x10000  # characters beyond the basic plane count as themselves


class Alike(NamedTuple):
    """A text that has others like it (雷同者)."""

    text: int  #: its place in the list
    cluster: int  #: the place of the first text of its cluster
    percent: int  #: 相同的三字组所占百分比, of the likest text that it was compared with


def alike(texts: Sequence[str], least: int = LEAST) -> list[Alike]:
    """The texts that are alike by `least` percent, each with its cluster, in the order of the list (找出雷同).

    Texts of fewer than three characters are like none.

    >>> alike(["因汛期降雨施工中断三周", "预算执行正常", "因汛期降雨，施工中断四周。"])
    [Alike(text=0, cluster=0, percent=63), Alike(text=2, cluster=0, percent=63)]
    """
    shingles = _Shingles(texts)
    links = _Links(len(shingles.who))
    for pairs in shingles.meetings(links, least / 100 - DOUBT):
        links.join(pairs, shingles.percents(pairs), least)
    told = shingles.who.tolist()
    roots = links.roots()
    size = library().bincount(roots, minlength=len(roots))
    return [
        Alike(told[at], told[root], percent)
        for at, (root, percent) in enumerate(zip(roots.tolist(), links.percent.tolist(), strict=True))
        if size[root] > 1
    ]


def in_common(firsts: Sequence[str], seconds: Sequence[str]) -> list[int]:
    """How many percent of their triples the two texts of each pair have in common (相同程度), rounded down.

    >>> in_common(["因汛期降雨施工中断三周", "同"], ["因汛期降雨，施工中断四周。", "同"])
    [63, 0]
    """
    shingles = _Shingles([*firsts, *seconds])
    np = library()
    place = np.full(2 * len(firsts), -1)
    place[shingles.who] = np.arange(len(shingles.who))
    pairs = place.reshape(2, -1)
    whole = (pairs >= 0).all(axis=0)
    percents = np.zeros(len(firsts), "i8")
    chosen = np.flatnonzero(whole)
    for at in range(0, len(chosen), PAIRS):
        some = chosen[at : at + PAIRS]
        percents[some] = shingles.percents(pairs[:, some])
    told: list[int] = percents.tolist()
    return told


@cache
def library() -> ModuleType:
    """The library numpy. Raises ExtraMissing where it is not installed."""
    try:
        import numpy  # noqa: ICN001, PLC0415 - only surveys of texts need it
    except ImportError as error:
        raise ExtraMissing(EXTRA) from error
    return numpy


@cache
def _folded() -> Hashes:
    """For each character of the basic plane the one it counts as, 0 for those that do not count."""
    counted: Hashes = library().array([ord(bare(chr(code))[:1] or "\0") for code in range(PLANE)], "u4")
    return counted


class _Shingles:
    """The triples of every text that has any, as sorted 32-bit hashes, each once (三字组)."""

    def __init__(self, texts: Sequence[str]) -> None:
        np = library()
        portions = [_triples(texts[at : at + PORTION]) for at in range(0, len(texts), PORTION)]
        counts = np.concatenate([np.zeros(0, "i8"), *(count for _, count in portions)])
        self.hashes: Hashes = np.concatenate([np.zeros(0, "u4"), *(hashes for hashes, _ in portions)])
        self.who: Whole = np.flatnonzero(counts)  # the places of the texts in the list
        self.size: Whole = counts[self.who]
        self.start: Whole = np.cumsum(self.size) - self.size

    def meetings(self, links: _Links, likely: float) -> Iterator[Whole]:
        """Pairs of texts that meet in some bucket, whose sketches do not rule them out, and that no link joins yet."""
        keys, sketch = self._signed()
        for key in keys:
            pairs = _neighbours(key)
            roots = links.roots()
            pairs = pairs[:, roots[pairs[0]] != roots[pairs[1]]]
            same = (sketch[pairs[0]] == sketch[pairs[1]]).mean(axis=1) if pairs.size else pairs[0]
            pairs = pairs[:, same >= likely]
            for at in range(0, pairs.shape[1], PAIRS):
                yield pairs[:, at : at + PAIRS]

    def _signed(self) -> tuple[NDArray[np.uint64], NDArray[np.uint8]]:
        """The bucket of each text in each band, and its sketch."""
        np = library()
        rng = np.random.default_rng(20_200_226)  # the same buckets on every machine
        seeds = rng.integers(1, 2**32, (BANDS * ROWS, 2), dtype="u4") | np.uint32(1)
        keys = np.zeros((BANDS, len(self.who)), "u8")
        sketch = np.zeros((len(self.who), SKETCH), "u1")

        def sign(at: int) -> None:
            """The least of each hash over the triples of some texts."""
            part = slice(at, at + PORTION)
            begin = self.start[part]
            hashes = self.hashes[begin[0] : begin[-1] + self.size[part][-1]]
            for number, (mask, factor) in enumerate(seeds):
                mixed = (hashes ^ mask) * factor
                mixed ^= mixed >> np.uint32(15)
                mixed *= np.uint32(0x2C1B3C6D)
                least = np.minimum.reduceat(mixed, begin - begin[0])
                key = keys[number // ROWS, part]
                key *= np.uint64(0x9E3779B97F4A7C15)
                key ^= least
                if number < SKETCH:
                    sketch[part, number] = least >> np.uint32(24)

        with ThreadPoolExecutor(THREADS) as pool:  # numpy lets other threads run while it computes
            list(pool.map(sign, range(0, len(self.who), PORTION)))
        return keys, sketch

    def percents(self, pairs: Whole) -> Whole:
        """How much of their triples the two texts of each pair have in common, in whole percent, rounded down."""
        np = library()
        number = np.arange(pairs.shape[1], dtype="u8") << np.uint64(32)
        tagged = [np.repeat(number, self.size[side]) | self._gathered(side) for side in pairs]
        both = np.concatenate(tagged)
        both.sort()
        common = np.bincount(both[:-1][both[1:] == both[:-1]] >> np.uint64(32), minlength=pairs.shape[1])
        percent: Whole = common * 100 // (self.size[pairs[0]] + self.size[pairs[1]] - common)
        return percent

    def _gathered(self, texts: Whole) -> Hashes:
        """The triples of these texts, one text after the other."""
        np = library()
        size = self.size[texts]
        shift = np.repeat(self.start[texts] - (np.cumsum(size) - size), size)
        gathered: Hashes = self.hashes[shift + np.arange(len(shift))]
        return gathered


def _triples(texts: Sequence[str]) -> tuple[Hashes, Whole]:
    """The hashes of the triples of some texts, and how many each text has."""
    np = library()
    codes = np.frombuffer("".join(texts).encode("utf-32-le", "replace"), "u4")
    owner = np.repeat(np.arange(len(texts), dtype="u8"), [len(text) for text in texts])
    codes = np.where(codes < PLANE, _folded()[np.minimum(codes, PLANE - 1)], codes)
    codes, owner = codes[codes > 0].astype("u8"), owner[codes > 0]
    whole = owner[2:] == owner[:-2] if len(owner) > 2 else np.zeros(0, bool)  # noqa: PLR2004 - a triple has three
    packed = (
        (codes[:-2] << np.uint64(42) | codes[1:-1] << np.uint64(21) | codes[2:])[whole] if whole.size else codes[:0]
    )
    packed *= np.uint64(0x9E3779B97F4A7C15)
    packed ^= packed >> np.uint64(29)
    packed *= np.uint64(0xBF58476D1CE4E5B9)
    tagged = np.unique(owner[:-2][whole] << np.uint64(32) | packed >> np.uint64(32)) if whole.size else packed
    counts = np.bincount((tagged >> np.uint64(32)).astype("i8"), minlength=len(texts))
    return tagged.astype("u4"), counts


def _neighbours(key: NDArray[np.uint64]) -> Whole:
    """Of each bucket its first text with every other one, and each with the next: enough to join what belongs together.

    All pairs of a bucket would be too many where thousands of texts share a phrase.
    """
    np = library()
    order = np.argsort(key, kind="stable")
    equal = key[order[1:]] == key[order[:-1]]
    first = np.maximum.accumulate(np.where(np.concatenate([[True], ~equal]), np.arange(len(order)), 0))
    follows = np.flatnonzero(equal) + 1
    found = np.concatenate([[order[first[follows]], order[follows]], [order[follows - 1], order[follows]]], axis=1)
    pairs: Whole = found[:, np.concatenate([np.ones(len(follows), bool), first[follows] != follows - 1])]
    return pairs


class _Links:
    """Which texts belong together so far (归并), and how much each has in common with its likest."""

    def __init__(self, count: int) -> None:
        np = library()
        self.parent: Whole = np.arange(count)
        self.percent: Whole = np.zeros(count, "i8")

    def join(self, pairs: Whole, percents: Whole, least: int) -> None:
        """Join the pairs that have enough in common."""
        np = library()
        enough = percents >= least
        for side in pairs:
            np.maximum.at(self.percent, side[enough], percents[enough])
        for one, other in pairs[:, enough].T.tolist():
            low, high = sorted((self._root(one), self._root(other)))
            self.parent[high] = low

    def roots(self) -> Whole:
        """The first text of the cluster of each (簇首)."""
        while (self.parent != (above := self.parent[self.parent])).any():
            self.parent = above
        return self.parent

    def _root(self, at: int) -> int:
        while (above := int(self.parent[at])) != at:
            self.parent[at] = self.parent[above]
            at = above
        return at
