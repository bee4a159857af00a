"""Where the workbench keeps its data (数据位置): the folder of this user, its secret key, its database."""

from __future__ import annotations

import os
import secrets
import sys
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from jixiao.web.people.matrix import matrix

KEY_LENGTH = 64
BUSY_SECONDS = 20  # how long a writer waits for another; longer than any act of ours takes
DATABASE = "workbench.sqlite3"
# FULL: 保存一经确认，断电也不丢失
_PRAGMAS = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"


def data_folder() -> Path:
    """The folder of databases, uploads and the secret key (数据文件夹): JIXIAO_DATA, else the system's place for it."""
    if asked := os.environ.get("JIXIAO_DATA"):
        return Path(asked).absolute()
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "jixiao"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "jixiao"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "jixiao"


def secret_key(folder: Path) -> str:
    """The key that signs sessions (密钥): JIXIAO_SECRET_KEY, else the one made at the first start."""
    if given := os.environ.get("JIXIAO_SECRET_KEY"):
        return given
    file = folder / "secret_key"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return file.read_text(encoding="ascii").strip()
    with os.fdopen(handle, "w", encoding="ascii") as writing:
        key = secrets.token_urlsafe(KEY_LENGTH)
        writing.write(key)
    return key


def roles(variable: str) -> frozenset[str]:
    """The roles that a variable names, with commas (角色); a misspelt one would let people in who should not be."""
    named = frozenset(filter(None, (one.strip().upper() for one in os.environ.get(variable, "").split(","))))
    if unknown := named - matrix().roles.keys():
        message = f"{variable}: {', '.join(sorted(unknown))}?  {', '.join(matrix().roles)}"
        raise ValueError(message)
    return named


def database(folder: Path) -> dict[str, Any]:
    """Django's settings of the database (数据库): DATABASE_URL, else an SQLite file in the folder."""
    url = os.environ.get("DATABASE_URL", "")
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": str(folder / DATABASE),
            "OPTIONS": {"timeout": BUSY_SECONDS, "transaction_mode": "IMMEDIATE", "init_command": _PRAGMAS},
        }
    parts = urlsplit(url)
    if parts.scheme not in ("postgres", "postgresql"):
        message = "DATABASE_URL: postgresql://user:password@host:port/name"
        raise ValueError(message)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "OPTIONS": dict(parse_qsl(parts.query)),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }
