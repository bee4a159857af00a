"""The server killed at work (断电): a short run of `python -m bench.workbench.killed`, in processes of its own."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL")
def test_nothing_acknowledged_is_lost_when_the_server_is_killed() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bench.workbench.killed", "--rounds", "3"],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "killed 3 times during" in done.stdout
    assert "faults: 0" in done.stdout, done.stdout
