"""What became of one file (审核结果): its forms with method, score card and findings, or why it could not be read."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from jixiao.errors import JixiaoError

if TYPE_CHECKING:  # `jixiao --help` needs none of them
    from jixiao.finding import Finding, Severity
    from jixiao.form import Form
    from jixiao.rulebooks import Statement
    from jixiao.rulebooks.model import Rulebook
    from jixiao.scoring import Scorecard


class Audited(NamedTuple):
    """One form with all that was found out about it (一张表的审核结果)."""

    form: Form
    rulebook: Rulebook
    why: tuple[Statement, ...]  #: 选用此计分办法的理由
    scorecard: Scorecard
    findings: tuple[Finding, ...]

    def number_of(self, severity: Severity) -> int:
        """How many findings are that grave."""
        return sum(1 for finding in self.findings if finding.severity is severity)


class Outcome(NamedTuple):
    """One file: its forms, or the error that stopped it (一个文件的审核结果)."""

    path: Path
    forms: tuple[Audited, ...] = ()
    error: JixiaoError | None = None

    @property
    def exit_code(self) -> int:
        """2 could not be read, 1 something must be fixed, 0 neither."""
        if self.error is not None:
            return 2
        return int(any(finding.severity.rank == 0 for one in self.forms for finding in one.findings))


def examine(path: Path, rulebook: str | None = None) -> Outcome:
    """Read, score and audit one file (审核一个文件); `rulebook` names a method instead of the form's own choice."""
    from jixiao import opening  # noqa: PLC0415 - readers are loaded only when a file is read

    try:
        return Outcome(path, tuple(audited(form, rulebook) for form in opening.open_forms(path)))
    except JixiaoError as error:
        return Outcome(path, error=error)


def audited(form: Form, rulebook: str | None = None) -> Audited:
    """Score and audit one form (审核一张表)."""
    from jixiao import checks, rulebooks, scoring  # noqa: PLC0415 - as above

    if rulebook is None:
        choice = rulebooks.for_form(form)
        method, why = choice.rulebook, choice.why
    else:
        method = rulebooks.load(rulebook)
        why = (rulebooks.Statement("choice", f"按要求采用《{method.title}》。", f"Asked for: {method.title_en}."),)
    return Audited(form, method, why, scoring.score(form, method), tuple(checks.audit(form, method)))
