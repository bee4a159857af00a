"""What a reading of a flattened form notes down beside the values (阅读记录): places, inferences, the unread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jixiao.form import Inference, Unread

if TYPE_CHECKING:
    from jixiao.location import Location


class Marks:
    """The notes of one form, gathered while its parts are read."""

    def __init__(self) -> None:
        self.locations: dict[str, Location] = {}
        self.inferences: list[Inference] = []
        self.unread: list[Unread] = []

    def at(self, path: str, place: Location) -> None:
        """Note where the value at `path` stood (出处)."""
        self.locations[path] = place

    def inferred(self, path: str, evidence: str, printed: str | None = None) -> None:
        """Note that the value at `path` was not simply read, and on what evidence (推断)."""
        self.inferences.append(Inference(path, evidence, printed=printed))

    def left(self, path: str | None, text: str, reason: str, place: Location | None = None) -> None:
        """Note what could not be read, instead of guessing (未能读取)."""
        self.unread.append(Unread(path, text, reason, place))
