"""Many forms as arrays (列式数据): each number a whole number of 10^-10 with the decimal places that were printed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from jixiao.batch.columns import FORMS, FUNDS, INDICATORS, PLACES, Table

Whole = NDArray[np.int64]
Truth = NDArray[np.bool_]

POWERS: Whole = 10 ** np.arange(19, dtype=np.int64)
"""The powers of ten that fit."""

FORM_COLUMNS = (
    *("rulebook", "from_notes", "total_weight", "total_score", "grade", "conclusion", "left_out"),
    *("indicators", "funds"),
)
FUND_COLUMNS = ("is_total", "initial_budget", "full_budget", "arrived", "executed", "weight", "rate", "score")
ROW_COLUMNS = (
    *("group", "target_operator", "weight", "score", "review_score", "deduction", "standard", "reason_blank"),
    *("sort", "met", "a", "b", "compared_unit", "level", "undecided"),
)
"""What the twin reads of each table of a store; a number brings its scale."""


class Numbers(NamedTuple):
    """A column of numbers (数列)."""

    value: Whole  #: in units of 10^-10; 0 where blank
    known: Truth  #: False where blank
    places: Whole  #: 印出的小数位数
    fits: Truth  #: False where the number is too large for the twin

    def take(self, which: Truth | Whole) -> Numbers:
        """The numbers at those places."""
        return Numbers(self.value[which], self.known[which], self.places[which], self.fits[which])

    @property
    def lost(self) -> Truth:
        """Where there is a number that the twin cannot hold (存不下)."""
        return self.known & ~self.fits


class Words(NamedTuple):
    """A column of few different words (代码列), as codes into `names`; -1 where blank."""

    code: NDArray[np.int32]
    names: tuple[str, ...]

    def take(self, which: Truth | Whole) -> Words:
        """The words at those places."""
        return Words(self.code[which], self.names)

    def among(self, *words: str) -> Truth:
        """Where the word is one of these."""
        wanted = [at for at, name in enumerate(self.names) if name in words]
        found: Truth = np.isin(self.code, wanted)
        return found

    @property
    def blank(self) -> Truth:
        """Where there is none."""
        found: Truth = self.code < 0
        return found


Column = Numbers | Words | Truth | Whole | NDArray[np.object_]


class Block:
    """One table's columns, its rows ordered by form (一组列)."""

    def __init__(self, columns: Mapping[str, Column], starts: Whole) -> None:
        self.columns = columns
        self.starts = starts  #: of each form the first row, and at the end the number of rows

    def number(self, name: str) -> Numbers:
        """A column of numbers."""
        found = self.columns[name]
        if not isinstance(found, Numbers):
            raise TypeError(name)
        return found

    def words(self, name: str) -> Words:
        """A column of words."""
        found = self.columns[name]
        if not isinstance(found, Words):
            raise TypeError(name)
        return found

    def truth(self, name: str) -> Truth:
        """A column of truths; False where blank."""
        found = self.columns[name]
        if isinstance(found, Numbers | Words):
            raise TypeError(name)
        true: Truth = np.equal(found, 1)
        return true

    def array(self, name: str) -> NDArray[Any]:
        """A column as it stands: truths as 1, 0 and -1 where blank, texts as objects."""
        found = self.columns[name]
        if isinstance(found, Numbers | Words):
            raise TypeError(name)
        return found

    def sum(self, amounts: NDArray[Any]) -> Whole:
        """The sum of the amounts over the rows of each form (各表合计)."""
        running = np.concatenate((np.zeros(1, np.int64), np.cumsum(amounts, dtype=np.int64)))
        return running[self.starts[1:]] - running[self.starts[:-1]]

    def any(self, true: Truth) -> Truth:
        """Of each form, whether it is true of some row."""
        return self.sum(true) > 0

    def spread(self, of_forms: NDArray[Any]) -> NDArray[Any]:
        """A value of each form, beside each of its rows."""
        return np.repeat(of_forms, np.diff(self.starts))

    def take(self, which: Truth) -> Block:
        """The rows of those forms."""
        sizes = np.diff(self.starts)
        rows = np.repeat(which, sizes)
        starts = np.concatenate((np.zeros(1, np.int64), np.cumsum(sizes[which])))
        kept = {
            name: column.take(rows) if isinstance(column, Numbers | Words) else column[rows]
            for name, column in self.columns.items()
        }
        return Block(kept, starts)


class Sheet(NamedTuple):
    """Many forms (多张表): their heads, their fund lines and their indicators."""

    forms: Block
    funds: Block
    rows: Block

    @property
    def size(self) -> int:
        """How many forms."""
        return len(self.forms.starts) - 1

    def take(self, which: Truth) -> Sheet:
        """Those forms."""
        return Sheet(*(block.take(which) for block in self))


def of_tables(forms: Any, funds: Any, rows: Any) -> Sheet:  # noqa: ANN401 - tables of pyarrow, which has no types
    """The arrays of the tables of a store (读取各列), each in the order of the forms, with just their rows."""
    head = _block(FORMS, FORM_COLUMNS, forms, np.arange(len(forms) + 1, dtype=np.int64))
    blocks = [
        _block(table, names, found, _starts(head.array(table.name)))
        for table, names, found in ((FUNDS, FUND_COLUMNS, funds), (INDICATORS, ROW_COLUMNS, rows))
    ]
    return Sheet(head, *blocks)


def stored_columns(table: Table, names: Sequence[str]) -> list[str]:
    """Those columns as they stand in the file (列名): a number with its scale."""
    wanted = set(names)
    return [name for name, _ in table.stored() if name in wanted or name.removesuffix("_scale") in wanted]


def _starts(sizes: NDArray[Any]) -> Whole:
    return np.concatenate((np.zeros(1, np.int64), np.cumsum(sizes, dtype=np.int64)))


def _block(table: Table, names: Sequence[str], found: Any, starts: Whole) -> Block:  # noqa: ANN401 - as above
    kinds = {column.name: column.type for column in table.columns}
    made = {name: _READ[kinds[name]](found, name) for name in names}
    return Block(made, starts)


def _one(found: Any, name: str) -> Any:  # noqa: ANN401 - as above
    """The column as one array without an offset."""
    import pyarrow as pa  # noqa: PLC0415 - only a store needs it

    column = found.column(name)
    chunks = column.chunks
    if len(chunks) == 1 and chunks[0].offset == 0:
        return chunks[0]
    return pa.concat_arrays(chunks) if chunks else pa.array([], column.type)


def _numbers(found: Any, name: str) -> Numbers:  # noqa: ANN401 - as above
    array, scale = _one(found, name), _one(found, f"{name}_scale")
    known = _known(array)
    halves = np.frombuffer(array.buffers()[1], np.int64, 2 * len(array)).reshape(-1, 2) if len(array) else _NO_HALVES
    low, high = halves[:, 0], halves[:, 1]  # of a whole number of 128 bits
    fits = high == low >> 63
    value = np.where(known & fits, low, 0)
    return Numbers(value, known, _filled(scale, 0).astype(np.int64), fits)


_NO_HALVES = np.zeros((0, 2), np.int64)


def _known(array: Any) -> Truth:  # noqa: ANN401 - as above
    if array.null_count == 0:
        return np.ones(len(array), np.bool_)
    found: Truth = np.asarray(array.is_valid())
    return found


def _filled(array: Any, blank: int) -> NDArray[Any]:  # noqa: ANN401 - as above
    filled = array.fill_null(blank) if array.null_count else array
    return filled.to_numpy(zero_copy_only=False)  # type: ignore[no-any-return]


def _words(found: Any, name: str) -> Words | Truth | NDArray[np.object_]:  # noqa: ANN401 - as above
    if name in _PRINTED:
        return _known(_one(found, name))
    if name in _TEXTS:
        texts: NDArray[np.object_] = _one(found, name).to_numpy(zero_copy_only=False)
        return texts
    array = _one(found, name)
    coded = array if hasattr(array, "indices") else array.dictionary_encode()
    return Words(_filled(coded.indices, -1).astype(np.int32), tuple(coded.dictionary.to_pylist()))


_TEXTS = frozenset({"conclusion"})  # read as they stand
_PRINTED = frozenset({"standard"})  # only whether something is printed counts


def _truths(found: Any, name: str) -> NDArray[np.int8]:  # noqa: ANN401 - as above
    import pyarrow as pa  # noqa: PLC0415 - as above

    return _filled(_one(found, name).cast(pa.int8()), -1).astype(np.int8)


def _wholes(found: Any, name: str) -> Whole:  # noqa: ANN401 - as above
    return _filled(_one(found, name), 0).astype(np.int64)


_READ: Mapping[str, Any] = {"number": _numbers, "text": _words, "truth": _truths, "whole": _wholes}

UNIT = int(POWERS[PLACES])
"""The whole number that stands for 1."""
