"""The self-evaluation form (预算绩效自评表) and its rows, as filled in. Holds values only; nothing here computes.

Amounts are in the unit printed on the form (`Form.amount_unit`, usually 万元). Rates are fractions: 90.24% is
Decimal("0.9024"). Every Decimal keeps the digits that were printed. A blank is None, never zero.
A *path* names one value: "funds[0].rate", "indicators[3].score", "goals[0].actual", "total_score" (indices from 0).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum

import msgspec

from jixiao.location import Location
from jixiao.quantity import Quantity


class FormKind(StrEnum):
    """What the form evaluates (表种)."""

    DEPARTMENT = "department"  #: 部门整体支出
    PROJECT = "project"  #: 项目支出
    TRANSFER = "transfer"  #: 转移支付
    TARGET = "target"  #: 绩效目标申报（批复）表
    MONITORING = "monitoring"  #: 绩效运行监控表
    REPORT = "report"  #: 自评报告（文字）


class Group(StrEnum):
    """The first level of indicators (一级指标), in its canonical reading; the label as printed is kept beside it."""

    EXECUTION = "execution"  #: 预算执行
    COST = "cost"  #: 成本指标
    OUTPUT = "output"  #: 产出指标
    BENEFIT = "benefit"  #: 效益指标
    SATISFACTION = "satisfaction"  #: 满意度指标
    DECISION = "decision"  #: 决策（投入）
    PROCESS = "process"  #: 过程（管理）
    OTHER = "other"  #: 其他一级指标, known but of no standard group


class Facet(StrEnum):
    """The second level of indicators (二级指标), in its canonical reading."""

    QUANTITY = "quantity"  #: 数量指标
    QUALITY = "quality"  #: 质量指标
    TIMELINESS = "timeliness"  #: 时效指标
    COST = "cost"  #: 成本指标（经济成本）
    SOCIAL_COST = "social_cost"  #: 社会成本指标
    ECOLOGICAL_COST = "ecological_cost"  #: 生态环境成本指标
    ECONOMIC = "economic"  #: 经济效益指标
    SOCIAL = "social"  #: 社会效益指标
    ECOLOGICAL = "ecological"  #: 生态效益指标
    SUSTAINABLE = "sustainable"  #: 可持续影响指标
    SATISFACTION = "satisfaction"  #: 服务对象满意度指标
    OTHER = "other"  #: 其他二级指标


class FundLine(msgspec.Struct, frozen=True, omit_defaults=True):
    """One funding row (资金行). The total row (年度资金总额) has `is_total`.

    `executed` of a monitoring form is what was executed by then (1-7 月执行数).
    """

    source: str  #: 资金来源 as printed, white space removed: 年度资金总额, 基本支出, 其中：当年财政拨款
    is_total: bool = False  #: 是否年度资金总额行
    initial_budget: Decimal | None = None  #: 年初预算数
    full_budget: Decimal | None = None  #: 全年预算数（A）, 调整后预算数
    arrived: Decimal | None = None  #: 到位数
    executed: Decimal | None = None  #: 全年执行数（B）
    forecast: Decimal | None = None  #: 全年预计执行数, of a monitoring form
    weight: Decimal | None = None  #: 分值
    rate: Decimal | None = None  #: 执行率, a fraction with the digits printed: 90.24% is 0.9024
    score: Decimal | None = None  #: 得分
    reason: str | None = None  #: 原因 (Sichuan)


class Goal(msgspec.Struct, frozen=True, omit_defaults=True):
    """One yearly goal (年度总体目标)."""

    expected: str | None = None  #: 预期目标
    actual: str | None = None  #: 实际完成情况
    initial: str | None = None  #: 年初设定目标, where the adjusted one is printed apart
    long_term: str | None = None  #: 中期（实施期）目标, of a target form (目标申报表) beside the yearly one


class GroupHeading(msgspec.Struct, frozen=True, omit_defaults=True):
    """A group heading with what it prints (一级、二级指标标题): label, weight “（50分）”, subtotal."""

    label: str  #: as printed, white space and weight removed
    group: Group | None = None  #: canonical first level, when known
    level: int = 1  #: 1 一级, 2 二级
    weight: Decimal | None = None  #: 标题所印分值
    score: Decimal | None = None  #: 标题所印小计得分


class Indicator(msgspec.Struct, frozen=True, omit_defaults=True):
    """One indicator row (绩效指标). `actual` of a monitoring form is what was done by then (1-7 月执行情况)."""

    name: str | None = None  #: 三级指标; None when the row prints none (the second level then names it)
    level1: str | None = None  #: 一级指标 as printed, white space removed
    level2: str | None = None  #: 二级指标 as printed, white space removed
    group: Group | None = None  #: canonical first level; inferred from the second level where the label is lost
    facet: Facet | None = None  #: canonical second level
    target: Quantity | None = None  #: 年度指标值（A）
    initial_target: Quantity | None = None  #: 年初指标值, where the adjusted one is printed apart
    long_term_target: Quantity | None = None  #: 中期（实施期）指标值, of a target form
    actual: Quantity | None = None  #: 实际完成值（B）
    forecast: Quantity | None = None  #: 全年预计完成情况, of a monitoring form
    weight: Decimal | None = None  #: 分值
    score: Decimal | None = None  #: 得分
    review_score: Decimal | None = None  #: 复核分
    deduction: Decimal | None = None  #: 扣分
    reason: str | None = None  #: 未完成原因分析（偏差原因分析及改进措施）
    standard: str | None = None  #: 评分标准（计分方法）, where a column prints it
    likelihood: str | None = None  #: 完成可能性（确定能、有可能、完全不可能）, of a monitoring form (绩效运行监控表)

    @property
    def label(self) -> str:
        """What to call the row in a message (指标名称): its name, else its second or first level, else ""."""
        return self.name or self.level2 or self.level1 or ""


class ManagementAspect(msgspec.Struct, frozen=True, omit_defaults=True):
    """One row of fund management (资金管理情况) of a transfer form."""

    aspect: str  #: as printed, white space removed: 分配科学性, 下达及时性
    situation: str | None = None  #: 情况说明
    problems: str | None = None  #: 存在问题和改进措施


class Inference(msgspec.Struct, frozen=True, omit_defaults=True):
    """A value that was not simply read (推断): where, how sure, and on what evidence. No guess is silent."""

    path: str
    evidence: str  #: 依据, in Chinese: “110 个字符按 10+10+9.5 拆分，与总分 99 相符”
    status: str = "inferred"  #: inferred 推断, corrected 更正, doubtful 存疑 (a scan, to be compared with the paper)
    printed: str | None = None  #: what stood there, where it was corrected


class Unread(msgspec.Struct, frozen=True, omit_defaults=True):
    """A place that could not be read (未能读取), reported instead of guessed."""

    path: str | None  #: where in the form, when known
    text: str  #: what stood there
    reason: str  #: why, in Chinese
    location: Location | None = None


class Form(msgspec.Struct, frozen=True, omit_defaults=True):
    """A self-evaluation form as filled in (预算绩效自评表). Immutable: use `msgspec.structs.replace`."""

    kind: FormKind = FormKind.PROJECT  #: 表种
    title: str | None = None  #: 表名, white space removed
    unit: str | None = None  #: 填报单位（部门名称）, line breaks removed
    department: str | None = None  #: 主管部门
    project: str | None = None  #: 项目名称
    project_code: str | None = None  #: 项目编码
    region: str | None = None  #: 地区, only where printed or part of a printed name
    year: int | None = None  #: 年度
    filed_on: date | None = None  #: 填报日期
    amount_unit: str | None = None  #: 金额单位: 万元, 元; None when not printed
    funds: tuple[FundLine, ...] = ()  #: 资金
    management: tuple[ManagementAspect, ...] = ()  #: 资金管理情况（转移支付）
    goals: tuple[Goal, ...] = ()  #: 年度总体目标
    headings: tuple[GroupHeading, ...] = ()  #: 指标分组标题
    indicators: tuple[Indicator, ...] = ()  #: 绩效指标
    total_weight: Decimal | None = None  #: 总分行的分值
    total_score: Decimal | None = None  #: 总分
    grade: str | None = None  #: 自评等级: 优, 良, 中, 差 (or 优秀, ...), as printed in a cell of its own
    conclusion: str | None = None  #: 自评结论
    problems: str | None = None  #: 存在问题
    measures: str | None = None  #: 改进措施
    contact: str | None = None  #: 联系人（填报人）
    phone: str | None = None  #: 联系电话
    seal: str | None = None  #: 单位（盖章）处所印文字; "" when only the label stands, None when there is none
    notes: tuple[str, ...] = ()  #: 注, one item a numbered note, white space removed
    attributes: Mapping[str, str] = {}  #: 其他表头项, label → text
    layout: str | None = None  #: 识别所用表样, such as L1-GZ
    layout_fit: int | None = None  #: 表样吻合度, whole percent
    source: str | None = None  #: 来源文件名
    locations: Mapping[str, Location] = {}  #: 出处, keyed by path
    inferences: tuple[Inference, ...] = ()
    unread: tuple[Unread, ...] = ()

    @property
    def total_fund(self) -> FundLine | None:
        """The row of all funds (年度资金总额), or None."""
        return next((line for line in self.funds if line.is_total), None)

    def status(self, path: str) -> str:
        """How the value at `path` came about: read, inferred, corrected or doubtful."""
        return next((mark.status for mark in self.inferences if mark.path == path), "read")
