"""What became of one file (审核结果): its forms with method, score card and findings, or why it could not be read."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from jixiao.errors import JixiaoError, writable

if TYPE_CHECKING:  # `jixiao --help` needs none of them
    from jixiao.finding import Finding, Severity
    from jixiao.form import Form
    from jixiao.rulebooks import Statement
    from jixiao.rulebooks.model import Rulebook
    from jixiao.scoring import Scorecard
    from jixiao.waivers import Waiver
    from jixiao.worker import Worker


LONGEST_ON_WINDOWS = 260


class Audited(NamedTuple):
    """One form with all that was found out about it (一张表的审核结果)."""

    form: Form
    rulebook: Rulebook
    why: tuple[Statement, ...]  #: 选用此计分办法的理由
    scorecard: Scorecard
    findings: tuple[Finding, ...]
    waived: tuple[tuple[Finding, Waiver], ...] = ()  #: 已接受的疑点, not among the findings
    lapsed: tuple[tuple[Finding, Waiver], ...] = ()  #: accepted once, with other numbers; also among the findings

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
    unused: tuple[Waiver, ...] = ()  #: 例外中已对不上任何疑点的
    waiver_file: Path | None = None  #: 例外文件, where there is one

    @property
    def name(self) -> str:
        """The path as text that can be written (路径)."""
        return writable(str(self.path))

    @property
    def exit_code(self) -> int:
        """2 could not be read, 1 something must be fixed, 0 neither."""
        if self.error is not None:
            return 2
        return int(any(finding.severity.rank == 0 for one in self.forms for finding in one.findings))


def examine(
    path: Path, rulebook: str | None = None, waiver_file: Path | None = None, worker: Worker | None = None
) -> Outcome:
    """Read, score and audit one file (审核一个文件); `rulebook` names a method instead of the form's own choice.

    Findings that the waiver file accepts are set apart: the one named, else the one beside the form, if there is one.
    With a `worker` the file is read in a process of its own, so that whatever it holds stops only itself.
    """
    try:
        forms = tuple(audited(form, rulebook) for form in _opened(openable(path), worker))
        file = waiver_file or path.with_name(f"{path.name}.waivers.toml")
        # os.path: a name that grows too long for the system is no error, there is just no such file
        known = waiver_file is not None or os.path.exists(file)  # noqa: PTH110
        return _accepted(Outcome(path, forms), file) if known else Outcome(path, forms)
    except JixiaoError as error:
        return Outcome(path, error=error)


def _opened(path: Path, worker: Worker | None) -> list[Form]:
    if worker is None:
        from jixiao import opening  # noqa: PLC0415 - readers are loaded only when a file is read

        return opening.open_forms(path)
    worker.ask(path)
    from jixiao.checks import all_checks  # noqa: PLC0415 - loaded here while the worker reads

    all_checks()
    return worker.answer()


def _accepted(outcome: Outcome, file: Path) -> Outcome:
    """The outcome with the findings set apart that the waiver file accepts (适用例外)."""
    from jixiao import waivers  # noqa: PLC0415 - most forms have none

    told, unused = waivers.accept(waivers.load(file), [(one.form, one.findings) for one in outcome.forms])
    forms = tuple(
        one._replace(findings=done.findings, waived=done.waived, lapsed=done.lapsed)
        for one, done in zip(outcome.forms, told, strict=True)
    )
    return outcome._replace(forms=forms, unused=unused, waiver_file=file)


def openable(path: Path) -> Path:
    """The path as Windows opens it: one of 260 characters or more needs a mark."""
    whole = str(path.absolute())
    if os.name != "nt" or len(whole) < LONGEST_ON_WINDOWS or whole.startswith("\\\\"):
        return path
    return Path(f"\\\\?\\{whole}")


def audited(form: Form, rulebook: str | Rulebook | None = None) -> Audited:
    """Score and audit one form (审核一张表), by the method named or given, else by the form's own choice."""
    from jixiao import rulebooks, scoring  # noqa: PLC0415 - as above
    from jixiao.checks.dossier import Dossier  # noqa: PLC0415 - as above
    from jixiao.checks.engine import look_into  # noqa: PLC0415 - as above

    if rulebook is None:
        choice = rulebooks.for_form(form)
        method, why = choice.rulebook, choice.why
    else:
        method = rulebooks.load(rulebook) if isinstance(rulebook, str) else rulebook
        why = (rulebooks.Statement("choice", f"按要求采用《{method.title}》。", f"Asked for: {method.title_en}."),)
    card = scoring.score(form, method)
    return Audited(form, method, why, card, tuple(look_into(Dossier(form, method, card))))
