"""Small things about addresses (网址)."""

from __future__ import annotations

from django.http import QueryDict


def query_without(query: QueryDict, name: str) -> str:
    """The query string without one parameter (去掉一项的查询), for links between pages."""
    kept = query.copy()
    kept.pop(name, None)
    return kept.urlencode()
