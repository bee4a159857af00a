"""Planted errors in head, notes and procedure, and signals to look at (表头、表注、关注信号): sections D and E."""

from __future__ import annotations

import random
from datetime import date
from decimal import Decimal

from bench.planted.catalogue import mutation
from bench.planted.edits import drawn, fulfilled, replace, respent, rows_where, total_line, with_row
from bench.planted.mutations_c import year_of
from jixiao.attainment import compare
from jixiao.form import Form, FormKind
from jixiao.rulebooks.model import Rulebook

IDENTITY_FACTORS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
IDENTITY_MARKS = "10X98765432"


@mutation("D077", "表头漏填 {field}", field=("unit", "year", "project", "filed_on"))
def header_blanked(form: Form, _rng: random.Random, _rulebook: Rulebook, field: str) -> Form | None:
    return None if getattr(form, field) is None else replace(form, **{field: None})


@mutation("D077", "留了电话，没有填联系人")
def contact_blanked(form: Form, _rng: random.Random, _rulebook: Rulebook) -> Form | None:
    return replace(form, contact=None, phone="8000000")


@mutation("D078", "表名里的年份与年度不一致")
def title_of_another_year(form: Form, rng: random.Random, _rulebook: Rulebook) -> Form | None:
    return replace(form, title=f"{year_of(form) - rng.randint(1, 2)}年度{form.title}")


@mutation("D078", "文件名里的年份与年度不一致")
def file_of_another_year(form: Form, _rng: random.Random, _rulebook: Rulebook) -> Form | None:
    return replace(form, source=f"{year_of(form) - 1}年自评表.xlsx")


@mutation("D079", "表种不在办法适用之列")
def kind_not_covered(form: Form, _rng: random.Random, rulebook: Rulebook) -> Form | None:
    other = next((kind for kind in (FormKind.PROJECT, FormKind.DEPARTMENT) if kind not in rulebook.kinds), None)
    return None if other is None else replace(form, kind=other, project=form.project or "示范项目")


@mutation("D079", "年度早于办法施行")
def year_before_method(form: Form, _rng: random.Random, rulebook: Rulebook) -> Form | None:
    return None if rulebook.valid_from is None or form.notes else replace(form, year=rulebook.valid_from - 1)


@mutation("D080", "表注所定分值与各组分值不一致")
def notes_of_other_weights(form: Form, _rng: random.Random, rulebook: Rulebook) -> Form | None:
    if not form.notes or not rulebook.groups or "产出指标" not in form.notes[0]:
        return None
    others = ("产出指标35分", "效益指标45分", "满意度指标10分", "预算执行率10分")
    note = f"1.自评满分为100分，一级指标分值：{'、'.join(others)}。"
    return None if note == form.notes[0] else replace(form, notes=(note, *form.notes[1:]))


@mutation("D088", "填报日期在年度结束之前")
def filed_too_early(form: Form, rng: random.Random, _rulebook: Rulebook) -> Form | None:
    return replace(form, filed_on=date(year_of(form), rng.randint(1, 11), rng.randint(1, 28)))


@mutation("D088", "填报日期在三年之后")
def filed_too_late(form: Form, rng: random.Random, _rulebook: Rulebook) -> Form | None:
    return replace(form, filed_on=date(year_of(form) + 3, rng.randint(1, 11), rng.randint(1, 28)))


@mutation("D091", "表中留有个人信息（{kind}）", kind=("phone", "mobile", "identity", "account", "email"))
def personal_data_left(form: Form, rng: random.Random, _rulebook: Rulebook, kind: str) -> Form | None:
    if kind == "phone":
        return replace(form, phone="8000000")
    said = {
        "mobile": "联系手机19900000000",
        "identity": f"经办人证件号{_identity()}",
        "account": "付款账号6200000000000000000",
        "email": "来函请寄someone@example.com",
    }[kind]
    at = rng.randrange(len(form.indicators))
    before = form.indicators[at].reason
    return with_row(form, at, reason=f"{before or ''}{said}。") if before else replace(form, problems=f"{said}。")


def _identity() -> str:
    """A number that no person has: region 000000 is none, but the check needs a leading digit and a right last one."""
    digits = "10000019000101000"
    total = sum(int(digit) * factor for digit, factor in zip(digits, IDENTITY_FACTORS, strict=True))
    return digits + IDENTITY_MARKS[total % 11]


@mutation("E092", "各项和总分全部满分")
def everything_full(form: Form, _rng: random.Random, rulebook: Rulebook) -> Form | None:
    full = respent(fulfilled(form, rulebook), rulebook, Decimal(1))
    return full if full.total_score == rulebook.total.points != form.total_score else None


@mutation("E094", "数值指标的完成值个个正好等于指标值")
def actuals_all_exact(form: Form, _rng: random.Random, rulebook: Rulebook) -> Form | None:
    exact = fulfilled(form, rulebook)
    seen = [compare(row.target, row.actual) for row in exact.indicators]
    numbers = [one for one in seen if one.a is not None and one.b is not None]
    return exact if len(numbers) >= 8 and all(one.a == one.b for one in numbers) else None


@mutation("E095", "执行率只有六七成，指标得分接近满分")
def high_scores_low_execution(form: Form, rng: random.Random, rulebook: Rulebook) -> Form | None:
    if total_line(form).weight is None and not rulebook.groups:
        return None
    low = respent(fulfilled(form, rulebook), rulebook, Decimal(rng.randint(55, 78)) / 100)
    return low if drawn(rng, rows_where(low, lambda row: row.score)) is not None else None
