"""How many processors there are to work on (处理器核数)."""

from __future__ import annotations

import os


def cores() -> int:
    """The processors that this process may use (可用核数): in a container, fewer than the machine has."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
