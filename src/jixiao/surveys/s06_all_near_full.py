"""S06: departments whose forms nearly all state 98 points or more."""

from __future__ import annotations

from decimal import Decimal

from jixiao.surveys.engine import CASE, FILE, OWNER, PROJECT, TOTAL, UNIT, YEAR, Column, Setting, Survey

SURVEY = Survey(
    code="S06",
    title="自评得分几乎全在 98 分以上",
    title_en="Nearly every form states 98 points or more",
    meaning="同一主管部门（没有印主管部门的，以填报单位计）一年的自评表几乎都在 98 分以上。"
    "得分没有差别，既不能说明哪个项目好，也多半没有按办法扣分。",
    meaning_en="In one year nearly all forms of a department (else of a unit) state 98 points or more. Scores that do "
    "not differ tell nothing about the projects, and points were hardly taken off by the method.",
    basis="自评总分除以总分行分值；总分行没有印分值的按 100 分计。没有总分、年度或单位名称的不计。",
    basis_en="Stated total divided by the total weight, which counts as 100 where none is printed. Forms without a "
    "total, a year or a name are left out.",
    settings=(
        Setting("points", Decimal(98), "得分不低于百分之几", "least percentage of the points"),
        Setting("share", Decimal(90), "这样的表不少于百分之几", "least percentage of such forms"),
        Setting("forms", Decimal(5), "至少几张表", "fewest forms"),
    ),
    columns=(
        CASE,
        OWNER,
        YEAR,
        Column("forms", "表数", "Forms"),
        Column("near_full", "其中高分", "Near full"),
        UNIT,
        PROJECT,
        TOTAL,
        FILE,
    ),
    query="""WITH totals AS (
            SELECT owner, year, unit, project, printed(total_score, total_score_scale) AS total_score, file, number,
                TRY(amount(total_score) * 100 >= coalesce(amount(total_weight), 100) * $points) AS high
            FROM filed WHERE total_score IS NOT NULL AND owner IS NOT NULL AND year IS NOT NULL
        ), owners AS (
            SELECT owner, year, count(*) AS forms, count(*) FILTER (WHERE high) AS near_full FROM totals
            GROUP BY ALL HAVING forms >= $forms AND near_full * 100 >= forms * $share
        )
        SELECT dense_rank() OVER (ORDER BY forms DESC, owner, year) AS "case", owner, year, forms, near_full, unit,
            project, total_score, file
        FROM totals JOIN owners USING (owner, year)
        ORDER BY "case", unit, project, file, number""",
)
