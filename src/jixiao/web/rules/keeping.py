"""Taking in, approving and finding rulebooks of a bureau's own. They are data: nothing of them is ever executed."""

from __future__ import annotations

import hashlib
import re
import tempfile
import tomllib
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from jixiao import rulebooks
from jixiao.errors import InvalidRulebook, JixiaoError
from jixiao.web.ledger.record import record
from jixiao.web.people.access import may
from jixiao.web.people.matrix import matrix
from jixiao.web.rules.models import LocalRulebook

if TYPE_CHECKING:
    from jixiao.rulebooks.model import Rulebook
    from jixiao.web.people.models import Account

LARGEST = 200 * 1024  # bytes; the longest of the library has 20 kB
NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
LONGEST_NAME, LONGEST_TITLE, EDITION = 60, 200, 16
SEPARATOR = "@"


class BadName(JixiaoError):
    """文件名不合。"""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name}：文件名须为小写字母、数字和连字符，以 .toml 结尾，不与自带的办法重名，如 yunxi-2024.toml。",
            f"{name}: a file is called by small letters, digits and hyphens, ends in .toml, and is not named as a "
            "method of the program: yunxi-2024.toml.",
        )


class TooLong(JixiaoError):
    """文件过大。"""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name}：计分办法文件最大 {LARGEST // 1024} KB。", f"{name}: a rulebook has {LARGEST // 1024} kB at most."
        )


class NotYours(JixiaoError):
    """上传人不能自己启用。"""

    def __init__(self) -> None:
        super().__init__(
            "上传办法的人不能自己启用，请绩效处的另一人办理。",
            "Who offered a rulebook does not approve it; somebody else of the performance division does.",
        )


class KnownElsewhere(JixiaoError):
    """别的地区已有同一份办法。"""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name}：别的地区已上传过名称和内容都相同的办法。请换一个文件名再上传。",
            f"{name}: another region has offered the very same file; give yours another name.",
        )


def offer(account: Account, file_name: str, data: bytes) -> LocalRulebook:
    """Take in an edition, to be approved (上传). Raises BadName, TooLong, InvalidRulebook and KnownElsewhere."""
    name = file_name.removesuffix(".toml")
    fits = name != file_name and NAME.fullmatch(name) and len(name) <= LONGEST_NAME
    if not fits or name in rulebooks.names():
        raise BadName(file_name)
    if len(data) > LARGEST:
        raise TooLong(file_name)
    content = _text(file_name, data)
    found = parsed(name, content)
    edition = hashlib.sha256(data).hexdigest()[:EDITION]
    with transaction.atomic():
        one, new = LocalRulebook.objects.get_or_create(
            name=name,
            edition=edition,
            defaults={
                "title": found.title[:LONGEST_TITLE],
                "title_en": found.title_en[:LONGEST_TITLE],
                "content": content,
                "added_by": account,
                "unit": next(post.unit for post in account.held() if matrix().cell("rules", post.role) != "no"),
            },
        )
        if new:
            record(account, "rules.offer", one, rulebook=one.key)
    if not may(account, "rules", one):
        raise KnownElsewhere(file_name)
    return one


def _text(file_name: str, data: bytes) -> str:
    """The file as text, based on a method of the library or on none: another path would be read from the server."""
    try:
        content = data.decode("utf-8-sig")
        based_on = tomllib.loads(content).get("based_on")
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise InvalidRulebook(file_name, f"不是 TOML：{error}", f"not TOML: {error}") from error
    if based_on is not None and based_on not in rulebooks.names():
        raise InvalidRulebook(
            file_name, "based_on：须为自带的办法名称", "based_on: must be the name of a method of the program"
        )
    return content


def parsed(name: str, content: str) -> Rulebook:
    """The rulebook of such a file (解析), by the loader of `jixiao rules`. Raises InvalidRulebook."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{name}.toml"
        path.write_text(content, encoding="utf-8")
        try:
            return rulebooks.load(str(path))
        except InvalidRulebook as error:
            zh, en = (error.text(lang).replace(str(path), path.name) for lang in ("zh", "en"))
            raise Wrong(zh, en) from error


class Wrong(JixiaoError):
    """办法文件有误，已写明位置。"""


def approve(account: Account, one: LocalRulebook) -> None:
    """Let tasks be issued with it (启用). Raises NotYours."""
    if account == one.added_by:
        raise NotYours
    with transaction.atomic():
        one.approved_by, one.approved_at, one.withdrawn_at = account, timezone.now(), None
        one.save()
        record(account, "rules.approve", one, rulebook=one.key)


def withdraw(account: Account, one: LocalRulebook) -> None:
    """No new task is issued with it (停用); those that were keep it."""
    with transaction.atomic():
        one.withdrawn_at = timezone.now()
        one.save()
        record(account, "rules.withdraw", one, rulebook=one.key)


def active(account: Account) -> list[LocalRulebook]:
    """Those that the account may issue a task with (可选的本地办法): of its region, and of those above."""
    regions = tuple(post.unit.region_path for post in account.held())
    rows = LocalRulebook.objects.filter(approved_at__isnull=False, withdrawn_at__isnull=True)
    return [
        one for one in rows.select_related("unit") if any(region.startswith(one.unit.region_path) for region in regions)
    ]


def load(named: str) -> Rulebook:
    """The rulebook that a task names (任务的计分办法): of the library, or an edition of a bureau's own."""
    return _edition(named) if SEPARATOR in named else rulebooks.load(named)


@lru_cache(maxsize=64)
def _edition(named: str) -> Rulebook:
    name, _, edition = named.partition(SEPARATOR)
    return parsed(name, LocalRulebook.objects.get(name=name, edition=edition).content)
