"""Settings of the tests (测试设置): a data folder of their own, PostgreSQL when JIXIAO_TEST_DATABASE_URL names one."""

from __future__ import annotations

import os
import tempfile

os.environ["JIXIAO_DATA"] = tempfile.mkdtemp(prefix="jixiao-tests-")
os.environ["JIXIAO_SECRET_KEY"] = "of the tests alone, long enough for the deployment check to be content"  # noqa: S105
os.environ.pop("DATABASE_URL", None)
if os.environ.get("JIXIAO_TEST_DATABASE_URL"):
    os.environ["DATABASE_URL"] = os.environ["JIXIAO_TEST_DATABASE_URL"]

from jixiao.web.settings import *  # noqa: F403 - the environment stands first

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # fast; no password of a person is in the tests
