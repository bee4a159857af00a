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
