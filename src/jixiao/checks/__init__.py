"""The checks (审核规则): one file each; see engine.py for how they are declared and run."""

from __future__ import annotations

from jixiao.checks.engine import all_checks, audit, render

__all__ = ["all_checks", "audit", "render"]
