"""The same scores in OpenFisca (同一算式的 OpenFisca 写法): a peer of `bench.province_speed`, with the extra `bench`.

OpenFisca reckons in float32: what it costs in wrong totals is told beside its speed.
"""

from __future__ import annotations

import time
from typing import Any

import numpy as np
from numpy.typing import NDArray
from openfisca_core import entities, periods
from openfisca_core.simulation_builder import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

from jixiao.columnar.points import total_lines
from jixiao.columnar.sheet import UNIT, Sheet

YEAR = "2023"
_ROW = entities.Entity("row", "rows", "一行指标", "")
_FORM = entities.GroupEntity("form", "forms", "一张表", "", roles=[{"key": "member", "plural": "members"}])


def _half_up(points: NDArray[Any]) -> NDArray[Any]:
    return np.floor(points * 100 + np.float32(0.5)) / 100


def _input(name: str, entity: Any) -> type[Variable]:  # noqa: ANN401 - OpenFisca has no types
    told = {"value_type": float, "entity": entity, "definition_period": periods.DateUnit.YEAR, "label": name}
    return type(name, (Variable,), told)


class row_score(Variable):  # type: ignore[misc] # noqa: N801 - OpenFisca names a variable by its class
    """The points of one row (指标得分)."""

    value_type = float
    entity = _ROW
    definition_period = periods.DateUnit.YEAR
    label = "得分"

    def formula(row: Any, period: Any) -> Any:  # noqa: ANN401, N805, D102 - its own signature
        target, actual = row("target", period), row("actual", period)
        reverse = row("reverse", period) > 0
        top, bottom = np.where(reverse, target, actual), np.where(reverse, actual, target)
        return _half_up(row("weight", period) * np.minimum(top / bottom, 1))


class execution_score(Variable):  # type: ignore[misc] # noqa: N801 - as above
    """The points of the execution rate (执行率得分)."""

    value_type = float
    entity = _FORM
    definition_period = periods.DateUnit.YEAR
    label = "执行率得分"

    def formula(form: Any, period: Any) -> Any:  # noqa: ANN401, N805, D102 - as above
        rate = form("executed", period) / form("full_budget", period)
        return _half_up(form("execution_weight", period) * np.minimum(rate, 1))


class total(Variable):  # type: ignore[misc] # noqa: N801 - as above
    """The total of a form (总分)."""

    value_type = float
    entity = _FORM
    definition_period = periods.DateUnit.YEAR
    label = "总分"

    def formula(form: Any, period: Any) -> Any:  # noqa: ANN401, N805, D102 - as above
        return form.sum(form.members("row_score", period)) + form("execution_score", period)


def _system() -> TaxBenefitSystem:
    system = TaxBenefitSystem([_ROW, _FORM])
    for name in ("target", "actual", "weight", "reverse"):
        system.add_variable(_input(name, _ROW))
    for name in ("full_budget", "executed", "execution_weight"):
        system.add_variable(_input(name, _FORM))
    for variable in (row_score, execution_score, total):
        system.add_variable(variable)
    return system


def scored(sheet: Sheet) -> tuple[float, NDArray[np.float32]]:
    """Processor seconds of the formulas alone, on arrays that are already there, and the totals."""
    rows, lines = sheet.rows, total_lines(sheet)
    builder = SimulationBuilder()
    system = _system()
    builder.create_entities(system)
    count = int(rows.starts[-1])
    builder.declare_person_entity("row", np.arange(count))
    forms = builder.declare_entity("form", np.arange(sheet.size))
    builder.join_with_persons(forms, np.repeat(np.arange(sheet.size), np.diff(rows.starts)), ["member"] * count)
    simulation = builder.build(system)
    told = {name: rows.number(column).value / UNIT for name, column in (("target", "a"), ("actual", "b"))}
    told |= {"weight": rows.number("weight").value / UNIT}
    told |= {"reverse": rows.words("sort").among("reverse").astype(float)}
    told |= {name: lines.number(name).value / UNIT for name in ("full_budget", "executed")}
    told["execution_weight"] = lines.number("weight").value / UNIT
    for name, values in told.items():
        simulation.set_input(name, YEAR, values.astype(np.float32))
    began = time.process_time()
    found: NDArray[np.float32] = simulation.calculate("total", YEAR)
    return time.process_time() - began, found
