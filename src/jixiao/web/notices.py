"""Telling the person what came of an act (提示): errors of the house become one line on the page, never a traceback."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib import messages
from django.http import HttpRequest

from jixiao.errors import JixiaoError
from jixiao.web import texts


@contextmanager
def attempt(request: HttpRequest, done: str = "", **facts: object) -> Iterator[None]:
    """Run an act; say `done`, the key of a text, or what stopped it (办理并提示).

    Every act is a transaction of its own inside, so that what was stopped has changed nothing.
    """
    try:
        yield
    except JixiaoError as error:
        messages.error(request, error.text(texts.current()))
    else:
        if done:
            messages.success(request, texts.say(done, **facts))


def complain(request: HttpRequest, key: str, **facts: object) -> None:
    """Say what is wrong with what was typed."""
    messages.error(request, texts.say(key, **facts))


def tell(request: HttpRequest, key: str, **facts: object) -> None:
    """Say what was done."""
    messages.success(request, texts.say(key, **facts))
