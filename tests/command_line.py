"""The command line as the tests call it (测试用命令行)."""

from __future__ import annotations

from collections.abc import Callable

#: runs `jixiao` with these arguments in this process; answers exit code, standard output and standard error
Run = Callable[..., tuple[int, str, str]]
