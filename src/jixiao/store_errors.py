"""What stops the work on a store of many forms (汇总库的错误): its files, queries and surveys."""

from __future__ import annotations

from jixiao.errors import JixiaoError


class StoreInUse(JixiaoError):
    """另一个 jixiao batch 正在写这个汇总库。"""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name}：另一个 jixiao batch 正在写这个汇总库。请等它结束，或换一个 -o。",
            f"{name}: another jixiao batch is writing this store. Wait for it, or choose another -o.",
        )


class NoStore(JixiaoError):
    """不是 jixiao batch 写出的汇总库，或尚未写完。"""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name}：不是汇总库，或还没有写完。请先运行 jixiao batch 来源 -o {name}。",
            f"{name}: no store, or not finished yet. Run jixiao batch SOURCE -o {name} first.",
        )


class QueryRefused(JixiaoError):
    """查询有误，或要做只读查询以外的事。"""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(f"查询不能执行：{zh}", f"The query cannot be run: {en}")


class UnknownSurvey(JixiaoError):
    """没有这项跨表核查。"""

    def __init__(self, name: str, near: list[str]) -> None:
        super().__init__(
            f"没有“{name}”这项跨表核查。相近的有：{'、'.join(near)}。jixiao survey 不写汇总库可列出全部。",
            f"There is no survey {name!r}. Close: {', '.join(near)}. jixiao survey alone lists all.",
        )


class UnknownSetting(JixiaoError):
    """这项跨表核查没有这个参数，或参数不是数。"""

    def __init__(self, asked: str, known: list[str]) -> None:
        super().__init__(
            f"--set {asked}：应写成 参数=数。所选核查的参数有：{'、'.join(known) or '（无）'}。",
            f"--set {asked}: write NAME=NUMBER. The surveys asked for have: {', '.join(known) or '(none)'}.",
        )


class OneSurveyOnly(JixiaoError):
    """CSV 只能写一项核查。"""

    def __init__(self) -> None:
        super().__init__(
            "CSV 一次只能写一项核查。请写明是哪一项（如 S01），或改用 xlsx、json。",
            "CSV holds one survey. Name one, such as S01, or write xlsx or json.",
        )


class NoOriginals(JixiaoError):
    """汇总库里没有保留读出的表。"""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name}：没有 originals.parquet（读出的表），不能重新计分。请从原始文件重做：jixiao batch 来源 -o 新库。",
            f"{name}: there is no originals.parquet, so nothing can be scored again. Run jixiao batch on the files.",
        )


class NoTable(JixiaoError):
    """汇总库里没有这张表。"""

    def __init__(self, store: str, name: str, known: list[str]) -> None:
        super().__init__(
            f"{store}：没有“{name}”这张表。有：{'、'.join(known)}。",
            f"{store}: there is no table {name!r}. Tables: {', '.join(known)}.",
        )


class LibraryMissing(JixiaoError):
    """没有安装所要的数据框库。"""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"没有安装 {name}。请运行 pip install {name}。", f"{name} is not installed. Run pip install {name}."
        )


class JavaMissing(JixiaoError):
    """没有 Java，Spark 不能启动。"""

    def __init__(self) -> None:
        super().__init__(
            "没有找到 Java，Spark 不能启动。请安装 Java 17 或更高版本"
            "（Debian、Ubuntu：apt install default-jre-headless），或用 JAVA_HOME 指明。",
            "Spark needs Java, which is not installed. Install Java 17 or later "
            "(Debian, Ubuntu: apt install default-jre-headless), or point JAVA_HOME at it.",
        )


class SparkFailed(JixiaoError):
    """Spark 没有启动，或作业没有做完。"""

    def __init__(self, told: str) -> None:
        super().__init__(
            f"Spark 没有做完：{told}。请检查 --spark 的地址、Java（须 17 或更高）和 Spark 的日志；再次运行接着做。",
            f"Spark did not finish: {told}. Check the address given to --spark, Java (17 or later) and Spark's log; "
            "run it again to go on.",
        )


class NotShared(JixiaoError):
    """集群的机器看不到同一个文件夹。"""

    def __init__(self, path: str, host: str = "") -> None:
        zh, en = (f"机器 {host} 上没有", f"the machine {host} does not have it") if host else ("", "")
        super().__init__(
            f"{path}：{zh or '各机器看到的不是同一个文件夹'}。来源和汇总库须放在每台机器都以同一路径看到的共享存储上。",
            f"{path}: {en or 'the machines do not see one folder'}. Put source and store on storage that every machine "
            "sees under the same path.",
        )


class OtherProgram(JixiaoError):
    """集群的机器上装的是另一个版本。"""

    def __init__(self, host: str) -> None:
        super().__init__(
            f"机器 {host} 上的 jixiao 与这里的版本或规则不同，一个库里不能有两种口径。请在每台机器上装同一版本。",
            f"The machine {host} has another version or other rules of jixiao, and a store is never of two minds. "
            "Install the same one on every machine.",
        )


class WorkerFailed(JixiaoError):
    """集群的一台机器报告的错误。"""
