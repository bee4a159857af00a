"""The command line (命令行): `jixiao COMMAND`. Exit codes: 0 clean, 1 must be fixed, 2 could not read, 3 our defect."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

import click

from jixiao import __version__
from jixiao import lang as language
from jixiao.errors import JixiaoError
from jixiao.terminal_help import Group, usage_message
from jixiao.terminal_out import prepare

CANNOT, DEFECT, INTERRUPTED, PIPE_CLOSED = 2, 3, 130, 141
COMPLETE = "_JIXIAO_COMPLETE"


@click.command("jixiao", cls=Group, package="jixiao.commands", invoke_without_command=True)
@click.version_option(__version__, message="jixiao %(version)s", help="显示版本 | Show the version")
@click.pass_context
def group(context: click.Context) -> None:
    r"""读取、计分、审核预算绩效自评表：一条命令，复核任何一份文件。

    Read, score and audit Chinese budget performance self-evaluation forms.

    退出码：0 没有必须修改的问题，1 有必须修改的问题，2 有文件不能读取或用法有误，3 程序自身出错。

    Exit codes: 0 nothing must be fixed, 1 something must be fixed, 2 a file could not be read or the usage was wrong,
    3 a defect of jixiao itself.

    \b
    jixiao check 自评表.xlsx
    jixiao check 收件 --format json -o 结果.json
    """
    if context.invoked_subcommand is None:
        click.echo(context.get_help())


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and answer its exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    lang = language.choose(given, os.environ)
    prepare(sys.stdout)
    prepare(sys.stderr)
    if os.environ.get(COMPLETE):
        return _complete(os.environ[COMPLETE], lang)
    try:
        code = _run(given, lang)
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # else Python complains when it closes stdout
        code = PIPE_CLOSED
    except (KeyboardInterrupt, click.Abort):
        code = INTERRUPTED
    except JixiaoError as error:
        code = _cannot(error.text(lang))
    except click.ClickException as error:
        code = _cannot(usage_message(error, lang))
    except Exception:  # noqa: BLE001 - reported in full, with a code that no finding uses
        _print_traceback()
        sys.stderr.write(language.say("defect", lang, version=__version__) + "\n")
        code = DEFECT
    return code


def _run(arguments: list[str], lang: str) -> int:
    """The exit code of one command; a command that answers None was fine."""
    try:
        with group.make_context("jixiao", arguments, obj=lang) as context:
            return int(group.invoke(context) or 0)
    except click.exceptions.Exit as done:
        return done.exit_code


def _complete(instruction: str, lang: str) -> int:
    """Answer a shell that asks what could come next (命令补全)."""
    from click.shell_completion import shell_complete  # noqa: PLC0415 - only a shell asks for it

    from jixiao import terminal_completion  # noqa: F401, PLC0415 - makes PowerShell known

    return shell_complete(group, {"obj": lang}, "jixiao", COMPLETE, instruction)


def _cannot(message: str) -> int:
    sys.stderr.write(f"{message}\n")
    if os.environ.get("JIXIAO_DEBUG") and sys.exc_info()[0] is not None:
        _print_traceback()
    return CANNOT


def _print_traceback() -> None:
    import traceback  # noqa: PLC0415 - a run without a defect needs none

    traceback.print_exc()
