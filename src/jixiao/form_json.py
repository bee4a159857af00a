"""Forms as JSON (自评表 JSON): exact both ways. Numbers are strings, so that printed digits such as 9.40 survive."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterable
from decimal import Decimal
from functools import cache
from typing import Any, NamedTuple, TypeVar, get_args, get_type_hints

import msgspec

from jixiao import json_places
from jixiao.errors import FileTooLarge, InvalidForm
from jixiao.form import Form, FundLine, Goal, GroupHeading, Indicator, Inference, ManagementAspect, Unread
from jixiao.quantity import Quantity

T = TypeVar("T", bound=msgspec.Struct)

MOST_FORMS = 20_000  # in one file; a year of a whole province goes into several
MOST_DIGITS = 40  # before or after the point; anything longer is no value of a form
_PLACE = re.compile(r" - at `(.+)`$")
_WRONG_TYPE = re.compile(r"Expected `(.+)`, got `(.+)`")
_MISSING = re.compile(r"Object missing required field `(.+)`")
_INVALID_ENUM = re.compile(r"Invalid enum value (.+)")
_DESCRIBED = re.compile(r"^    (\w+): .*?#: (.+)$", re.MULTILINE)
_ROWS: dict[str, type[msgspec.Struct]] = {
    "funds": FundLine,
    "management": ManagementAspect,
    "goals": Goal,
    "headings": GroupHeading,
    "indicators": Indicator,
    "inferences": Inference,
    "unread": Unread,
    "target": Quantity,
    "initial_target": Quantity,
    "long_term_target": Quantity,
    "actual": Quantity,
    "forecast": Quantity,
}


def encode(form: Form, *, pretty: bool = False) -> bytes:
    """The form as JSON (写成 JSON), blanks left out; `pretty` with line breaks for people."""
    data = msgspec.json.encode(form)
    return msgspec.json.format(data, indent=2) + b"\n" if pretty else data


def stored(data: bytes) -> Form:
    """The form that `encode` wrote (取回自存的表), without the checks of what others write."""
    return msgspec.json.decode(data, type=Form)


def keep(forms: Iterable[Form]) -> bytes:
    """The forms as a list that a store keeps (存入汇总库的各表): without the places that `kept` can tell again."""
    return b"[" + b",".join(encode(json_places.kept(form)) for form in forms) + b"]"


def kept(data: bytes) -> list[Form]:
    """The forms that `keep` was given (取回汇总库所存的各表), without the checks of what others write."""
    return [json_places.restored(form) for form in msgspec.json.decode(data, type=list[Form])]


def decode(data: bytes, name: str) -> list[Form]:
    """The form or the list of forms in `data` (读取 JSON); `name` is for messages.

    Raises InvalidForm for broken JSON, a wrong or unknown field, or a number that is not finite or too long;
    FileTooLarge for too many forms.
    """
    plain = _plain(data)
    several = is_list(data)
    try:
        raw = msgspec.json.decode(plain)
        if several and len(raw) > MOST_FORMS:
            raise FileTooLarge(name, f"{MOST_FORMS} 张表", f"{MOST_FORMS} forms")
        _refuse_unknown(raw if several else [raw], _fields(Form), name, "$" if several else "")
        forms = msgspec.json.decode(plain, type=list[Form]) if several else [msgspec.json.decode(plain, type=Form)]
    except msgspec.ValidationError as error:
        raise _invalid(error, name) from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise InvalidForm(name, "$", f"不是正确的 JSON（{error}）", f"not valid JSON ({error})") from error
    except RecursionError as error:
        raise InvalidForm(name, "$", "嵌套过深", "nested too deeply") from error
    for index, form in enumerate(forms):
        _refuse_no_number(form, name, f"$[{index}]" if several else "$")
    return forms


def is_list(data: bytes) -> bool:
    """Whether the JSON holds a list of forms (多张表) and not one."""
    return _plain(data).startswith(b"[")


def _plain(data: bytes) -> bytes:
    return data.removeprefix(b"\xef\xbb\xbf").strip()


def schema() -> dict[str, Any]:
    """The JSON Schema of a form (JSON 规范), with the meaning of each field in Chinese."""
    made = msgspec.json.schema(Form)
    definitions = made.get("$defs", {})
    for one in (Form, FundLine, ManagementAspect, Goal, GroupHeading, Indicator, Quantity, Inference, Unread):
        _describe(definitions.get(one.__name__, {}), one)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "预算绩效自评表", **made}


def _describe(definition: dict[str, Any], struct: type[msgspec.Struct]) -> None:
    """Put the comments of the source beside the fields of the schema."""
    meanings: dict[str, str] = dict(_DESCRIBED.findall(inspect.getsource(struct)))
    for field, properties in definition.get("properties", {}).items():
        if field in meanings:
            properties["description"] = meanings[field]


def _invalid(error: msgspec.ValidationError, name: str) -> InvalidForm:
    text = str(error)
    found = _PLACE.search(text)
    place, reason = (found[1], text[: found.start()]) if found else ("$", text)
    zh = _WRONG_TYPE.sub(r"应为 \1，实为 \2", reason)
    zh = _MISSING.sub(r"缺少字段 \1", zh)
    zh = _INVALID_ENUM.sub(r"不是允许的取值 \1", zh).replace("Integer value out of range", "整数过大")
    return InvalidForm(name, place, zh, reason)


def _refuse_unknown(raw: object, fields: _Fields, name: str, place: str) -> None:
    """A misspelt field would be passed over in silence, so it is refused."""
    if isinstance(raw, list):
        for index, item in enumerate(raw):
            _refuse_unknown(item, fields, name, f"{place}[{index}]" if place else "$")
    elif isinstance(raw, dict):
        if not raw.keys() <= fields.names:
            key = next(key for key in raw if key not in fields.names)
            raise InvalidForm(name, f"{place}.{key}", "没有这个字段", "there is no such field")
        for key, inner in fields.nested.items():
            found = raw.get(key)
            if found is None or (not inner.nested and isinstance(found, dict) and found.keys() <= inner.names):
                continue  # most of them, without a step further
            _refuse_unknown(found, inner, name, f"{place}.{key}")


def _refuse_no_number(value: msgspec.Struct, name: str, place: str) -> None:
    fields = _fields(type(value))
    for field in fields.numbers:
        number = getattr(value, field)
        if number is None:
            continue
        text = str(number)  # had far quicker than the digits; without an E or an N it says how long they are
        if len(text) > MOST_DIGITS or "E" in text or "N" in text or "I" in text:
            _refuse_number(number, name, f"{place}.{field}")
    for field in fields.holding:
        inner = getattr(value, field)
        if isinstance(inner, tuple):
            for index, item in enumerate(inner):
                _refuse_no_number(item, name, f"{place}.{field}[{index}]")
        elif inner is not None:
            _refuse_no_number(inner, name, f"{place}.{field}")


def _refuse_number(number: Decimal, name: str, place: str) -> None:
    if not number.is_finite():
        raise InvalidForm(name, place, f"{number} 不是有限的数", f"{number} is no finite number")
    if max(abs(number.adjusted()), len(number.as_tuple().digits)) > MOST_DIGITS:
        raise InvalidForm(name, place, "数字过长", "the number is too long")


class _Fields(NamedTuple):
    """What a kind of object may hold (字段)."""

    names: frozenset[str]
    numbers: tuple[str, ...]
    nested: dict[str, _Fields]  #: fields that hold objects, one or a list
    holding: tuple[str, ...]  #: those of them that hold numbers in the end


@cache
def _fields(struct: type[msgspec.Struct]) -> _Fields:
    kinds = get_type_hints(struct)
    numbers = tuple(name for name, kind in kinds.items() if kind is Decimal or Decimal in get_args(kind))
    # a goal's "actual" is text, an indicator's a quantity; the "forecast" of funds is a number
    fields = [] if struct is Goal else [name for name in struct.__struct_fields__ if name not in numbers]
    nested = {name: _fields(_ROWS[name]) for name in fields if name in _ROWS}
    holding = tuple(name for name, inner in nested.items() if inner.numbers or inner.holding)
    return _Fields(frozenset(struct.__struct_fields__), numbers, nested, holding)
