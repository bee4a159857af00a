"""`jixiao serve` in processes of its own (被测的服务): killed, started again, ended with whoever started it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping

READY_SECONDS = 60
# The shell leads the group of the server and its workers. Its input closes when the starter ends, however that comes
# about (kill, timeout), and then it kills the group: nobody is left behind.
GUARDED = '"$@" & read -r _; kill -9 0'


class Server:
    """The command with those options, on a free port; `environment` is that of this process unless told."""

    def __init__(self, *options: str, environment: Mapping[str, str] | None = None) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port: int = probe.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}"
        self._command = [sys.executable, "-m", "jixiao", "serve", "--no-browser", "--port", str(self.port), *options]
        self._environment = environment
        self._running: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it and wait until it answers (启动)."""
        self._running = subprocess.Popen(  # noqa: S603 - our own command
            ["/bin/sh", "-c", GUARDED, "sh", *self._command],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            env=self._environment,
            start_new_session=True,
        )
        until = time.monotonic() + READY_SECONDS
        while time.monotonic() < until:
            try:
                urllib.request.urlopen(f"{self.address}/enter/", timeout=READY_SECONDS).close()  # noqa: S310 - our own
            except (OSError, urllib.error.URLError):
                time.sleep(0.05)
            else:
                return
        self.kill()
        message = "the server did not start"
        raise RuntimeError(message)

    def kill(self) -> None:
        """SIGKILL, to the server and all its workers at once: as when the power fails (断电)."""
        if self._running is not None:
            os.killpg(self._running.pid, signal.SIGKILL)
            self._running.communicate()
            self._running = None
