"""What became of one file (审核结果): its forms with method, score card and findings, or why it could not be read."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from jixiao.errors import JixiaoError

if TYPE_CHECKING:  # `jixiao --help` needs none of them
    from jixiao.finding import Finding, Severity
    from jixiao.form import Form
    from jixiao.rulebooks import Statement
    from jixiao.rulebooks.model import Rulebook
    from jixiao.scoring import Scorecard


LONGEST_ON_WINDOWS = 260


class Audited(NamedTuple):
    """One form with all that was found out about it (一张表的审核结果)."""

    form: Form
    rulebook: Rulebook
    why: tuple[Statement, ...]  #: 选用此计分办法的理由
    scorecard: Scorecard
    findings: tuple[Finding, ...]

    @property
    def called(self) -> str:
        """What to call the form in a list: its project, else its unit, else its title."""
        return self.form.project or self.form.unit or self.form.title or ""

    def number_of(self, severity: Severity) -> int:
        """How many findings are that grave."""
        return sum(1 for finding in self.findings if finding.severity is severity)


class Outcome(NamedTuple):
    """One file: its forms, or the error that stopped it (一个文件的审核结果)."""

    path: Path
    forms: tuple[Audited, ...] = ()
    error: JixiaoError | None = None

    @property
    def name(self) -> str:
        """The path as text that can be written: a name in GBK bytes on a system of UTF-8 gets � for what is no text."""
        return str(self.path).encode("utf-8", "surrogateescape").decode("utf-8", "replace")

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
        return Outcome(path, tuple(audited(form, rulebook) for form in opening.open_forms(openable(path))))
    except JixiaoError as error:
        return Outcome(path, error=error)


def openable(path: Path) -> Path:
    """The path as Windows opens it: one of 260 characters or more needs a mark."""
    whole = str(path.absolute())
    if os.name != "nt" or len(whole) < LONGEST_ON_WINDOWS or whole.startswith("\\\\"):
        return path
    return Path(f"\\\\?\\{whole}")


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
