"""`jixiao completion SHELL`: the script that completes commands, options, rulebooks and codes (命令补全)."""

from __future__ import annotations

import click

from jixiao.terminal_help import command

SHELLS = ("bash", "zsh", "fish", "powershell")


@command("completion")
@click.argument("shell", type=click.Choice(SHELLS), metavar="SHELL")
@click.pass_context
def completion(context: click.Context, *, shell: str) -> int:
    r"""输出命令补全脚本（bash、zsh、fish、powershell）。

    Print the completion script for a shell (bash, zsh, fish, powershell).

    \b
    jixiao completion bash >> ~/.bashrc
    jixiao completion zsh > ~/.zfunc/_jixiao
    jixiao completion fish > ~/.config/fish/completions/jixiao.fish
    jixiao completion powershell >> $PROFILE
    """
    from click.shell_completion import get_completion_class  # noqa: PLC0415 - --help needs none of it

    from jixiao import terminal_completion  # noqa: PLC0415 - makes PowerShell known

    kind = get_completion_class(shell)
    if kind is None:
        raise click.UsageError(shell, context)
    click.echo(kind(context.find_root().command, {}, "jixiao", terminal_completion.COMPLETE).source())
    return 0
