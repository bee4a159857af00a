"""The group weights that apply to one form (一级指标分值): they may depend on the groups it has."""

from __future__ import annotations

from jixiao.form import Form
from jixiao.rulebooks.model import GroupRule, Rulebook


def groups_for(rulebook: Rulebook, form: Form) -> tuple[GroupRule, ...]:
    """The standard weights for this form: of the variant for the groups that it lacks (未设成本或满意度指标), if any.

    Where several variants fit, the one that asks for the most groups to be lacking is the exact one.
    """
    present = {item.group for item in form.indicators} | {heading.group for heading in form.headings}
    fitting = [variant for variant in rulebook.variants if not present.intersection(variant.without)]
    if not present - {None} or not fitting:
        return rulebook.groups
    return max(fitting, key=lambda variant: len(variant.without)).groups
