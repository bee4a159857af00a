"""Many forms at a glance (总览): ranking, distribution, findings, inflation, what is missing; a page or a workbook."""

from __future__ import annotations

from jixiao.overview.asked import Overview, Table, overview
from jixiao.overview.parts import PARTS, Part

__all__ = ["PARTS", "Overview", "Part", "Table", "overview"]
