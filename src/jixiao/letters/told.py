"""What letters say of a form and of its findings (公文用语), in Chinese: letters between offices are written in it."""

from __future__ import annotations

import inspect
import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from functools import cache

from jixiao import places
from jixiao.checks.engine import checks_by_code, render
from jixiao.finding import Finding, Safety, Severity
from jixiao.form import Form
from jixiao.lang import say
from jixiao.letters.values import Values
from jixiao.numerals import plain
from jixiao.outcome import Audited
from jixiao.quantity import Quantity
from jixiao.terminal_report import percent
from jixiao.terminal_scores import span_of

NUMERALS = "一二三四五六七八九十"
TEN = 10
NOTHING = "—"
STEP = re.compile(r"([a-z_0-9]+)(?:\[(\d+)\])?")
SAFETY = {
    Safety.SAFE: "",
    Safety.PERSON: "（请核实后再改）",
    Safety.HINT: "（供参考）",
}


def ordinal(number: int) -> str:
    """The number in Chinese numerals, as headings count (中文序号).

    >>> ordinal(3), ordinal(10), ordinal(23), ordinal(120)
    ('三', '十', '二十三', '120')
    """
    tens, ones = divmod(number, TEN)
    if tens > TEN - 1:
        return str(number)
    high = "" if not tens else ("十" if tens == 1 else f"{NUMERALS[tens - 1]}十")
    return high + (NUMERALS[ones - 1] if ones else "")


def day(value: date) -> str:
    """A date as letters write it (成文日期写法): 2024年6月30日."""
    return f"{value.year}年{value.month}月{value.day}日"


def titled(form: Form) -> str:
    """What to call the form in a sentence (表的称呼): 《项目支出绩效自评表》（示例村道路硬化）."""
    named = f"《{form.title or say(f'kind.{form.kind}', 'zh') + '绩效自评表'}》"
    return f"{named}（{form.project}）" if form.project else named


def scores(one: Audited) -> tuple[str, str]:
    """Total and grade as stated, and by the method (自评与复算得分)."""
    form, card = one.form, one.scorecard
    stated = NOTHING if form.total_score is None else f"{plain(form.total_score)}分"
    stated += f"（{form.grade}）" if form.grade else ""
    if not any(row.weight is not None for row in form.indicators):
        return stated, NOTHING
    recomputed = f"{span_of(card.total)}分"
    if card.total.exact is None and card.taken is not None:
        recomputed += f"；办法未定之处取自评分，为{plain(card.taken)}分"
    return stated, recomputed + (f"（{card.grade}）" if card.grade else "")


def method(one: Audited) -> str:
    """The method and why it was chosen (计分办法)."""
    why = "".join(statement.zh for statement in one.why if statement.what in ("region", "choice"))
    return f"《{one.rulebook.title}》。{why}"


def counted(findings: Sequence[Finding]) -> str:
    """How many of each severity (分类统计): 必须修改3项、应当说明2项."""
    counts = ((severity, sum(one.severity is severity for one in findings)) for severity in Severity)
    return "、".join(f"{say(f'severity.{severity}', 'zh')}{count}项" for severity, count in counts if count)


def place(form: Form, path: str) -> str:
    """Where in the form, and in its file (位置和出处): 总分（自评表!H25）."""
    location = places.location_of(form, path)
    spot = "" if location is None else location.describe("zh")
    words = places.in_words(form, path, "zh")
    return f"{words}（{spot}）" if spot else words


@cache
def _explained(code: str) -> dict[str, str]:
    """The three paragraphs of a check's page: 为何重要, 如何处理, 依据."""
    doc = inspect.cleandoc(checks_by_code()[code].doc)
    found: dict[str, str] = {}
    for line in doc.partition("\n\nWhy")[0].split("\n"):
        head, colon, text = line.partition("：")
        if colon and head in ("为何重要", "如何处理", "依据"):
            found[head] = text.strip()
    return found


def advice(code: str) -> str:
    """What the check asks to be done (如何处理)."""
    return _explained(code).get("如何处理", "")


def ground(code: str) -> str:
    """What the check rests on (依据)."""
    return _explained(code).get("依据", "")


def repair(form: Form, finding: Finding) -> str:
    """The finding's own repair (改法): 总分由99改为98.5（请核实后再改）."""
    mend = finding.correction
    if mend is None or mend.new is None:
        return ""
    where = places.in_words(form, mend.path, "zh")
    change = f"填{mend.new}" if mend.old is None else f"由{mend.old}改为{mend.new}"
    return f"{where}{change}{SAFETY[mend.safety]}。"


def finding_values(one: Audited, finding: Finding, number: int) -> Values:
    """One finding for a letter (一项问题)."""
    form, mend = one.form, repair(one.form, finding)
    return {
        "序号": str(number),
        "编号": finding.code,
        "标题": checks_by_code()[finding.code].title,
        "位置": place(form, finding.path),
        "问题文字": render(finding),
        "改法": mend,
        "处理意见": mend + advice(finding.code),
    }


def printed(form: Form, path: str) -> str:
    """What the form says at a path, as printed (填报内容); — for a blank or a whole row."""
    value: object = form
    for name in path.split("."):
        step = STEP.fullmatch(name)
        value = None if step is None else getattr(value, step[1], None)
        if step is not None and step[2] is not None and isinstance(value, tuple):
            value = value[int(step[2])] if int(step[2]) < len(value) else None
    if isinstance(value, Decimal):
        return percent(value) if path.endswith(".rate") else f"{value:f}"
    if isinstance(value, Quantity):
        return value.told
    if isinstance(value, date):
        return day(value)
    return str(value) if isinstance(value, str | int) and value else NOTHING
