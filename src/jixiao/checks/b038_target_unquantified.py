"""B038: a target is a vague phrase without any measure."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.checks.dossier import Dossier
from jixiao.checks.engine import Hit, check
from jixiao.checks.texts import bare, is_blank
from jixiao.checks.values import is_level, is_words
from jixiao.checks.vocabulary import LIMITS, WORDS
from jixiao.finding import Severity


@check(
    code="B038",
    title="指标值空泛，无法衡量",
    title_en="A target is too vague to be measured",
    severity=Severity.LOOK,
    message="“{row}”的指标值“{target}”只有“{word}”一类的话，没有数量、档次或评分标准。",
    message_en="The target of “{row}”, “{target}”, only says “{word}”: no number, grade or standard.",
    since="0.1",
)
def target_unquantified(dossier: Dossier) -> Iterator[Hit]:
    """指标值应当量化；不能量化的，也应有可以判断的档次或标准。

    为何重要：“提高”“改善”到什么程度算完成，谁也说不清，得分只能凭印象。
    如何处理：改为数量、比率、时间或分档，例如“≥95%”；或在评分标准中写明如何判断。
    依据：绩效目标应当细化量化的规定。

    A target is a quantity, or at least a grade that can be told.

    Why: nobody can say when “improved” is reached, so the score is an impression.
    Mend: give a number, a rate, a date or grades, or state the standard by which it is judged.
    Basis: the rule that targets are specific and quantified.
    """
    for row in dossier.rows:
        target = row.item.target
        if target is None or not is_words(target) or not is_blank(row.item.standard):
            continue
        text = bare(target.text)
        found = WORDS.vague.first_in(text) if len(text) <= LIMITS.vague_characters else None
        if found and not is_level(text):
            yield Hit(f"{row.path}.target", {"row": row.label, "target": target.text, "word": found[0]})
