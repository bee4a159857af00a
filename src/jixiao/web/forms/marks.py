"""What the library says about the content of a record (计分与审核结果): scores, findings, open ones, rulebook."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from jixiao import outcome, rulebooks, waivers
from jixiao.finding import Severity
from jixiao.web.rules import keeping

if TYPE_CHECKING:
    from decimal import Decimal

    from jixiao.finding import Finding
    from jixiao.form import Form
    from jixiao.outcome import Audited
    from jixiao.rulebooks.model import Rulebook
    from jixiao.web.forms.models import FindingDecision, FormRecord
    from jixiao.web.people.models import Account

VERSION_LENGTH = 16  # hex digits; a rulebook has few editions


class Marked(NamedTuple):
    """A form with its scores and findings (审核结果)."""

    audited: Audited
    open: tuple[Finding, ...]  #: findings that no waiver covers
    waived: tuple[tuple[Finding, FindingDecision], ...]  #: 已作例外的

    @property
    def must_fix(self) -> int:
        """How many block a submission (必须修改的)."""
        return sum(1 for finding in self.open if finding.severity is Severity.MUST_FIX)

    @property
    def score(self) -> Decimal | None:
        """The total due under the rulebook (应得总分)."""
        return self.audited.scorecard.taken


def examined(record: FormRecord, form: Form | None = None) -> Marked:
    """Score and audit the record's form, or another content in its place (计分并审核)."""
    form = form if form is not None else record.form
    named = record.task.rulebook
    found = outcome.audited(form, keeping.load(named) if named else None)
    decided = {one.fingerprint: one for one in record.decisions.filter(verdict="waived")}
    still, waived = [], []
    for finding in found.findings:
        decision = decided.get(waivers.fingerprint(form, finding)) if decided else None
        if decision is None:
            still.append(finding)
        else:
            waived.append((finding, decision))
    return Marked(found, tuple(still), tuple(waived))


def method_of(record: FormRecord, form: Form) -> Rulebook:
    """The rulebook that counts for the form (适用的计分办法): the task's, else the form's own choice."""
    named = record.task.rulebook
    return keeping.load(named) if named else rulebooks.for_form(form).rulebook


def rulebook_version(rulebook: Rulebook) -> str:
    """What tells this edition of a rulebook from another of the same name (计分办法版本): the hash of all it says."""
    return hashlib.sha256(msgspec.json.encode(rulebook, order="deterministic")).hexdigest()[:VERSION_LENGTH]


def known_rulebooks(account: Account) -> list[tuple[str, str, str]]:
    """The rulebooks that a task may name (可选的计分办法), the bureau's own first: name, Chinese and English title."""
    own = [(one.key, one.title, one.title_en) for one in keeping.active(account)]
    return own + [(one.name, one.title, one.title_en) for one in map(rulebooks.load, rulebooks.names())]
