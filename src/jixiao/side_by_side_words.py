"""Why methods differ, in sentences (差异原因的说法), in Chinese and English. Prints nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from jixiao.rule_words import METHODS
from jixiao.sensitivity_words import row_name
from jixiao.side_by_side import Reason, SideBySide, Text


def reason_told(reason: Reason) -> Text:
    """One rule with what each method says of it: 反向指标（≤ <）不同：甲为“……”；乙为“……”"""
    told = [_says(words, names) for words, names in reason.says]
    zh, en = "；".join(zh for zh, _ in told), "; ".join(en for _, en in told)
    return f"{reason.rule[0]}不同：{zh}", f"{reason.rule[1]}: {en}"


def _says(words: Text, names: Sequence[str]) -> Text:
    zh, en = "、".join(names), ", ".join(names)
    if words == METHODS["unstated"]:
        return f"{zh} 未规定", f"{en} does not say"
    return f"{zh} 为“{words[0]}”", f"{en} says “{words[1]}”"


def reasons_told(reasons: Iterable[Reason]) -> Text:
    """All the rules in which methods differ on one row, as one sentence."""
    told = [reason_told(reason) for reason in reasons]
    return "。".join(zh for zh, _ in told) + "。", ". ".join(en for _, en in told) + "."


def differences(compared: SideBySide) -> list[tuple[Text, Text]]:
    """Each reason with the rows that it explains: rows of one reason stand together, in the order of the form."""
    rows: dict[tuple[Reason, ...], list[str]] = {}
    for line in compared.lines:
        if line.differs:
            rows.setdefault(line.reasons, []).append(line.path)
    return [(_named(compared, paths), reasons_told(reasons)) for reasons, paths in rows.items()]


def _named(compared: SideBySide, paths: Sequence[str]) -> Text:
    names = [row_name(compared.form, path) for path in paths]
    return "、".join(zh for zh, _ in names), ", ".join(en for _, en in names)


def grades_told(compared: SideBySide) -> Text:
    """Why the grades differ; "" where they do not."""
    return reasons_told(compared.grades) if compared.grades else ("", "")


def unfelt_told(compared: SideBySide) -> list[Text]:
    """The rules that differ without a row of this form that would feel it."""
    return [(f"{zh}。", f"{en}.") for zh, en in map(reason_told, compared.unfelt)]
