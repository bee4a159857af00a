"""D077: the head of the form lacks what identifies it."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.checks.dossier import Dossier
from jixiao.checks.engine import Hit, check
from jixiao.checks.texts import is_blank
from jixiao.finding import Severity
from jixiao.form import Form, FormKind

NAMES = {
    "unit": ("单位名称", "unit"),
    "project": ("项目名称", "project"),
    "year": ("年度", "year"),
    "filed_on": ("填报日期", "date of filing"),
    "contact": ("联系人", "contact"),
}


@check(
    code="D077",
    title="表头信息缺失",
    title_en="The head of the form is incomplete",
    severity=Severity.LOOK,
    message="表头未填{missing}。",
    message_en="The head of the form lacks: {missing_en}.",
    since="0.1",
)
def header_missing(dossier: Dossier) -> Iterator[Hit]:
    """表头应有单位名称（项目表另有项目名称）和年度；表中设有填报日期、联系人处的，也应填写。

    为何重要：不知道是谁、哪一年、哪个项目的表，就无法归档、核对和公开。
    如何处理：补填后重新生成。印章多为图片，不在此判断。
    依据：自评表填报要求。

    The head names unit and year (and the project); date and contact where the form has a place for them.

    Why: without unit, project and year a form cannot be filed, compared or published.
    Mend: fill in what is missing. Seals are mostly pictures and not judged here.
    Basis: the instructions of the form.
    """
    missing = [field for field in _needed(dossier.form) if _is_missing(dossier.form, field)]
    if missing:
        zh = "、".join(NAMES[field][0] for field in missing)
        yield Hit(missing[0], {"missing": zh, "missing_en": ", ".join(NAMES[field][1] for field in missing)})


def _needed(form: Form) -> Iterator[str]:
    """Where a seal or a telephone has its place, the date has one; a contact stands before the telephone."""
    if form.department is None or not form.locations or "unit" in form.locations:  # 重庆等地只印主管部门
        yield "unit"
    yield from ("project", "year") if form.kind in (FormKind.PROJECT, FormKind.TRANSFER) else ("year",)
    if form.seal is not None or "filed_on" in form.locations or (form.phone is not None and not form.locations):
        yield "filed_on"
    if form.phone is not None:
        yield "contact"


def _is_missing(form: Form, field: str) -> bool:
    value = getattr(form, field)
    return is_blank(value) if isinstance(value, str) else value is None
