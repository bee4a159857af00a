"""What the store holds (汇总库的表和列), said once: the Parquet schema, the rows and the page of docs follow from it.

A number is two columns: `x` as an exact decimal and `x_scale`, the decimal places that were printed, so that 9.40 and
9.4 stay apart. A number too large for the column is left out and becomes a row of `problems`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

FORMAT = 3
"""Raised when a column changes its name, type or meaning."""
EXTRA = "batch"
"""The extra that brings what reads and writes a store."""
WHOLE, PLACES = 28, 10
"""Digits before and after the point that a number of the store can have: together 38, as DECIMAL128 allows."""


class Column(NamedTuple):
    """One column (列). `type`: text, whole, size, truth, date, number (two columns), real, texts."""

    name: str
    type: str
    zh: str
    en: str


class Table(NamedTuple):
    """One table (表) with its key, by which it is sorted."""

    name: str
    zh: str
    en: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]

    def stored(self) -> Iterator[tuple[str, str]]:
        """The columns as they stand in the file, each with its type: a number is followed by its scale."""
        for column in self.columns:
            yield column.name, column.type
            if column.type == "number":
                yield f"{column.name}_scale", "scale"


FORM_ID = Column("form_id", "text", "表的编号：文件编号与表序", "the form: its file and its number in it")
FILE_ID = Column(
    "file_id", "text", "文件编号：文件名（不含文件夹）与内容", "the file: its name without folders, and its content"
)
PATH = Column("path", "text", "表中位置，如 indicators[3].score", "place in the form, such as indicators[3].score")
ROW = Column("row", "whole", "行序，从 0 起", "row in the form, from 0")
AMOUNT_UNIT = Column("amount_unit", "text", "金额单位；表上没有印则为空", "unit of the amounts; empty when not printed")

FILES = Table(
    "files",
    "来源文件，每个路径一行；名称和内容都相同的只读一次",
    "source files, one row a path; files of equal name and content are read once",
    ("file",),
    (
        Column("file", "text", "路径；压缩包内的写作 包.zip/成员", "path; a member of a ZIP is archive.zip/member"),
        FILE_ID,
        Column("sha256", "text", "内容的 SHA-256", "SHA-256 of the content"),
        Column("bytes", "size", "字节数", "size"),
    ),
)

FORMS = Table(
    "forms",
    "自评表，每张一行",
    "forms, one row each",
    ("form_id",),
    (
        FORM_ID,
        FILE_ID,
        Column("file", "text", "路径（相同文件取排在最前的）", "path; of equal files the first in order"),
        Column("number", "whole", "文件中第几张，从 1 起", "which form of its file, from 1"),
        Column("kind", "text", "表种", "kind of form"),
        Column("layout", "text", "表样", "layout"),
        Column("layout_fit", "whole", "表样吻合度，百分数", "fit of the layout, percent"),
        Column("title", "text", "表名", "title"),
        Column("unit_id", "text", "单位编号：单位名称与地区", "the unit: its name and region"),
        Column("unit", "text", "填报单位", "unit"),
        Column("department", "text", "主管部门", "department in charge"),
        Column(
            "project_id", "text", "项目编号：名称、单位与地区，不含年份", "the project: name, unit, region; no year"
        ),
        Column("project", "text", "项目名称", "project"),
        Column("project_bare", "text", "项目名称，去空白标点、年份和序号", "project, its bare words"),
        Column("project_code", "text", "项目编码", "project code"),
        Column("region", "text", "省级地区，由表头名称认出", "province, told by the names in the head"),
        Column("year", "whole", "年度", "year"),
        Column("filed_on", "date", "填报日期", "date of filing"),
        AMOUNT_UNIT,
        Column("initial_budget", "number", "合计行年初预算数", "initial budget, total row"),
        Column("full_budget", "number", "合计行全年预算数（A）", "full-year budget, total row"),
        Column("arrived", "number", "合计行到位数", "amount arrived, total row"),
        Column("executed", "number", "合计行全年执行数（B）", "amount executed, total row"),
        Column("rate", "number", "合计行所印执行率，小数", "execution rate as printed, a fraction"),
        Column("execution_weight", "number", "执行率分值", "weight of the execution rate"),
        Column("execution_score", "number", "执行率得分", "score of the execution rate"),
        Column("total_weight", "number", "总分行分值", "total weight"),
        Column("total_score", "number", "总分（自评）", "total score as stated"),
        Column("grade", "text", "自评等级", "grade as stated"),
        Column("rulebook", "text", "计分办法", "scoring method"),
        Column("from_notes", "truth", "办法是否取自表注", "whether the form's own notes set the method"),
        Column("recomputed_low", "number", "按办法应得总分的下限", "total by the method, lower end"),
        Column("recomputed_high", "number", "上限；与下限相等即为一个数", "upper end; equal where it is one number"),
        Column("recomputed_score", "number", "按办法取定的总分", "total by the method, as taken"),
        Column("recomputed_grade", "text", "按该总分的等级", "grade of that total"),
        Column("goal_expected", "text", "年度总体目标（多条换行相接）", "yearly goals, one a line"),
        Column("goal_actual", "text", "实际完成情况", "actual results, one a line"),
        Column(
            "goal_copied", "truth", "完成情况与目标去空白标点后相同", "results equal the goals, blanks and marks aside"
        ),
        Column("funds", "whole", "资金行数", "number of fund lines"),
        Column("indicators", "whole", "指标行数", "number of indicators"),
        Column("left_out", "whole", "数字过大、未存入的处数", "numbers too large to be stored"),
        Column("reasons", "whole", "写有原因的指标行数", "indicators that give a reason"),
        Column("conclusion", "text", "自评结论", "conclusion"),
        Column("problems", "text", "存在问题", "problems told"),
        Column("measures", "text", "改进措施", "measures told"),
        Column("must_fix", "whole", "必须修改的疑点数", "findings that must be fixed"),
        Column("explain", "whole", "应当说明的疑点数", "findings to be explained"),
        Column("look", "whole", "请予关注的疑点数", "findings worth a look"),
        Column("note", "whole", "提示数", "notes"),
    ),
)

FUNDS = Table(
    "funds",
    "资金行",
    "fund lines",
    ("form_id", "row"),
    (
        FORM_ID,
        ROW,
        Column("source", "text", "资金来源", "source of the funds"),
        Column("is_total", "truth", "是否年度资金总额行", "whether it is the total row"),
        AMOUNT_UNIT,
        Column("initial_budget", "number", "年初预算数", "initial budget"),
        Column("full_budget", "number", "全年预算数（A）", "full-year budget"),
        Column("arrived", "number", "到位数", "amount arrived"),
        Column("executed", "number", "全年执行数（B）", "amount executed"),
        Column("weight", "number", "分值", "weight"),
        Column("rate", "number", "执行率，小数", "execution rate, a fraction"),
        Column("score", "number", "得分", "score"),
        Column("reason", "text", "原因", "reason"),
    ),
)


def _quantity(name: str, zh: str, en: str) -> tuple[Column, ...]:
    return (
        Column(name, "text", f"{zh}，照印", f"{en} as printed"),
        Column(f"{name}_kind", "text", f"{zh}的种类", f"{en}: what sort of value"),
        Column(f"{name}_operator", "text", f"{zh}的比较号", f"{en}: its sign"),
        Column(f"{name}_number", "number", f"{zh}的数；区间取下端", f"{en}: the number; of a range the lower end"),
        Column(f"{name}_upper", "number", f"{zh}区间的上端", f"{en}: upper end of a range"),
        Column(f"{name}_unit", "text", f"{zh}的计量单位", f"{en}: its unit"),
    )


INDICATORS = Table(
    "indicators",
    "绩效指标行",
    "indicators",
    ("form_id", "row"),
    (
        FORM_ID,
        ROW,
        Column(
            "indicator_id", "text", "指标编号：项目（或单位）、二级指标与名称", "project or unit, second level and name"
        ),
        Column("name", "text", "三级指标", "name"),
        Column("name_bare", "text", "指标名称（无则上级），去空白标点、年份和序号", "name or level, its bare words"),
        Column("level1", "text", "一级指标，照印", "first level as printed"),
        Column("level2", "text", "二级指标，照印", "second level as printed"),
        Column("group", "text", "一级指标（归类）", "first level, canonical"),
        Column("facet", "text", "二级指标（归类）", "second level, canonical"),
        *_quantity("target", "年度指标值", "target"),
        Column("initial_target", "text", "年初指标值，照印", "initial target as printed"),
        *_quantity("actual", "实际完成值", "actual"),
        Column("weight", "number", "分值", "weight"),
        Column("score", "number", "得分", "score"),
        Column("review_score", "number", "复核分", "review score"),
        Column("deduction", "number", "扣分", "deduction"),
        Column("reason", "text", "未完成原因", "reason"),
        Column("standard", "text", "评分标准", "scoring standard"),
        Column("likelihood", "text", "完成可能性", "likelihood of completion"),
        Column("sort", "text", "指标类型（正向、反向等）", "sort of target: positive, reverse, ..."),
        Column("met", "truth", "是否达到；不能判断为空", "whether it is met; empty when it cannot be told"),
        Column("a", "number", "比较所用的指标值，与 b 同一单位", "the target as compared, in one unit with b"),
        Column("b", "number", "比较所用的完成值", "the actual as compared"),
        Column("compared_unit", "text", "比较所用的计量单位", "the unit of both"),
        Column("level", "text", "文字完成值所达档次", "the level that an answer in words claims"),
        Column(
            "undecided",
            "text",
            "不能判断达到与否或程度的原因代号",
            "why it cannot be told whether, or how far, it is met",
        ),
        Column("reason_blank", "truth", "原因是否空白或只有斜杠横线", "whether the reason is blank or a stroke"),
        Column("actual_copied", "truth", "完成值与指标值去空白标点后相同", "the actual equals the target, marks aside"),
    ),
)

AWARDS = Table(
    "awards",
    "按办法应得分，执行率和每行指标各一行；办法未规定的也在内",
    "what the method gives: the execution rate and each indicator; also where it does not say",
    ("form_id", "path"),
    (
        FORM_ID,
        PATH,
        Column("row", "whole", "指标行序；执行率为空", "row of the indicator; empty for the execution rate"),
        Column("weight", "number", "分值", "weight"),
        Column("low", "number", "应得分下限", "points, lower end"),
        Column("high", "number", "应得分上限；与下限相等即为一个数", "points, upper end; equal where it is one number"),
        Column("high_open", "truth", "上限本身属于上一档", "the upper end belongs to the band above"),
        Column("exact", "text", "未舍入的数，最多 28 位", "unrounded, to 28 digits"),
        Column("method", "text", "计分方法", "method"),
        Column("basis", "text", "依据性质", "basis"),
        Column("clause", "text", "条款", "clause"),
        Column("working", "text", "算式", "the working"),
        Column("working_en", "text", "算式（英文）", "the working in English"),
        Column("unscored", "text", "不能计分的原因代号；已计分为空", "why it cannot be scored; empty when it is"),
    ),
)

FINDINGS = Table(
    "findings",
    "审核疑点",
    "findings",
    ("form_id", "number"),
    (
        FORM_ID,
        Column("number", "whole", "该表第几条，从 1 起", "which finding of the form, from 1"),
        Column("code", "text", "规则编号", "code of the check"),
        Column("severity", "text", "严重程度", "severity"),
        PATH,
        Column("place", "text", "位置和出处", "place in words, with where it stood"),
        Column("place_en", "text", "位置和出处（英文）", "the same in English"),
        Column("message", "text", "疑点", "what was found"),
        Column("message_en", "text", "疑点（英文）", "the same in English"),
        Column("variant", "text", "规则所用文字的代号", "which of the check's messages"),
        Column("facts", "text", "所见事实，JSON", "facts, as JSON"),
        Column("related", "texts", "相关位置", "other places that take part"),
        Column("correction_path", "text", "更正的位置", "where to correct"),
        Column("correction", "text", "更正为", "what to write"),
        Column("safety", "text", "更正的把握", "how sure the correction is"),
    ),
)

PLACES_TABLE = Table(
    "places",
    "每个值的出处：读自何处，是否推断",
    "provenance of each value: where it stood, whether it was inferred",
    ("form_id", "path"),
    (
        FORM_ID,
        PATH,
        Column("status", "text", "read 照读，inferred 推断，corrected 更正", "read, inferred or corrected"),
        Column("evidence", "text", "推断的依据", "evidence of an inference"),
        Column("printed", "text", "更正前所印", "what stood there before a correction"),
        Column("page", "whole", "页码，从 1 起", "page, from 1"),
        Column("x0", "real", "坐标框左，点", "box: left, points"),
        Column("y0", "real", "坐标框上", "box: top"),
        Column("x1", "real", "坐标框右", "box: right"),
        Column("y1", "real", "坐标框下", "box: bottom"),
        Column("sheet", "text", "工作表", "sheet"),
        Column("cell", "text", "单元格", "cell"),
        Column("line", "whole", "文本行号，从 1 起", "line of text, from 1"),
        Column("column", "whole", "行内起始字，从 1 起", "first character in the line, from 1"),
        Column("table", "whole", "第几张表，从 1 起", "table of the document, from 1"),
        Column("table_row", "whole", "表内行，从 1 起", "row of that table, from 1"),
        Column("table_column", "whole", "表内列，从 1 起", "column of that table, from 1"),
        Column("pointer", "text", "JSON Pointer", "JSON Pointer"),
    ),
)

PROBLEMS = Table(
    "problems",
    "没有读出的：文件不能读（unreadable），表中一处读不出（unread），数字过大（too_large）",
    "what was not read: a file (unreadable), a place of a form (unread), a number too large (too_large)",
    ("file", "number"),
    (
        Column("file", "text", "路径", "path"),
        FILE_ID,
        Column("number", "whole", "该文件第几条，从 1 起", "which problem of the file, from 1"),
        Column("form_id", "text", "表的编号；整个文件不能读则为空", "the form; empty when the whole file is meant"),
        Column("kind", "text", "unreadable、unread 或 too_large", "unreadable, unread or too_large"),
        Column("cause", "text", "原因类别", "class of the cause"),
        PATH,
        Column("text", "text", "该处所印", "what stood there"),
        Column("message", "text", "说明", "what happened"),
        Column("message_en", "text", "说明（英文）", "the same in English"),
    ),
)

ORIGINALS = Table(
    "originals",
    "读出的表，每个文件一行，供重新计分；含表上所印的姓名和电话，对外提供汇总库时可删去这个文件",
    "the forms as read, one row a file, to be scored again; with the names and telephone numbers that they print: "
    "remove this file before a store is handed on",
    ("file_id",),
    (
        FILE_ID,
        Column("form", "text", "该文件的各表，自评表 JSON 列表；没有读出则为空", "its forms, as a list of form JSON"),
        Column("refused", "text", "没有读出的原因，JSON", "why it could not be read, as JSON"),
    ),
)

FROM_FORMS = (FORMS, FUNDS, INDICATORS, AWARDS, FINDINGS, PLACES_TABLE, PROBLEMS, ORIGINALS)
"""The tables that each unit of work fills; of FORMS and PROBLEMS all but the path of the file."""
TABLES = (FILES, *FROM_FORMS)
OPTIONAL = frozenset({ORIGINALS.name})
"""What may be missing from a finished store."""
