"""jixiao (绩效): read, score and audit budget performance self-evaluation forms (预算绩效自评表)."""

from __future__ import annotations

__version__ = "0.1.0"
