"""A random sample that anybody can draw again (可重复的随机抽取).

Each candidate gets the SHA-256 of the seed and its key; the smallest are drawn. No random number generator is in it:
who has the seed and the list of candidates gets the same sample with any program that knows SHA-256.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from decimal import ROUND_CEILING, Decimal
from typing import NamedTuple

HUNDRED = Decimal(100)


class Candidate(NamedTuple):
    """One form that may be drawn (候选的表)."""

    form: int
    key: str  #: 单位编码|表种|项目, which tells the form without our database
    stratum: str  #: 分层, "" where there is one only


class Size(NamedTuple):
    """How many are drawn (抽取数量): a share of each stratum, or a number in all."""

    share: Decimal | None
    number: int | None


def rank(seed: str, key: str) -> str:
    """The place of a candidate in the draw (抽取序): SHA-256 of seed, line break, key."""
    return hashlib.sha256(f"{seed}\n{key}".encode()).hexdigest()


def drawn(pool: Iterable[Candidate], seed: str, size: Size) -> list[Candidate]:
    """The candidates drawn, in the order of the draw (抽中者)."""
    strata: dict[str, list[Candidate]] = defaultdict(list)
    for one in pool:
        strata[one.stratum].append(one)
    wanted = quotas({name: len(ones) for name, ones in strata.items()}, size)
    chosen = [
        one
        for name, ones in strata.items()
        for one in sorted(ones, key=lambda one: rank(seed, one.key))[: wanted[name]]
    ]
    return sorted(chosen, key=lambda one: rank(seed, one.key))


def quotas(counts: dict[str, int], size: Size) -> dict[str, int]:
    """How many of each stratum (各层抽取数): a share rounded up, or the number shared out by largest remainders."""
    if size.share is not None:
        part = size.share / HUNDRED
        return {name: int((count * part).to_integral_value(ROUND_CEILING)) for name, count in counts.items()}
    whole, asked = sum(counts.values()), min(size.number or 0, sum(counts.values()))
    if not whole:
        return dict.fromkeys(counts, 0)
    found = Counter({name: count * asked // whole for name, count in counts.items()})
    remainders = sorted(counts, key=lambda name: (-(counts[name] * asked % whole), name))
    found.update(remainders[: asked - found.total()])
    return dict(found)


def fingerprint(pool: Sequence[Candidate]) -> str:
    """The SHA-256 of the list of candidates (候选名单哈希): each stratum and key on a line, in order."""
    lines = sorted(f"{one.stratum}\t{one.key}" for one in pool)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
