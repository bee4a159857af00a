"""`jixiao check FILE...`: read, score and audit files, and report (审核)."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from jixiao import file_names
from jixiao.lang import say
from jixiao.outcome import Outcome, examine
from jixiao.terminal import Line, clean, plain
from jixiao.terminal_help import command
from jixiao.terminal_options import files_argument, output_option, rulebook_option, severity_option, waivers_option
from jixiao.terminal_out import page_width, show, write_text, write_whole
from jixiao.terminal_progress import Progress

FORMATS = ("text", "json", "sarif")


@command("check")
@files_argument
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", help="输出格式 | Output format")
@rulebook_option
@severity_option
@output_option
@waivers_option
@click.option("-q", "--quiet", is_flag=True, help="每张表只给一行结论 | One line a form: the verdict")
@click.option("--with-form", is_flag=True, help="JSON 中附上读出的整张表 | Put the whole form into the JSON")
@click.pass_obj
def check(  # noqa: PLR0913 - one parameter an option
    lang: str,
    *,
    files: tuple[str, ...],
    form: str,
    rulebook: str | None,
    least: str,
    output: str | None,
    waivers: str | None,
    quiet: bool,
    with_form: bool,
) -> int:
    r"""审核自评表：读出、按办法重新计分、列出全部问题并给出结论。可给多个文件、文件夹和通配符。

    Audit forms: read, score again by the method, list every finding, give a verdict. Takes files, folders and
    wildcards.

    \b
    jixiao check 自评表.xlsx
    jixiao check 收件 *.html --min-severity must_fix
    jixiao check 收件 --format sarif -o 结果.sarif
    """
    if rulebook is not None:
        from jixiao import rulebooks  # noqa: PLC0415 - --help needs none of it

        rulebooks.load(rulebook)  # an unknown one is said once, before any file
    target = None if output is None else file_names.writable(output)
    outcomes = _examined(files, rulebook, None if waivers is None else known(waivers), lang)
    if form == "text":
        return _text(outcomes, lang, least, target, quiet=quiet)
    done = list(outcomes)
    write_text(_machine(done, form, lang, least, with_form=with_form), target)
    if target is not None:
        sys.stderr.write(say("files.written", lang, name=target) + "\n")
    return worst(done)


def known(waivers: str) -> Path:
    """The waiver file that was named; one that is missing or broken is said once, before any file."""
    from jixiao.waivers import load  # noqa: PLC0415 - most calls name none

    load(Path(waivers))
    return Path(waivers)


def _examined(files: Sequence[str], rulebook: str | None, waivers: Path | None, lang: str) -> Iterator[Outcome]:
    """Each file in turn; one that cannot be read is said on standard error at once."""
    from jixiao.worker import Worker  # noqa: PLC0415 - --help needs no process

    paths = list(file_names.expanded(files))
    with Worker() as worker, Progress(len(paths), lang) as progress:
        for path in paths:
            progress.begin(path.name)
            outcome = path if isinstance(path, Outcome) else examine(path, rulebook, waivers, worker)
            progress.clear()
            if outcome.error is not None:
                sys.stdout.flush()
                sys.stderr.write(clean(outcome.error.text(lang)) + "\n")
            yield outcome


def worst(outcomes: Sequence[Outcome]) -> int:
    """The exit code of them all: 2 wins over 1, 1 over 0."""
    return max((outcome.exit_code for outcome in outcomes), default=0)


def _text(outcomes: Iterator[Outcome], lang: str, least: str, target: Path | None, *, quiet: bool) -> int:
    columns = page_width()
    done, written = [], []

    def put(lines: list[Line]) -> None:
        if target is None:
            show(lines)
        else:
            written.append(plain(lines))

    for outcome in outcomes:
        done.append(outcome)
        for lines in _reports(outcome, lang, columns, least, quiet=quiet):
            put(lines)
    put(_closing(done, lang, columns))
    if target is not None:
        write_whole("".join(written).encode(), target)
        sys.stderr.write(say("files.written", lang, name=target) + "\n")
    return worst(done)


def _reports(outcome: Outcome, lang: str, columns: int, least: str, *, quiet: bool) -> Iterator[list[Line]]:
    """One report, or one line, for each form of a file."""
    # imported after the first file is read: until then these modules would only keep it waiting
    from jixiao.finding import Severity  # noqa: PLC0415
    from jixiao.terminal_report import report, verdict  # noqa: PLC0415

    for number, one in enumerate(outcome.forms, start=1):
        name = clean(outcome.name) + (f" {number}/{len(outcome.forms)}" if len(outcome.forms) > 1 else "")
        yield [verdict(one, lang, name)] if quiet else report(one, name, lang, columns, Severity(least))


def _closing(done: Sequence[Outcome], lang: str, columns: int) -> list[Line]:
    """The table of all forms, where there are several, and the waivers that fit nothing any more."""
    from jixiao.terminal_summary import summary  # noqa: PLC0415 - as above
    from jixiao.terminal_waivers import unused_lines  # noqa: PLC0415 - as above

    several = len(done) > 1 or sum(len(outcome.forms) for outcome in done) > 1
    return [*(summary(done, lang, columns) if several else []), *unused_lines(done, lang, columns)]


def _machine(outcomes: Sequence[Outcome], form: str, lang: str, least: str, *, with_form: bool) -> str:
    from jixiao.finding import Severity  # noqa: PLC0415 - as above

    if form == "json":
        from jixiao.writers.findings_json import findings_json  # noqa: PLC0415 - only when asked for

        return findings_json(outcomes, Severity(least), with_form=with_form)
    from jixiao.writers.findings_sarif import findings_sarif  # noqa: PLC0415 - only when asked for

    return findings_sarif(outcomes, lang, Severity(least))
