"""Forms for the check cases (案例表单), built from the short notation of tests/cases/checks/*.toml.

Numbers are strings ("2735.89"), rates "90.24%", targets and actuals the text of the cell ("≥99%"). A fund row whose
source begins with 年度资金总额 is the total row; the group and facet of an indicator follow from its standard
first and second level unless they are given.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from jixiao.checks.dossier import Dossier
from jixiao.comparing.pair import Pair
from jixiao.comparing.relation import Relation, relate
from jixiao.form import Facet, Form, FormKind, FundLine, Goal, Group, GroupHeading, Indicator, Inference, Unread
from jixiao.location import Location
from jixiao.quantity import Quantity, parse
from jixiao.rulebooks import load
from jixiao.rulebooks.model import Rulebook

Table = dict[str, Any]

CASES = Path(__file__).parent / "cases" / "checks"
COMPARING = CASES.parent / "comparing"
RULEBOOK = "guizhou-department-2022"

GROUPS = {
    "预算执行": Group.EXECUTION,
    "成本指标": Group.COST,
    "产出指标": Group.OUTPUT,
    "效益指标": Group.BENEFIT,
    "满意度指标": Group.SATISFACTION,
    "决策": Group.DECISION,
    "过程": Group.PROCESS,
}
FACETS = {
    "数量指标": Facet.QUANTITY,
    "质量指标": Facet.QUALITY,
    "时效指标": Facet.TIMELINESS,
    "成本指标": Facet.COST,
    "经济成本指标": Facet.COST,
    "社会成本指标": Facet.SOCIAL_COST,
    "生态环境成本指标": Facet.ECOLOGICAL_COST,
    "经济效益指标": Facet.ECONOMIC,
    "社会效益指标": Facet.SOCIAL,
    "生态效益指标": Facet.ECOLOGICAL,
    "可持续影响指标": Facet.SUSTAINABLE,
    "服务对象满意度指标": Facet.SATISFACTION,
}
FUND_NUMBERS = ("initial_budget", "full_budget", "arrived", "executed", "weight", "score")
INDICATOR_NUMBERS = ("weight", "score", "review_score", "deduction")


def form_of(table: Table) -> Form:
    """The form that a case writes down."""
    rest = {key: value for key, value in table.items() if key not in ROWS}
    rows: Table = {key: tuple(build(row) for row in table.get(key, ())) for key, build in ROWS.items()}
    places = {path: _place(place) for path, place in table.get("locations", {}).items()}
    return Form(**_numbers(rest, ("total_weight", "total_score")) | _kinds(rest) | rows | {"locations": places})


def _place(written: str | Table) -> Location:
    """A place as a case writes it: a cell, or the fields of a Location."""
    return Location(cell=written) if isinstance(written, str) else msgspec.convert(written, Location)


def rulebook_of(name: str | None = None, changes: Table | None = None) -> Rulebook:
    """The rulebook that a case names, else the one of the real form; `changes` such as "execution.weight" = "20"."""
    rulebook = load(name or RULEBOOK)
    if not changes:
        return rulebook
    values = msgspec.to_builtins(rulebook)
    for path, value in changes.items():
        *above, last = path.split(".")
        table = values
        for key in above:
            table = table.setdefault(key, {})
        table[last] = value
    return msgspec.convert(values, Rulebook)


def subject_of(case: Table) -> Dossier | Pair:
    """What a check looks at in a case: one form with its rulebook, or two forms."""
    if "other" not in case:
        return Dossier(form_of(case["form"]), rulebook_of(case.get("rulebook"), case.get("rules")))
    relation = Relation(case["as"]) if "as" in case else None
    return Pair(relate(form_of(case["form"]), form_of(case["other"]), relation))


@cache
def case_files() -> tuple[Path, ...]:
    """Every case file of the checks, in the order of the codes."""
    return tuple(sorted(CASES.glob("*.toml")))


@cache
def comparison_files() -> tuple[Path, ...]:
    """Every case file of the checks of two forms, in the order of the codes."""
    return tuple(sorted(COMPARING.glob("*.toml")))


def case_file(slug: str) -> Table:
    """One case file of either folder: its code and its cases."""
    path = CASES / f"{slug}.toml"
    return told_in(path if path.exists() else COMPARING / path.name)


@cache
def told_in(path: Path) -> Table:
    """What one case file tells."""
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _kinds(rest: Table) -> Table:
    special: Table = {}
    if "kind" in rest:
        special["kind"] = FormKind(rest["kind"])
    if "filed_on" in rest:
        special["filed_on"] = date.fromisoformat(str(rest["filed_on"]))
    if "notes" in rest:
        special["notes"] = tuple(rest["notes"])
    return special


def _fund(row: Table) -> FundLine:
    rate = {"rate": _rate(row["rate"])} if "rate" in row else {}
    total = {"is_total": row.get("is_total", row["source"].startswith("年度资金总额"))}
    return FundLine(**_numbers(row, FUND_NUMBERS) | rate | total)


def _indicator(row: Table) -> Indicator:
    values: Table = {key: _quantity(row[key]) for key in ("target", "initial_target", "actual") if key in row}
    group = row.get("group") or GROUPS.get(row.get("level1", ""))
    facet = row.get("facet") or FACETS.get(row.get("level2", ""))
    places: Table = {"group": Group(group) if group else None, "facet": Facet(facet) if facet else None}
    return Indicator(**_numbers(row, INDICATOR_NUMBERS) | values | places)


def _heading(row: Table) -> GroupHeading:
    group = row.get("group") or GROUPS.get(row["label"])
    return GroupHeading(**_numbers(row, ("weight", "score")) | {"group": Group(group) if group else None})


def _numbers(row: Table, names: tuple[str, ...]) -> Table:
    return {key: Decimal(value) if key in names else value for key, value in row.items()}


def _rate(text: str) -> Decimal:
    """A fraction with the digits printed: 90.24% is 0.9024, 100% is 1.00."""
    return Decimal(text.removesuffix("%")).scaleb(-2) if text.endswith("%") else Decimal(text)


def _quantity(cell: str | Table) -> Quantity | None:
    """A cell's text, or a table of it and what `parse` is told beside it."""
    return parse(cell) if isinstance(cell, str) else parse(**cell)


ROWS: dict[str, Callable[[Table], Any]] = {
    "funds": _fund,
    "goals": lambda row: Goal(**row),
    "headings": _heading,
    "indicators": _indicator,
    "inferences": lambda row: Inference(**row),
    "unread": lambda row: Unread(**row),
}
