"""How far a long run has come (进度): one line at the foot of the terminal, gone when the run ends."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import Self

from jixiao.lang import say
from jixiao.terminal import clean, wrap

FEWEST = 3  # files; fewer are done before anybody could read a bar
BAR = 24  # columns
REDRAW = 0.1  # seconds; many processes finish more files than anybody can read


class Progress:
    """The bar of a run over several files (进度条); silent where nobody watches. Use as a context manager."""

    def __init__(self, total: int, lang: str) -> None:
        self.total = total
        self.lang = lang
        self.done = 0
        self.shown = total >= FEWEST and sys.stderr.isatty()
        self.started = time.monotonic()
        self._drawn = 0.0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.clear()

    def begin(self, name: str) -> None:
        """Show that the file `name` is being read, and how long the rest will take."""
        self.done += 1
        if not self.shown:
            return
        full = BAR * (self.done - 1) // self.total
        text = f"[{'#' * full}{'.' * (BAR - full)}] {self.done}/{self.total} {self._left()} {clean(name)}"
        _draw(text)

    def reach(self, name: str, done: int, total: int) -> None:
        """Show how far several processes are: at file `name`, `done` of `total`, which is 0 while files are counted."""
        now = time.monotonic()
        if total != self.total:
            self.total, self.started = total, now
        self.done = done + 1
        if not sys.stderr.isatty() or now - self._drawn < REDRAW:
            return
        self.shown, self._drawn = True, now
        counted = f"[{'#' * (BAR * done // total):.<{BAR}}] {done}/{total}" if total else f"[{'.' * BAR}] {done}"
        rate = say("progress.rate", self.lang, rate=f"{done / max(now - self.started, REDRAW):.1f}")
        parts = (counted, rate if total else "", self._left() if total else "", clean(name))
        _draw(" ".join(filter(None, parts)))

    def clear(self) -> None:
        """Take the bar away, so that a report can be printed."""
        if self.shown:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()

    def _left(self) -> str:
        finished = self.done - 1
        if not finished:
            return ""
        seconds = (time.monotonic() - self.started) / finished * (self.total - finished)
        return say("progress.left", self.lang, seconds=str(round(seconds)))


def _draw(text: str) -> None:
    import shutil  # noqa: PLC0415 - where nobody watches, nobody needs it

    sys.stderr.write("\r\x1b[K" + wrap(text, shutil.get_terminal_size().columns - 1)[0])
    sys.stderr.flush()
