"""What all tests share: the command line in this process, and caches that mutation testing must not remember.

Mutation testing (变异测试, docs/mutation.md) tries many mutants after one run of the tests, in forks of one process.
A mutant must not be spared because an answer was remembered before it came to life: the caches of `jixiao` are emptied
for each mutant, and before each test while it is found out which test reaches which function.
"""

from __future__ import annotations

import os
import sys

import hypothesis
import pytest

from tests.command_line import Run

# 持续集成每次都试同样的例子，失败可以重现；在开发者的机器上每次换新的例子
hypothesis.settings.register_profile("ci", derandomize=True)
# 变异测试逐个登记哪条测试走到哪个函数，比平时慢得多
hypothesis.settings.register_profile(
    "mutation", derandomize=True, deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
if os.environ.get("CI"):
    hypothesis.settings.load_profile("ci")

_emptied_for: list[str] = []


def pytest_runtest_setup() -> None:
    mutant = os.environ.get("MUTANT_UNDER_TEST")  # set by mutmut alone
    if not mutant or (mutant in _emptied_for and mutant != "stats"):
        return
    _emptied_for.append(mutant)
    for module in [module for name, module in sys.modules.items() if name.startswith("jixiao")]:
        for value in list(vars(module).values()):
            if hasattr(value, "cache_clear"):
                value.cache_clear()


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]) -> Run:
    """Run the command line in this process; answers exit code, standard output and standard error."""
    from jixiao import cli  # noqa: PLC0415 - most tests call the library

    for name in ("JIXIAO_LANG", "LC_ALL", "LC_MESSAGES", "LANG", "COLUMNS", "FORCE_COLOR", "JIXIAO_DEBUG"):
        monkeypatch.delenv(name, raising=False)

    def run(*arguments: object) -> tuple[int, str, str]:
        code = cli.main([str(argument) for argument in arguments])
        out, err = capsysbinary.readouterr()
        return code, out.decode(), err.decode()

    return run
