"""Any file to forms (打开文件): a JSON form is decoded, anything else is read and recognised."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from jixiao import readers
from jixiao.errors import writable
from jixiao.readers import sniff

if TYPE_CHECKING:
    from jixiao.form import Form


def open_forms(path: str | Path) -> list[Form]:
    """The forms in the file at `path` (打开自评表), each with the file's name as its source.

    Raises an error of `jixiao.errors` that says what to do next.
    """
    return forms_in(readers.load(path), Path(path).name)


def forms_in(data: bytes, name: str) -> list[Form]:
    """The forms in `data` (识别内容), as uploaded or piped, also all those of a ZIP; `name` is the file's name."""
    kind = sniff.kind_of(readers.checked(data, name))
    if kind == sniff.ZIP and b"PK\x05\x06" in data:
        from jixiao import archives  # noqa: PLC0415 - only for archives

        return archives.forms_in(data, name, forms_in)
    if kind == sniff.JSON:
        from jixiao import form_json, json_places  # noqa: PLC0415 - only for JSON

        forms = form_json.decode(data, name)
        starts = [f"/{index}" if form_json.is_list(data) else "" for index in range(len(forms))]
        forms = [json_places.pointed(form, start) for form, start in zip(forms, starts, strict=True)]
    else:
        from jixiao import layouts  # noqa: PLC0415 - not for JSON

        forms = layouts.recognise(readers.parse(data, name))
    return [msgspec.structs.replace(form, source=writable(name)) for form in forms]
