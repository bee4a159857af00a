"""What a process of the server loads before its first request (预热), while it still has one thread.

msgspec works out a type at its first use and, up to 0.22, lets a second thread see it half done: the process dies.
So every type is worked out here; and the first visitor does not wait for imports.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator

import msgspec
from django.urls import get_resolver

from jixiao.checks.engine import all_checks

SWITCH_SECONDS = 0.0005
"""After which a thread that works lets another one on. Whoever comes back from the database may hold the lock of the
log, for which everybody waits: with Python's 5 ms at each answer it would be held ten times as long."""


def warm() -> None:
    """Import all views and checks, work out the types, and let the garbage collector pass over what stays."""
    sys.setswitchinterval(SWITCH_SECONDS)
    _ = get_resolver().url_patterns
    all_checks()
    for kind in _kinds(msgspec.Struct):
        _work_out(kind)
    gc.collect()
    gc.freeze()


def _kinds(kind: type) -> Iterator[type]:
    below: list[type] = kind.__subclasses__()
    for one in below:
        yield one
        yield from _kinds(one)


def _work_out(kind: type) -> None:
    try:
        msgspec.json.Decoder(kind)
    except (TypeError, NameError):  # holds functions or names of type checking alone: never decoded
        return
