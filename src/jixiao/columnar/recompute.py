"""Recomputing a store (复算): every total by the method, and what the checks on numbers find, one row a form.

The twin answers for the forms whose numbers are right, or wrong in a common way; the others are decoded and go through
the plain functions. So the answer is theirs for every form, in a small part of their time.
"""

from __future__ import annotations

import os
from collections import Counter, deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from decimal import Decimal
from functools import cache, lru_cache
from multiprocessing import get_context
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from jixiao import rulebooks
from jixiao.batch.columns import ORIGINALS, PLACES, WHOLE
from jixiao.batch.parts import arrow
from jixiao.batch.rows import stored_scale
from jixiao.batch.store import card, table_file
from jixiao.checks import all_checks
from jixiao.checks.dossier import Dossier
from jixiao.checks.engine import Check, look_into
from jixiao.columnar.findings import ELSEWHERE, Found
from jixiao.columnar.sheet import Truth, Whole
from jixiao.columnar.stream import Batch, Originals, Place, batch, places
from jixiao.columnar.twin import judge
from jixiao.form import Form
from jixiao.scoring.sums import grade_of
from jixiao.store_errors import NoOriginals
from jixiao.writing_errors import CannotWrite

TAKEN_OVER = ("form_id", "file", "unit", "project", "year", "total_score")
"""What the answer takes over from the table of forms."""
TRIES = 3  # times that the rest is begun again when a process was killed


class Recomputed(NamedTuple):
    """What a store's numbers come to (复算结果)."""

    forms: int
    proved: int  #: forms whose every number is right, proved by columns
    wrong: int  #: forms of which the checks on numbers find something
    differing: int  #: forms whose stated total is not the one by the method
    findings: dict[str, int]  #: forms with a finding, by the code of the check


def recompute(
    store: Path, target: Path, under: str | None, workers: int, watch: Callable[[int, int], None] = lambda *_: None
) -> Recomputed:
    """Recompute every form of the store into one Parquet file, `under` one method or each under its own.

    Raises NoStore, NoOriginals, UnknownRulebook, CannotWrite or ExtraMissing.
    """
    arrow()
    import pyarrow.parquet as pq  # noqa: PLC0415 - only a store needs it

    card(store)
    if not table_file(store, ORIGINALS.name).exists():
        raise NoOriginals(str(store))
    if under is not None:
        rulebooks.load(under)
    todo = places(store)
    whole = sum(place.size for place in todo)
    done = Recomputed(0, 0, 0, 0, {})
    half = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    try:
        with pq.ParquetWriter(half, schema(), compression="zstd") as writer:
            for table in _each(store.absolute(), todo, under, workers):
                writer.write_table(table)
                done = _added(done, table)
                watch(done.forms, whole)
        half.replace(target)
    except OSError as error:
        raise CannotWrite(str(target), error.strerror or str(error), error.strerror or str(error)) from error
    finally:
        half.unlink(missing_ok=True)
    return done


@cache
def schema() -> Any:  # noqa: ANN401 - pyarrow has no types
    """The columns of the answer (复算表的列)."""
    pa = arrow()
    number, text = pa.decimal128(WHOLE + PLACES, PLACES), pa.string()
    return pa.schema(
        {
            **dict.fromkeys(("form_id", "file", "unit", "project"), text),
            "year": pa.int32(),
            "rulebook": text,
            **dict.fromkeys(("total_score", "recomputed_low", "recomputed_high", "recomputed_score"), number),
            "recomputed_grade": text,
            "proved": pa.bool_(),
            "findings": pa.list_(text),
        }
    )


def part(store: Path, place: Place, under: str | None) -> Any:  # noqa: ANN401 - as above
    """The answer for some forms of the store (一批的复算): the unit of work, the same whoever runs it."""
    import pyarrow as pa  # noqa: PLC0415 - as above

    found = batch(store, place, (*TAKEN_OVER, "file_id", "number"))
    verdict = judge(found.sheet, None if under is None else rulebooks.load(under))
    size = found.sheet.size
    names = [under] * size if under is not None else found.forms.column("rulebook").to_pylist()
    totals = verdict.totals
    findings = _codes(verdict.found, size)
    grades: list[str | None] = [None] * size
    for at in np.flatnonzero(totals.known).tolist():
        grades[at] = _grade(names[at], int(totals.taken[at]))
    odd = dict(_plain(store, found, np.flatnonzero(~verdict.found.answered), under))
    for at, one in odd.items():
        names[at], findings[at], grades[at] = one.rulebook, one.codes, one.grade
    everything = np.ones(size, np.bool_)
    columns = {name: found.forms.column(name) for name in TAKEN_OVER} | {
        "rulebook": pa.array(names, pa.string()),
        "recomputed_low": _decimals(totals.low, everything, {at: one.low for at, one in odd.items()}),
        "recomputed_high": _decimals(totals.high, everything, {at: one.high for at, one in odd.items()}),
        "recomputed_score": _decimals(totals.taken, totals.known, {at: one.taken for at, one in odd.items()}),
        "recomputed_grade": pa.array(grades, pa.string()),
        "proved": pa.array(verdict.quiet),
        "findings": pa.array(findings, pa.list_(pa.string())),
    }
    return pa.table([columns[name] for name in schema().names], schema=schema())


def _codes(found: Found, size: int) -> list[tuple[str, ...]]:
    """The codes that fire in each form (各表疑点编号), where the columns tell them."""
    codes: list[tuple[str, ...]] = [()] * size
    for code, fired in sorted(found.fired.items()):
        for at in np.flatnonzero(fired).tolist():
            codes[at] = (*codes[at], code)
    return codes


class Plain(NamedTuple):
    """What the plain functions say of one form (逐表结果); a total too large for the column is left blank."""

    rulebook: str
    low: Decimal | None
    high: Decimal | None
    taken: Decimal | None
    grade: str | None
    codes: tuple[str, ...]


def _plain(store: Path, found: Batch, which: Whole, under: str | None) -> Iterator[tuple[int, Plain]]:
    """The forms that the twin leaves to the plain functions, with their places in the batch."""
    if not len(which):
        return
    files, numbers = (found.forms.column(name).take(which).to_pylist() for name in ("file_id", "number"))
    with Originals(store) as originals:
        wanted = originals.forms(list(zip(files, numbers, strict=True)))
        for at, form in zip(which.tolist(), wanted, strict=True):
            yield at, plain(form, under)


def plain(form: Form, under: str | None) -> Plain:
    """One form by the plain functions (逐表复算)."""
    rulebook = rulebooks.for_form(form).rulebook if under is None else rulebooks.load(under)
    dossier = Dossier(form, rulebook)
    codes = tuple(sorted({finding.code for finding in look_into(dossier, numeric())}))
    card = dossier.scorecard
    low, high, taken = (_storable(total) for total in (card.total.low, card.total.high, card.taken))
    return Plain(rulebook.name, low, high, taken, card.grade, codes)


def _storable(total: Decimal | None) -> Decimal | None:
    return total if total is not None and stored_scale(total) is not None else None


@cache
def numeric() -> tuple[Check, ...]:
    """The checks on numbers (数字勾稽规则): those that the twin answers for."""
    return tuple(one for one in all_checks() if one.code.startswith("A") and one.code not in ELSEWHERE)


@lru_cache(maxsize=65536)
def _grade(rulebook: str, total: int) -> str | None:
    return grade_of(Decimal(total).scaleb(-PLACES), rulebooks.load(rulebook))


def _decimals(numbers: Whole, known: Truth, instead: Mapping[int, Decimal | None]) -> Any:  # noqa: ANN401 - as above
    """Whole numbers of 10^-10 as a column of decimals, blank where not known, and others instead of some."""
    import pyarrow as pa  # noqa: PLC0415 - as above
    import pyarrow.compute as pc  # noqa: PLC0415 - as above

    halves = np.stack((numbers, numbers >> 63), axis=1)
    valid = pa.py_buffer(np.packbits(known, bitorder="little").tobytes())
    kind = schema().field("recomputed_low").type
    column = pa.Array.from_buffers(kind, len(numbers), [valid, pa.py_buffer(halves.tobytes())])
    mask = np.zeros(len(numbers), np.bool_)
    mask[list(instead)] = True
    return pc.replace_with_mask(column, pa.array(mask), pa.array([instead[at] for at in sorted(instead)], kind))


# ---- many processes ----


def _each(store: Path, todo: Sequence[Place], under: str | None, workers: int) -> Iterator[Any]:
    """The answer of every place, in order; a process that is killed costs only its places, which are begun again."""
    if workers == 1 or len(todo) == 1:
        yield from (part(store, place, under) for place in todo)
        return
    done = 0
    for attempt in range(TRIES):
        try:
            for table in _side_by_side(store, todo[done:], under, workers):
                yield table
                done += 1
        except BrokenProcessPool:
            if attempt + 1 == TRIES:
                raise
        else:
            return


def _side_by_side(store: Path, todo: Sequence[Place], under: str | None, workers: int) -> Iterator[Any]:
    """The answers in order, from processes that are never further ahead than two places each."""
    with ProcessPoolExecutor(workers, get_context("spawn")) as crew:
        waiting: deque[Future[Any]] = deque()
        for place in todo:
            waiting.append(crew.submit(part, store, place, under))
            if len(waiting) > 2 * workers:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def _added(done: Recomputed, table: Any) -> Recomputed:  # noqa: ANN401 - as above
    """What is known so far, with one more part of the answer."""
    import pyarrow.compute as pc  # noqa: PLC0415 - as above

    codes = Counter(done.findings) + Counter(pc.list_flatten(table.column("findings")).to_pylist())
    both = pc.not_equal(table.column("total_score"), table.column("recomputed_score"))
    return Recomputed(
        done.forms + len(table),
        done.proved + int(pc.sum(table.column("proved")).as_py() or 0),
        done.wrong + int(pc.sum(pc.greater(pc.list_value_length(table.column("findings")), 0)).as_py() or 0),
        done.differing + int(pc.sum(both).as_py() or 0),
        dict(sorted(codes.items())),
    )
