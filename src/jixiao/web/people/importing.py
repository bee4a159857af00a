"""The tree and the accounts from a table (导入单位和人员): XLSX, XLS or CSV, all rows or none."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from django.db import transaction
from django.utils import timezone

from jixiao import kept_lists
from jixiao.errors import JixiaoError
from jixiao.web.ledger.record import record
from jixiao.web.people import administered, duties
from jixiao.web.people.matrix import matrix
from jixiao.web.people.models import Account, Unit, UnitKind
from jixiao.web.people.passwords import refused

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

UNIT_COLUMNS = {"单位编码": "code", "单位名称": "name", "类别": "kind", "上级编码": "parent"}
ACCOUNT_COLUMNS = {"账号": "username", "姓名": "name", "角色": "role", "单位编码": "unit", "初始密码": "password"}
MOST_ROWS = 20_000
KINDS: dict[str, str] = {name: kind for kind, label in UnitKind.choices for name in (kind, str(label))}

Row = dict[str, str]


class BadTable(JixiaoError):
    """导入的表有误；一行也没有导入。"""

    def __init__(self, row: int | None, zh: str, en: str) -> None:
        place_zh, place_en = (f"第 {row} 行：", f"row {row}: ") if row else ("", "")
        super().__init__(
            f"{place_zh}{zh}。没有导入任何一行，请改正后重新导入。", f"{place_en}{en}. Nothing was imported."
        )


class Imported(NamedTuple):
    """What came of an import (导入结果)."""

    made: int
    changed: int


class Hand(NamedTuple):
    """Who imports, and whether it is a trial (经办)."""

    by: Account | None
    tries: bool = False


class Tried(NamedTuple):
    """What would come of one row (一行的预演)."""

    number: int
    cells: tuple[str, ...]
    made: bool
    error: BadTable | None = None


class Trial(NamedTuple):
    """What would come of an import (导入预演), every row tried; nothing is kept."""

    columns: tuple[str, ...]
    rows: tuple[Tried, ...]

    @property
    def faults(self) -> tuple[Tried, ...]:
        """The rows that keep it from being imported."""
        return tuple(row for row in self.rows if row.error is not None)

    @property
    def counts(self) -> Imported:
        """How many would be made and changed."""
        made = sum(row.made for row in self.rows if row.error is None)
        return Imported(made, len(self.rows) - len(self.faults) - made)


def units(by: Account | None, data: bytes, name: str) -> Imported:
    """Make and change units (导入单位): a known code is changed, an unknown one made. Raises BadTable."""
    return _taken(by, "units", data, name)


def accounts(by: Account | None, data: bytes, name: str) -> Imported:
    """Make accounts and give posts (导入人员); the same person may stand in several rows. Raises BadTable."""
    return _taken(by, "accounts", data, name)


def _taken(by: Account | None, what: str, data: bytes, name: str) -> Imported:
    table = TABLES[what]
    made = changed = 0
    with transaction.atomic():
        for number, row in _rows(data, name, table.columns):
            new = table.take(Hand(by), number, row)
            made, changed = made + new, changed + (not new)
        record(by, f"people.import.{what}", name, made=made, changed=changed)
    return Imported(made, changed)


def trial(by: Account | None, what: str, data: bytes, name: str) -> Trial:
    """Try every row and keep nothing (预演). Raises BadTable where there is no table to try."""
    table = TABLES[what]
    tried = []
    with transaction.atomic():
        for number, row in _rows(data, name, table.columns):
            cells = tuple("" if field == "password" and text else text for field, text in row.items())
            try:
                with transaction.atomic():
                    tried.append(Tried(number, cells, table.take(Hand(by, tries=True), number, row)))
            except BadTable as error:
                tried.append(Tried(number, cells, made=False, error=error))
        transaction.set_rollback(True)
    return Trial(tuple(table.columns), tuple(tried))


def _unit(hand: Hand, number: int, row: Row) -> bool:
    """Take one row of units; answers whether a unit was made."""
    _refuse_blank(number, row, UNIT_COLUMNS, ("code", "name"))
    kind = KINDS.get(row["kind"] or "unit")
    if kind is None:
        raise BadTable(number, f"类别“{row['kind']}”不认识", f"unknown kind {row['kind']!r}")
    known = _known(hand, number, row["code"])
    tops = administered.tops(hand.by)
    unit = known or Unit(code=row["code"])
    if known in tops:
        _refuse_to_move(number, unit, row, kind)
    else:
        unit.kind, unit.parent = kind, _parent(hand, number, row["parent"]) or next(iter(tops), None)
    unit.name = row["name"]
    _save(unit, number)
    return known is None


def _known(hand: Hand, number: int, code: str) -> Unit | None:
    """The unit of that code, unless there is none; refused where it is another region's."""
    known = Unit.objects.filter(code=code).first()
    if known is not None and not administered.units(hand.by).filter(pk=known.pk).exists():
        raise BadTable(number, f"单位编码“{code}”属于别的地区", f"the code {code!r} belongs to another region")
    return known


def _parent(hand: Hand, number: int, code: str) -> Unit | None:
    """The unit to stand below, of the own region; none for a blank."""
    parent = administered.units(hand.by).filter(code=code).first() if code else None
    if code and parent is None:
        raise BadTable(number, f"没有上级编码“{code}”", f"no unit {code!r} to stand below")
    return parent


def _refuse_to_move(number: int, top: Unit, row: Row, kind: str) -> None:
    """The own region stays where and what it is: what its administrator reaches hangs on it."""
    if kind != top.kind or row["parent"] not in ("", top.parent.code if top.parent is not None else ""):
        raise BadTable(
            number,
            "所管地区的类别和上级不能由本地区的管理员改动",
            "an administrator does not move or change the kind of the own region",
        )


def _person(hand: Hand, number: int, row: Row) -> bool:
    """Take one row of people; answers whether an account was made."""
    _refuse_blank(number, row, ACCOUNT_COLUMNS, ("username", "name", "role", "unit"))
    roles = {**{role.zh: code for code, role in matrix().roles.items()}, **{code: code for code in matrix().roles}}
    unit = administered.units(hand.by).filter(code=row["unit"]).first()
    if unit is None:
        raise BadTable(number, f"没有单位编码“{row['unit']}”", f"no unit {row['unit']!r}")
    if row["role"] not in roles:
        raise BadTable(number, f"没有角色“{row['role']}”", f"no role {row['role']!r}")
    known = Account.objects.filter(username=row["username"]).first()
    if known is not None and not administered.accounts(hand.by).filter(pk=known.pk).exists():
        raise BadTable(number, f"账号“{known.username}”已有人使用", f"the account {known.username!r} is in use")
    account = known or _account(hand, number, row)
    if not account.posts_on().filter(role=roles[row["role"]], unit=unit).exists():
        with _row_named(number):
            duties.give(hand.by, account, roles[row["role"]], unit, timezone.localdate())
    return known is None


def _account(hand: Hand, number: int, row: Row) -> Account:
    """A new account, refused with a name that cannot log in or a password that is too weak."""
    account = Account(username=row["username"], name=row["name"])
    if (why := refused(account, row["password"] or None)) is not None:
        raise BadTable(number, *(one.rstrip("。. ") for one in why))
    account.set_password(None if hand.tries else row["password"] or None)  # a hash takes a third of a second
    account.save()
    return account


def _refuse_blank(number: int, row: Row, columns: dict[str, str], needed: tuple[str, ...]) -> None:
    for column, field in columns.items():
        if field in needed and not row[field]:
            raise BadTable(number, f"“{column}”为空", f"{column} ({field}) is empty")


@contextmanager
def _row_named(number: int) -> Iterator[None]:
    """Name the row in what the duties refuse."""
    try:
        yield
    except duties.DutiesClash as error:
        raise BadTable(number, error.zh.rstrip("。"), error.en.rstrip(".")) from error


def _save(unit: Unit, number: int) -> None:
    try:
        unit.save()
    except ValueError as error:
        raise BadTable(number, "单位不能是自己的下级", "a unit cannot stand below itself") from error


def _rows(data: bytes, name: str, columns: dict[str, str]) -> Iterable[tuple[int, Row]]:
    """The rows below the heading by field, with their number in the file; empty ones are passed over."""
    table = _even(next(iter(kept_lists.tables_of(data, name)), []))
    heading = next((at for at, row in enumerate(table) if {*columns} & {cell.strip() for cell in row}), None)
    if heading is None:
        wanted = "、".join(columns)
        raise BadTable(None, f"没有找到表头（{wanted}）", f"no heading found ({wanted})")
    places = {columns[cell.strip()]: at for at, cell in enumerate(table[heading]) if cell.strip() in columns}
    for number, cells in enumerate(table[heading + 1 :], start=heading + 2):
        row = {field: cells[places[field]].strip() if field in places else "" for field in columns.values()}
        if any(row.values()):
            yield number, row


def _even(rows: list[list[str]]) -> list[list[str]]:
    """Every row as wide as the widest."""
    if len(rows) > MOST_ROWS:
        raise BadTable(None, f"超过 {MOST_ROWS} 行", f"more than {MOST_ROWS} rows")
    width = max(map(len, rows), default=0)
    return [row + [""] * (width - len(row)) for row in rows]


class Table(NamedTuple):
    """One kind of table that can be imported (可导入的表)."""

    columns: dict[str, str]
    take: Callable[[Hand, int, Row], bool]


TABLES = {"units": Table(UNIT_COLUMNS, _unit), "accounts": Table(ACCOUNT_COLUMNS, _person)}
