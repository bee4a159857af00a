"""The letter of return (退回意见) of one form, written from the findings that were accepted, by the room of letters."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from django.utils import timezone

from jixiao.finding import Severity
from jixiao.letters import kinds, told
from jixiao.letters.issue import Origin, file_name
from jixiao.letters.returned import letter, sheet
from jixiao.letters.values import given
from jixiao.waivers import fingerprint

if TYPE_CHECKING:
    from jixiao.web.forms.marks import Marked
    from jixiao.web.forms.models import FormRecord
    from jixiao.web.people.models import Account


class Facts(NamedTuple):
    """What the letter says beside the findings (公文要素); blank ones stay marked as to be filled in."""

    number: str  #: 发文字号
    phone: str
    deadline: str  #: 退回期限, in words


def written(record: FormRecord, marked: Marked, taken: set[str], account: Account, facts: Facts) -> tuple[bytes, str]:
    """The letter as a Word file, and its name; `taken` are the marks of the accepted findings (出具退回意见)."""
    one = marked.audited
    findings = tuple(found for found in one.findings if fingerprint(one.form, found) in taken)
    origin = Origin(Path(f"{record.task.title}，第{record.version.number}版"), 1, 1)
    part = sheet(one._replace(findings=findings), origin, Severity.NOTE)
    post = account.posts_on().first()
    known = {
        "文号": given(facts.number, "文号"),
        "退回期限": given(facts.deadline, "退回期限"),
        "发文机关": given(post.unit.name if post is not None else "", "发文机关"),
        "成文日期": told.day(timezone.localdate()),
        "联系人": given(account.name, "联系人"),
        "联系电话": given(facts.phone, "联系电话"),
    }
    filled = kinds.template("returned", None).fill(letter([part._replace(unit=record.unit.name)], known))
    return filled, file_name(kinds.kind("returned").title, record.unit.name, set())
