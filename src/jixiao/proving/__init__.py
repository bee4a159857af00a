"""Proofs (证明): for each number of a form by which clause and formula it follows, from which numbers, and where from.

It scores nothing and judges nothing: it tells in sentences what scoring worked out, so that they can be quoted.
"""

from __future__ import annotations

from jixiao.proving.asked import find, provable, provable_paths
from jixiao.proving.model import Proof, Text
from jixiao.proving.scores import prove_execution, prove_indicator
from jixiao.proving.sums import prove_grade, prove_rate, prove_sum

__all__ = ["Proof", "Text", "find", "provable", "provable_paths", "prove"]

from jixiao.outcome import Audited


def prove(one: Audited, path: str) -> Proof:
    """The proof of the number at a path that `provable` lists (证明一个数)."""
    if path.startswith("indicators["):
        return prove_indicator(one, int(path[len("indicators[") : path.index("]")]))
    if path == "grade":
        return prove_grade(one)
    if path.endswith(".rate"):
        return prove_rate(one, path)
    if path.startswith("funds["):
        return prove_execution(one)
    return prove_sum(one, path)
