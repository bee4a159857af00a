"""The official form as a web page (网页): one table, printable, in one file without links."""

from __future__ import annotations

import html

from jixiao.form import Form
from jixiao.writers.official import Plan, Planned, plan

SUFFIXES = (".html", ".htm")

_STYLE = """
body { font-family: "Noto Serif SC", "Source Han Serif SC", "SimSun", "宋体", serif; font-size: 10.5pt; margin: 2em; }
table { border-collapse: collapse; width: 100%; table-layout: fixed; }
td { padding: .25em .4em; vertical-align: middle; overflow-wrap: anywhere; white-space: pre-line; }
td.cell { border: 1px solid #000; }
td.title { font-size: 16pt; font-weight: 600; text-align: center; }
td.subtitle, td.head, td.label, td.number { text-align: center; }
td.note { font-size: 9pt; }
@page { size: A4 landscape; margin: 12mm; }
@media print { body { margin: 0; } tr { break-inside: avoid; } }
"""


def write(form: Form, layout: str) -> bytes:
    """The form as a self-contained HTML file in UTF-8 (写出网页)."""
    return page(plan(form, layout)).encode()


def page(planned: Plan) -> str:
    """A planned form as HTML."""
    title = html.escape(next((cell.text for cell in planned.cells if cell.role == "title"), ""))
    total = sum(planned.widths)
    cols = "".join(f'<col style="width:{100 * width / total:.2f}%">' for width in planned.widths)
    rows: list[list[str]] = [[] for _ in range(planned.rows)]
    for cell in planned.cells:
        rows[cell.row].append(_tag(cell, ruled=planned.table[0] <= cell.row <= planned.table[1]))
    body = "\n".join(f"<tr>{''.join(row)}</tr>" for row in rows)
    return (
        f'<!DOCTYPE html>\n<html lang="zh-CN">\n<head><meta charset="utf-8"><title>{title}</title>'
        f"<style>{_STYLE}</style></head>\n<body>\n<table><colgroup>{cols}</colgroup>\n{body}\n</table>\n</body>\n</html>\n"
    )


def _tag(cell: Planned, *, ruled: bool) -> str:
    spans = f' colspan="{cell.colspan}"' if cell.colspan > 1 else ""
    spans += f' rowspan="{cell.rowspan}"' if cell.rowspan > 1 else ""
    names = f"{cell.role} cell" if ruled else cell.role
    return f'<td class="{names}"{spans}>{html.escape(cell.text).replace(chr(10), "<br>")}</td>'
