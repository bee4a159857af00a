"""Shell completion (命令补全): bash, zsh and fish come with click; PowerShell is added here."""

from __future__ import annotations

import os

from click.shell_completion import CompletionItem, ShellComplete, add_completion_class

COMPLETE = "_JIXIAO_COMPLETE"
SHELLS = ("bash", "zsh", "fish", "powershell")

POWERSHELL = """\
Register-ArgumentCompleter -Native -CommandName %(prog_name)s -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $words = @($commandAst.CommandElements | ForEach-Object { $_.ToString().Trim('"', "'") })
    if (-not $wordToComplete) { $words += '' }
    $env:%(complete_var)s = 'powershell_complete'
    $env:JIXIAO_WORDS = $words -join "`n"
    try {
        & %(prog_name)s | Where-Object { $_ } | ForEach-Object {
            $value, $help = $_ -split "`t", 2
            if (-not $help) { $help = $value }
            [System.Management.Automation.CompletionResult]::new($value, $value, 'ParameterValue', $help)
        }
    } finally {
        Remove-Item Env:%(complete_var)s, Env:JIXIAO_WORDS
    }
}
"""


@add_completion_class
class PowerShellComplete(ShellComplete):
    """Completion for PowerShell 5 and later. Where it answers nothing, the shell offers file names itself."""

    name = "powershell"
    source_template = POWERSHELL

    def get_completion_args(self) -> tuple[list[str], str]:
        """The words typed so far and the one being typed."""
        words = os.environ.get("JIXIAO_WORDS", "").split("\n")
        return words[1:-1], words[-1] if len(words) > 1 else ""

    def format_completion(self, item: CompletionItem) -> str:
        """One line: value and help with a tab between them."""
        if item.type != "plain":
            return ""
        return f"{item.value}\t{(item.help or '').splitlines()[0] if item.help else ''}"
