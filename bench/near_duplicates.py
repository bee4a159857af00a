"""How surely and how fast planted copies are found among many texts (雷同文字): verbatim, edited, names swapped.

Run: python -m bench.near_duplicates [--texts 400000] [--copies 6000]
"""

from __future__ import annotations

import argparse
import itertools
import random
import resource
import time
from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from bench import machine
from bench.planted.wording import words
from jixiao.surveys.near_texts import alike

EDITED = 0.10  # of the characters of a copy are replaced, dropped or put in
AIMS = {"verbatim": 0.99, "edited": 0.95, "swapped": 0.95}
PRECISION, SECONDS = 0.98, 180
VOCABULARY = 4_000
#: characters that names and words are drawn from: the commonest of the language, written for no text in particular
CHARACTERS = "".join(chr(code) for code in range(0x4E00, 0x9FA5, 9))
#: phrases that unrelated texts share, as they do in life
STOCK = (
    "主要原因是", "受疫情影响", "下一步将", "进一步加强", "按计划推进", "资金支付较慢", "拟采取以下措施",
    "加强预算编制的准确性", "提高资金使用效益", "年底前完成", "项目实施周期较长", "未达到预期目标",
)  # fmt: skip
NAMES = [f"{place}{office}" for place in words().places for office in words().offices]


class Planted(NamedTuple):
    """A text that was copied (被抄的文字) and its copy, by their places in the list."""

    how: str
    first: int
    copy: int


def background(rng: random.Random, count: int) -> Iterator[str]:
    """Reasons of different units: words drawn as unevenly as in life, a name, an amount, up to four stock phrases."""
    pool = ["".join(rng.choices(CHARACTERS, k=rng.choice((2, 2, 2, 3, 4)))) for _ in range(VOCABULARY)]
    weights = list(itertools.accumulate(1 / (rank + 20) for rank in range(VOCABULARY)))
    for _ in range(count):
        said = rng.choices(pool, cum_weights=weights, k=rng.randint(8, 36))
        said.insert(rng.randrange(len(said)), rng.choice(NAMES))
        for phrase in rng.sample(STOCK, rng.choice((0, 1, 2, 3, 4))):
            said.insert(rng.randrange(len(said)), phrase)
        yield "".join(said[:6]) + "，" + "".join(said[6:]) + f"{rng.randint(1, 99999) / 100}万元。"


def edited(rng: random.Random, text: str) -> str:
    """The text with one character in ten replaced, dropped or put in, anywhere."""
    told = list(text)
    for _ in range(round(len(text) * EDITED)):
        at = rng.randrange(len(told))
        how = rng.random()
        if how < 0.6:
            told[at] = rng.choice(CHARACTERS)
        elif how < 0.8:
            del told[at]
        else:
            told.insert(at, rng.choice(CHARACTERS))
    return "".join(told)


def swapped(rng: random.Random, text: str) -> str:
    """The text with the name of its unit replaced by another unit's, and its amount by another amount."""
    ours = next(name for name in NAMES if name in text)
    head = text.replace(ours, rng.choice([name for name in NAMES if name != ours])).rstrip("0123456789.万元。")
    return head + f"{rng.randint(1, 99999) / 100}万元。"


def planted(count: int, copies: int) -> tuple[list[str], list[Planted]]:
    """So many texts, of which `copies` of each sort are copies of one of the others."""
    rng = random.Random(1)
    texts = list(background(rng, count - copies * len(AIMS)))
    change = {"verbatim": lambda _, text: text, "edited": edited, "swapped": swapped}
    told = []
    for first, how in zip(rng.sample(range(len(texts)), copies * len(AIMS)), itertools.cycle(AIMS)):
        told.append(Planted(how, first, len(texts)))
        texts.append(change[how](rng, texts[first]))
    order = list(range(count))
    rng.shuffle(order)  # the text that stood at `at` goes to order[at]
    moved = [""] * count
    for at, text in zip(order, texts, strict=True):
        moved[at] = text
    return moved, [Planted(one.how, order[one.first], order[one.copy]) for one in told]


def measured(texts: list[str], plants: list[Planted]) -> tuple[dict[str, float], float, int]:
    """The share of each sort that was found, the share of the found pairs that were planted, and how many were found.

    A pair is found when both texts are in one cluster.
    """
    cluster = {one.text: one.cluster for one in alike(texts)}
    members = defaultdict(list)
    for text, root in cluster.items():
        members[root].append(text)
    pairs = {pair for group in members.values() for pair in itertools.combinations(sorted(group), 2)}
    wanted = {(min(one.first, one.copy), max(one.first, one.copy)) for one in plants}
    recall = {}
    for how in AIMS:
        of_sort = [one for one in plants if one.how == how]
        recall[how] = sum(
            one.first in cluster and cluster[one.first] == cluster.get(one.copy) for one in of_sort
        ) / len(of_sort)
    return recall, len(pairs & wanted) / len(pairs), len(pairs)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--texts", type=int, default=400_000)
    parser.add_argument("--copies", type=int, default=6_000)
    options = parser.parse_args()
    print(machine.describe())
    texts, plants = planted(options.texts, options.copies)
    before = resource.getrusage(resource.RUSAGE_SELF)
    begin = time.perf_counter()
    recall, precision, pairs = measured(texts, plants)
    seconds = time.perf_counter() - begin
    after = resource.getrusage(resource.RUSAGE_SELF)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    characters = sum(map(len, texts)) / len(texts)
    print(f"{len(texts)} texts of {characters:.0f} characters, {options.copies} copies of each sort")
    for how, aim in AIMS.items():
        print(f"recall, {how:10} {recall[how]:.4f}  aim {aim}: {told(recall[how] >= aim)}")
    print(f"precision          {precision:.4f}  aim {PRECISION}: {told(precision >= PRECISION)}  ({pairs} pairs found)")
    print(f"{seconds:.0f} s, {cpu:.0f} processor seconds  aim {SECONDS} s: {told(seconds < SECONDS)}")
    print(f"most memory: {after.ru_maxrss / 1024:.0f} MiB, the texts themselves included")


def told(holds: bool) -> str:  # noqa: FBT001 - what an aim came to
    """Met or missed."""
    return "met" if holds else "MISSED"


if __name__ == "__main__":
    main()
