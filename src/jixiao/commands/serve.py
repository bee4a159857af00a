"""`jixiao serve`: the workbench in a browser (工作台), on one's own machine or for a bureau."""

from __future__ import annotations

import click

from jixiao.errors import ExtraMissing
from jixiao.lang import say
from jixiao.terminal import Span
from jixiao.terminal_help import command
from jixiao.terminal_out import show

PORT = 8731


@command("serve")
@click.option(
    "--host", default="127.0.0.1", help="监听地址，默认只限本机 | Address to listen on; this machine alone by default"
)
@click.option("--port", type=click.IntRange(1, 65535), default=PORT, help="端口 | Port")
@click.option(
    "--processes",
    type=click.IntRange(1, 64),
    default=1,
    help="进程数，局里用时比核数多一个 | Processes; on a server one more than it has cores",
)
@click.option(
    "--demo", is_flag=True, help="演示：虚构的单位、人员和自评表 | A demonstration with invented units and people"
)
@click.option(
    "--admin",
    metavar="NAME",
    help="先建立系统管理员账号（密码现问，或取自 JIXIAO_ADMIN_PASSWORD） | Make that system administrator first",
)
@click.option("--no-browser", is_flag=True, help="不打开浏览器 | Do not open the browser")
@click.pass_obj
def serve(  # noqa: PLR0913 - the options of the command
    lang: str, *, host: str, port: int, processes: int, demo: bool, admin: str | None, no_browser: bool
) -> int:
    r"""打开工作台：在浏览器中填报、校验、送审、审核。数据留在本机；设 DATABASE_URL 则用 PostgreSQL。

    Open the workbench: fill in, check, submit and review in a browser. Data stay on this machine; DATABASE_URL names a
    PostgreSQL database instead.

    \b
    jixiao serve --demo
    jixiao serve --host 0.0.0.0 --processes 5 --no-browser --admin boss
    """
    try:
        from jixiao.web import starting  # noqa: PLC0415 - --help needs none of it

        __import__("granian")
        __import__("whitenoise")
    except ModuleNotFoundError as error:
        raise ExtraMissing("web") from error  # noqa: EM101 - the name of the extra
    asked = starting.Asked(host, port, processes, demo)
    starting.refuse_taken(asked)
    folder = starting.prepare(asked)
    if admin is not None:
        _administrator(admin, lang)
    address = starting.entrance(asked)
    show([[Span(say("serve.at", lang, address=address))], [Span(say("serve.data", lang, folder=folder), "dim")]])
    if not no_browser:
        starting.open_when_ready(asked, address)
    starting.run(asked)
    return 0


def _administrator(name: str, lang: str) -> None:
    """Make the system administrator, and say so (建立系统管理员)."""
    from jixiao.web.people.first import administrator  # noqa: PLC0415 - needs the settings

    def ask() -> str:
        password: str = click.prompt(say("serve.password", lang, name=name), hide_input=True, confirmation_prompt=True)
        return password

    key = "serve.admin_made" if administrator(name, ask) else "serve.admin_known"
    show([[Span(say(key, lang, name=name))]])
