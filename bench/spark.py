"""A province on Spark with several local workers (集群批量) beside one machine: the same store, and what Spark costs.

The cluster is a standalone master with workers that are processes of their own, as on machines. Both run from the same
file with as many processes as there are cores. --kill ends an executor and the Python of another by SIGKILL.

Run: python -m bench.spark [FOLDER] [--forms 40000] [--workers 2] [--kill] [--single STORE]
Needs the extra spark and Java 17 or later.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from bench import machine
from bench.batch import seal
from bench.province import write
from jixiao.batch.store import card

WAIT = 240  # seconds for the cluster to stand, and between looks at nothing
LOOK = 0.2
EXECUTOR, PYTHON = "CoarseGrainedExecutorBackend", "pyspark.daemon"


class Used:
    """Processor seconds of every process of a session (一组进程的处理器秒), those that have ended as last seen."""

    def __init__(self, session: int) -> None:
        self.session = session
        self.seen: dict[int, float] = {}
        self._over = threading.Event()
        self._looking = threading.Thread(target=self._look, daemon=True)
        self._looking.start()

    def _look(self) -> None:
        while not self._over.wait(LOOK):
            for pid in processes(self.session):
                with contextlib.suppress(OSError, IndexError, ValueError):
                    fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
                    self.seen[pid] = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def seconds(self) -> float:
        """The sum so far, and the end of looking."""
        self._over.set()
        self._looking.join()
        return sum(self.seen.values())


def processes(session: int) -> list[int]:
    """The processes of that session."""
    found = []
    for one in Path("/proc").iterdir():
        with contextlib.suppress(OSError, IndexError):
            if one.name.isdigit():
                fields = (one / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()
                found += [int(one.name)] if fields[3] == str(session) else []
    return found


@contextlib.contextmanager
def cluster(folder: Path, workers: int) -> Iterator[tuple[str, int]]:
    """A standalone master with that many workers of one core (独立集群); gives its address and its session."""
    found = find_spec("pyspark")
    if found is None or found.origin is None:
        sys.exit("pip install 'jixiao[spark]'")
    home = str(Path(found.origin).parent)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"spark://127.0.0.1:{port}"
    environment = {**os.environ, "SPARK_HOME": home, "SPARK_LOCAL_IP": "127.0.0.1", "PYSPARK_PYTHON": sys.executable}
    base = [str(Path(home) / "bin" / "spark-class"), "org.apache.spark.deploy"]
    master = [base[0], f"{base[1]}.master.Master", "--host", "127.0.0.1", "--port", str(port), "--webui-port", "0"]
    worker = [base[0], f"{base[1]}.worker.Worker", "--cores", "1", "--memory", "1g", "--webui-port", "0"]
    with (folder / "spark.log").open("wb") as log:
        first = subprocess.Popen(master, stdout=log, stderr=log, env=environment, start_new_session=True)  # noqa: S603
        try:
            script = " & ".join(
                " ".join([*worker, "--work-dir", str(folder / f"w{at}"), address]) for at in range(workers)
            )
            rest = subprocess.Popen(  # noqa: S603 - our own command
                ["/bin/sh", "-c", f"{script} & wait"], stdout=log, stderr=log, env=environment, start_new_session=True
            )
            until = time.monotonic() + WAIT
            while (folder / "spark.log").read_bytes().count(b"Successfully registered with master") < workers:
                if time.monotonic() > until:
                    sys.exit((folder / "spark.log").read_text(encoding="utf-8", errors="replace"))
                time.sleep(LOOK)
            yield address, rest.pid
        finally:
            for pid in (first.pid, *([rest.pid] if "rest" in locals() else [])):
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(pid, signal.SIGKILL)


def run(source: Path, store: Path, more: list[str]) -> tuple[subprocess.Popen[bytes], Used]:
    """The command, begun in a session of its own."""
    command = [sys.executable, "-m", "jixiao", "batch", str(source), "-o", str(store), *more]
    going = subprocess.Popen(command, stdout=subprocess.DEVNULL, start_new_session=True)  # noqa: S603 - our own command
    return going, Used(going.pid)


def killed(session: int, folder: Path, parts: Path) -> str:
    """Wait for a few results; kill the first executor and all of Python beside the second. Says what was killed."""
    while len(list(parts.glob("*.parquet"))) < 5:
        time.sleep(LOOK)
    executor = python = 0
    for pid in processes(session):
        with contextlib.suppress(OSError):
            words = Path(f"/proc/{pid}/cmdline").read_text(encoding="utf-8", errors="replace")
            place = Path(f"/proc/{pid}/cwd").readlink()
            if EXECUTOR in words and place.is_relative_to(folder / "w0"):
                os.kill(pid, signal.SIGKILL)
                executor += 1
            elif PYTHON in words and place.is_relative_to(folder / "w1"):
                os.kill(pid, signal.SIGKILL)
                python += 1
    done = len(list(parts.glob("*.parquet")))
    return f"{executor} executor and {python} Python processes killed when {done} results stood"


def main() -> None:
    """Print what both took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--forms", type=int, default=40_000, help="a province: 400000")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--kill", action="store_true")
    parser.add_argument("--single", type=Path, help="what one machine has made of FOLDER/province.parquet already")
    options = parser.parse_args()
    os.environ.setdefault("PYSPARK_SUBMIT_ARGS", "--conf spark.driver.host=127.0.0.1 pyspark-shell")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        print(machine.describe())
        single = options.single or folder / "one"
        if options.single is None:
            source = write(options.folder or folder / "province", options.forms)
            begin = time.perf_counter()
            going, used = run(source, single, ["-j", str(options.workers)])
            going.wait()
            report("one machine", begin, used.seconds())
        else:
            source = options.folder / "province.parquet"
        told = f"{card(single).rows['forms']} forms, {options.workers} workers of one core"
        print(f"{told}, against as many processes of one machine")
        begin = time.perf_counter()
        with cluster(folder, options.workers) as (address, session):
            print(f"master and workers stand after {time.perf_counter() - begin:.1f} s")
            workers = Used(session)
            begin = time.perf_counter()
            going, used = run(source, folder / "spark", ["--spark", address])
            if options.kill:
                print(killed(session, folder, folder / "spark" / ".work" / "parts"))
            if going.wait() != 0:
                sys.exit((folder / "spark.log").read_text(encoding="utf-8", errors="replace"))
            report("on Spark", begin, used.seconds() + workers.seconds())
        same = seal(single) == seal(folder / "spark")
        print(f"the store is {'equal to the last byte' if same else 'DIFFERENT'}")
        shutil.rmtree(folder / "spark")
        sys.exit(not same)


def report(what: str, begin: float, processor: float) -> None:
    """One line."""
    print(
        f"{what:12} {time.perf_counter() - begin:8.1f} s by the clock, {processor:8.1f} processor seconds", flush=True
    )


if __name__ == "__main__":
    main()
