"""A synthetic province (合成省): many forms with realistic amounts, scores and texts, and planted faults, from a seed.

The forms go straight into one Parquet file, a column `form` each with its JSON, as `jixiao batch` reads it; what was
planted in which form goes beside it. The same count and seed give the same forms.

Run: python -m bench.province [FOLDER] [--forms 400000] [--seed 1]
"""

from __future__ import annotations

import argparse
import itertools
import random
import time
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq

GROUP = 2_000  # forms of a row group: a process that reads one holds no more
YEARS = (2022, 2023)
OFFICE_FAULTS = ("near_full", "digits_heaped", "satisfaction_same")
FORM_FAULTS = (
    *("total_wrong", "score_over", "reason_copied", "goal_of_last_year", "goal_of_another", "low_execution"),
    "target_far",
)
SCHEMA = pa.schema([("name", pa.string()), ("form", pa.string())])
PLANTED = pa.schema([("name", pa.string()), ("fault", pa.string())])


@cache
def words() -> dict[str, Any]:
    """The wording of the generated forms (用语)."""
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))


class Office(NamedTuple):
    """One department with its units, and the faults of all its forms (部门)."""

    name: str
    units: tuple[str, ...]
    faults: frozenset[str]


class Made(NamedTuple):
    """One form with what was planted in it (生成的表)."""

    name: str
    form: dict[str, Any]
    faults: tuple[str, ...]


class _Province:
    """All that the forms of one province share."""

    def __init__(self, count: int, seed: int) -> None:
        self.rng = random.Random(seed)
        self.count = count
        self.copied: list[str] = []  # reasons that were written once and can be copied
        self.goals: list[str] = []
        self.targets: dict[tuple[str, int], list[int]] = {}  # what the province asks of each programme in each year

    def forms(self) -> Iterator[Made]:
        """Offices one after the other, each with its projects in both years and its own form of the whole."""
        made = (form for number in itertools.count() for form in self.office_forms(self.office(number)))
        for number, one in enumerate(itertools.islice(made, self.count)):
            yield one._replace(name=f"{number:08}")

    def office(self, number: int) -> Office:
        told = words()
        place = told["places"][number % len(told["places"])]
        rank = told["ranks"][number // len(told["places"]) % len(told["ranks"])]
        serial = number // (len(told["places"]) * len(told["ranks"]) * len(told["offices"]))
        kind = told["offices"][number // (len(told["places"]) * len(told["ranks"])) % len(told["offices"])]
        town = f"{place}{_counted(serial)}{rank}" if serial else f"{place}{rank}"
        name = f"{town}{kind}"
        units = tuple(f"{name}{section}" for section in self.rng.sample(told["sections"], 3))
        faults = {fault for fault in OFFICE_FAULTS if self.rng.random() < told["faults"][fault]}
        return Office(name, units, frozenset(faults))

    def office_forms(self, office: Office) -> Iterator[Made]:
        rng = self.rng
        projects = rng.sample(words()["programmes"], rng.randint(8, len(words()["programmes"]) - 2))
        for project in projects:
            unit = rng.choice(office.units)
            last: dict[str, Any] | None = None
            for year in YEARS:
                last, faults = self.form(office, unit, project, year, last)
                yield Made("", last, faults)

    def form(
        self, office: Office, unit: str, project: str, year: int, last: dict[str, Any] | None
    ) -> tuple[dict[str, Any], tuple[str, ...]]:
        told, rng = words(), self.rng
        faults = {fault for fault in FORM_FAULTS if rng.random() < told["faults"][fault]} | office.faults
        if last is None:
            faults.discard("goal_of_last_year")
        if "near_full" in faults:
            faults -= {"low_execution", "total_wrong"}
        fund, points = self.fund(faults)
        rows = self.rows(faults, self.asked(project, year))
        total = points + sum(_cents(row["score"]) for row in rows)
        if "total_wrong" in faults:
            total += rng.choice((-1000, -200, 100, 300))
        form = {
            "kind": "project",
            "title": "项目支出绩效自评表",
            "unit": unit,
            "department": office.name,
            "project": project,
            "year": year,
            "amount_unit": "万元",
            "funds": fund,
            "goals": [self.goal(faults, unit, project, year, last)],
            "indicators": rows,
            "total_weight": "100",
            "total_score": _printed(total),
        }
        return form, tuple(sorted(faults & self.kept(form, faults)))

    def kept(self, form: dict[str, Any], faults: set[str]) -> set[str]:
        """The faults that found a place in the form: a copied reason needs a row that gives one."""
        has_reason = any("reason" in row for row in form["indicators"])
        return faults if has_reason else faults - {"reason_copied"}

    def fund(self, faults: set[str]) -> tuple[list[dict[str, Any]], int]:
        """The total row with two parts, amounts in cents of 万元, and the points of the execution rate."""
        rng = self.rng
        budget = int(rng.lognormvariate(9.2, 1.1)) + 500
        share = rng.betavariate(14, 1)
        if "low_execution" in faults:
            share = rng.uniform(0.5, 0.59)
        if "near_full" in faults:
            share = rng.uniform(0.985, 1)
        first = int(budget * rng.uniform(0.5, 0.9))
        parts = [(first, int(first * share)), (budget - first, int((budget - first) * share))]
        if "digits_heaped" in faults:
            parts = [(full, spent - spent % rng.choice((5, 10, 10))) for full, spent in parts]
        executed = sum(spent for _, spent in parts)
        rate = (2 * executed * 10_000 + budget) // (2 * budget)
        points = (2 * executed * 1000 + budget) // (2 * budget)
        total: dict[str, Any] = {"source": "年度资金总额", "is_total": True, "weight": "10", "score": _printed(points)}
        lines = [
            (total, (budget, executed)),
            ({"source": "其中：当年财政拨款"}, parts[0]),
            ({"source": "上年结转资金"}, parts[1]),
        ]
        told = [
            line | {"initial_budget": _fixed(full), "full_budget": _fixed(full), "executed": _fixed(spent)}
            for line, (full, spent) in lines
        ]
        told[0]["rate"] = f"{rate // 10_000}.{rate % 10_000:04}"
        return told, points

    def asked(self, project: str, year: int) -> list[int]:
        """The targets of a programme: those of the province for rates, an office's own for quantities."""
        told, rng = words()["indicators"], self.rng
        common = self.targets.setdefault((project, year), [rng.randint(one[5], one[6]) for one in told])
        return [
            target if one[4] == "%" else rng.randint(one[5], one[6]) for target, one in zip(common, told, strict=True)
        ]

    def rows(self, faults: set[str], targets: list[int]) -> list[dict[str, Any]]:
        """The indicators with their scores by the method: full when reached, else in proportion, halves up."""
        told, rng = words(), self.rng
        far = (
            rng.choice([at for at, one in enumerate(told["indicators"]) if one[4] == "%"])
            if "target_far" in faults
            else -1
        )
        over = rng.randrange(len(targets)) if "score_over" in faults else -1
        rows = []
        for at, (name, facet, group, sign, unit, _, _) in enumerate(told["indicators"]):
            target = targets[at] if at != far else max(1, targets[at] // 10)
            actual = self.actual(faults, group, sign, target)
            actual = min(actual, 100) if unit == "%" else actual
            weight = told["weights"][at] * 100
            top, bottom = (actual, target) if sign == "≥" else (target, actual)
            score = weight if top >= bottom else (2 * weight * top + bottom) // (2 * bottom)
            row = {
                "name": name,
                "level1": told["labels"][group],
                "level2": told["labels"][facet],
                "group": group,
                "facet": facet,
                "weight": _printed(weight),
                "target": _quantity(sign, target, unit),
                "actual": _quantity("", actual, unit),
                "score": _printed(score + 50 if at == over else score),
            }
            if score < weight:
                row["reason"] = self.reason(faults)
            rows.append(row)
        return rows

    def actual(self, faults: set[str], group: str, sign: str, target: int) -> int:
        """What was reached: mostly the target or a little more, now and then less."""
        rng = self.rng
        if group == "satisfaction":
            return 98 if "satisfaction_same" in faults else min(100, target + rng.randint(-2, 8))
        missed = rng.random() < (0 if "near_full" in faults else 0.08)
        factor = rng.uniform(0.6, 0.98) if missed else rng.uniform(1, 1.1)
        reached = round(target * factor) if sign == "≥" else round(target / factor)
        return max(1, reached)

    def reason(self, faults: set[str]) -> str:
        """A reason of one's own, or one of another unit, word for word or with a character in ten changed."""
        rng = self.rng
        if "reason_copied" in faults and self.copied:
            text = rng.choice(self.copied)
            return text if rng.random() < 0.5 else _edited(rng, text)
        text = f"因{rng.randint(1, 12)}月{self.clause()}，{self.clause()}；拟{self.deed()}，{self.deed()}。"
        if len(self.copied) < 40 and rng.random() < 0.02:
            self.copied.append(text)
        return text

    def clause(self) -> str:
        told, rng = words(), self.rng
        return f"{rng.choice(told['nouns'])}{rng.choice(told['verbs'])}{rng.randint(2, 90)}项"

    def deed(self) -> str:
        told, rng = words(), self.rng
        return f"{rng.choice(told['deeds'])}{rng.choice(told['nouns'])}{rng.choice(told['nouns'])}"

    def goal(self, faults: set[str], unit: str, project: str, year: int, last: dict[str, Any] | None) -> dict[str, str]:
        rng = self.rng
        if "goal_of_last_year" in faults and last is not None:
            before: str = last["goals"][0]["expected"]
            expected = before.replace(str(year - 1), str(year))
        elif "goal_of_another" in faults and self.goals:
            expected = rng.choice(self.goals).format(unit=unit, year=year)
        else:
            steps = "；".join(self.step() for _ in range(3))
            own = f"{{year}}年{{unit}}{steps}。"
            expected = own.format(unit=unit, year=year)
            if len(self.goals) < 40 and rng.random() < 0.02:
                self.goals.append(own)
        return {
            "expected": expected,
            "actual": f"{year}年{project}：" + "；".join(self.step() for _ in range(3)) + "。",
        }

    def step(self) -> str:
        told, rng = words(), self.rng
        first, second = rng.choices(told["nouns"], k=2)
        return f"{rng.choice(told['tasks'])}{first}、{second}{rng.choice(told['deeds'])}"


def _edited(rng: random.Random, text: str) -> str:
    told = list(text)
    for _ in range(len(text) // 10):
        told[rng.randrange(len(told))] = rng.choice("大中小新旧前后左右上下东南西北")
    return "".join(told)


def _counted(number: int) -> str:
    return "".join("零一二三四五六七八九"[int(digit)] for digit in str(number))


def _cents(text: str) -> int:
    whole, _, part = text.partition(".")
    return int(whole) * 100 + int(part.ljust(2, "0") or 0)


def _fixed(cents: int) -> str:
    return f"{cents // 100}.{cents % 100:02}"


def _printed(cents: int) -> str:
    """Points as they are printed: 9.5, not 9.50."""
    return _fixed(cents).rstrip("0").rstrip(".")


def _quantity(sign: str, number: int, unit: str) -> dict[str, str]:
    told = {"text": f"{sign}{number}{unit}", "kind": "number", "number": str(number), "unit": unit}
    return told | {"operator": sign} if sign else told


def write(folder: Path, count: int, seed: int = 1) -> Path:
    """Write province.parquet and planted.parquet into the folder (写出); answers the first."""
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / "province.parquet"
    forms = _Province(count, seed).forms()
    with (
        pq.ParquetWriter(target, SCHEMA, compression="zstd") as writer,
        pq.ParquetWriter(folder / "planted.parquet", PLANTED, compression="zstd") as planted,
    ):
        while some := list(itertools.islice(forms, GROUP)):
            rows = [{"name": f"{one.name}.json", "form": msgspec.json.encode(one.form).decode()} for one in some]
            writer.write_table(pa.Table.from_pylist(rows, SCHEMA))
            told = [{"name": f"{one.name}.json", "fault": fault} for one in some for fault in one.faults]
            planted.write_table(pa.Table.from_pylist(told, PLANTED))
    return target


def main() -> None:
    """Write a province and say how long it took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", default=Path("build/province"))
    parser.add_argument("--forms", type=int, default=20_000, help="a province: 400000")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    begin = time.perf_counter()
    target = write(options.folder, options.forms, options.seed)
    seconds = time.perf_counter() - begin
    print(f"{options.forms} forms, {target.stat().st_size / 1e6:.0f} MB, {seconds:.0f} s")


if __name__ == "__main__":
    main()
