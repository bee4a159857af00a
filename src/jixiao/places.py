"""What to call a place of a form (表中位置的说法): a path such as indicators[3].score in words, and where it stood."""

from __future__ import annotations

import re

from jixiao.form import Form
from jixiao.location import Location

STEP = re.compile(r"([a-z_0-9]+)(?:\[(\d+)\])?")
NAME_LENGTH = 18  # characters of an indicator's name that a place quotes

FIELDS: dict[str, tuple[str, str]] = {
    "kind": ("表种", "kind of form"),
    "title": ("表名", "title"),
    "unit": ("单位名称", "unit"),
    "department": ("主管部门", "department in charge"),
    "project": ("项目名称", "project"),
    "project_code": ("项目编码", "project code"),
    "region": ("地区", "region"),
    "year": ("年度", "year"),
    "filed_on": ("填报日期", "date of filing"),
    "amount_unit": ("金额单位", "unit of amounts"),
    "funds": ("资金", "funds"),
    "management": ("资金管理情况", "management of funds"),
    "goals": ("年度总体目标", "yearly goal"),
    "headings": ("分组标题", "group heading"),
    "indicators": ("绩效指标", "indicators"),
    "total_weight": ("总分行分值", "total weight"),
    "total_score": ("总分", "total score"),
    "grade": ("自评等级", "grade"),
    "conclusion": ("自评结论", "conclusion"),
    "problems": ("存在问题", "problems"),
    "measures": ("改进措施", "measures"),
    "contact": ("联系人", "contact"),
    "phone": ("联系电话", "telephone"),
    "seal": ("盖章", "seal"),
    "notes": ("表注", "notes"),
    "attributes": ("表头项", "header entry"),
    "source": ("资金来源", "source"),
    "initial_budget": ("年初预算数", "initial budget"),
    "full_budget": ("全年预算数", "full-year budget"),
    "arrived": ("到位数", "amount arrived"),
    "executed": ("全年执行数", "amount executed"),
    "weight": ("分值", "weight"),
    "rate": ("执行率", "execution rate"),
    "score": ("得分", "score"),
    "reason": ("未完成原因", "reason"),
    "expected": ("预期目标", "expected"),
    "actual": ("实际完成值", "actual value"),
    "initial": ("年初设定目标", "initial goal"),
    "long_term": ("中期目标", "medium-term goal"),
    "aspect": ("管理事项", "aspect"),
    "situation": ("情况说明", "explanation"),
    "label": ("名称", "label"),
    "group": ("一级指标", "first level"),
    "facet": ("二级指标", "second level"),
    "name": ("三级指标", "name"),
    "level1": ("一级指标", "first level"),
    "level2": ("二级指标", "second level"),
    "target": ("年度指标值", "target value"),
    "initial_target": ("年初指标值", "initial target"),
    "long_term_target": ("中期指标值", "medium-term target"),
    "forecast": ("全年预计", "expected for the year"),
    "review_score": ("复核分", "review score"),
    "deduction": ("扣分", "deduction"),
    "standard": ("评分标准", "scoring standard"),
    "likelihood": ("完成可能性", "likelihood of completion"),
}
WHOLE = ("全表", "the form as a whole")


def in_words(form: Form, path: str, lang: str = "zh") -> str:
    """The path as people say it.

    >>> in_words(Form(), "total_score"), in_words(Form(), "notes[1]"), in_words(Form(), "")
    ('总分', '表注 2', '全表')
    """
    if not path:
        return WHOLE[lang == "en"]
    first, _, rest = path.partition(".")
    step = STEP.fullmatch(first)
    if step is None:
        return path
    start = _numbered(form, step[1], None if step[2] is None else int(step[2]), lang)
    goal_field = step[1] == "goals" and rest == "actual"
    field = (("实际完成情况", "actual result") if goal_field else FIELDS.get(rest, (rest, rest)))[lang == "en"]
    return f"{start} {field}".rstrip() if lang == "en" else f"{start}{field}"


def _numbered(form: Form, name: str, index: int | None, lang: str) -> str:
    """The first step of a path: a field, or one row of a list by what the row is called."""
    en = lang == "en"
    word = FIELDS.get(name, (name, name))[en]
    if index is None:
        return word
    if name == "indicators":
        called = _called(form, index, en=en)
        return f"indicator {index + 1}{called}" if en else f"第 {index + 1} 行指标{called}"
    if name == "funds" and index < len(form.funds):
        source = form.funds[index].source.rstrip("：:")
        return f'"{source}"' if en else f"“{source}”"
    if name == "headings" and index < len(form.headings):
        return f'heading "{form.headings[index].label}"' if en else f"“{form.headings[index].label}”标题"
    single = name == "goals" and len(form.goals) == 1
    return word if single else f"{word} {index + 1}"


def _called(form: Form, index: int, *, en: bool) -> str:
    label = form.indicators[index].label if index < len(form.indicators) else ""
    if not label:
        return ""
    short = label if len(label) <= NAME_LENGTH else f"{label[: NAME_LENGTH - 1]}…"
    return f' "{short}"' if en else f"“{short}”"


def location_of(form: Form, path: str) -> Location | None:
    """Where the value at `path` stood (出处), else its row, else None."""
    while path:
        found = form.locations.get(path)
        if found is not None:
            return found
        path = path.rpartition(".")[0]
    return None


def where(form: Form, path: str, lang: str = "zh") -> str:
    """The place in words with its source location: 第 4 行指标“工资福利支出”得分 · 自评表!H19"""
    location = location_of(form, path)
    spot = location.describe(lang) if location else ""
    return " · ".join(part for part in (in_words(form, path, lang), spot) if part)
