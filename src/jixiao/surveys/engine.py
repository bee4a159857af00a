"""How a survey is declared (跨表核查): a query over the store's tables, its settings, the columns of its answer.

A survey gives clues, no verdicts: forms that somebody should look at, and beside each the others it was held against.
"""

from __future__ import annotations

import difflib
import importlib
import pkgutil
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from types import ModuleType

import msgspec

from jixiao.store_errors import UnknownSurvey


class Column(msgspec.Struct, frozen=True):
    """One column of an answer (列): its name in the query, its headings."""

    name: str
    zh: str
    en: str


class Setting(msgspec.Struct, frozen=True):
    """A number that decides what is told (参数); whoever asks may set another."""

    name: str
    value: Decimal
    zh: str
    en: str


class Texts(msgspec.Struct, frozen=True):
    """Texts to be held against each other before the query runs (文字比对).

    With `pairs` the query names two texts, `first` and `second`, and each row gets the `percent` that they have in
    common. Else it names one `text`: each row gets a `cluster`, shared by all texts that are alike, and the `percent`
    that it has in common with the likest of them. The rows are the table `near`.
    """

    query: str
    pairs: bool = False


class Survey(msgspec.Struct, frozen=True, kw_only=True):
    """One question about many forms (跨表核查). The first column of the answer, `case`, numbers the cases (组)."""

    code: str
    title: str
    title_en: str
    meaning: str  #: 查什么、为何值得看
    meaning_en: str
    basis: str  #: 依据和口径
    basis_en: str
    columns: tuple[Column, ...]
    query: str
    settings: tuple[Setting, ...] = ()
    texts: Texts | None = None
    name: str = ""  #: the module's name, such as copied_reasons

    def settled(self, asked: Mapping[str, Decimal]) -> dict[str, Decimal]:
        """Every setting with its value (参数取值), those asked for first."""
        return {one.name: asked.get(one.name, one.value) for one in self.settings}


# the columns that most answers have
CASE = Column("case", "组", "Case")
UNIT = Column("unit", "填报单位", "Unit")
OWNER = Column("owner", "主管部门（无则单位）", "Department, else unit")
PROJECT = Column("project", "项目", "Project")
YEAR = Column("year", "年度", "Year")
FILE = Column("file", "文件", "File")
PATH = Column("path", "位置", "Place")
PERCENT = Column("percent", "相同%", "Alike %")
TOTAL = Column("total_score", "自评总分", "Stated total")


@cache
def all_surveys() -> tuple[Survey, ...]:
    """Every survey of this folder, in the order of the codes (全部核查)."""
    package = "jixiao.surveys"
    names = sorted(info.name for info in pkgutil.iter_modules(importlib.import_module(package).__path__))
    found = [
        one for name in names if (one := _declared(importlib.import_module(f"{package}.{name}"), name)) is not None
    ]
    return tuple(sorted(found, key=lambda one: one.code))


def _declared(module: ModuleType, name: str) -> Survey | None:
    one = getattr(module, "SURVEY", None)
    return msgspec.structs.replace(one, name=name) if isinstance(one, Survey) else None


def survey_named(asked: str) -> Survey:
    """The survey of that code or name (按编号或名称). Raises UnknownSurvey."""
    known = {key: one for one in all_surveys() for key in (one.code, one.name)}
    found = known.get(asked) or known.get(asked.upper())
    if found is None:
        near = difflib.get_close_matches(asked, known, n=3, cutoff=0.5) or [one.code for one in all_surveys()]
        raise UnknownSurvey(asked, near)
    return found
