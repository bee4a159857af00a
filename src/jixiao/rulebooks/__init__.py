"""Rulebooks (计分办法): one TOML a published method; `for_form` chooses the one that a form follows.

>>> load("guizhou-department-2022").region
'贵州'
"""

from __future__ import annotations

from jixiao.rulebooks.choice import Choice, Statement, for_form
from jixiao.rulebooks.library import headers, load, names
from jixiao.rulebooks.weights import groups_for

__all__ = ["Choice", "Statement", "for_form", "groups_for", "headers", "load", "names"]
