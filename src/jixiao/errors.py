"""What stops jixiao from reading or running (错误): one class a cause; each message names file, place and next step.

People's mistakes in a form are findings, never exceptions. Messages are bilingual: `str(error)` is Chinese,
`error.text("en")` English.
"""

from __future__ import annotations


class JixiaoError(Exception):
    """Base of all errors that a user can do something about (可处理的错误)."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(zh)
        self.zh = zh
        self.en = en

    def text(self, lang: str = "zh") -> str:
        """The message in the language asked for."""
        return self.en if lang == "en" else self.zh


def writable(text: str) -> str:
    """The text as it can be written (可写文字): a file name in GBK bytes on UTF-8 gets � for what is no text."""
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


class FileMissing(JixiaoError):
    """文件不存在或没有权限读取。"""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name}：找不到文件或无权读取。请检查路径和文件名。",
            f"{name}: no such file, or no right to read it. Check the path and the name.",
        )


class FileEmpty(JixiaoError):
    """文件为空（0 字节或只有空白），或其中没有任何文字。"""

    def __init__(self, name: str, *, has_bytes: bool = False) -> None:
        zh, en = (
            ("文件里没有任何文字", "there is no text in the file") if has_bytes else ("文件是空的", "the file is empty")
        )
        super().__init__(f"{name}：{zh}。请重新导出或下载后再试。", f"{name}: {en}. Export or download it again.")


class FileTooLarge(JixiaoError):
    """文件或其解压后的内容超过上限。"""

    def __init__(self, name: str, limit: str, limit_en: str = "") -> None:
        super().__init__(
            f"{name}：超过上限（{limit}），未读取。请只保留自评表后另存再试。",
            f"{name}: over the limit ({limit_en or limit}), not read. Save a copy that holds only the form.",
        )


class FileDamaged(JixiaoError):
    """文件损坏、截断，或内容与其类型不符。"""

    def __init__(self, name: str, zh: str, en: str) -> None:
        super().__init__(
            f"{name}：文件损坏或不完整：{zh}。请用原软件打开后另存，或重新下载。",
            f"{name}: the file is damaged or incomplete: {en}. Open and save it again, or download it anew.",
        )


class UnknownFormat(JixiaoError):
    """不认识或尚不支持的文件类型（按内容判断，不看扩展名）。"""

    def __init__(self, name: str, zh: str, en: str, supported: str) -> None:
        super().__init__(
            f"{name}：内容是{zh}，不能作为自评表读取。目前可读：{supported}。",
            f"{name}: the content is {en}, which cannot be read as a form. Readable now: {supported}.",
        )


class UnknownLayout(JixiaoError):
    """读出了文字，但不是已知的自评表。"""

    def __init__(self, name: str, found: list[str], missing: list[str], guess: tuple[str, int] | None = None) -> None:
        seen_zh = "、".join(found) or "无"
        lack_zh = "、".join(missing)
        guess_zh = f"最接近的表样是 {guess[0]}（吻合 {guess[1]}%）。" if guess else ""
        guess_en = f"The closest layout is {guess[0]} ({guess[1]}%). " if guess else ""
        super().__init__(
            f"{name}：不是预算绩效自评表。找到：{seen_zh}；没有找到：{lack_zh}。{guess_zh}请确认文件，或附文件反馈新表样。",
            f"{name}: not a self-evaluation form. Found: {seen_zh}; not found: {lack_zh}. {guess_en}"
            "Check the file, or report it as a new layout.",
        )


class InvalidForm(JixiaoError):
    """JSON 自评表不合规范。"""

    def __init__(self, name: str, place: str, reason: str, reason_en: str = "") -> None:
        super().__init__(
            f"{name}：{place} 处不合自评表 JSON 规范：{reason}。规范见 jixiao read --schema。",
            f"{name}: {place} breaks the form's JSON Schema: {reason_en or reason}. See jixiao read --schema.",
        )


class UnknownRulebook(JixiaoError):
    """没有这个计分办法。"""

    def __init__(self, name: str, close: list[str], known: list[str]) -> None:
        near, near_en = (f"是否指 {'、'.join(close)}？", f"Did you mean {', '.join(close)}? ") if close else ("", "")
        super().__init__(
            f"没有名为“{name}”的计分办法。{near}可用：{'、'.join(known)}。",
            f"There is no rulebook named {name!r}. {near_en}Available: {', '.join(known)}.",
        )


class InvalidRulebook(JixiaoError):
    """计分办法文件（TOML）有误。"""

    def __init__(self, name: str, reason: str, reason_en: str | None = None) -> None:
        super().__init__(
            f"计分办法 {name} 有误：{reason}。请按 CONTRIBUTING.md 的说明改正。",
            f"Rulebook {name} is wrong: {reason_en or reason}. See CONTRIBUTING.md.",
        )


class UnknownCheck(JixiaoError):
    """没有这个审核规则编号。"""

    def __init__(self, code: str, close: list[str]) -> None:
        hint = "、".join(close)
        super().__init__(
            f"没有编号为“{code}”的审核规则。" + (f"相近的有：{hint}。" if close else "用 jixiao explain 查看全部。"),
            f"There is no check {code!r}. " + (f"Close: {', '.join(close)}." if close else "List all: jixiao explain."),
        )


class FileEncrypted(JixiaoError):
    """文件设了打开密码。"""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name}：文件设有打开密码，未读取。请在原软件中取消密码另存后再试。",
            f"{name}: the file asks for a password, not read. Save a copy without a password.",
        )


class NeedsOcr(JixiaoError):
    """扫描件或图片：没有文字层。"""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name}：是扫描件或照片（没有文字层）。安装识别组件后即可读取：pip install 'jixiao[ocr]'；"
            "有原始电子文件（Excel、Word 等）的，请优先使用。",
            f"{name}: a scan or photograph without a text layer. To read it, install the recogniser: "
            "pip install 'jixiao[ocr]'; better still, use the original electronic file.",
        )


class NeedsLibreOffice(JixiaoError):
    """旧版或开放格式文档，须经 LibreOffice 转换。"""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name}：这种文档须先安装 LibreOffice 才能读取"
            "（Debian、Ubuntu：apt install libreoffice-writer libreoffice-calc；其他系统见 libreoffice.org）。"
            "也可在原软件中另存为 .docx 或 .xlsx。",
            f"{name}: LibreOffice is needed to read such a document (Debian, Ubuntu: apt install libreoffice-writer "
            "libreoffice-calc; others: libreoffice.org). Or save it as .docx or .xlsx.",
        )


class NothingFound(JixiaoError):
    """文件夹或压缩包里没有可读的文件。"""

    def __init__(self, name: str, *, in_archive: bool = False) -> None:
        if in_archive:
            super().__init__(
                f"{name}：压缩包里没有可读的文件；压缩包中的压缩包不读。请解压后再试。",
                f"{name}: the archive holds no file that can be read; archives in it are not. Unpack it first.",
            )
            return
        super().__init__(
            f"{name}：文件夹里没有可读的文件。请检查路径，或直接写出文件名。",
            f"{name}: the folder holds no file that can be read. Check the path, or name the files.",
        )


class ReadingTimedOut(JixiaoError):
    """读取超过时限，已中止。"""

    def __init__(self, name: str, seconds: int) -> None:
        super().__init__(
            f"{name}：读取超过 {seconds} 秒，已中止。请只保留自评表后另存再试。",
            f"{name}: reading took over {seconds} seconds and was stopped. Save a copy that holds only the form.",
        )


class ReadingCrashed(JixiaoError):
    """读取进程异常退出（内存超限或文件触发了解析库的缺陷）。"""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name}：读取时内存超限或解析程序异常退出，未读取。请用原软件打开后另存再试。",
            f"{name}: reading ran out of memory or crashed the parser; not read. Open and save it again.",
        )


class FormsUnrelated(JixiaoError):
    """两个文件中没有可以对照的表。"""

    def __init__(self, first: str, second: str) -> None:
        super().__init__(
            f"{first} 与 {second}：没有同一项目或同一单位的表，不能对照。请核对文件，或另存成每个文件一张表。",
            f"{first} and {second}: no form of the same project or unit, nothing to compare. "
            "Check the files, or save one form a file.",
        )


class InvalidWaivers(JixiaoError):
    """例外文件（TOML）有误。"""

    def __init__(self, name: str, zh: str, en: str) -> None:
        super().__init__(
            f"例外文件 {name} 有误：{zh}。请改正，或删去该条后用 jixiao waive 重新记入。",
            f"Waiver file {name} is wrong: {en}. Mend it, or remove the entry and record it anew with jixiao waive.",
        )


class ReasonMissing(JixiaoError):
    """接受疑点而没有写理由。"""

    def __init__(self) -> None:
        super().__init__(
            "接受疑点须写明理由：请用 --reason 写一句话，说明为何可以接受。",
            "A finding is accepted only with a reason: say in --reason why it may stand.",
        )


class NothingToWaive(JixiaoError):
    """文件中没有这个疑点。"""

    def __init__(self, name: str, code: str, place: str, found: list[str]) -> None:
        asked = f"{code}@{place}" if place else code
        there = "；".join(found)
        super().__init__(
            f"{name}：没有疑点 {asked}，没有可接受的。"
            + (f"{code} 见于：{there}。" if found else "先用 jixiao check 查看。"),
            f"{name}: there is no finding {asked} to accept. "
            + (f"{code} stands at: {', '.join(found)}." if found else "See jixiao check first."),
        )


class AmbiguousWaiver(JixiaoError):
    """同一编号有多处疑点，没有指明接受哪一处。"""

    def __init__(self, name: str, code: str, found: list[str]) -> None:
        there = "；".join(found)
        super().__init__(
            f"{name}：{code} 有 {len(found)} 处：{there}。请用 {code}@路径 指明一处，或用 --all 全部接受。",
            f"{name}: {code} stands at {len(found)} places: {', '.join(found)}. Name one as {code}@PATH, or use --all.",
        )


class OnlyInComparison(JixiaoError):
    """对照两表的规则，单张表的审核中不会出现。"""

    def __init__(self, code: str) -> None:
        super().__init__(
            f"{code} 是对照两表的规则，由 jixiao compare 报告，不能对单张表接受。",
            f"{code} is a check of two forms, reported by jixiao compare; it cannot be accepted for one form.",
        )


class UnknownPlace(JixiaoError):
    """表中没有这个可以证明的数。"""

    def __init__(self, name: str, asked: str, near: list[str]) -> None:
        zh, en = "、".join(near), ", ".join(near)
        super().__init__(
            f"{name}：没有“{asked}”这个可证明的数。"
            + (f"相近的有：{zh}。" if near else "")
            + "不写路径可列出全部：jixiao prove 文件。",
            f"{name}: there is no number {asked!r} to prove. "
            + (f"Close: {en}. " if near else "")
            + "List all: jixiao prove FILE.",
        )


class AmbiguousPlace(JixiaoError):
    """所问的数不止一个。"""

    def __init__(self, name: str, asked: str, found: list[str]) -> None:
        super().__init__(
            f"{name}：“{asked}”不止一个：{'、'.join(found)}。请写明其中一个路径。",
            f"{name}: {asked!r} may be {', '.join(found)}. Name one of these paths.",
        )


class WhichForm(JixiaoError):
    """一个文件有几张表，没有指明是哪一张，或没有那一张。"""

    def __init__(self, name: str, forms: list[str]) -> None:
        listed = [f"{number} {called}".rstrip() for number, called in enumerate(forms, start=1)]
        super().__init__(
            f"{name}：有 {len(forms)} 张表：{'；'.join(listed)}。请用 --form 指明第几张。",
            f"{name}: {len(forms)} forms: {'; '.join(listed)}. Say which with --form.",
        )


class TextTooLong(JixiaoError):
    """一格的文字超过工作表单元格的上限。"""

    def __init__(self, place: str, length: int, limit: int) -> None:
        super().__init__(
            f"{place} 处的文字有 {length} 字，超过 Excel 单元格的上限（{limit} 字）。请缩短，或改写成 Word、PDF。",
            f"The text at {place} has {length} characters; an Excel cell holds {limit}. Shorten it, or write Word.",
        )


class ExtraMissing(JixiaoError):
    """没有安装附加项。"""

    def __init__(self, extra: str) -> None:
        super().__init__(
            f"需要附加项 {extra}。请运行 pip install 'jixiao[{extra}]'。",
            f"This needs the extra {extra}. Run pip install 'jixiao[{extra}]'.",
        )
