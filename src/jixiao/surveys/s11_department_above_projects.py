"""S11: a department scores higher than every one of its projects."""

from __future__ import annotations

from decimal import Decimal

from jixiao.surveys.engine import CASE, FILE, PROJECT, TOTAL, UNIT, YEAR, Column, Setting, Survey

SURVEY = Survey(
    code="S11",
    title="部门整体得分高于其所有项目",
    title_en="Department scores above all of its projects",
    meaning="部门整体绩效来自各个项目。整体自评得分高过每一个项目，说明两张表的尺度不一，或整体表只写了好的方面。",
    meaning_en="What a department achieves comes from its projects. Where it scores above every one of them, the two "
    "forms do not measure alike, or the department's tells only what went well.",
    basis="同一年度；项目表的填报单位相同，或主管部门就是该单位，且至少有所设个数的项目。没有总分的不比。",
    basis_en="Same year; the project names the same unit, or names it as its department; projects enough. Forms "
    "without a total are left out.",
    settings=(
        Setting("projects", Decimal(3), "至少几个项目", "fewest projects"),
        Setting("points", Decimal(0), "比最高的项目至少高出几分", "points above the best project"),
    ),
    columns=(
        CASE,
        Column("department", "部门", "Department"),
        YEAR,
        Column("stated", "整体得分", "Department's total"),
        Column("projects", "项目数", "Projects"),
        UNIT,
        PROJECT,
        TOTAL,
        FILE,
    ),
    query="""WITH wholes AS (
            SELECT form_id, unit_id, unit AS department, year, total_score AS points,
                printed(total_score, total_score_scale) AS stated
            FROM forms WHERE kind = 'department' AND unit_id IS NOT NULL AND total_score IS NOT NULL
        ), parts AS (
            SELECT unit_id AS owner_id, department AS owner, unit, project, year, total_score AS own_points, file,
                number, printed(total_score, total_score_scale) AS total_score
            FROM forms WHERE kind = 'project' AND forms.total_score IS NOT NULL
        ), both_told AS (
            SELECT wholes.*, parts.* EXCLUDE (year), count(*) OVER (PARTITION BY form_id) AS projects,
                max(own_points) OVER (PARTITION BY form_id) AS best
            FROM wholes JOIN parts ON parts.year = wholes.year
                AND (parts.owner_id = wholes.unit_id OR parts.owner = wholes.department)
        )
        SELECT dense_rank() OVER (ORDER BY department, year, form_id) AS "case", department, year, stated, projects,
            unit, project, total_score, file
        FROM both_told WHERE projects >= $projects AND TRY(amount(points) > amount(best) + $points)
        ORDER BY "case", own_points DESC, unit, project, file, number""",
)
