"""The surveys again in plain Python (跨表核查的对照实现): loops and dictionaries over rows, no SQL, no hashing.

Each answer is the set of cases, a case the set of its members: the path of a value where there is one, with the file.
Numbers are fractions, so nothing is rounded on the way.
"""

from __future__ import annotations

import itertools
import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

from jixiao.checks.texts import bare

Row = Mapping[str, Any]
Tables = Mapping[str, Sequence[Row]]
Cases = set[frozenset[tuple[Any, ...]]]

HUGE = 10**18  # an amount of more digits counts as blank
YUAN = {"元": 1, "百元": 100, "千元": 1000, "万元": 10_000, "百万元": 1_000_000, "亿元": 100_000_000}
LEAST = 42


def amount(value: object) -> Fraction | None:
    number = None if value is None else Fraction(str(value))
    return None if number is None or abs(number) >= HUGE else number


def owner(form: Row) -> str | None:
    found: str | None = form.get("department") or form.get("unit")
    return found


def percent_alike(first: str, second: str) -> int:
    ours, theirs = ({text[at : at + 3] for at in range(len(text) - 2)} for text in (bare(first), bare(second)))
    return 100 * len(ours & theirs) // len(ours | theirs) if ours and theirs else 0


def together(texts: Sequence[str]) -> list[int]:
    """The cluster of each text: whatever is alike, directly or through others, or equal, stands together."""
    cluster = list(range(len(texts)))
    for one, other in itertools.combinations(range(len(texts)), 2):
        if texts[one] == texts[other] or percent_alike(texts[one], texts[other]) >= LEAST:
            old, new = cluster[other], cluster[one]
            cluster = [new if at == old else at for at in cluster]
    return cluster


def masked(text: str, form: Row) -> str:
    for name in (form.get("unit"), form.get("project")):
        if name and len(name) >= 4:
            text = text.replace(name, "")
    return text


def grouped(rows: Iterable[Row], key: Callable[[Row], object]) -> dict[Any, list[Row]]:
    found: dict[Any, list[Row]] = defaultdict(list)
    for row in rows:
        found[key(row)].append(row)
    return found


def with_forms(tables: Tables, name: str) -> Iterator[tuple[Row, Row]]:
    forms = {form["form_id"]: form for form in tables["forms"]}
    for row in tables[name]:
        if row["form_id"] in forms:
            yield row, forms[row["form_id"]]


def case(rows: Iterable[Row], *names: str) -> frozenset[tuple[Any, ...]]:
    return frozenset(tuple(row[name] for name in names) for row in rows)


def copied(told: list[dict[str, Any]], apart: str) -> Cases:
    """Clusters of texts of two units or more; texts that differ in `apart` make cases of their own."""
    marks = together([row["text"] for row in told])
    groups = grouped(
        ({**row, "cluster": mark} for row, mark in zip(told, marks, strict=True)),
        lambda row: (row["cluster"], row.get(apart)),
    )
    several = (rows for rows in groups.values() if len({row["unit"] for row in rows}) > 1)
    return {case(rows, "file", "path") for rows in several}


def s01_copied_reasons(tables: Tables, characters: int) -> Cases:
    told = []
    for name in ("indicators", "funds"):
        for row, form in with_forms(tables, name):
            text = masked(row.get("reason") or "", form)
            if form.get("unit") and not row.get("reason_blank") and len(text) >= characters:
                path = f"{name}[{row['row']}].reason"
                told.append({"text": text, "unit": form["unit"], "file": form["file"], "path": path})
    return copied(told, "nothing")


def s02_texts_of_last_year(tables: Tables, characters: int, likeness: int) -> Cases:
    found: dict[str, set[tuple[Any, ...]]] = defaultdict(set)
    for this, last in itertools.product(tables["forms"], repeat=2):
        if None in (this["year"], last["year"]) or this["year"] != last["year"] + 1 or this["kind"] != last["kind"]:
            continue
        subjects = [
            form["project_id"] or (form["unit_id"] if form["kind"] == "department" else None) for form in (this, last)
        ]
        if subjects[0] is None or subjects[0] != subjects[1]:
            continue
        for field, path in (("goal_expected", "goals.expected"), ("goal_actual", "goals.actual")):
            texts = [re.sub("(19|20)[0-9]{2}年?度?", "", form.get(field) or "") for form in (this, last)]
            if min(map(len, texts)) >= characters and percent_alike(*texts) >= likeness:
                found[this["form_id"]].add((this["file"], path))
    return set(map(frozenset, found.values()))


def s03_goals_of_another_unit(tables: Tables, characters: int) -> Cases:
    told = []
    for form in tables["forms"]:
        for field, path in (("goal_expected", "goals.expected"), ("goal_actual", "goals.actual")):
            text = masked(form.get(field) or "", form)
            if form.get("unit") and len(text) >= characters:
                told.append({"text": text, "unit": form["unit"], "file": form["file"], "path": path})
    return copied(told, "path")


def _pathed(row: Row, form: Row, field: str) -> dict[str, Any]:
    return {**form, **row, "path": f"indicators[{row['row']}].{field}"}


def s04_targets_differ(tables: Tables) -> Cases:
    keys = ("project_bare", "name_bare", "year", "target_unit")
    rows = [_pathed(row, form, "target") for row, form in with_forms(tables, "indicators")]
    rates = [
        row
        for row in rows
        if row.get("target_unit") in ("%", "‰") and row.get("target_number") is not None and row.get("unit_id")
        and None not in [row[key] for key in keys]
    ]  # fmt: skip
    groups = grouped(rates, lambda row: tuple(row[key] for key in keys)).values()
    found: Cases = set()
    for same in groups:
        times = Counter(row["target_number"] for row in same)
        common = max(times, key=lambda number: (times[number], number))
        if len(times) > 1 and len({row["unit_id"] for row in same}) > 1:
            found.add(case([row for row in same if row["target_number"] != common], "file", "path"))
    return found


def s05_targets_far_from_peers(tables: Tables, peers: int, multiple: int, apart: int) -> Cases:
    rows = [_pathed(row, form, "target") for row, form in with_forms(tables, "indicators")]
    rates = [
        {**row, "number": amount(row.get("target_number"))}
        for row in rows
        if row["name_bare"] and (row.get("target_unit") in ("%", "‰") or "/" in (row.get("target_unit") or ""))
    ]
    found: Cases = set()
    for same in grouped(rates, lambda row: (row["name_bare"], row["target_unit"])).values():
        numbers = sorted(row["number"] for row in same if row["number"] is not None)
        if len(numbers) < peers:
            continue
        low, median, high = (numbers[max(0, math.ceil(len(numbers) * Fraction(part, 4)) - 1)] for part in (1, 2, 3))
        reach = multiple * (high - low)
        for row in same:
            number = row["number"]
            outside = number is not None and (number < low - reach or number > high + reach)
            if number is not None and outside and abs(number - median) * 100 > abs(median) * apart:
                found.add(case([row], "file", "path"))
    return found


def _high(form: Row, points: int) -> bool:
    total, whole = amount(form.get("total_score")), form.get("total_weight")
    full = Fraction(100) if whole is None or amount(whole) is None else amount(whole)
    return total is not None and full is not None and total * 100 >= full * points


def s06_all_near_full(tables: Tables, points: int, share: int, forms: int) -> Cases:
    told = [one for one in tables["forms"] if one.get("total_score") is not None and owner(one) and one["year"]]
    groups = grouped(told, lambda one: (owner(one), one["year"])).values()
    return {
        case(rows, "file")
        for rows in groups
        if len(rows) >= forms and sum(_high(one, points) for one in rows) * 100 >= len(rows) * share
    }


def s07_last_digits_heap(tables: Tables, amounts: int, critical: Fraction) -> Cases:
    lines = [(row, form) for row, form in with_forms(tables, "funds") if row.get("executed") is not None]
    only_total = {
        key for key, rows in grouped((row for row, _ in lines), lambda row: row["form_id"]).items()
        if all(row["is_total"] for row in rows)
    }  # fmt: skip
    digits: dict[str | None, Counter[str]] = defaultdict(Counter)
    for row, form in lines:
        text = str(row["executed"])
        counts = not row["is_total"] or row["form_id"] in only_total
        if len(text.partition(".")[2]) >= 2 and Fraction(text) != 0 and counts and owner(form):
            digits[owner(form)][text[-1]] += 1
    found: Cases = set()
    for name, times in digits.items():
        total = times.total()
        chi_square = sum(Fraction((times[digit] * 10 - total) ** 2, 10 * total) for digit in "0123456789")
        if total >= amounts and chi_square >= critical:
            found.add(frozenset({(name, total)}))
    return found


def s08_full_score_low_execution(tables: Tables, rate: int, points: int) -> Cases:
    found: Cases = set()
    for form in tables["forms"]:
        budget, executed = amount(form.get("full_budget")), amount(form.get("executed"))
        if (
            budget is not None
            and executed is not None
            and budget > 0
            and executed * 100 < budget * rate
            and _high(form, points)
        ):
            found.add(case([form], "file"))
    return found


def s09_satisfaction_ceiling(tables: Tables, rows: int, share: int, least: int) -> Cases:
    told = [
        {**_pathed(row, form, "actual"), "owner": owner(form)}
        for row, form in with_forms(tables, "indicators")
        if row.get("group") == "satisfaction" and row.get("actual_unit") == "%" and row.get("actual_number") is not None
    ]
    found: Cases = set()
    for (name, year), same in grouped(told, lambda row: (row["owner"], row["year"])).items():
        times = Counter(row["actual_number"] for row in same)
        most = max(times.values())
        common = max(number for number, count in times.items() if count == most)
        if name and year and len(same) >= rows and most * 100 >= len(same) * share and common >= least:
            found.add(case(same, "file", "path"))
    return found


def _departments(tables: Tables) -> Iterator[tuple[Row, list[Row]]]:
    """Each whole department with the projects that are its own."""
    for whole in tables["forms"]:
        if whole["kind"] == "department" and whole.get("unit_id"):
            yield whole, [
                one
                for one in tables["forms"]
                if one["kind"] == "project" and one["year"] == whole["year"] and whole["year"] is not None
                and (one.get("unit_id") == whole["unit_id"] or one.get("department") == whole["unit"])
            ]  # fmt: skip


def _yuan(form: Row) -> Fraction | None:
    number, factor = amount(form.get("executed")), YUAN.get(form.get("amount_unit") or "")
    return None if number is None or factor is None else number * factor


def s10_projects_outspend_department(tables: Tables) -> Cases:
    found: Cases = set()
    for whole, projects in _departments(tables):
        spent = [one for one in projects if _yuan(one) is not None]
        limit = _yuan(whole)
        if limit is not None and sum(filter(None, map(_yuan, spent)), Fraction(0)) > limit and spent:
            found.add(frozenset({("of", whole["unit"], len(found)), *case(spent, "file")}))
    return {frozenset(member for member in one if member[0] != "of") for one in found}


def s11_department_above_projects(tables: Tables, projects: int, points: int) -> Cases:
    found: Cases = set()
    for whole, parts in _departments(tables):
        scored = [one for one in parts if one.get("total_score") is not None]
        stated = amount(whole.get("total_score"))
        best = max((value for one in scored if (value := amount(one["total_score"])) is not None), default=None)
        if stated is not None and best is not None and len(scored) >= projects and stated > best + points:
            found.add(case(scored, "file"))
    return found


def s12_filed_twice(tables: Tables) -> Cases:
    def subject(form: Row) -> object:
        return form["project_id"] or (form["unit_id"] if form["kind"] == "department" else None)

    told = [form for form in tables["forms"] if subject(form) and form["year"] is not None]
    groups = grouped(told, lambda form: (subject(form), form["kind"], form["year"])).values()
    numbers = ("total_score", "full_budget", "executed")
    return {
        case(rows, "file")
        for rows in groups
        if len({row["file_id"] for row in rows}) > 1
        and len(
            {tuple(None if row.get(name) is None else Fraction(str(row[name])) for name in numbers) for row in rows}
        )
        > 1
    }
