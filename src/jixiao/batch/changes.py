"""What changed between two stores, and why (两库对照): form by form, value by value, finding by finding."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Self

from jixiao.batch.query import AT_A_TIME, PRINTED, bind
from jixiao.batch.store import MEMORY, card, connected, literal

Cell = str | int | Decimal | None

FIELDS = (
    "kind",
    "unit",
    "department",
    "project",
    "region",
    "year",
    "amount_unit",
    "grade",
    "recomputed_grade",
    "rulebook",
)
NUMBERS = (
    *("initial_budget", "full_budget", "arrived", "executed", "rate", "execution_weight", "execution_score"),
    *("total_weight", "total_score", "recomputed_low", "recomputed_high", "recomputed_score"),
)
COLUMNS = ("why", "unit", "project", "year", "file", "what", "before", "after")
WHYS = ("method", "content", "rules", "gone", "new")
"""Why a form differs: another method, another content of the file, other rules or program; or one store lacks it."""

_KEY = "coalesce(project_id, unit_id)"
# 同一文件（内容相同）直接对应；其余按路径，再按项目、表种、年度对应，两边都只有一张时才算
_MATCHED = f"""CREATE TEMP TABLE matched AS
    WITH same AS (SELECT a.form_id AS a, b.form_id AS b FROM a.forms AS a JOIN b.forms AS b USING (form_id)),
    by_path AS (
        SELECT a.form_id AS a, b.form_id AS b FROM a.forms AS a JOIN b.forms AS b USING (file, number)
        WHERE a.form_id NOT IN (SELECT a FROM same) AND b.form_id NOT IN (SELECT b FROM same)
    ), paired AS (FROM same UNION ALL FROM by_path),
    left_a AS (
        SELECT {_KEY} AS subject, kind, year, any_value(form_id) AS a FROM a.forms
        WHERE form_id NOT IN (SELECT a FROM paired) GROUP BY ALL HAVING count(*) = 1
    ), left_b AS (
        SELECT {_KEY} AS subject, kind, year, any_value(form_id) AS b FROM b.forms
        WHERE form_id NOT IN (SELECT b FROM paired) GROUP BY ALL HAVING count(*) = 1
    )
    FROM paired UNION ALL SELECT a, b FROM left_a JOIN left_b USING (subject, kind, year)"""  # noqa: S608 - names of our own
_BOTH = """CREATE TEMP TABLE both_forms AS
    SELECT a, b, CASE WHEN af.file_id <> bf.file_id THEN 'content' WHEN af.rulebook <> bf.rulebook THEN 'method'
            ELSE 'rules' END AS why, bf.unit, bf.project, bf.year, bf.file
    FROM matched JOIN a.forms AS af ON af.form_id = a JOIN b.forms AS bf ON bf.form_id = b"""
_HEAD = "both_forms.b AS form, why, both_forms.unit, both_forms.project, both_forms.year, both_forms.file"
_JOINED = "both_forms JOIN a.forms AS af ON af.form_id = a JOIN b.forms AS bf ON bf.form_id = b"
_TOLD = "code || ' ' || path || ' ' || message"


def _field(name: str) -> str:
    before, after = f'af."{name}"', f'bf."{name}"'
    told = (f"{before}::VARCHAR", f"{after}::VARCHAR")
    if name.startswith("recomputed_") and name in NUMBERS:  # 复算的数没有印出的位数
        told = (f"rtrim(rtrim({told[0]}, '0'), '.')", f"rtrim(rtrim({told[1]}, '0'), '.')")
    elif name in NUMBERS:
        told = (f"printed({before}, af.{name}_scale)", f"printed({after}, bf.{name}_scale)")
    return (
        f"SELECT {_HEAD}, '{name}' AS what, {told[0]} AS before, {told[1]} AS after, 1 AS rank, '' AS code "  # noqa: S608
        f"FROM {_JOINED} WHERE {before} IS DISTINCT FROM {after}"
    )


def _findings(ours: str, theirs: str, before: str, after: str) -> str:
    """The findings of one side that the other does not have in the same words."""
    return f"""SELECT {_HEAD}, 'finding' AS what, {before} AS before, {after} AS after, 2 AS rank, code
        FROM both_forms JOIN {ours}.findings AS told ON told.form_id = both_forms.{ours}
        WHERE NOT EXISTS (FROM {theirs}.findings AS other WHERE other.form_id = both_forms.{theirs}
            AND other.code = told.code AND other.path = told.path AND other.message = told.message)"""  # noqa: S608


def _alone(side: str, why: str) -> str:
    return f"""SELECT form_id, '{why}', unit, project, year, file, 'form', NULL, NULL, 0, '' FROM {side}.forms
        WHERE form_id NOT IN (SELECT {side} FROM matched)"""  # noqa: S608


class Changed(NamedTuple):
    """How many forms differ for each reason (改动统计)."""

    why: str
    forms: int
    values: int


class Changes:
    """The changes from one store to another (改动). Use as a context manager; iterate once.

    Raises NoStore, ExtraMissing.
    """

    def __init__(self, first: Path, second: Path) -> None:
        for store in (first, second):
            card(store)
        self._sorting = tempfile.TemporaryDirectory(prefix="jixiao-diff-")
        self._database = connected()
        self._database.execute(f"SET memory_limit = '{MEMORY}'")
        self._database.execute(f"SET temp_directory = {literal(self._sorting.name)}")
        self._database.execute(PRINTED)
        for schema, store in (("a", first), ("b", second)):
            self._database.execute(f"CREATE SCHEMA {schema}")
            bind(self._database, store, schema)
        self._database.execute(_MATCHED)
        self._database.execute(_BOTH)
        parts = [
            *(_field(name) for name in (*FIELDS, *NUMBERS)),
            _findings("a", "b", _TOLD, "NULL"),
            _findings("b", "a", "NULL", _TOLD),
            _alone("a", "gone"),
            _alone("b", "new"),
        ]
        self._database.execute(f"CREATE TEMP TABLE changes AS {' UNION ALL '.join(parts)}")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._database.close()
        self._sorting.cleanup()

    def summary(self) -> tuple[int, list[Changed]]:
        """How many forms stand in both stores, and how many differ for which reason."""
        ((both,),) = self._database.execute("SELECT count(*) FROM matched").fetchall()
        rows = self._database.execute("SELECT why, count(DISTINCT form), count(*) FROM changes GROUP BY why").fetchall()
        told = {why: Changed(why, forms, values) for why, forms, values in rows}
        return int(both), [told[why] for why in WHYS if why in told]

    def __iter__(self) -> Iterator[Sequence[Cell]]:
        order = ", ".join(f"why = '{why}' DESC" for why in WHYS)
        self._database.execute(
            f"SELECT {', '.join(COLUMNS)} FROM changes "  # noqa: S608 - names of our own
            f"ORDER BY {order}, file, unit, project, year, form, rank, code, what, before, after"
        )
        while rows := self._database.fetchmany(AT_A_TIME):
            yield from rows
