"""One scoring method on a page (计分办法页): every value with its clause and what it rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render

from jixiao import rule_words
from jixiao.lang import say
from jixiao.web.forms.marks import rulebook_version
from jixiao.web.texts import current

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from jixiao.rulebooks.model import Rulebook
    from jixiao.web.forms.models import FormRecord


def page(request: HttpRequest, one: Rulebook, record: FormRecord | None = None) -> HttpResponse:
    """All that the method sets (一个计分办法); `record` is the form that it scores, where it was opened from one."""
    facts = {
        "one": one,
        "record": record,
        "years": years(one),
        "version": rulebook_version(one),
        "lines": [(line, say(f"basis.{line.basis}", current())) for line in rule_words.lines(one, current())],
    }
    return render(request, "rules/method.html", facts)


def years(one: Rulebook) -> str:
    """The years it holds for (适用年度)."""
    if one.valid_to is not None:
        return say("rules.years_between", current(), first=one.valid_from or "", last=one.valid_to)
    return "" if one.valid_from is None else say("rules.years_from", current(), first=one.valid_from)
