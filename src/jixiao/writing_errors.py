"""What stops jixiao from writing or marking a file (写出的错误): targets, suffixes, templates, tables."""

from __future__ import annotations

from jixiao.errors import JixiaoError


class CannotWrite(JixiaoError):
    """结果文件无法写入。"""

    def __init__(self, name: str, zh: str, en: str) -> None:
        super().__init__(
            f"{name}：无法写入：{zh}。请换一个文件名或位置。",
            f"{name}: cannot be written: {en}. Choose another name or place.",
        )


class NothingToDraw(JixiaoError):
    """这种文件没有版面，画不出识别图。"""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name}：JSON 和压缩包没有版面，画不出识别图。请给出表格文件本身。",
            f"{name}: JSON and archives have no layout to draw. Name the form's own file.",
        )


class UnknownTarget(JixiaoError):
    """不能按文件名判断要写出的格式。"""

    def __init__(self, name: str, known: tuple[str, ...], option: str | None = "--to") -> None:
        suffixes = [f".{one.removeprefix('.')}" for one in known]
        zh = f"请用 {option} 指定：{'、'.join(known)}" if option else f"扩展名须为 {'、'.join(suffixes)} 之一"
        en = f"Say {option} {'|'.join(known)}" if option else f"It must be one of {', '.join(suffixes)}"
        super().__init__(
            f"{name}：从扩展名看不出要写成什么格式。{zh}。",
            f"{name}: its suffix names no format that can be written. {en}.",
        )


class NeedsFile(JixiaoError):
    """工作簿不能写到终端或管道。"""

    def __init__(self, kind: str) -> None:
        super().__init__(
            f"{kind} 不能写在终端上。请用 -o 给出文件名。",
            f"{kind} cannot be written to a terminal. Name a file with -o.",
        )


class CannotMark(JixiaoError):
    """这种文件不能加批注。"""

    def __init__(self, name: str, kind: str) -> None:
        written = ("请先用 jixiao write 写成 .xlsx 或 .pdf 再批注", "Write it as .xlsx with jixiao write first")
        saved = ("请先在 Excel 或 WPS 中另存为 .xlsx 再批注", "Save it as .xlsx in Excel or WPS first")
        other = ("请先另存为其中一种，或用 jixiao write 写出", "Save it as one of them first, or use jixiao write")
        zh, en = {"xls": saved, "json": written, "text": written}.get(kind, other)
        super().__init__(
            f"{name}：只能在 PDF、Excel（.xlsx）、Word（.docx）和网页上批注。{zh}。",
            f"{name}: only PDF, Excel (.xlsx), Word (.docx) and web pages can be marked. {en}.",
        )


class WrongSuffix(JixiaoError):
    """写出的文件与扩展名不符。"""

    def __init__(self, name: str, suffixes: tuple[str, ...]) -> None:
        super().__init__(
            f"{name}：批注后的文件与原件同一格式，扩展名应为 {'、'.join(suffixes)}。",
            f"{name}: a marked file keeps the format of the original; its suffix must be {' or '.join(suffixes)}.",
        )


class CannotFixInPlace(JixiaoError):
    """这种文件不能照原样改写成所要的格式。"""

    def __init__(self, name: str, target: str, suffix: str) -> None:
        also = "" if suffix == ".json" else "或 .json"
        also_en = "" if suffix == ".json" else " or .json"
        super().__init__(
            f"{target}：{name} 的更正副本只能写成 {suffix}{also}。请改扩展名；要别的格式，再用 jixiao write 转写。",
            f"{target}: the corrected copy of {name} can only be a {suffix}{also_en} file. Change the suffix.",
        )


class TemplateWrong(JixiaoError):
    """公文模板（.docx）有误或含有不允许的内容。"""

    def __init__(self, name: str, zh: str, en: str) -> None:
        super().__init__(
            f"模板 {name} 有误：{zh}。请用 --save-template 存出自带的模板，在其上修改。",
            f"Template {name} is wrong: {en}. Begin from ours: --save-template writes it.",
        )


class TemplateTooLarge(JixiaoError):
    """照模板写出的文件过大。"""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"模板 {name}：块套块，写出的文件过大，已停止。请减少嵌套的“{{{{#……}}}}”。",
            f"Template {name}: sections inside sections make the file too large; stopped. Nest fewer of them.",
        )


class InvalidRegister(JixiaoError):
    """单位名册读不出单位。"""

    def __init__(self, name: str, zh: str, en: str) -> None:
        super().__init__(
            f"名册 {name} 有误：{zh}。请在名册中设“单位名称”一列，可另设“项目名称”“报送日期”。",
            f"Register {name} is wrong: {en}. Give it a column 单位名称 (unit), if need be 项目名称 and 报送日期.",
        )


class NeedsFolder(JixiaoError):
    """要写出多份文件，却只给了一个文件名。"""

    def __init__(self, name: str, count: int) -> None:
        super().__init__(
            f"{name}：要写出 {count} 份，一个文件名放不下。请用 -o 给出文件夹。",
            f"{name}: {count} files are to be written, not one. Give a folder to -o.",
        )


class TooManyRows(JixiaoError):
    """行数超过工作表的上限。"""

    def __init__(self, name: str, count: int, limit: int) -> None:
        super().__init__(
            f"“{name}”有 {count} 行，超过一张工作表的上限（{limit} 行）。请写成 CSV（--sheet），或用 jixiao batch。",
            f"“{name}” has {count} rows; a sheet holds {limit}. Write CSV with --sheet, or use jixiao batch.",
        )


class UnknownColumn(JixiaoError):
    """没有这张表或这一列。"""

    def __init__(self, name: str, known: list[str]) -> None:
        super().__init__(
            f"没有“{name}”。可用：{'、'.join(known)}。", f"There is no {name!r}. Available: {', '.join(known)}."
        )
