"""Starting the workbench (启动): the database brought up to date, the local account, the server."""

from __future__ import annotations

import logging
import os
import socket
import threading
import time
import webbrowser
from pathlib import Path
from typing import NamedTuple

from jixiao.errors import JixiaoError
from jixiao.web import place

WAIT_SECONDS = 30  # for the first answer, before the browser is opened
PAUSE = 0.05
SETTINGS = "jixiao.web.settings"
BACKLOG = 1024
THREADS = 2  # a process: one may wait for the database; more of them only wait for each other


class PortTaken(JixiaoError):
    """端口已被占用。"""

    def __init__(self, port: int) -> None:
        super().__init__(
            f"端口 {port} 已被占用：工作台可能已在运行。请关闭它，或用 --port 换一个端口。",
            f"Port {port} is taken: the workbench may be running already. Stop it, or choose another with --port.",
        )


class Asked(NamedTuple):
    """How to start (启动方式)."""

    host: str
    port: int
    processes: int
    demo: bool


def prepare(asked: Asked) -> Path:
    """Make the folder and bring the database up to date (准备); answers the data folder."""
    os.environ["DJANGO_SETTINGS_MODULE"] = SETTINGS
    if asked.demo:
        os.environ["JIXIAO_DEMO"] = "1"
        os.environ.pop("DATABASE_URL", None)  # 演示从不写入真实的库
        os.environ["JIXIAO_DATA"] = str(place.data_folder() / "demo")
    folder = place.data_folder()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    import django  # noqa: PLC0415 - settings are read from the environment, which stands only now
    from django.core.management import call_command  # noqa: PLC0415

    django.setup()
    call_command("migrate", interactive=False, verbosity=0)
    if asked.demo:
        from jixiao.web.demo.build import build  # noqa: PLC0415 - needs the settings

        build()
    return folder


def entrance(asked: Asked) -> str:
    """The address to open (入口): on one's own machine with a link that logs in once."""
    address = f"http://{'127.0.0.1' if asked.host in ('0.0.0.0', '::') else asked.host}:{asked.port}/"  # noqa: S104
    if asked.demo or asked.host not in ("127.0.0.1", "localhost"):
        return address
    from jixiao.web.local import local_account  # noqa: PLC0415 - needs the settings
    from jixiao.web.people.models import EntryToken  # noqa: PLC0415

    account = local_account()
    return f"{address}enter/once/{EntryToken.issue(account)}/" if account is not None else address


def run(asked: Asked) -> None:
    """Serve until interrupted (运行)."""
    from django.db import connections  # noqa: PLC0415
    from granian import Granian  # noqa: PLC0415
    from granian.constants import Interfaces  # noqa: PLC0415
    from granian.log import LogLevels  # noqa: PLC0415

    connections.close_all()  # no connection of this process goes into the workers
    logging.getLogger("_granian").addFilter(_is_news)
    server = Granian(
        "jixiao.web.wsgi:application",
        address=asked.host,
        port=asked.port,
        interface=Interfaces.WSGI,
        workers=asked.processes,
        blocking_threads=THREADS,
        backlog=BACKLOG,
        respawn_failed_workers=True,
        log_level=LogLevels.warning,
        websockets=False,
    )
    server.serve()


def _is_news(told: logging.LogRecord) -> bool:
    """Whether the administrator should see it: not advice against the number of processes that was asked for."""
    return "number of workers" not in told.getMessage()


def refuse_taken(asked: Asked) -> None:
    """Raise PortTaken before anything is started."""
    with socket.socket(socket.AF_INET6 if ":" in asked.host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, os.name != "nt")
        try:
            probe.bind((asked.host, asked.port))
        except OSError as error:
            raise PortTaken(asked.port) from error


def open_when_ready(asked: Asked, address: str) -> None:
    """Open the browser as soon as the server answers (打开浏览器)."""

    def wait() -> None:
        until = time.monotonic() + WAIT_SECONDS
        while time.monotonic() < until:
            try:
                socket.create_connection((asked.host, asked.port), timeout=1).close()
            except OSError:
                time.sleep(PAUSE)
            else:
                webbrowser.open(address)
                return

    threading.Thread(target=wait, daemon=True).start()
