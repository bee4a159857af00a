"""Whatever a form holds, every writer makes a file of it that can be opened."""

from __future__ import annotations

import io
from collections.abc import Iterable

import openpyxl
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from jixiao import quantity
from jixiao.form import Form, Indicator
from jixiao.readers import docx as docx_reader
from jixiao.readers import xlsx as xlsx_reader
from jixiao.rulebooks import load, names
from jixiao.writers import docx, official, typst_pdf, web_page, xlsx
from jixiao.writers.printable import printable
from tests.test_audit_any_form import FORMS

LAYOUTS = st.sampled_from(official.names())
MANY = settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=25)


CONTROLLED = Form(indicators=(Indicator(name="甲", target=quantity.parse("0\x1f0")),))  # asks for a number format


@given(form=FORMS, layout=LAYOUTS, name=st.sampled_from(names()))
@example(form=CONTROLLED, layout="L1", name="anhui")
@MANY
def test_any_form_becomes_a_workbook(form: Form, layout: str, name: str) -> None:
    data = xlsx.write(form, layout, load(name))
    assert openpyxl.load_workbook(io.BytesIO(data)).sheetnames == ["自评表"]
    written = _joined(cell.text for grid in xlsx_reader.read(data, "a.xlsx").grids for cell in grid.cells)
    wanted = [text for row in form.indicators for text in (row.name, row.reason, row.target and row.target.text)]
    assert [text for text in wanted if text and _joined([printable(text)]) not in written] == []


def _joined(texts: Iterable[str]) -> str:
    return "".join("".join(text.split()) for text in texts)


@given(form=FORMS, layout=LAYOUTS)
@MANY
def test_any_form_becomes_a_document_and_a_page(form: Form, layout: str) -> None:
    grids = docx_reader.read(docx.write(form, layout), "a.docx").grids
    assert len(grids) >= 2
    assert web_page.write(form, layout).count(b"<tr>") == official.plan(form, layout).rows


@given(form=FORMS, layout=LAYOUTS)
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=5)
def test_any_form_becomes_a_pdf(form: Form, layout: str) -> None:
    assert typst_pdf.write(form, layout).startswith(b"%PDF-")


@pytest.mark.parametrize("layout", official.names())
def test_a_form_without_anything_is_written(layout: str) -> None:
    for writer in (xlsx, docx, web_page, typst_pdf):
        assert writer.write(Form(), layout)
