"""The words of a sketch (识别图用语), Chinese and English."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "title": ("识别图", "Reading sketch"),
    "form": ("第 {number} 张", "Form {number}"),
    "layout": ("表样 {layout}，吻合 {fit}%", "layout {layout}, fit {fit}%"),
    "no_layout": ("没有吻合的表样（最高 {fit}%）", "no layout fits (best {fit}%)"),
    "rows": (
        "资金 {funds} 行，指标 {indicators} 项，总分 {total}",
        "{funds} fund rows, {indicators} indicators, total {total}",
    ),
    "none": ("未填", "blank"),
    "problems": ("读取时的问题", "Problems while reading"),
    "values": ("读出的值（{count}）", "Values read ({count})"),
    "left_out": ("另有 {count} 格未画出。", "{count} more cells are not drawn."),
    "page": ("第 {number} 页", "Page {number}"),
    "as_cells": (
        "表格与文字（此类文件没有页面，按单元格排出）",
        "Tables and text (this kind of file has no pages; laid out by cell)",
    ),
    "path": ("路径", "path"),
    "place": ("位置", "place"),
    "printed": ("所印", "printed"),
    "status": ("如何得来", "how"),
    "read": ("读出", "read"),
    "inferred": ("推断", "inferred"),
    "corrected": ("更正", "corrected"),
    "doubtful": ("存疑", "doubtful"),
    "unread": ("未能读取", "unread"),
    "cell": ("单元格", "cell"),
    "line": ("表外文字", "text outside tables"),
    "label": ("认得的标签", "known label"),
    "alarm": ("推断、更正、存疑或未读", "inferred, corrected, doubtful, unread"),
    "head": ("表头项", "head"),
    "funds": ("资金", "funds"),
    "goals": ("目标", "goals"),
    "indicators": ("指标", "indicators"),
    "headings": ("分组标题", "headings"),
    "total": ("总分、等级", "total, grade"),
    "hint": (
        "指着一格，看它的行列、标签和取值；点一行，找到它的位置。",
        "Point at a cell for its row, column, label and value; click a row to find its place.",
    ),
}


def word(key: str, lang: str, **facts: object) -> str:
    """A word of the sketch in one language."""
    return WORDS[key][lang == "en"].format_map(facts)
