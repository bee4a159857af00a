"""S12: one project of one year on several forms that do not say the same."""

from __future__ import annotations

from jixiao.surveys.engine import CASE, FILE, PROJECT, TOTAL, UNIT, YEAR, Column, Survey

SURVEY = Survey(
    code="S12",
    title="同一项目同一年度有几张不同的表",
    title_en="One project and year, several different forms",
    meaning="同一单位、同一项目、同一年度、同一表种有几份文件，预算、执行数或得分不同。"
    "多为草稿与定稿并存，汇总前应先确定以哪一份为准。",
    meaning_en="Several files hold a form of the same kind for one unit, project and year, with other amounts or "
    "another total. Often a draft lies beside the final form: settle which one counts before adding up.",
    basis="项目编号（部门整体表为单位编号）、年度、表种相同而文件不同，且总分、全年预算数、全年执行数至少一项不同"
    "（空白也算一种）。没有项目或单位名称、没有年度的不比。",
    basis_en="Equal id of the project (or of the unit, for a whole department), year and kind, in different files, "
    "where total, budget or executed amount differ; a blank differs from a number. Forms without a name or a year are "
    "left out.",
    columns=(
        CASE,
        UNIT,
        PROJECT,
        YEAR,
        Column("forms", "张数", "Forms"),
        Column("full_budget", "全年预算数", "Full-year budget"),
        Column("executed", "全年执行数", "Executed"),
        TOTAL,
        FILE,
    ),
    query="""WITH told AS (
            SELECT *, coalesce(project_id, unit_id) AS subject FROM forms
            WHERE (project_id IS NOT NULL OR (kind = 'department' AND unit_id IS NOT NULL)) AND year IS NOT NULL
        ), several AS (
            SELECT subject, kind, year, count(*) AS forms, min(file) AS first_file FROM told GROUP BY ALL
            HAVING count(DISTINCT file_id) > 1
                AND count(DISTINCT {'t': total_score, 'b': full_budget, 'e': executed}) > 1
        )
        SELECT dense_rank() OVER (ORDER BY forms DESC, first_file, year, kind, subject) AS "case", unit, project,
            year, forms, printed(full_budget, full_budget_scale) AS full_budget,
            printed(executed, executed_scale) AS executed, printed(total_score, total_score_scale) AS total_score, file
        FROM told JOIN several USING (subject, kind, year)
        ORDER BY "case", file, number""",
)
