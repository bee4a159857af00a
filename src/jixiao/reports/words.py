"""The words of the report (报告用语), Chinese and English. What the console report says too stands in `lang`."""

from __future__ import annotations

from collections.abc import Callable

from jixiao.proving.model import Text

WORDS: dict[str, Text] = {
    "report": ("绩效自评审核报告", "Review of a performance self-evaluation"),
    "switch": ("English", "中文"),
    "print": ("打印", "Print"),
    "file": ("文件", "File"),
    "made": ("由 jixiao {version} 生成", "Made by jixiao {version}"),
    "overview": ("概要", "Overview"),
    "findings": ("疑点", "Findings"),
    "source": ("原件", "Original"),
    "form": ("读出的表", "As read"),
    "scores": ("自评与复算", "Stated and recomputed"),
    "charts": ("图表", "Charts"),
    "method": ("计分办法", "Method"),
    "marks": ("读取情况", "Reading"),
    "proofs": ("逐数证明", "Proofs"),
    "proof": ("证明", "Proof"),
    "close": ("关闭", "Close"),
    "filter": ("只看", "Show"),
    "all": ("全部", "All"),
    "stated": ("自评", "Stated"),
    "due": ("复算", "Recomputed"),
    "grade": ("等级", "Grade"),
    "points": ("{number} 分", "{number}"),
    "none": ("没有发现疑点。", "Nothing was found."),
    "repair": ("改法", "Repair"),
    "why": ("为何提出、如何处理", "Why, and what to do"),
    "go": ("看原处", "Show place"),
    "number": ("第 {number} 项", "No. {number}"),
    "page": ("第 {page} 页", "Page {page}"),
    "sheet": ("工作表 {name}", "Sheet {name}"),
    "text": ("文字", "Text"),
    "hidden": ("（隐藏）", " (hidden)"),
    "left_out": (
        "另有 {count} 页未附图：一份报告至多附 {most} 页。",
        "{count} more pages are not shown: a report has at most {most}.",
    ),
    "no_picture": (
        "原件没有可画出的页面，下面是读出的表。",
        "The original has no page to show; below is the form as read.",
    ),
    "no_charts": (
        "这台机器上没有绘图组件（quickjs-ng），图表请看网页报告。",
        "This machine lacks the drawing engine (quickjs-ng); the charts stand in the HTML report.",
    ),
    "rows": (
        "点任一得分，看它的条款、算式、代入的数和出处。差 = 自评 − 复算；“未定”为办法没有规定。",
        (
            "Click a score for its clause, formula, inputs and places. Diff. = stated − recomputed; "
            "“open” is what the method does not set."
        ),
    ),
    "inferred": (
        "* 不是直接读出，见“读取情况”。",
        "* was not simply read, see “Reading”.",
    ),
    "open": ("办法未规定的行", "Rows that the method leaves open"),
    "accepted": ("已接受的疑点", "Accepted findings"),
    "reason": ("理由", "Reason"),
    "read_well": (
        "全部数值都是直接读出的，没有推断，也没有读不出的地方。",
        "Every value was simply read; none was inferred or lost.",
    ),
    "silent": ("未规定", "Silent on"),
    "assumed": ("假定待核", "Assumed"),
    "clause": ("条款", "Clause"),
    "basis": ("性质", "Basis"),
    "working": ("算式", "Working"),
    "rounding": ("舍入", "Rounding"),
    "inputs": ("代入", "Inputs"),
    "readings": ("可有的读法", "Possible readings"),
    "quote": ("可引用的说明", "To be quoted"),
    "unsettled": ("未定", "Open"),
    "blank": ("空白", "blank"),
    "place": ("位置", "Place"),
    "offline": (
        "本文件自成一体，不联网；所用图表程序为 Apache ECharts（Apache-2.0）。",
        "This file stands alone and connects to nothing; its charts are drawn by Apache ECharts (Apache-2.0).",
    ),
    "caution": (
        "疑点是向填报单位提出的问题，不是对任何人的结论。",
        "Findings are questions to the unit, not verdicts on a person.",
    ),
    "marked": ("原件所在（框旁数字为疑点序号）", "The original (numbers beside boxes are those of the findings)"),
    "marked_form": ("读出的表（角标为疑点序号）", "The form as read (raised numbers are those of the findings)"),
}


def both(told: Callable[[str], str]) -> Text:
    """What a function says in Chinese and in English (两种语言)."""
    return told("zh"), told("en")


def word(key: str, **facts: object) -> Text:
    """A word of the report, with its facts put in."""
    zh, en = WORDS[key]
    return zh.format_map(facts), en.format_map(facts)
