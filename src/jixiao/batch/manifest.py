"""What a run has found and finished (清单): a small SQLite file, so that memory stays bounded and a kill loses nothing.

While it is open no second run can write the same store.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Self

from jixiao.batch.sources import Item
from jixiao.store_errors import StoreInUse
from jixiao.writing_errors import CannotWrite

_TABLES = """
CREATE TABLE IF NOT EXISTS setting (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS file (
    file TEXT PRIMARY KEY, path BLOB NOT NULL, member TEXT NOT NULL, stamp TEXT NOT NULL,
    file_id TEXT NOT NULL, sha256 TEXT NOT NULL, bytes INTEGER NOT NULL, seen INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS file_by_id ON file (file_id);
CREATE TABLE IF NOT EXISTS done (file_id TEXT PRIMARY KEY, part TEXT NOT NULL) WITHOUT ROWID;
"""
_TODO = "FROM file LEFT JOIN done USING (file_id) WHERE done.part IS NULL"


class Known(NamedTuple):
    """A file as the manifest knows it (已知文件)."""

    stamp: str
    file_id: str
    sha256: str
    size: int


class Manifest:
    """The list of files and of finished parts (清单). Use as a context manager.

    Raises StoreInUse while another run holds it, CannotWrite where the file is damaged or cannot be written.
    """

    def __init__(self, path: Path) -> None:
        store = str(path.parent.parent)
        self._database = sqlite3.connect(path, isolation_level=None, timeout=0.5)
        try:
            self._database.execute("PRAGMA locking_mode = EXCLUSIVE")
            self._database.execute("BEGIN EXCLUSIVE")
            for statement in _TABLES.split(";"):
                self._database.execute(statement)
            self._database.execute("COMMIT")
        except sqlite3.DatabaseError as error:
            self._database.close()
            if error.sqlite_errorcode in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
                raise StoreInUse(store) from error
            zh, en = (
                f"清单 {path.name} 不能用（{error}），可删去 .work 后重做",
                f"the manifest {path.name} fails: {error}",
            )
            raise CannotWrite(store, zh, en) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._database.close()

    def setting(self, name: str) -> str:
        """A setting of the store, "" where it has none."""
        row = self._database.execute("SELECT value FROM setting WHERE name = ?", [name]).fetchone()
        return "" if row is None else str(row[0])

    def put(self, name: str, value: str) -> None:
        """Remember a setting."""
        self._database.execute("INSERT OR REPLACE INTO setting VALUES (?, ?)", [name, value])

    def forget_parts(self) -> None:
        """Every part has to be made anew (全部重做)."""
        self._database.execute("DELETE FROM done")

    def record(self, found: Iterable[tuple[Item, Known]]) -> None:
        """Take what the source holds now for the list of files (更新清单)."""
        run = int(self.setting("run") or 0) + 1
        self._database.execute("BEGIN")
        try:
            for item, known in found:
                self._database.execute(
                    "INSERT OR REPLACE INTO file VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                    [
                        item.file,
                        os.fsencode(item.path),
                        item.member,
                        known.stamp,
                        known.file_id,
                        known.sha256,
                        known.size,
                        run,
                    ],
                )
            self._database.execute("DELETE FROM file WHERE seen <> ?", [run])
            self._database.execute("INSERT OR REPLACE INTO setting VALUES ('run', ?)", [str(run)])
            self._database.execute("COMMIT")
        except BaseException:
            self._database.execute("ROLLBACK")
            raise

    def known(self, item: Item) -> Known | None:
        """The file as it was when last seen, where nothing about its outside has changed since."""
        row = self._database.execute(
            "SELECT stamp, file_id, sha256, bytes FROM file WHERE file = ? AND path = ? AND member = ? AND stamp = ?",
            [item.file, os.fsencode(item.path), item.member, item.stamp],
        ).fetchone()
        return Known(*row) if row is not None and item.stamp else None

    def counts(self) -> tuple[int, int]:
        """How many different files there are, and how many of them are still to be read."""
        total = self._database.execute("SELECT count(DISTINCT file_id) FROM file").fetchone()[0]
        todo = self._database.execute(f"SELECT count(DISTINCT file_id) {_TODO}").fetchone()[0]
        return total, todo

    def todo(self, size: int) -> Iterator[list[tuple[str, Item]]]:
        """The files still to be read, in units of that size, each with its id (待办).

        They come as they lie: what is read from one place of an archive or table is in one unit, and is opened once.
        """
        self._database.execute("DROP TABLE IF EXISTS temp.planned")
        # "3:10" of a table is its third row group: as a number 3, then shorter before longer
        self._database.execute(
            f"CREATE TEMP TABLE planned AS SELECT file_id, min(file) AS file, path, member, stamp {_TODO} "
            "GROUP BY file_id ORDER BY path, CAST(member AS INTEGER), length(member), member"
        )
        after = 0
        query = "SELECT rowid, file_id, file, path, member, stamp FROM planned WHERE rowid > ? ORDER BY rowid LIMIT ?"
        while rows := self._database.execute(query, [after, size]).fetchall():
            after = rows[-1][0]
            yield [(file_id, Item(file, os.fsdecode(path), *rest)) for _, file_id, file, path, *rest in rows]

    def finish(self, part: str, file_ids: Iterable[str]) -> None:
        """The files have been written into that part (登记)."""
        self._database.execute("BEGIN")
        self._database.executemany("INSERT OR REPLACE INTO done VALUES (?, ?)", [(one, part) for one in file_ids])
        self._database.execute("COMMIT")

    def drop_unwanted(self) -> None:
        """Forget the parts none of whose files the source still holds (清除多余).

        The other parts stay whole: a file that comes back is in one of them, and must not be read into a second.
        """
        self._database.execute("DELETE FROM done WHERE part NOT IN (SELECT part FROM done JOIN file USING (file_id))")

    def parts(self) -> frozenset[str]:
        """The names of the parts in use."""
        return frozenset(row[0] for row in self._database.execute("SELECT DISTINCT part FROM done"))

    def files(self) -> Iterator[tuple[str, str, str, int]]:
        """Path, id, hash and size of every file, in the order of the paths."""
        yield from self._database.execute("SELECT file, file_id, sha256, bytes FROM file ORDER BY file")
