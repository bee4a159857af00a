"""S10: the projects of a department spend more than the department."""

from __future__ import annotations

from jixiao.surveys.engine import CASE, FILE, PROJECT, UNIT, YEAR, Column, Survey

SURVEY = Survey(
    code="S10",
    title="项目执行数合计大于部门整体执行数",
    title_en="Projects spend more than their department",
    meaning="部门整体支出包含它的全部项目支出，所以各项目执行数之和不可能更大。更大则两处至少有一处填错，或同一项目重复填报。",
    meaning_en="A department's expenditure includes all of its projects, so their sum cannot be larger. Where it is, "
    "one of them is wrong, or a project was filed twice.",
    basis="同一年度；项目表的填报单位相同，或主管部门就是该单位。金额折算成元；没有印金额单位的表不算在内。",
    basis_en="Same year; the project names the same unit, or names it as its department. Amounts in yuan; forms "
    "that print no unit of money are left out.",
    columns=(
        CASE,
        Column("department", "部门", "Department"),
        YEAR,
        Column("whole", "部门执行数（元）", "Department, yuan"),
        Column("parts", "项目合计（元）", "Projects, yuan"),
        UNIT,
        PROJECT,
        Column("spent", "项目执行数（元）", "Project, yuan"),
        FILE,
    ),
    query="""WITH wholes AS (
            SELECT form_id, unit_id, unit AS department, year, yuan(executed, amount_unit) AS whole FROM forms
            WHERE kind = 'department' AND unit_id IS NOT NULL AND executed IS NOT NULL
        ), spent AS (
            SELECT form_id AS project_form, unit_id AS owner_id, unit, department AS owner, project, year,
                yuan(executed, amount_unit) AS spent, file
            FROM forms WHERE kind = 'project' AND executed IS NOT NULL
        ), both_told AS (
            SELECT wholes.*, spent.* EXCLUDE (year), sum(spent.spent) OVER (PARTITION BY wholes.form_id) AS parts
            FROM wholes JOIN spent ON spent.year = wholes.year
                AND (spent.owner_id = wholes.unit_id OR spent.owner = wholes.department)
            WHERE spent.spent IS NOT NULL
        )
        SELECT dense_rank() OVER (ORDER BY parts - whole DESC, department, form_id) AS "case", department, year, whole,
            parts, unit, project, spent, file
        FROM both_told WHERE parts > whole
        ORDER BY "case", spent DESC, unit, project, file""",
)
