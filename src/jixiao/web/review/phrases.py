"""Ready phrases (常用语): those of the program in the language of the page, then those of the reviewer's own office."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from django.db import transaction

from jixiao.web.ledger.record import record as log
from jixiao.web.people.models import PATH_STEP
from jixiao.web.review.models import Phrase
from jixiao.web.texts import current
from jixiao.writers.printable import printable

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from jixiao.web.people.models import Account, Unit

PLACES = ("indicator", "form")
LONGEST = 300
MOST = 200  # of one office


@cache
def ours() -> dict[str, list[tuple[str, str]]]:
    """The phrases that come with the program, by place (自带的常用语)."""
    text = resources.files(__package__).joinpath("phrases.toml").read_text(encoding="utf-8")
    return {place: [(zh, en) for zh, en in rows.values()] for place, rows in tomllib.loads(text).items()}


def ready(account: Account, place: str) -> list[str]:
    """What is offered to the account at that place (可选的常用语)."""
    at = 1 if current() == "en" else 0
    own = [phrase.text for phrase in reachable(account).filter(place=place)]
    return [*own, *(both[at] for both in ours()[place])]


def reachable(account: Account) -> QuerySet[Phrase]:
    """The phrases of the offices at which the account sits, and of those above (本级和上级的常用语)."""
    paths = [post.unit.path for post in account.held()]
    above = {path[:end] for path in paths for end in range(PATH_STEP, len(path) + 1, PATH_STEP)}
    return Phrase.objects.filter(unit__path__in=above).select_related("unit")


def homes(account: Account) -> list[Unit]:
    """The offices whose phrases the account may edit: its own (本人所在单位)."""
    return list({post.unit.pk: post.unit for post in account.held()}.values())


def add(account: Account, unit: Unit, place: str, text: str) -> Phrase | None:
    """Add one to the office (增加); None where it is blank, stands already, or the office has too many."""
    text = " ".join(printable(text).split())[:LONGEST]
    own = Phrase.objects.filter(unit=unit)
    if not text or place not in PLACES or own.filter(place=place, text=text).exists() or own.count() >= MOST:
        return None
    with transaction.atomic():
        phrase = Phrase.objects.create(unit=unit, place=place, text=text)
        log(account, "review.phrase.add", phrase, unit=unit.code, place=place, text=text)
    return phrase


def remove(account: Account, phrase: Phrase) -> None:
    """Take one away (删除)."""
    with transaction.atomic():
        log(account, "review.phrase.remove", phrase, unit=phrase.unit.code, place=phrase.place, text=phrase.text)
        phrase.delete()
