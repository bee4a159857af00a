"""One file as rows of the store (写成行): its forms, audited, in every table; or why it could not be read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from functools import cache
from typing import Any

import msgspec

from jixiao import form_json, places
from jixiao.batch import ids
from jixiao.batch.columns import FROM_FORMS, PLACES, WHOLE, Table
from jixiao.checks.engine import render
from jixiao.checks.texts import bare, is_blank
from jixiao.errors import JixiaoError, ReadingCrashed, writable
from jixiao.finding import Finding, Severity
from jixiao.form import Form, FundLine, Indicator
from jixiao.json_places import restored
from jixiao.location import Location
from jixiao.numerals import plain
from jixiao.opening import forms_in
from jixiao.outcome import Audited, audited
from jixiao.quantity import Quantity
from jixiao.rulebooks.regions import region_of
from jixiao.scoring import Award, Unscored

Row = dict[str, Any]
Rows = dict[str, list[Row]]
_AS_READ = (
    *("layout", "layout_fit", "title", "unit", "department", "project", "project_code", "year", "filed_on"),
    *("amount_unit", "total_weight", "total_score", "grade", "conclusion", "problems", "measures"),
)
_AMOUNTS = ("initial_budget", "full_budget", "arrived", "executed", "rate")


def read_rows(file: str, name: str, data: bytes) -> Rows:
    """All rows of one file (一个文件的各表行); one that cannot be read is a row of problems. `file` is its id."""
    return _fenced(file, name, lambda: _audited_rows(file, forms_in(data, name)))


def rows_again(file: str, name: str, data: bytes, under: str | None) -> Rows:
    """All rows of a file that a store keeps (重新计分): `data` is its list of forms, `under` names another method."""
    return _fenced(file, name, lambda: _audited_rows(file, [*map(restored, form_json.decode(data, name))], under))


def _fenced(file: str, name: str, made: Callable[[], Rows]) -> Rows:
    try:
        return made()
    except JixiaoError as error:
        return refused_rows(file, error)
    except Exception:  # noqa: BLE001 - the fence: one bad file never stops the others
        return refused_rows(file, ReadingCrashed(name))


def _audited_rows(file: str, forms: Sequence[Form], under: str | None = None) -> Rows:
    found = [rows_of(file, number, audited(form, under)) for number, form in enumerate(forms, start=1)]
    joined = {table.name: [row for rows in found for row in rows[table.name]] for table in FROM_FORMS}
    kept = form_json.keep(forms)
    return joined | {
        "problems": [row | {"number": at} for at, row in enumerate(joined["problems"], start=1)],
        "originals": [{"file_id": file, "form": writable(kept.decode())}],
    }


def rows_of(file: str, number: int, one: Audited) -> Rows:
    """All rows of one audited form (一张表的各行); `file` is its file's id, `number` which form of it, from 1."""
    return _Told(file, number, one).rows()


def refused_rows(file: str, error: JixiaoError) -> Rows:
    """The rows of a file that gave no form (读不出的文件)."""
    return refused_as(file, Refusal(type(error).__name__, writable(error.zh), writable(error.en)))


class Refusal(msgspec.Struct, frozen=True):
    """Why a file gave no form (没有读出的原因)."""

    cause: str
    message: str
    message_en: str


def refused_as(file: str, why: Refusal) -> Rows:
    """The rows of a file that was refused for that reason (没有读出的文件)."""
    told = {"file_id": file, "number": 1, "kind": "unreadable", **msgspec.structs.asdict(why)}
    kept = {"file_id": file, "refused": msgspec.json.encode(why).decode()}
    return {table.name: [] for table in FROM_FORMS} | {"problems": [told], "originals": [kept]}


@cache
def _numbers(table: Table) -> tuple[str, ...]:
    return tuple(column.name for column in table.columns if column.type == "number")


def stored_scale(number: Decimal) -> int | None:
    """The decimal places printed, where the number column holds the number exactly (能否存下); else None."""
    if number.is_finite() and number.adjusted() < WHOLE:
        for places, unit in enumerate(_UNITS):  # far quicker than the digits, and most numbers have few places
            if number.same_quantum(unit):
                return places
    _, digits, exponent = number.as_tuple()
    if not isinstance(exponent, int) or -exponent > PLACES or (number and len(digits) + exponent > WHOLE):
        return None
    return max(0, -exponent)


_UNITS = tuple(Decimal(1).scaleb(-places) for places in range(PLACES + 1))


class _Told:
    """One audited form on its way into rows (一张表)."""

    def __init__(self, file: str, number: int, one: Audited) -> None:
        self.file = file
        self.number = number
        self.one = one
        self.form = one.form
        self.form_id = ids.form_id(file, number)
        region = region_of(one.form)
        self.region = None if region is None else region.name
        self.unit_id = ids.unit_id(one.form, self.region)
        self.project_id = ids.project_id(one.form, self.region)
        self.too_large: list[Row] = []

    def rows(self) -> Rows:
        """The rows of every table."""
        made = {
            "forms": [self._form()],
            "funds": [self._fund(at, line) for at, line in enumerate(self.form.funds)],
            "indicators": [self._indicator(at, row) for at, row in enumerate(self.form.indicators)],
            "awards": list(self._awards()),
            "findings": [self._finding(at, found) for at, found in enumerate(self.one.findings, start=1)],
            "places": list(self._places()),
        }
        for table in FROM_FORMS:
            for row in made.get(table.name, ()):
                self._settle(table, row)
        made["forms"][0]["left_out"] = len(self.too_large)
        return made | {"problems": [*self._unread(), *self.too_large], "originals": []}

    def _settle(self, table: Table, row: Row) -> None:
        """Put the printed scale beside each number; one that does not fit is left out, and said."""
        row["form_id"] = self.form_id
        for name in _numbers(table):
            number = row.get(name)
            if number is None:
                continue
            scale = stored_scale(number)
            if scale is not None:
                row[f"{name}_scale"] = scale
                continue
            row[name] = None
            path = f"{table.name}[{row['row']}].{name}" if row.get("row") is not None else name
            told = self._problem("too_large", path, str(number))
            self.too_large.append(
                told | {"message": "数字过大或小数过长，未存入", "message_en": "too large, or too many decimals"}
            )

    def _problem(self, kind: str, path: str | None, text: str) -> Row:
        return {"file_id": self.file, "form_id": self.form_id, "kind": kind, "path": path, "text": text}

    def _form(self) -> Row:
        form, one = self.form, self.one
        card = one.scorecard
        line = form.total_fund
        expected = "\n".join(goal.expected for goal in form.goals if goal.expected) or None
        actual = "\n".join(goal.actual for goal in form.goals if goal.actual) or None
        return {
            **{name: getattr(form, name) for name in _AS_READ},
            **{name: getattr(line, name, None) for name in _AMOUNTS},
            **{severity.value: one.number_of(severity) for severity in Severity},
            "file_id": self.file,
            "number": self.number,
            "kind": form.kind.value,
            "unit_id": self.unit_id,
            "project_id": self.project_id,
            "project_bare": ids.bare_name(form.project),
            "region": self.region,
            "execution_weight": None if line is None else line.weight,
            "execution_score": None if line is None else line.score,
            "rulebook": one.rulebook.name,
            "from_notes": bool(one.rulebook.from_notes),
            "recomputed_low": card.total.low,
            "recomputed_high": card.total.high,
            "recomputed_score": card.taken,
            "recomputed_grade": card.grade,
            "goal_expected": expected,
            "goal_actual": actual,
            "goal_copied": _same(expected, actual),
            "funds": len(form.funds),
            "indicators": len(form.indicators),
            "reasons": sum(not is_blank(row.reason) for row in form.indicators),
        }

    def _fund(self, at: int, line: FundLine) -> Row:
        fields = {name: getattr(line, name) for name in line.__struct_fields__}
        return fields | {"row": at, "amount_unit": self.form.amount_unit}

    def _indicator(self, at: int, row: Indicator) -> Row:
        same = ("name", "level1", "level2", "weight", "score", "review_score", "deduction", "reason", "standard")
        found = self.one.scorecard.attainments[at]
        return {
            **{name: getattr(row, name) for name in same},
            **_quantity("target", row.target),
            **_quantity("actual", row.actual),
            "row": at,
            "indicator_id": ids.indicator_id(self.project_id or self.unit_id, row),
            "name_bare": ids.bare_name(row.label),
            "group": row.group and row.group.value,
            "facet": row.facet and row.facet.value,
            "initial_target": _text(row.initial_target),
            "likelihood": row.likelihood,
            "sort": found.kind.value,
            "met": found.met,
            "a": found.a,
            "b": found.b,
            "compared_unit": found.unit or None,
            "level": found.level and found.level.value,
            "undecided": found.reason or None,
            "reason_blank": is_blank(row.reason),
            "actual_copied": _same(_text(row.target), _text(row.actual)),
        }

    def _awards(self) -> Iterator[Row]:
        card = self.one.scorecard
        if card.execution is not None:
            yield _award(card.execution) | {"row": None}
        for at, award in enumerate(card.indicators):
            yield _award(award) | {"row": at}

    def _finding(self, number: int, found: Finding) -> Row:
        repair = found.correction
        return {
            "number": number,
            "code": found.code,
            "severity": found.severity.value,
            "path": found.path,
            "place": places.where(self.form, found.path),
            "place_en": places.where(self.form, found.path, "en"),
            "message": writable(render(found)),
            "message_en": writable(render(found, "en")),
            "variant": found.variant,
            "facts": msgspec.json.encode(found.facts, order="sorted").decode(),
            "related": list(found.related),
            "correction_path": None if repair is None else repair.path,
            "correction": None if repair is None else repair.new,
            "safety": None if repair is None else repair.safety.value,
        }

    def _places(self) -> Iterator[Row]:
        marks = {mark.path: mark for mark in self.form.inferences}
        # the place of a value in JSON is its path, said another way: two hundred rows a form for nothing
        printed = {path for path, location in self.form.locations.items() if location.pointer is None}
        for path in sorted({*printed, *marks}):
            mark = marks.get(path)
            yield _place(self.form.locations.get(path)) | {
                "path": path,
                "status": "read" if mark is None else mark.status,
                "evidence": None if mark is None else mark.evidence,
                "printed": None if mark is None else mark.printed,
            }

    def _unread(self) -> Iterator[Row]:
        for place in self.form.unread:
            yield self._problem("unread", place.path, place.text) | {"message": place.reason}


def _same(first: str | None, second: str | None) -> bool | None:
    """Whether two texts are equal but for blanks and marks; None where one is missing."""
    return bare(first) == bare(second) if first and second else None


def _text(value: Quantity | None) -> str | None:
    return None if value is None else value.text


def _quantity(name: str, value: Quantity | None) -> Row:
    if value is None:
        return {}
    return {
        name: value.text,
        f"{name}_kind": value.kind.value,
        f"{name}_operator": value.operator or None,
        f"{name}_number": value.number,
        f"{name}_upper": value.upper,
        f"{name}_unit": value.unit or None,
    }


def _award(award: Award | Unscored) -> Row:
    if isinstance(award, Unscored):
        return {"path": award.path, "weight": award.weight, "unscored": award.reason}
    same = ("path", "weight", "low", "high", "high_open", "method", "clause", "working", "working_en")
    exact = None if award.exact is None else plain(award.exact)
    return {name: getattr(award, name) for name in same} | {"exact": exact, "basis": str(award.basis)}


def _place(location: Location | None) -> Row:
    if location is None:
        return {}
    same = ("page", "sheet", "cell", "line", "column", "table", "pointer")
    box = location.box
    corners = {} if box is None else {name: getattr(box, name) for name in ("x0", "y0", "x1", "y1")}
    told = {name: getattr(location, name) for name in same}
    return told | corners | {"table_row": location.row, "table_column": location.col}
