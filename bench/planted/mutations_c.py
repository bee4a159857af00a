"""Planted errors in reasons and other texts (原因和文字的错例): section C."""

from __future__ import annotations

import random
from decimal import Decimal

from bench.planted.catalogue import mutation
from bench.planted.edits import (
    drawn,
    is_number,
    meets,
    number_of,
    replace,
    respent,
    rewritten,
    rows_where,
    settled,
    sort_of,
    total_line,
    value_of,
    with_fund,
    with_row,
)
from bench.planted.subject import known, quantity
from jixiao.attainment import Sort
from jixiao.form import Form, Goal, Indicator
from jixiao.numerals import plain
from jixiao.rulebooks.model import Rulebook


def _lost(row: Indicator) -> bool:
    return row.score is not None and row.weight is not None and row.score < row.weight


def _in_need(form: Form, rulebook: Rulebook) -> list[int]:
    """The rows for which the method asks for a reason."""
    rule = rulebook.reason
    return rows_where(
        form, lambda row: (rule.below_weight and _lost(row)) or (rule.target_missed and meets(row) is False)
    )


@mutation("C061", "删去扣分或未完成一行的原因")
def reason_removed(form: Form, rng: random.Random, rulebook: Rulebook) -> Form | None:
    at = drawn(rng, _in_need(form, rulebook))
    return None if at is None else with_row(form, at, reason=rng.choice([None, "/", "—"]))


@mutation("C061", "原因填到了没有扣分的行")
def reason_in_another_row(form: Form, rng: random.Random, rulebook: Rulebook) -> Form | None:
    needy = _in_need(form, rulebook)
    others = [at for at in rows_where(form, lambda row: row.reason is None) if at not in needy]
    giver, taker = drawn(rng, needy), drawn(rng, others)
    if giver is None or taker is None:
        return None
    reason = form.indicators[giver].reason
    return with_row(with_row(form, giver, reason=None), taker, reason=reason)


@mutation("C062", "执行率低于须说明的界限，没有写原因")
def execution_reason_missing(form: Form, rng: random.Random, rulebook: Rulebook) -> Form | None:
    limit = rulebook.execution.reason_below
    if limit is None or limit <= Decimal("0.2"):
        return None
    low = respent(form, rulebook, limit - Decimal(rng.randint(3, 15)) / 100)
    return with_fund(low, 0, reason=None)


@mutation("C063", "年中调整预算没有说明")
def adjustment_unexplained(form: Form, _rng: random.Random, rulebook: Rulebook) -> Form | None:
    line = total_line(form)
    adjusted = line.initial_budget is not None and line.initial_budget != line.full_budget
    return with_fund(form, 0, reason=None) if adjusted and rulebook.reason.adjustment else None


@mutation("C064", "大幅超额，原因只写“{hollow}”", hollow=("无偏差", "已完成", "全部完成"))
def over_reason_hollow(form: Form, rng: random.Random, rulebook: Rulebook, hollow: str) -> Form | None:
    fits = rows_where(form, lambda row: is_number(row.target, "≥") and number_of(row.target) >= 8)
    at = drawn(rng, [one for one in fits if value_of(form.indicators[one].target).unit != "%"])
    if at is None:
        return None
    row = form.indicators[at]
    actual = rewritten(value_of(row.actual), int(number_of(row.target) * Decimal("1.6")))
    return settled(with_row(form, at, actual=actual, reason=hollow, score=row.weight), rulebook)


@mutation("C065", "扣分的原因只写“{hollow}”", hollow=("无", "受疫情影响", "客观原因", "实际情况"))
def reason_hollow(form: Form, rng: random.Random, rulebook: Rulebook, hollow: str) -> Form | None:
    at = drawn(rng, _in_need(form, rulebook))
    return None if at is None else with_row(form, at, reason=hollow)


@mutation("C065", "同一段原因抄给多行")
def reason_copied(form: Form, _rng: random.Random, rulebook: Rulebook) -> Form | None:
    needy = _in_need(form, rulebook)
    if len(needy) < 3:
        return None
    for at in needy:
        form = with_row(form, at, reason=form.indicators[needy[0]].reason)
    return form


@mutation("C066", "原因里删去措施")
def measures_removed(form: Form, rng: random.Random, rulebook: Rulebook) -> Form | None:
    at = drawn(rng, _in_need(form, rulebook))
    if at is None or not rulebook.reason.measures:
        return None
    cause = rng.choice(["六月连续降雨，施工中断三周。", "供货方两次延迟交货。", "部分村组报名人数少于摸底数。"])
    return replace(with_row(form, at, reason=cause), measures=None)


@mutation("C067", "执行率不足，却写预算资金已全部支出", where=("conclusion", "reason"))
def said_all_spent(form: Form, rng: random.Random, rulebook: Rulebook, where: str) -> Form | None:
    low = respent(form, rulebook, Decimal(rng.randint(85, 97)) / 100)
    said = rng.choice(["预算资金已全部支出。", "资金均已全部执行。", "预算执行率为100%。"])
    if where == "conclusion":
        return replace(low, conclusion=f"{low.conclusion}{said}") if low.conclusion else None
    return with_fund(low, 0, reason=f"{said}今后将继续加强管理。")


@mutation("C067", "扣了分，原因却写“{denial}”", denial=("无偏差", "已全部完成", "按计划完成"))
def loss_denied(form: Form, rng: random.Random, _rulebook: Rulebook, denial: str) -> Form | None:
    at = drawn(rng, rows_where(form, _lost))
    return None if at is None else with_row(form, at, reason=denial)


@mutation("C067", "同一原因里既称单一来源又称招标")
def purchase_contradicts_itself(form: Form, rng: random.Random, rulebook: Rulebook) -> Form | None:
    at = drawn(rng, _in_need(form, rulebook))
    text = "设备为单一来源采购，按招标成交价付款，支出低于计划；将在次年重新测算需求。"
    return None if at is None else with_row(form, at, reason=text)


def _with_goal(form: Form, **changes: str) -> Form:
    return replace(form, goals=(replace(form.goals[0], **changes), *form.goals[1:]))


@mutation("C068", "实际完成情况照抄年度目标")
def goal_copied(form: Form, _rng: random.Random, _rulebook: Rulebook) -> Form | None:
    return _with_goal(form, actual=known_text(form.goals[0].expected))


@mutation("C068", "实际完成情况只改了目标里的两个字")
def goal_nearly_copied(form: Form, _rng: random.Random, _rulebook: Rulebook) -> Form | None:
    expected = (
        "健全工作机制，落实岗位责任，按月召开调度会议，做好宣传培训和台账管理，组织专家开展现场指导，"
        "对重点环节实行跟踪检查，发现问题限期整改，确保各项任务按计划推进，不断提升服务质量和群众获得感。"
    )
    return replace(form, goals=(Goal(expected=expected, actual=expected.replace("确保", "做到")),))


def known_text(text: str | None) -> str:
    """A text that the generator itself has written."""
    if not text:
        raise ValueError(text)
    return text


@mutation("C069", "年度目标照抄部门职责")
def goal_lists_duties(form: Form, _rng: random.Random, _rulebook: Rulebook) -> Form | None:
    duties = (
        "负责本行业法规政策的贯彻执行；组织实施行业发展规划；承担行业统计和信息发布；指导监督基层单位业务工作；"
        "负责行业安全生产监督检查；会同有关部门拟订年度计划；承办领导交办的其他事项。"
    )
    return _with_goal(form, expected=duties)


@mutation("C070", "总分低于满分，存在问题却填“{denial}”", denial=("无", "暂无", "未发现问题"))
def problems_denied(form: Form, _rng: random.Random, rulebook: Rulebook, denial: str) -> Form | None:
    if form.total_score is None or form.total_score >= rulebook.total.points:
        return None
    return replace(form, problems=denial)


@mutation("C071", "原因超过字数上限")
def reason_too_long(form: Form, rng: random.Random, rulebook: Rulebook) -> Form | None:
    at, limit = drawn(rng, _in_need(form, rulebook)), rulebook.reason.max_characters
    if at is None or limit is None:
        return None
    part = "因前期手续办理较晚，工期顺延；将提前介入审批，明确责任人和完成时限，并按月调度通报。"
    return with_row(form, at, reason=part * (limit // len(part) + 1))


@mutation("C072", "{where}里留着表样的提示语", where=("conclusion", "reason", "problems", "name"))
def placeholder_left(form: Form, rng: random.Random, _rulebook: Rulebook, where: str) -> Form | None:
    if where in ("conclusion", "problems"):
        return replace(form, **{where: rng.choice(["（200字以内）", "请填写自评结论", "××××"])})
    at = rng.randrange(len(form.indicators))
    text = rng.choice(["指标2：", "……", "苗木成活率（≥**%）"]) if where == "name" else "（100字以内）"
    return with_row(form, at, **{where: text})


@mutation("C073", "文字里沿用往年的年份")
def year_left_over(form: Form, rng: random.Random, _rulebook: Rulebook) -> Form | None:
    old = year_of(form) - rng.randint(1, 2)
    said = rng.choice([f"{old}年度绩效目标全部下达。", f"现将{old}年度部门整体支出绩效自评情况报告如下。"])
    return _with_goal(form, actual=said + known_text(form.goals[0].actual))


@mutation("C073", "时限沿用往年的日期")
def target_year_left_over(form: Form, rng: random.Random, _rulebook: Rulebook) -> Form | None:
    this = f"{year_of(form)}年"
    at = drawn(rng, rows_where(form, lambda row: sort_of(row) is Sort.DATE and this in value_of(row.target).text))
    if at is None:
        return None
    text = value_of(form.indicators[at].target).text.replace(this, f"{year_of(form) - 1}年")
    return with_row(form, at, target=quantity(text))


def year_of(form: Form) -> int:
    """The year of a generated form."""
    return int(known(None if form.year is None else Decimal(form.year)))


@mutation("C074", "结论里的{what}与资金表不符", what=("预算执行率", "全年预算数", "全年执行数"))
def figure_in_text_wrong(form: Form, rng: random.Random, _rulebook: Rulebook, what: str) -> Form | None:
    line = total_line(form)
    if not form.conclusion or not line.full_budget or line.executed is None:
        return None
    if what == "预算执行率":
        rate = (line.executed / line.full_budget * 100 - rng.randint(4, 9)).quantize(Decimal("0.01"))
        return replace(form, conclusion=f"{form.conclusion}预算执行率{rate}%。")
    amount = (line.full_budget if what == "全年预算数" else line.executed) + rng.randint(3, 40)
    return replace(form, conclusion=f"{form.conclusion}{what}{plain(amount)}万元。")


@mutation("C076", "只写完成任务的百分之几")
def percentage_without_base(form: Form, rng: random.Random, _rulebook: Rulebook) -> Form | None:
    said = f"完成任务的{rng.randint(11000, 19000) / 100}%，群众反映较好。"
    return _with_goal(form, actual=f"全年工作有序推进。{said}")
