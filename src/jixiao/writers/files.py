"""One form in the format asked for (写出文件): which module writes it, and what to install where that is missing."""

from __future__ import annotations

import importlib
from pathlib import Path

from jixiao.errors import ExtraMissing
from jixiao.form import Form
from jixiao.rulebooks.model import Rulebook

MODULES = {"xlsx": "xlsx", "docx": "docx", "pdf": "typst_pdf", "html": "web_page"}
FORMATS = (*MODULES, "json")
LAYOUTS = ("L1", "L1-GZ", "L1-YN", "L1-rural", "L2")
EXTRA = "write"


def format_of(path: Path) -> str | None:
    """The format that a file name asks for (按扩展名), or None."""
    suffix = path.suffix.lower().removeprefix(".")
    suffix = {"htm": "html"}.get(suffix, suffix)
    return suffix if suffix in FORMATS else None


def written(form: Form, to: str, layout: str, rulebook: Rulebook) -> bytes:
    """The form as a file of that format (写出)."""
    if to == "json":
        from jixiao import form_json  # noqa: PLC0415 - only when asked for

        return form_json.encode(form, pretty=True)
    module = importlib.import_module(f"jixiao.writers.{MODULES[to]}")
    try:
        data = module.write(form, layout, rulebook) if to == "xlsx" else module.write(form, layout)
    except ImportError as error:
        raise ExtraMissing(EXTRA) from error
    return bytes(data)
