"""Live formulas of a workbook (公式): scores, sums and rates, each only where it gives exactly what the form states."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from typing import NamedTuple

from jixiao.form import Form, FundLine, Indicator
from jixiao.numerals import plain
from jixiao.quantity import QuantityKind
from jixiao.rulebooks.model import RoundingRule, Rulebook
from jixiao.scoring import Award, Unscored, describe, rate_of, score
from jixiao.scoring.indicators import rule_for
from jixiao.scoring.rounding import decimals
from jixiao.writers.official import percent
from jixiao.writers.xlsx_expressions import Operands, expression, rounding_of

AMOUNTS = ("initial_budget", "full_budget", "arrived", "executed")


class Place(NamedTuple):
    """A cell that holds a number or nothing (数值单元格)."""

    ref: str  #: G14
    is_percentage: bool = False
    number: Decimal | None = None  #: as the formula sees it, percentages in percent; None for a blank cell


class Live(NamedTuple):
    """A formula with the value that it gives now (公式及现值); None is shown as a blank."""

    formula: str
    value: Decimal | None


class Working(NamedTuple):
    """What a sheet works out by itself (表内计算)."""

    live: dict[str, Live]  #: by path
    notes: dict[str, str]  #: by path: what the method gives, where the form states something else


def working(form: Form, rulebook: Rulebook, places: Mapping[str, Place]) -> Working:
    """The formulas of a form whose numbers stand at `places`, and remarks where they would change what is stated."""
    found = _Found(form, rulebook, places)
    for path, live, stated in found.candidates():
        if live is not None and path in places and live.value == stated:
            found.made.live[path] = live
    found.remark()
    return found.made


class _Found:
    """One form on its way to its formulas (逐格生成公式)."""

    def __init__(self, form: Form, rulebook: Rulebook, places: Mapping[str, Place]) -> None:
        self.form = form
        self.rulebook = rulebook
        self.places = places
        self.card = score(form, rulebook)
        self.made = Working({}, {})

    def candidates(self) -> Iterator[tuple[str, Live | None, Decimal | None]]:
        """Every formula that could stand somewhere, with what the form states there."""
        form = self.form
        for index, line in enumerate(form.funds):
            yield f"funds[{index}].rate", self._rate(index, line), line.rate
            if line.is_total:
                yield f"funds[{index}].score", self._execution(index, line), line.score
                for key in AMOUNTS:
                    parts = [f"funds[{at}].{key}" for at in range(len(form.funds)) if at != index]
                    yield f"funds[{index}].{key}", self._sum(parts, 0), getattr(line, key)
        for index, item in enumerate(form.indicators):
            yield f"indicators[{index}].score", self._indicator(index, item), item.score
        for number, heading in enumerate(form.headings):
            rows = [at for at, item in enumerate(form.indicators) if item.level1 == heading.label]
            yield f"headings[{number}].score", self._sum([f"indicators[{at}].score" for at in rows]), heading.score
        for key, stated in (("weight", form.total_weight), ("score", form.total_score)):
            yield f"total_{key}", self._sum(self._addends(key)), stated

    def _addends(self, key: str) -> list[str]:
        funds = [f"funds[{at}].{key}" for at, line in enumerate(self.form.funds) if line.is_total]
        return funds + [f"indicators[{at}].{key}" for at in range(len(self.form.indicators))]

    def _indicator(self, index: int, item: Indicator) -> Live | None:
        at = f"indicators[{index}]"
        operands = self._operands(f"{at}.target", f"{at}.actual", f"{at}.weight")
        target, found = item.target, self.card.attainments[index]
        rule = rule_for(found, item, self.rulebook)
        if operands is None or target is None or rule is None or not _is_measured(item):
            return None
        if target.number is None or target.number <= 0 or self.places[f"{at}.target"].number != target.number:
            return None
        award = self.card.indicators[index]
        if item.actual is None or item.weight is None:
            points = exact = None
        elif (
            isinstance(award, Award)
            and award.points is not None
            and (found.a, found.b) == (target.number, item.actual.number)
            and self.places[f"{at}.actual"].number == item.actual.number
        ):
            points, exact = award.points, award.exact
        else:
            return None
        rounding = rounding_of(self.rulebook.rounding, exact)
        formula = None if rounding is None else expression(rule, target, operands, rounding)
        return None if formula is None else Live(f"={operands.guarded(formula)}", points)

    def _operands(self, a: str, b: str, weight: str) -> Operands | None:
        first, second, third = (self.places.get(path) for path in (a, b, weight))
        if first is None or second is None or third is None:
            return None
        alike = first.is_percentage == second.is_percentage
        refs = (first.ref, second.ref, third.ref)
        return Operands(_scaled(first, alike), _scaled(second, alike), third.ref, refs, second.is_percentage)

    def _execution(self, index: int, line: FundLine) -> Live | None:
        rule, at = self.rulebook.execution, f"funds[{index}]"
        operands = self._operands(f"{at}.{rule.denominator}", f"{at}.executed", f"{at}.weight")
        award = self.card.execution
        if operands is None or rule.method != "proportional":
            return None
        if isinstance(award, Award) and line.weight is not None:
            points, exact = award.points, award.exact
        elif line.weight is None or line.executed is None or getattr(line, rule.denominator) is None:
            points = exact = None
        else:
            return None
        rounding = rounding_of(self.rulebook.rounding, exact)
        if rounding is None:
            return None
        a, b, w = operands.a, operands.b, operands.weight
        over = '""' if rule.over_budget == "unscored" else w
        inner = f'IF({a}<=0,"",IF({b}={a},{w},IF({b}>{a},{over},{rounding(f"{w}*{b}/{a}")})))'
        return Live(f"={operands.guarded(inner)}", points)

    def _rate(self, index: int, line: FundLine) -> Live | None:
        at, rule = f"funds[{index}]", self.rulebook.execution
        a, b = self.places.get(f"{at}.{rule.denominator}"), self.places.get(f"{at}.executed")
        if a is None or b is None or (line.rate is None and not line.is_total):
            return None
        digits = decimals(self.rulebook.rounding.rate_step if line.rate is None else Decimal(1).scaleb(_exponent(line)))
        exact = rate_of(line, self.rulebook)
        value = None if exact is None else _cut(exact, digits, self.rulebook.rounding)
        named = f"ROUNDDOWN(ROUND({b.ref}/{a.ref},12),{digits})" if _cuts(self.rulebook) else None
        inner = named or f"ROUND({b.ref}/{a.ref},{digits})"
        return Live(f'=IF(COUNT({a.ref},{b.ref})<2,"",IF({a.ref}=0,"",{inner}))', value)

    def _sum(self, paths: Sequence[str], step: int | None = None) -> Live | None:
        """The sum of cells, blanks left out; None where one of them holds a text."""
        cells = [self.places.get(path) for path in paths]
        if not cells or any(cell is None for cell in cells):
            return None
        known = [cell for cell in cells if cell is not None]
        numbers = [cell.number for cell in known if cell.number is not None]
        digits = max([_decimals(number) for number in numbers], default=0)
        least = decimals(self.rulebook.rounding.score_step) if step is None else 2
        listed = ",".join(_ranges([cell.ref for cell in known]))
        formula = f'=IF(COUNT({listed})=0,"",ROUND(SUM({listed}),{max(digits, least)}))'
        return Live(formula, sum(numbers, Decimal(0)) if numbers else None)

    def remark(self) -> None:
        """Say beside each stated score that no formula gives what the method gives (批注)."""
        form, card = self.form, self.card
        rows = [(card.execution, form.total_fund.score)] if card.execution is not None and form.total_fund else []
        rows += [(award, item.score) for award, item in zip(card.indicators, form.indicators, strict=True)]
        for award, stated in rows:
            remark = None if stated is None or award.path in self.made.live else _remark(award, stated)
            if remark is not None:
                self.made.notes[award.path] = remark
        for key, word in (("weight", "分值"), ("score", "得分")):
            live, stated = self._sum(self._addends(key)), getattr(form, f"total_{key}")
            if live is not None and live.value is not None and stated is not None and live.value != stated:
                self.made.notes[f"total_{key}"] = f"各项{word}合计 {plain(live.value)} 分。"
        for index, line in enumerate(form.funds):
            live = self._rate(index, line)
            if live is not None and live.value is not None and line.rate is not None and live.value != line.rate:
                self.made.notes[f"funds[{index}].rate"] = f"按金额计算为 {percent(live.value)}。"


def _remark(award: Award | Unscored, stated: Decimal) -> str | None:
    """What the method gives; None where the stated score is just that."""
    if isinstance(award, Unscored):
        return f"办法未规定此行得分：{describe(award)}"
    if award.low <= stated <= award.high and not (award.high_open and stated == award.high):
        return None
    if award.points is None:
        return f"按办法，{award.working}。"
    return f"按办法应得 {plain(award.points)} 分：{award.working}。"


def _scaled(place: Place, alike: bool) -> str:  # noqa: FBT001 - of two cells, whether both or neither hold a fraction
    """A cell in percent where only one of the two is stored as a fraction."""
    return place.ref if alike or not place.is_percentage else f"ROUND({place.ref}*100,9)"


def _is_measured(item: Indicator) -> bool:
    """Whether the target is one number with nothing taken off the score."""
    target = item.target
    return (
        target is not None
        and target.kind is QuantityKind.NUMBER
        and target.upper is None
        and not target.qualitative
        and not item.deduction
    )


def _exponent(line: FundLine) -> int:
    return -_decimals(line.rate or Decimal(0))


def _decimals(number: Decimal) -> int:
    exponent = number.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _cuts(rulebook: Rulebook) -> bool:
    return rulebook.rounding.mode == "truncate"


def _cut(exact: Decimal, digits: int, rule: RoundingRule) -> Decimal:
    rounding = ROUND_DOWN if rule.mode == "truncate" else ROUND_HALF_UP
    return exact.quantize(Decimal(1).scaleb(-digits), rounding)


def _ranges(refs: Sequence[str]) -> list[str]:
    """Cells of one column as few ranges: G5, G8:G20. Rows between them hold no number of another kind."""
    out: list[list[str]] = []
    for ref in refs:
        if out and _column(out[-1][-1]) == _column(ref) and _row(ref) == _row(out[-1][-1]) + 1:
            out[-1].append(ref)
        else:
            out.append([ref])
    return [run[0] if len(run) == 1 else f"{run[0]}:{run[-1]}" for run in out]


def _column(ref: str) -> str:
    return ref.rstrip("0123456789")


def _row(ref: str) -> int:
    return int(ref[len(_column(ref)) :])
