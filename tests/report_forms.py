"""Forms that the tests of reports share (测试用表单)."""

from __future__ import annotations

from decimal import Decimal

import msgspec

from jixiao.form import Form, FormKind, FundLine, Goal, Group, GroupHeading, Indicator
from jixiao.quantity import parse

HOSTILE = "</script><script>alert(1)</script><img src=x onerror=alert(2)>\"'&\u202e逆\x07\x00{number}{{x}}"
LONG = "长" * 9_990 + "<b>到此完</b>"


def hostile() -> Form:
    """A form whose every text tries to break out of where it is put."""
    names = ("title", "unit", "department", "project", "project_code", "amount_unit", "grade", "conclusion", "problems")
    texts = dict.fromkeys((*names, "measures", "contact", "phone"), HOSTILE)
    row = Indicator(
        name=HOSTILE,
        level1=HOSTILE,
        level2=HOSTILE,
        group=Group.OUTPUT,
        target=parse(f"≥10{HOSTILE}"),
        actual=parse("8"),
        weight=Decimal(60),
        score=Decimal(55),
        reason=HOSTILE,
    )
    return Form(
        kind=FormKind.PROJECT,
        year=2022,
        funds=(
            FundLine(
                HOSTILE,
                is_total=True,
                full_budget=Decimal(100),
                executed=Decimal(80),
                weight=Decimal(10),
                rate=Decimal("0.8"),
                score=Decimal(8),
                reason=HOSTILE,
            ),
        ),
        goals=(Goal(HOSTILE, LONG),),
        headings=(GroupHeading(HOSTILE, Group.OUTPUT, 1, Decimal(50)),),
        indicators=(row, msgspec.structs.replace(row, name=LONG, target=parse("≥3"), actual=parse("3"))),
        total_weight=Decimal(100),
        total_score=Decimal(99),
        notes=(HOSTILE,),
        attributes={HOSTILE: HOSTILE},
        **texts,  # type: ignore[arg-type]
    )
