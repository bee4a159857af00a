"""What a form evaluates (表种), by its title, else by its fund rows. All layouts share it."""

from __future__ import annotations

from collections.abc import Iterable

from jixiao.form import FormKind
from jixiao.layouts import labels

_BY_TITLE = (  # the first that fits counts: 部门整体支出绩效目标申报表 is a target form
    (FormKind.MONITORING, ("监控",)),
    (FormKind.TARGET, ("目标申报", "目标批复", "绩效目标表", "申报表", "批复表")),
    (FormKind.TRANSFER, ("转移支付",)),
    (FormKind.DEPARTMENT, ("部门整体", "(单位)整体", "单位整体", "整体支出", "部门预算整体")),
)


def kind_of(title: str | None, sources: Iterable[str], *, names_project: bool) -> FormKind:
    """The kind of a form (表种) with this title and these fund rows.

    Without a telling title, a row 基本支出 makes it a department's form, unless it names a project.
    """
    plain = labels.half_width(title or "")
    for kind, words in _BY_TITLE:
        if any(word in plain for word in words) and not (kind is FormKind.TARGET and "自评" in plain):
            return kind
    has_basic = any(labels.find(source, "fund_row") == "basic" for source in sources)
    return FormKind.DEPARTMENT if has_basic and not names_project else FormKind.PROJECT
