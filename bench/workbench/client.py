"""A browser reduced to what costs the server something: one kept connection, one session (浏览器的替身)."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import urlencode

import msgspec


class Answer(NamedTuple):
    """What came back, and after how long."""

    status: int
    body: bytes
    seconds: float


class Gone(ConnectionError):
    """The server went away before it had answered: nothing was acknowledged."""

    def __init__(self, error: Exception) -> None:
        super().__init__(f"{type(error).__name__}: {error}")


class Browser:
    """One person's connection. A lost one is opened again at the next request."""

    def __init__(self, port: int, session: str) -> None:
        self._port = port
        token = "t" * 32
        self._head = (
            f"Host: 127.0.0.1:{port}\r\nCookie: sessionid={session}; csrftoken={token}\r\nX-CSRFToken: {token}\r\n"
            f"Origin: http://127.0.0.1:{port}\r\nAccept: text/html\r\nAccept-Language: zh\r\n"
        )
        self._lines: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def get(self, path: str) -> Answer:
        """A page."""
        return await self._ask(f"GET {path} HTTP/1.1\r\n{self._head}\r\n".encode())

    async def post_json(self, path: str, told: object) -> Answer:
        """What the editor sends."""
        return await self._post(path, "application/json", msgspec.json.encode(told))

    async def post_form(self, path: str, fields: Mapping[str, str]) -> Answer:
        """What a button sends."""
        return await self._post(path, "application/x-www-form-urlencoded", urlencode(fields).encode())

    async def close(self) -> None:
        """Hang up."""
        if self._lines is not None:
            self._lines[1].close()
            self._lines = None

    async def _post(self, path: str, kind: str, body: bytes) -> Answer:
        head = f"POST {path} HTTP/1.1\r\n{self._head}Content-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n"
        return await self._ask(head.encode() + body)

    async def _ask(self, request: bytes) -> Answer:
        begin = time.perf_counter()
        try:
            if self._lines is None:
                self._lines = await asyncio.open_connection("127.0.0.1", self._port)
            reader, writer = self._lines
            writer.write(request)
            await writer.drain()
            status, length, chunked, closing = await _read_head(reader)
            body = await _read_chunks(reader) if chunked else await reader.readexactly(length)
        except (OSError, EOFError, asyncio.IncompleteReadError, ValueError) as error:
            await self.close()
            raise Gone(error) from error
        if closing:
            await self.close()
        return Answer(status, body, time.perf_counter() - begin)


async def _read_head(reader: asyncio.StreamReader) -> tuple[int, int, bool, bool]:
    lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    fields = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines[1:])}
    status = int(lines[0].split()[1])
    chunked = "chunked" in fields.get("transfer-encoding", "")
    return status, int(fields.get("content-length", 0)), chunked, fields.get("connection", "").lower() == "close"


async def _read_chunks(reader: asyncio.StreamReader) -> bytes:
    body = b""
    while size := int((await reader.readuntil(b"\r\n")).split(b";")[0], 16):
        body += (await reader.readexactly(size + 2))[:-2]
    await reader.readuntil(b"\r\n")
    return body
