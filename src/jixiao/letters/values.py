"""What goes into a template (填入的内容): texts, marked gaps, and lists of more such values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeAlias


class Gap(str):
    """A text that says what is still to be written here (待填), set off in the letter so that nobody overlooks it."""

    __slots__ = ()


Value: TypeAlias = "str | Sequence[Mapping[str, Value]]"
"""One value: a text, a Gap, or the items of a section."""
Values: TypeAlias = Mapping[str, Value]


def given(text: str | None, name: str) -> str:
    """The text, or the gap that names what is missing (有则填写，无则留空待填).

    >>> given("2024-06-30", "退回期限"), given(None, "退回期限")
    ('2024-06-30', '〔待填：退回期限〕')
    """
    return text or Gap(f"〔待填：{name}〕")
