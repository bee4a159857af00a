"""Measured figures put into a page of the documents (写入文档), between the marks of the command that measured them."""

from __future__ import annotations

from pathlib import Path

DOCS = Path(__file__).parents[1] / "docs"


def put(page: str, command: str, text: str) -> None:
    """Replace what stands between the marks of `command` in docs/`page`."""
    path = DOCS / page
    begin, end = f"<!-- begin: python -m {command} --write-docs -->", "<!-- end -->"
    before, found, rest = path.read_text(encoding="utf-8").partition(begin)
    if not found:
        raise LookupError(begin)
    path.write_text(f"{before}{begin}\n\n{text}\n\n{end}{rest.partition(end)[2]}", encoding="utf-8")
