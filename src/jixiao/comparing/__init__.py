"""Two forms of one thing (两表对照): what relates them, which rows belong together, and what should not differ."""

from __future__ import annotations

from jixiao.comparing.engine import Comparison, all_comparisons, compare, comparisons_by_code, render
from jixiao.comparing.relation import Relation

__all__ = ["Comparison", "Relation", "all_comparisons", "compare", "comparisons_by_code", "render"]
