"""The settings of a bureau (部署): Django's own check has nothing to say, and nothing goes without HTTPS."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ASK = """
import django
django.setup()
from django.core.management import call_command
from django.test import Client
call_command("check", deploy=True, fail_level="WARNING")
call_command("migrate", verbosity=0)
host = {"headers": {"host": "jixiao.example.gov.cn"}}
bare, proxied = Client(**host).get("/enter/"), Client(**host).get("/enter/", headers={"x-forwarded-proto": "https"})
print(bare.status_code, bare.headers["Location"], proxied.status_code, proxied.cookies["csrftoken"]["secure"])
print(Client(headers={"host": "elsewhere"}).get("/enter/").status_code)
"""


def test_the_settings_of_a_bureau_hold(tmp_path: Path) -> None:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("JIXIAO_", "DATABASE_URL"))}
    own = {
        "DJANGO_SETTINGS_MODULE": "jixiao.web.settings",
        "JIXIAO_DATA": str(tmp_path),
        "JIXIAO_HTTPS": "1",
        "JIXIAO_HOSTS": "jixiao.example.gov.cn",
    }
    done = subprocess.run(
        [sys.executable, "-c", ASK], env=kept | own, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout
    assert done.stdout.splitlines()[-2:] == ["301 https://jixiao.example.gov.cn/enter/ 200 True", "400"]
    assert done.stderr == ""  # a stranger's host name fills no log
    assert (tmp_path / "secret_key").stat().st_mode & 0o077 == 0 or os.name == "nt"
