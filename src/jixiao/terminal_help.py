r"""Help and usage errors in two languages (帮助): click's commands with texts laid out for Chinese.

A docstring holds Chinese paragraphs and English ones; an option's help is "中文 | English". In Chinese both are shown,
Chinese first; with --lang en only the English. A paragraph that begins with \b is shown as it stands.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import Any

import click

from jixiao import lang as language
from jixiao.terminal import width, wrap
from jixiao.terminal_out import page_width

CHINESE = re.compile(r"[\u4e00-\u9fff]")
VERBATIM = r"\b"  # a paragraph that begins so is shown line by line
FIRST_SENTENCE = re.compile(r"[^。.]*[。.]?")
TERM_WIDTH = 30  # columns; a longer option stands on a line of its own


class Formatter(click.HelpFormatter):
    """Lays help out by display width."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """One line; the commands here have short usages."""
        self.write(f"{prefix or ''}{prog} {args}\n")

    def write_heading(self, heading: str) -> None:
        """The heading of a section, its colon already there."""
        self.write(f"{' ' * self.current_indent}{heading}\n")

    def write_text(self, text: str) -> None:
        """A paragraph, wrapped at the width of the page."""
        for line in wrap(text, self.width - self.current_indent):
            self.write(f"{' ' * self.current_indent}{line}\n")

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = TERM_WIDTH, col_spacing: int = 2) -> None:
        """Terms on the left, their texts on the right; a text may hold several lines."""
        rows = list(rows)
        column = min(col_max, max(width(term) for term, _ in rows)) + col_spacing
        room = self.width - self.current_indent - column
        for term, text in rows:
            lines = [line for part in text.split("\n") for line in wrap(part, room)]
            if width(term) + col_spacing > column:
                self.write(f"{' ' * self.current_indent}{term}\n")
                term = ""  # noqa: PLW2901 - it stands above now
            for line in lines:
                gap = " " * (column - width(term))
                self.write(f"{' ' * self.current_indent}{term}{gap}{line}".rstrip() + "\n")
                term = ""  # noqa: PLW2901 - only beside the first line


class Context(click.Context):
    """Click's context with our formatter; `obj` is the language."""

    formatter_class = Formatter

    def make_formatter(self) -> Formatter:
        """A formatter as wide as a report."""
        return Formatter(width=page_width())


def spoken(text: str, lang: str) -> str:
    """An option's "中文 | English" in Chinese over English, or English alone."""
    zh, _, en = text.partition(" | ")
    return en if lang == "en" else f"{zh}\n{en}"


def paragraphs(doc: str, lang: str) -> list[str]:
    """The paragraphs of a docstring that are shown in this language."""
    found = [part.strip("\n") for part in inspect.cleandoc(doc).split("\n\n")]
    return [part for part in found if part.startswith(VERBATIM) or lang != "en" or not CHINESE.search(part)]


class Command(click.Command):
    """A command with bilingual help and --lang."""

    context_class = Context

    def __init__(self, *args: Any, **keywords: Any) -> None:  # noqa: ANN401 - handed on to click
        super().__init__(*args, **keywords)
        self.params.append(
            click.Option(
                ["--lang"],
                type=click.Choice(["zh", "en"]),
                expose_value=False,
                help="界面语言，默认按系统，也可设 JIXIAO_LANG | Language; by default JIXIAO_LANG or the system's",
            )
        )

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """--help, explained in both languages."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = "显示本帮助 | Show this help"
        return option

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """用法."""
        formatter.write_usage(
            ctx.command_path, " ".join(self.collect_usage_pieces(ctx)), language.say("help.usage", ctx.obj)
        )

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The command's docstring."""
        for part in paragraphs(self.help or "", ctx.obj):
            formatter.write_paragraph()
            with formatter.indentation():
                if part.startswith(VERBATIM):
                    formatter.write("".join(f"  {line}\n" for line in part.split("\n")[1:]))
                else:
                    formatter.write_text(" ".join(part.split("\n")))

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """选项."""
        records = [one.get_help_record(ctx) for one in self.get_params(ctx) if isinstance(one, click.Option)]
        with formatter.section(language.say("help.options", ctx.obj)):
            formatter.write_dl([(name, spoken(text, ctx.obj)) for name, text in filter(None, records)])

    def summary(self, lang: str) -> str:
        """The first sentence of the docstring in that language."""
        own = [part for part in paragraphs(self.help or "", lang) if not part.startswith(VERBATIM)]
        chosen = own[:1] if lang == "en" else own[:2]
        return "\n".join(FIRST_SENTENCE.match(" ".join(part.split("\n")))[0] for part in chosen)  # type: ignore[index]


class Group(Command, click.Group):
    """A group whose commands are the modules of a package (命令组), imported when they are asked for."""

    def __init__(self, *args: Any, package: str = "", **keywords: Any) -> None:  # noqa: ANN401 - handed on to click
        super().__init__(*args, **keywords)
        self.package = package

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """The names of the commands: check, completion, explain, ..."""
        return list(_commands_in(self.package))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, or None."""
        if cmd_name not in self.list_commands(ctx):
            return None
        name = cmd_name.replace("-", "_")
        command = getattr(importlib.import_module(f"{self.package}.{name}"), name)
        return command if isinstance(command, click.Command) else None

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """选项, then 命令."""
        Command.format_options(self, ctx, formatter)
        commands = [(name, self.get_command(ctx, name)) for name in self.list_commands(ctx)]
        rows = [(name, one.summary(ctx.obj)) for name, one in commands if isinstance(one, Command)]
        with formatter.section(language.say("help.commands", ctx.obj)):
            formatter.write_dl(rows)


@cache
def _commands_in(package: str) -> tuple[str, ...]:
    path = importlib.import_module(package).__path__
    names = (info.name for info in pkgutil.iter_modules(path) if not info.name.startswith("_"))
    return tuple(sorted(name.replace("_", "-") for name in names))


def command(name: str) -> Callable[[Callable[..., int | None]], Command]:
    """Declare a command (命令): the function's docstring is its help, its answer the exit code."""

    def declare(function: Callable[..., int | None]) -> Command:
        made: Command = click.command(name, cls=Command)(function)
        return made

    return declare


def usage_message(error: click.ClickException, lang: str) -> str:
    """What was wrong on the command line, with what to do next."""
    context = getattr(error, "ctx", None)
    path = context.command_path if context is not None else "jixiao"
    hint = language.say("usage.hint", lang, command=path)
    return f"{_what(error, lang)}{'' if lang != 'en' else ' '}{hint}"


def _what(error: click.ClickException, lang: str) -> str:
    match error:
        case click.NoSuchOption():
            return _with_close(language.say("usage.option", lang, name=error.option_name), error.possibilities, lang)
        case click.exceptions.NoSuchCommand():
            from difflib import get_close_matches  # noqa: PLC0415 - only after a slip

            close = get_close_matches(error.command_name, _commands(context=error.ctx))
            return _with_close(language.say("usage.command", lang, name=error.command_name), close, lang)
        case click.MissingParameter(param=parameter, param_hint=hint):
            name = _shown(parameter, error.ctx) if parameter is not None else str(hint)
            return language.say("usage.missing", lang, name=name)
        case click.BadParameter(param=click.Parameter(type=click.Choice() as choice) as parameter):
            known = ", ".join(map(str, choice.choices))
            return language.say("usage.choice", lang, name=_shown(parameter, error.ctx), known=known)
        case click.BadOptionUsage():
            return language.say("usage.value", lang, name=error.option_name)
        case _:
            return language.say("usage.other", lang, what=error.format_message().rstrip("."))


def _commands(context: click.Context | None) -> list[str]:
    group = None if context is None else context.command
    return group.list_commands(context) if isinstance(group, Group) and context is not None else []


def _shown(parameter: click.Parameter, context: click.Context | None) -> str:
    return parameter.make_metavar(context) if isinstance(parameter, click.Argument) and context else parameter.opts[-1]


def _with_close(text: str, close: Sequence[str] | None, lang: str) -> str:
    return text + (language.say("usage.close", lang, names=", ".join(close)) if close else "")
