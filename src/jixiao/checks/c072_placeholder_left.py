"""C072: a prompt of the template was left in a cell."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.checks.dossier import Dossier
from jixiao.checks.engine import Hit, check
from jixiao.checks.prompts import may_hold_prompt, prompt_in
from jixiao.checks.texts import short
from jixiao.finding import Severity


@check(
    code="C072",
    title="表样提示语没有删除",
    title_en="A prompt of the template was left in",
    severity=Severity.MUST_FIX,
    message="“{text}”里留有表样的提示“{prompt}”，没有填写或没有删除。",
    message_en="“{text}” still holds the template’s prompt “{prompt}”: not filled in, or not removed.",
    since="0.1",
)
def placeholder_left(dossier: Dossier) -> Iterator[Hit]:
    """表样中的提示语、占位符（100字以内、请填写、××、**、……）填报时应删去或改写。

    为何重要：留着提示语，说明这一格没有填；公开出去也有失严肃。
    如何处理：填写内容并删去提示语；不适用的整行删去。
    依据：自评表填报要求。

    Prompts and placeholders of the template are replaced or removed.

    Why: a prompt left in means a cell not filled in.
    Mend: fill in the cell and remove the prompt; drop rows that do not apply.
    Basis: the instructions of the form.
    """
    if not may_hold_prompt(dossier.whole_text):
        return
    for path, text in dossier.texts:
        prompt = prompt_in(text)
        if prompt is not None:
            yield Hit(path, {"text": short(text), "prompt": prompt})
