"""Time of one save in the editor at the server (保存并复算耗时): parse, save, log, score, audit, answer.

Run: python -m bench.saving [--rows 40] [--saves 300]
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import tempfile
import time
from importlib import resources
from itertools import cycle, islice
from typing import TYPE_CHECKING

from bench import machine

if TYPE_CHECKING:
    from jixiao.web.forms.models import FormRecord

AIM = 50  # ms, the 95th percentile


def main() -> None:
    """Print the percentiles, by the clock and by the process's own time."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=40)
    parser.add_argument("--saves", type=int, default=300)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["JIXIAO_DATA"] = folder
        clock, own, size = _measured(options.rows, options.saves)
    print(machine.describe())
    print(f"one save, {options.rows} indicators, {options.saves} saves, answer of {size:,} bytes")
    for name, times in (("clock", clock), ("process", own)):
        cuts = statistics.quantiles(times, n=20)
        print(f"  {name:8} p50 {statistics.median(times):6.1f} ms   p95 {cuts[-1]:6.1f} ms   (aim: p95 < {AIM} ms)")


def _measured(rows: int, saves: int) -> tuple[list[float], list[float], int]:
    from jixiao.web.starting import Asked, prepare  # noqa: PLC0415 - the folder stands in the environment first

    prepare(Asked("127.0.0.1", 0, 1, demo=False))
    from django.test import Client  # noqa: PLC0415 - needs the settings

    from jixiao.web.local import local_account  # noqa: PLC0415 - as above

    client = Client(SERVER_NAME="localhost")
    account = local_account()
    if account is None:
        raise RuntimeError(account)
    client.force_login(account)
    record = _record(rows)
    revision, size = record.revision, 0
    clock, own = [], []
    for number in range(saves + 10):
        cells = {str(number % rows): {"actual": f"{number % 37}公里", "score": f"{number % 10}"}}
        body = json.dumps({"seen": revision, "rows": {"indicators": {"cells": cells}}})
        start, used = time.perf_counter(), time.process_time()
        answer = client.post(f"/forms/{record.pk}/save/", body, content_type="application/json")
        clock.append((time.perf_counter() - start) * 1000)
        own.append((time.process_time() - used) * 1000)
        told = answer.json()
        revision, size = told["revision"], len(answer.content)
    return clock[10:], own[10:], size


def _record(rows: int) -> FormRecord:
    import msgspec  # noqa: PLC0415 - after the settings
    from django.db import transaction  # noqa: PLC0415 - as above

    from jixiao import form_json  # noqa: PLC0415 - as above
    from jixiao.web.cycle.models import Task  # noqa: PLC0415 - as above
    from jixiao.web.forms import saving  # noqa: PLC0415 - as above
    from jixiao.web.people.models import Unit  # noqa: PLC0415 - as above

    data = resources.files("jixiao.web.demo").joinpath("forms", "project-clean-2023.json").read_bytes()
    form = form_json.decode(data, "clean")[0]
    several = sorted(islice(cycle(form.indicators), rows), key=form.indicators.index)
    named = [msgspec.structs.replace(row, name=f"{row.name}{at}") for at, row in enumerate(several)]
    unit = Unit.objects.get()
    with transaction.atomic():
        return saving.begin(Task.objects.get(), unit, msgspec.structs.replace(form, indicators=tuple(named)))


if __name__ == "__main__":
    main()
