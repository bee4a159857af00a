"""What the mutants tried so far came to (变异测试结果), room by room; or a random sample of mutants to try.

Run: python tools/mutation_figures.py [--sample 300 --seed 1 jixiao.checks]
"""

from __future__ import annotations

import argparse
import json
import random
from collections import Counter
from pathlib import Path

MUTANTS = Path(__file__).parent.parent / "build" / "mutation" / "mutants" / "src"
SPARED = (0, 33)  # the tests passed; no test reaches the function


def tried(mutants: Path) -> dict[str, int | None]:
    """Every mutant with the exit code of its tests; None where it was not tried."""
    found: dict[str, int | None] = {}
    for path in sorted(mutants.rglob("*.meta")):
        found |= json.loads(path.read_text(encoding="utf-8"))["exit_code_by_key"]
    return found


def room_of(name: str) -> str:
    """jixiao.scoring.sums.x_grade_of__mutmut_3 stands in the room scoring (所在模块)."""
    return name.split(".")[1]


def main() -> None:
    """Print the table, or the names of the sample."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("below", nargs="?", default="jixiao")
    parser.add_argument("--mutants", type=Path, default=MUTANTS)
    parser.add_argument("--sample", type=int)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    codes = {name: code for name, code in tried(asked.mutants).items() if name.startswith(f"{asked.below}.")}
    if asked.sample:
        print(*random.Random(asked.seed).sample(sorted(codes), asked.sample))  # noqa: S311 - a sample, no secret
        return
    counts = {room: Counter[str]() for room in map(room_of, codes)}
    for name, code in codes.items():
        counts[room_of(name)]["untried" if code is None else "survived" if code in SPARED else "killed"] += 1
    for room, count in counts.items():
        share = count["killed"] / (count["killed"] + count["survived"]) if count["killed"] else 0
        print(f"{room:12} killed {count['killed']:5}  survived {count['survived']:5}  {share:6.1%}", end="")
        print(f"  untried {count['untried']:5}")


if __name__ == "__main__":
    main()
