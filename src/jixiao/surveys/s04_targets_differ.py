"""S04: one programme, one indicator, one year, and different targets."""

from __future__ import annotations

from jixiao.surveys.engine import CASE, FILE, PATH, PROJECT, UNIT, YEAR, Column, Survey

SURVEY = Survey(
    code="S04",
    title="同名项目的同一指标，各单位目标值不同",
    title_en="Same project, same indicator, different targets",
    meaning="同一年度、同名项目的同一率类指标，各单位定的目标值高低不一。"
    "统一下达的项目要求应当一致；目标定得低的单位更容易“完成”，得分也就不可比。",
    meaning_en="In one year, units that carry out the same project ask different things of the same rate. A lower "
    "target is easier to reach, and then the scores cannot be compared.",
    basis="项目和指标名称去掉空白标点和年份后相同；只比计量单位为 % 或 ‰ 的数值，总量随单位大小而异，不比。"
    "区间取下端。没有项目名称、指标名称或目标数值的不比。",
    basis_en="Names of project and indicator are equal but for blanks, marks and years. Only numbers in % or ‰ are "
    "compared: quantities follow the size of the unit. Rows without a name or a number are left out.",
    columns=(
        CASE,
        PROJECT,
        Column("name", "指标", "Indicator"),
        YEAR,
        Column("targets", "不同目标值数", "Targets"),
        UNIT,
        Column("target", "目标值", "Target"),
        Column("score", "得分", "Score"),
        PATH,
        FILE,
    ),
    query="""WITH rates AS (
            SELECT project_bare, name_bare, year, target_unit, unit_id, unit, project, name, target, target_number,
                score, score_scale, 'indicators[' || "row" || '].target' AS path, file
            FROM indicators JOIN forms USING (form_id)
            WHERE target_unit IN ('%', '‰') AND target_number IS NOT NULL AND name_bare IS NOT NULL
                AND project_bare IS NOT NULL AND unit_id IS NOT NULL AND year IS NOT NULL
        ), told AS (
            SELECT project_bare, name_bare, year, target_unit, count(DISTINCT target_number) AS targets
            FROM rates GROUP BY ALL HAVING targets > 1 AND count(DISTINCT unit_id) > 1
        )
        SELECT dense_rank() OVER (ORDER BY targets DESC, year, project_bare, name_bare, target_unit) AS "case", project,
            name, year, targets, unit, target, printed(score, score_scale) AS score, path, file
        FROM rates JOIN told USING (project_bare, name_bare, year, target_unit)
        ORDER BY "case", target_number, unit, file, path""",
)
