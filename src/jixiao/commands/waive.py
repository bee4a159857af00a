"""`jixiao waive FILE CODE[@PLACE] --reason TEXT`: accept a finding, and remember why (接受疑点)."""

from __future__ import annotations

import getpass
import sys
from pathlib import Path

import click

from jixiao.lang import say
from jixiao.terminal import clean
from jixiao.terminal_help import command
from jixiao.terminal_options import file_argument, rulebook_option, waivers_option


@command("waive")
@file_argument
@click.argument("finding", metavar="CODE[@PLACE]")
@click.option("--reason", default="", help="为何可以接受（必填） | Why it may stand (required)")
@click.option("--by", help="接受人，默认为登录名 | Who accepts it; by default the login name")
@click.option("--all", "every", is_flag=True, help="接受该编号的每一处 | Accept every finding of that code")
@waivers_option
@rulebook_option
@click.pass_obj
def waive(  # noqa: PLR0913 - one parameter an option
    lang: str,
    *,
    file: str,
    finding: str,
    reason: str,
    by: str | None,
    every: bool,
    waivers: str | None,
    rulebook: str | None,
) -> int:
    r"""接受一条疑点并写明理由，记入表旁的例外文件；以后审核时单独列出，数字变了才重新报告。

    Accept a finding with a reason, in a small file beside the form. It is listed apart from then on, and comes back
    when a number changes.

    位置是 JSON 输出中的 path，或指标、资金行的名称；同一编号只有一处时可以不写。

    PLACE is the path of the JSON output, or the name of an indicator or fund row; not needed where there is only one.

    \b
    jixiao waive 自评表.xlsx A004@indicators[3].score --reason "经财政局同意加分"
    jixiao waive 自评表.xlsx B043@培训人数 --reason "年中追加任务，已报备"
    """
    from jixiao.places import where  # noqa: PLC0415 - after the command line was understood
    from jixiao.waiver_file import Acceptance, waive  # noqa: PLC0415 - as above

    code, _, place = finding.partition("@")
    asked = Acceptance(_known(code), place.strip(), clean(reason).strip(), _name() if by is None else clean(by), every)
    target, accepted = waive(Path(file), asked, None if waivers is None else Path(waivers), rulebook)
    for form, one in accepted:
        spot = where(form, one.path, lang)
        sys.stdout.write(say("waiver.written", lang, code=one.code, place=spot, file=clean(str(target))) + "\n")
    return 0


def _known(code: str) -> str:
    """The code of a check of one form, as it is spelt."""
    from jixiao.checks.engine import checks_by_code  # noqa: PLC0415 - as above
    from jixiao.commands.explain import close, every_check  # noqa: PLC0415 - as above
    from jixiao.errors import OnlyInComparison, UnknownCheck  # noqa: PLC0415 - as above

    asked = code.strip().upper()
    if asked in checks_by_code():
        return asked
    known = every_check()
    if asked in known:
        raise OnlyInComparison(asked)
    raise UnknownCheck(code, close(asked, {one.code: one.title for one in known.values()}))


def _name() -> str:
    """The login name; "" where the system tells none."""
    try:
        return clean(getpass.getuser())
    except (OSError, KeyError, ImportError):
        return ""
