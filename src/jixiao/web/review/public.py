"""The public face of a form (公开页): its content with personal data masked, and nothing of where it was read from."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Any

import msgspec

from jixiao import quantity
from jixiao.checks.dossier import Dossier
from jixiao.checks.personal import disclosures, hidden
from jixiao.quantity import Quantity
from jixiao.web.forms import marks

if TYPE_CHECKING:
    from jixiao.form import Form
    from jixiao.web.forms.models import FormRecord

NUMBERS_OF_THINGS = frozenset({"project_code", "layout"})  # 编号不是个人信息，长了会被误认
PHONES = ("电话", "手机", "联系方式", "传真")
PEOPLE = ("联系人", "填报人", "填表人", "负责人", "经办人", "审核人")


def masked(form: Form) -> Form:
    """The form as the public may read it (隐去个人信息)."""
    kept = {label: "" if _of_person(label) else hidden(text) for label, text in form.attributes.items()}
    bare = msgspec.structs.replace(
        form, contact=None, phone=None, attributes=kept, source=None, locations={}, inferences=(), unread=()
    )
    changed = {
        name: _without(getattr(bare, name))
        for name in bare.__struct_fields__
        if name not in NUMBERS_OF_THINGS and name != "attributes"
    }
    return msgspec.structs.replace(bare, **changed)


def masked_of(record: FormRecord) -> tuple[Form, int]:
    """The masked form of a record, and how many places were masked (隐去几处)."""
    form = record.form
    found = sum(1 for _ in disclosures(Dossier(form, marks.method_of(record, form))))
    people = sum(
        bool(one) for one in (form.contact, *(text for label, text in form.attributes.items() if _of_person(label)))
    )
    return masked(form), found + people


def _of_person(label: str) -> bool:
    return any(word in label for word in (*PHONES, *PEOPLE))


def _without(value: Any) -> Any:  # noqa: ANN401 - whatever stands in a form
    """The value with every text in it masked."""
    if isinstance(value, Enum):
        return value
    if isinstance(value, str):
        return hidden(value)
    if isinstance(value, Quantity):
        text = hidden(value.text)
        return value if text == value.text else quantity.parse(text)
    if isinstance(value, tuple):
        return tuple(_without(one) for one in value)
    if isinstance(value, msgspec.Struct):
        return msgspec.structs.replace(
            value, **{name: _without(getattr(value, name)) for name in value.__struct_fields__}
        )
    return value
