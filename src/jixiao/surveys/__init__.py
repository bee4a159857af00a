"""Questions about many forms (跨表核查): one module a question, found by walking this folder, asked of a store."""

from __future__ import annotations

from jixiao.surveys.engine import Survey, all_surveys, survey_named
from jixiao.surveys.run import Result, run

__all__ = ["Result", "Survey", "all_surveys", "run", "survey_named"]
