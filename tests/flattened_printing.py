"""Prints a form the way a PDF reader flattens it: one cell after the other, long cells broken over lines."""

from __future__ import annotations

from dataclasses import dataclass, field

HEADINGS = {
    "level1": "一级指标",
    "level2": "二级指标",
    "level3": "三级指标",
    "target": "年度指标值(A)",
    "actual": "实际完成值(B)",
    "weight": "分值",
    "score": "得分",
    "reason": "未完成原因分析",
}
USUAL = ("level1", "level2", "level3", "target", "actual", "weight", "score", "reason")
RURAL = ("level1", "level2", "level3", "weight", "target", "actual", "score", "reason")


@dataclass
class PrintedRow:
    """One indicator as it is to be printed; level1 and level2 are empty where the cell above is merged with it."""

    level3: str
    target: str
    actual: str
    weight: str
    score: str
    level1: str = ""
    level2: str = ""
    reason: str = ""


@dataclass
class Style:
    """How the text is laid out."""

    columns: tuple[str, ...] = USUAL
    widths: dict[str, int] = field(
        default_factory=lambda: {"level1": 3, "level2": 4, "level3": 13, "target": 11, "reason": 14}
    )
    blank_lines: bool = True
    blank_every: int = 0  #: a blank line inside long cells after so many lines, as at the end of a drawn band


def wrapped(text: str, width: int) -> list[str]:
    return [text[at : at + width] for at in range(0, len(text), width)]


def printed_rows(rows: list[PrintedRow], style: Style) -> list[str]:
    """The lines of the indicator block: cells that need one line share it, a longer one stands on lines of its own."""
    lines = [" ".join(HEADINGS[column] for column in style.columns)]
    for row in rows:
        if style.blank_lines:
            lines.append("")
        lines += _printed_row(row, style)
    return lines


def _printed_row(row: PrintedRow, style: Style) -> list[str]:
    lines: list[str] = []
    shared: list[str] = []
    for column in style.columns:
        text = getattr(row, column)
        parts = wrapped(text, style.widths.get(column, 40)) if text else []
        if len(parts) <= 1:
            shared += parts
            continue
        if shared:
            lines.append(" ".join(shared))
            shared = []
        for count, part in enumerate(parts, start=1):
            lines.append(part)
            if style.blank_every and count % style.blank_every == 0 and count < len(parts):
                lines.append("")
        if style.blank_lines:
            lines.append("")
    return [*lines, " ".join(shared)] if shared else lines


def form_text(rows: list[PrintedRow], style: Style, total: tuple[str, str] = ("100", "100")) -> str:
    """A whole form around the rows."""
    head = [
        "项目支出绩效自评表",
        "（2022年度）",
        "",
        "项目名称 示范项目",
        "主管部门 示范县示范局 实施单位 示范中心",
        "",
        "项目资金（万元）",
        "年初预算数 全年预算数（A） 全年执行数（B） 分值 执行率 得分",
        "年度资金总额： 100.00 100.00 98.00 10 98% 9.8",
        "",
        "年度总体目标",
        "预期目标 实际完成情况",
        "完成示范任务。",
        "已完成示范任务。",
        "",
        *"绩效指标",
        "",
    ]
    tail = ["", f"总 分 {total[0]} {total[1]}", "", "联系人：某某某 联系电话：8000000"]
    return "\n".join([*head, *printed_rows(rows, style), *tail])
