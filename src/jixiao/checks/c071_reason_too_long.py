"""C071: a reason is longer than the form allows."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.checks.dossier import Dossier
from jixiao.checks.engine import Hit, check
from jixiao.finding import Severity
from jixiao.numerals import clean


@check(
    code="C071",
    title="原因超过字数上限",
    title_en="A reason is too long",
    severity=Severity.NOTE,
    message="此处原因 {count} 字，超过上限 {limit} 字。",
    message_en="This reason has {count} characters, more than the {limit} allowed.",
    since="0.1",
)
def reason_too_long(dossier: Dossier) -> Iterator[Hit]:
    """原因分析不应超过表样规定的字数。表样没有规定的不报告。

    为何重要：超出部分在系统中会被截断，或者无法保存。
    如何处理：压缩为原因和措施各一两句。
    依据：表样所印字数上限（例如四川为 100 字）。

    A reason keeps within the number of characters that the form allows. Where it sets none, nothing is reported.

    Why: the rest is cut off, or the form cannot be saved.
    Mend: one or two sentences each for cause and measure.
    Basis: the limit printed on the form (100 in Sichuan).
    """
    limit = dossier.rulebook.reason.max_characters
    if limit is None:
        return
    for path, text in dossier.texts:
        count = len(clean(text)) if path.endswith(".reason") and len(text) > limit else 0
        if count > limit:
            yield Hit(path, {"count": count, "limit": limit})
