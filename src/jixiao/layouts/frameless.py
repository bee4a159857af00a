"""Forms out of PDFs whose tables have no frame (无框线表): every number is to be compared with the original."""

from __future__ import annotations

import msgspec

from jixiao.document import Document
from jixiao.form import Form, Inference
from jixiao.layouts.figures import value_at
from jixiao.quantity import Quantity

ALIGNED = "PDF 中的表格没有框线，行列是按文字对齐推断的，请与原件核对"
IN_LINES = "PDF 中的表格没有框线，也看不出对齐，按文字行识别，请与原件核对"


def marked(form: Form, document: Document) -> Form:
    """The form with all its numbers marked (逐数标注): inferred by alignment, or doubtful, as cells ran together."""
    if document.format != "pdf" or any(not grid.lines for grid in document.grids):
        return form
    how = ("inferred", ALIGNED) if document.grids else ("doubtful", IN_LINES)
    known = {one.path for one in form.inferences}
    paths = [path for path in form.locations if path not in known and _is_number(value_at(form, path))]
    marks = tuple(Inference(path, how[1], how[0]) for path in paths)
    return msgspec.structs.replace(form, inferences=(*form.inferences, *marks))


def _is_number(value: object) -> bool:
    if isinstance(value, Quantity):
        return value.number is not None
    return value is not None and not isinstance(value, str)
