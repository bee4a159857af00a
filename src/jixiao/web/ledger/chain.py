"""The chain of the log (哈希链), without Django: how an entry is hashed, and how an auditor verifies all of them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

START = "0" * 64  # 首条之前
FIELDS = ("number", "at", "account", "action", "object", "facts", "previous", "hash")
QUERY = f"SELECT {', '.join(FIELDS)} FROM ledger_entry ORDER BY number"  # noqa: S608 - of constants
HEAD_QUERY = "SELECT number, hash FROM ledger_head"


class Row(NamedTuple):
    """One entry as stored (一条记录). `at` and `facts` are the very texts that were hashed."""

    number: int
    at: str
    account: str
    action: str
    object: str
    facts: str
    previous: str
    hash: str


class Fault(NamedTuple):
    """Where the chain does not hold (断链处)."""

    number: int
    kind: str  #: altered 被改, missing 缺号, unlinked 接不上, cut 末尾被删


def canonical(facts: Mapping[str, object]) -> str:
    """The one way to write facts as JSON (规范 JSON): keys in order, no spaces, Chinese as it is."""
    return json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)


def digest(row: Row) -> str:
    """The hash of an entry: of everything in it, with the hash of the entry before."""
    seen = [row.number, row.at, row.account, row.action, row.object, row.facts, row.previous]
    return hashlib.sha256(json.dumps(seen, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


def faults(rows: Iterable[Row], head: tuple[int, str] | None = None) -> Iterator[Fault]:
    """Every place at which the chain breaks (逐条校验); `head` is what the end must be, so that a cut end is seen."""
    number, last = 0, START
    for row in rows:
        if row.number != number + 1:
            yield Fault(number + 1, "missing")
        elif row.previous != last:
            yield Fault(row.number, "unlinked")
        if digest(row) != row.hash:
            yield Fault(row.number, "altered")
        number, last = row.number, row.hash
    if head is not None and head != (number, last):
        yield Fault(number + 1, "cut")
