"""A scoring method (计分办法) as data. Holds values only; every value says its clause and on what basis it stands."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import StrEnum

import msgspec

from jixiao.form import FormKind, Group


class Basis(StrEnum):
    """Where a value of a rulebook comes from (依据性质)."""

    TEXT = "text"  #: 见于文件或表注原文
    SYSTEM = "system"  #: 见于财政业务系统的做法，不是法规
    ASSUMED = "assumed"  #: 文件未写明，本系统按通行做法假定，待核


class Rule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What every rule carries (规则的出处)."""

    basis: Basis
    clause: str  #: 条款: 附件注 3


class Step(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"from_": "from"}):
    """One step of a stepwise rule (分档): from this degree on (inclusive), this share of the weight."""

    from_: Decimal  #: degree as a fraction: 0.8 is 80%
    share: Decimal  #: share of the weight as a fraction
    finished: bool | None = None  #: only for finished (true) or unfinished (false) projects, where the rule says so


class Ladder(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A scale of deductions (逐级扣分): for each `step` that the target is missed by, `off` points less."""

    step: Decimal
    off: Decimal
    unit: str = ""  #: of the step: 个百分点, 天, 人; "" for the unit of the row
    most: Decimal | None = None  #: 最多扣分


class GroupRule(Rule, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The standard weight of one first-level group (一级指标分值)."""

    group: Group
    weight: Decimal  #: points
    adjustable: bool = True  #: 可否调整
    children: tuple[Group, ...] = ()  #: several printed groups that share this weight (Hubei: 效益+满意度 40)


class GroupVariant(Rule, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The weights that apply where a form has no indicator of certain groups (未设某类指标时的分值)."""

    without: tuple[Group, ...]  #: 未设置的一级指标
    groups: tuple[GroupRule, ...]


class ExecutionRule(Rule, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How the execution rate is computed and scored (预算执行率计分)."""

    weight: Decimal | None = None  #: points; None where the method gives none
    method: str  #: proportional, steps or none
    denominator: str = "full_budget"  #: full_budget (全年/调整后预算数) or initial_budget (年初预算数)
    zero_budget: str = "unscored"  #: unscored, full, zero or as_one (divided by 1 instead)
    steps: tuple[Step, ...] = ()
    adjustable: bool = True
    over_budget: str = "capped"  #: where more than the budget was spent: capped (at the weight) or unscored
    reason_below: Decimal | None = None  #: a reason is required below this rate (fraction)


class MethodRule(Rule, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How one kind of indicator is scored (计分方法): `method` names a function of rulebooks/methods.py."""

    method: str  #: ratio, inverse_ratio, linear_to_k, gate, direct, steps, satisfaction_steps, unstated
    zero_target: str = "unscored"  #: unscored, full_if_met, full_if_not_above (full where B ≤ 0)
    zero_actual: str = "full"  #: for inverse_ratio, where B = 0: full or unscored
    factor: Decimal | None = None  #: linear_to_k: zero points at this multiple of the target
    gate: Decimal | None = None  #: gate: nothing below this degree (fraction)
    steps: tuple[Step, ...] = ()
    ladder: Ladder | None = None  #: ladder: only from the words beside a row (评分标准), never of a rulebook


class QuantityRules(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The scoring methods of the kinds of quantitative indicators (定量指标)."""

    positive: MethodRule  #: 正向 ≥ >
    reverse: MethodRule  #: 反向 ≤ <
    equal: MethodRule  #: 等于 =
    range: MethodRule  #: 区间
    date: MethodRule  #: 日期、期间
    bare: MethodRule  #: 未注明 ≥ ≤ = 的数值
    satisfaction: MethodRule | None = None  #: 满意度, where it differs from positive
    strict: MethodRule | None = None  #: 严格的反向 <, where it has a formula of its own


class Band(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One band of a qualitative indicator (定性指标档次): shares of the weight, from `low` to `high`."""

    level: str  #: reached, partly, missed
    name: str  #: 达成预期指标
    high: Decimal  #: fraction
    low: Decimal  #: fraction
    low_inclusive: bool = True
    high_inclusive: bool = False  #: true for the first band


class QualitativeRule(Rule, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The bands of qualitative indicators (定性指标分档)."""

    bands: tuple[Band, ...]


class OverRule(Rule, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What over-fulfilment asks for (超额完成)."""

    threshold: Decimal | None = None  #: actual ÷ target from which it applies: 1.3 is 130%
    action: str  #: none, reason, manual or deduct
    from_zero: Decimal | None = None  #: where the target is zero: applies from this actual on


class RoundingRule(Rule, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Rounding of scores and rates (舍入)."""

    score_step: Decimal  #: 0.01: two decimals
    rate_step: Decimal  #: of the rate as a fraction: 0.0001 is 90.24%
    mode: str = "half_up"  #: half_up or truncate


class Grade(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"from_": "from"}):
    """One grade (等级): from this total on (inclusive)."""

    name: str  #: 优, 良, 中, 差
    from_: Decimal  #: points out of the total
    from_inclusive: bool = True
    below: Decimal | None = None  #: 上限（不含）; None where the better grade begins, so that no total falls between


class GradesRule(Rule, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The grades (评价等级), best first."""

    bands: tuple[Grade, ...]


class ReasonRule(Rule, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """When a reason must be given (须说明原因的情形) and what it must hold."""

    below_weight: bool = True  #: 得分低于分值
    target_missed: bool = True  #: 未完成指标值
    measures: bool = False  #: 须写明拟采取的措施
    adjustment: bool = False  #: 年中调整预算须单独说明
    qualitative: bool = False  #: 定性指标须说明评分理由
    max_characters: int | None = None  #: 字数上限


class TotalRule(Rule, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The full score (满分)."""

    points: Decimal  #: 100
    cap_at_weight: bool = True  #: 各指标得分不超过分值
    bonus_cap: Decimal | None = None  #: bonus points a row may earn over its weight; None where none is allowed
    bonus_in_words: bool = False  #: a row whose own words tell of bonus points (加分) may earn them over its weight
    deduction: bool = False  #: a deduction column (扣分) is subtracted, floor 0


class Remark(Rule, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the method says beside its figures (其他规定), for people to read; nothing is computed from it."""

    zh: str
    en: str


class Rulebook(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One published scoring method (计分办法), or the one that a form's own notes state."""

    name: str  #: file stem: mof-2020-10
    title: str  #: 办法名称
    title_en: str
    issuer: str  #: 发文单位
    source: str  #: where the values were seen
    kinds: tuple[FormKind, ...]  #: 适用表种
    total: TotalRule
    groups: tuple[GroupRule, ...]
    execution: ExecutionRule
    quantity: QuantityRules
    qualitative: QualitativeRule
    rounding: RoundingRule
    over: OverRule
    reason: ReasonRule
    grades: GradesRule | None = None
    variants: tuple[GroupVariant, ...] = ()  #: 未设成本、满意度等指标时的分值
    remarks: tuple[Remark, ...] = ()  #: 其他规定
    document: str | None = None  #: 文号
    region: str | None = None  #: 适用地区, 河北、天津; None for national
    default_for: tuple[FormKind, ...] = ()  #: 没有其他依据时，这些表种默认采用
    layouts: tuple[str, ...] = ()  #: 只见于本办法地区的表样: L2, L1-YN
    stated_in_notes: bool = False  #: 办法全载于表注：地区不明而表注相同的表，也可认作本办法
    automatic: bool = True  #: 可否自动选用; false for a system's practice or a special case, used only when named
    valid_from: int | None = None  #: 适用起始年度
    valid_to: int | None = None  #: 适用终止年度
    based_on: str | None = None  #: 上位办法: only differences are stated in the file
    seen_on: date | None = None  #: when the source was read
    from_notes: tuple[str, ...] = ()  #: fields overridden by the form's own notes, such as "quantity.positive"
