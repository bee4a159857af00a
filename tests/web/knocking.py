"""Knocking at addresses (敲门): one request as somebody, what it was answered and what it changed, then undone."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from copy import copy
from typing import Any, NamedTuple

from django.apps import apps
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

GONE, REFUSED = 404, (302, 303, 400, 403, 404, 409)
WRITES = ("INSERT", "UPDATE", "DELETE")
PASSING = ("django_session", "review_gauge")  # who is logged in; what is worked out of the forms again at any time
ROOMS = ("people", "forms", "cycle", "ledger", "inspection", "review", "rules")

Door = dict[str, Any]
Facts = Mapping[str, Any]  # what the words of the table stand for that begin with @


class Answer(NamedTuple):
    """What came of it (应答)."""

    status: int
    changed: bool
    content: bytes
    notices: str  #: what the next page will say of it

    @property
    def text(self) -> str:
        """All that it tells, of a workbook as well, and on the next page."""
        if not zipfile.is_zipfile(io.BytesIO(self.content)):
            return self.content.decode(errors="replace") + self.notices
        with zipfile.ZipFile(io.BytesIO(self.content)) as book:
            return "".join(book.read(name).decode(errors="replace") for name in book.namelist())


def addresses(patterns: list[Any]) -> Iterator[tuple[str, Any]]:
    """The name of every address below these with its view (全部网址)."""
    for one in patterns:
        if hasattr(one, "url_patterns"):
            yield from addresses(one.url_patterns)
        else:
            yield str(one.name), one.callback


def all_that_stands() -> list[list[tuple[Any, ...]]]:
    """Every row of every table (全部数据)."""
    models = [one for one in apps.get_models() if one._meta.app_label in ROOMS and one._meta.db_table not in PASSING]
    return [list(one._default_manager.order_by("pk").values_list()) for one in models]


@contextmanager
def undone() -> Iterator[None]:
    """Nothing of it stays (事后还原)."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@contextmanager
def _written() -> Iterator[list[str]]:
    """The statements that write, as they come."""
    said: list[str] = []

    def listen(execute: Any, sql: str, parameters: Any, many: bool, context: Any) -> Any:  # noqa: ANN401, FBT001 - as Django calls it
        if sql.startswith(WRITES) and not any(f'"{name}"' in sql for name in PASSING):
            said.append(sql)
        return execute(sql, parameters, many, context)

    with connection.execute_wrapper(listen):
        yield said


def knock(client: Client, door: Door, facts: Facts, before: list[list[tuple[Any, ...]]]) -> Answer:
    """Ask for the address of a row of the table; `before` is all that stood there."""
    kept = copy(client.cookies)
    with undone(), _written() as said:
        answer = _answer(client, door, facts)
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        for (
            close
        ) in answer._resource_closers:  # not answer.close(): that ends the request, and PostgreSQL's line with it
            close()
        notices = "".join(map(str, get_messages(answer.wsgi_request)))
        changed = bool(said) and all_that_stands() != before
    client.cookies = kept  # whoever left is back
    return Answer(int(answer.status_code), changed, content, notices)


def _answer(client: Client, door: Door, facts: Facts) -> Any:  # noqa: ANN401 - Django's answer to a test
    address = reverse(
        door["address"], kwargs={name: _meant(value, facts) for name, value in door.get("with", {}).items()}
    )
    if "method" not in door:
        return client.get(address, {name: _meant(value, facts) for name, value in door.get("query", {}).items()})
    if "json" in door:
        fields = {name: _meant(value, facts) for name, value in door["json"].items()}
        return client.post(address, json.dumps(fields), content_type="application/json")
    fields = {name: _meant(value, facts) for name, value in door.get("body", {}).items()}
    if "file" in door:
        fields["file"] = SimpleUploadedFile(door["file"], door.get("content", "某某合同").encode())
    return client.post(address, fields)


def _meant(value: Any, facts: Facts) -> Any:  # noqa: ANN401 - whatever stands in the table
    if isinstance(value, list):
        return [_meant(one, facts) for one in value]
    return facts[value] if isinstance(value, str) and value.startswith("@") else value
