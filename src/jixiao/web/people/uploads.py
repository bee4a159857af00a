"""A table between its preview and its import (待确认的导入): kept for its uploader alone, and taken once."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.signing import BadSignature, TimestampSigner

from jixiao.errors import JixiaoError

if TYPE_CHECKING:
    from jixiao.web.people.models import Account

FOLDER = "imports"
KEPT_SECONDS = 3600
SALT = "people.uploads"


class UploadGone(JixiaoError):
    """待导入的表已过期。"""

    def __init__(self) -> None:
        super().__init__("没有导入：预览已过期。请重新上传。", "Not imported: the preview has expired; upload again.")


def keep(account: Account, data: bytes, name: str) -> str:
    """Keep the table (暂存); answers what the confirmation names it by."""
    place = f"{FOLDER}/{account.pk}-{hashlib.sha256(data).hexdigest()[:32]}"
    default_storage.delete(place)
    default_storage.save(place, ContentFile(data))
    return TimestampSigner(salt=SALT).sign_object([account.pk, place, name])


def taken(account: Account, kept: str) -> tuple[bytes, str]:
    """The table and its file name, once (取出). Raises UploadGone."""
    try:
        owner, place, name = TimestampSigner(salt=SALT).unsign_object(kept, max_age=KEPT_SECONDS)
    except (BadSignature, ValueError) as error:
        raise UploadGone from error
    if owner != account.pk or not default_storage.exists(place):
        raise UploadGone
    with default_storage.open(place, "rb") as file:
        data: bytes = file.read()
    default_storage.delete(place)
    return data, name
