"""When two forms say the same (同一张表): what is compared of a form that was written and read back.

How and where a value was read does not count, nor do the breaks between lines.
"""

from __future__ import annotations

import msgspec

from jixiao.form import Form
from jixiao.quantity import Quantity

NUMBERED = "指标1："


def values(form: Form) -> dict[str, object]:
    """Everything that the form says (表上的全部内容)."""
    said = msgspec.structs.replace(form, locations={}, inferences=(), layout=None, layout_fit=None, source=None)
    told: dict[str, object] = msgspec.to_builtins(said)
    return {key: unbroken(value) for key, value in told.items()}


def unbroken(value: object) -> object:
    """The value without white space in its texts (去空白)."""
    if isinstance(value, str):
        return "".join(value.split())
    if isinstance(value, list | tuple):
        return [unbroken(one) for one in value]
    if isinstance(value, dict):
        return {key: unbroken(one) for key, one in value.items()}
    return value


def said(form: Form) -> dict[str, object]:
    """As `values`, of a form that no reader made.

    A heading counts where it prints points; the fund block of L2 heads itself; “指标1：” is no part of a name.
    """
    headings = sorted(
        (msgspec.structs.replace(one, group=None) for one in form.headings if one.weight or one.score), key=str
    )
    rows = [msgspec.structs.replace(row, name=(row.name or "").removeprefix(NUMBERED)) for row in form.indicators]
    shown = tuple(one for one in headings if one.label != "预算执行情况")
    return values(msgspec.structs.replace(form, headings=shown, indicators=tuple(rows)))


def meant(form: Form) -> Form:
    """The form without the words of its targets and actuals, as it is compared in a layout that is not its own.

    There a sign and a unit may move into the value's cell, and 定性 stands only where there is a column for signs.
    """
    rows = (
        msgspec.structs.replace(row, **{key: _bare(getattr(row, key)) for key in ("target", "actual")})
        for row in form.indicators
    )
    return msgspec.structs.replace(form, indicators=tuple(rows))


def _bare(value: Quantity | None) -> Quantity | None:
    return None if value is None else msgspec.structs.replace(value, text="", qualitative=False)
