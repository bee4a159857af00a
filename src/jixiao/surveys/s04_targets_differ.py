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
    "区间取下端。列出与最常见目标值不同的各行（同样多时取较大的为最常见）。"
    "没有项目名称、指标名称或目标数值的不比。",
    basis_en="Names of project and indicator are equal but for blanks, marks and years. Only numbers in % or ‰ are "
    "compared: quantities follow the size of the unit. Told are the rows that depart from the commonest target, of "
    "equally common ones the larger. Rows without a name or a number are left out.",
    columns=(
        CASE,
        PROJECT,
        Column("name", "指标", "Indicator"),
        YEAR,
        Column("targets", "不同目标值数", "Targets"),
        Column("common", "最常见的", "Commonest"),
        Column("times", "其行数", "Of that"),
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
        ), counted AS (
            SELECT project_bare, name_bare, year, target_unit, target_number, count(*) AS times FROM rates GROUP BY ALL
        ), told AS (
            SELECT project_bare, name_bare, year, target_unit, count(*) AS targets, max(times) AS times,
                max_by(target_number, (times, target_number)) AS common
            FROM counted GROUP BY ALL HAVING targets > 1
        ), several AS (
            SELECT project_bare, name_bare, year, target_unit FROM rates GROUP BY ALL HAVING count(DISTINCT unit_id) > 1
        )
        SELECT dense_rank() OVER (ORDER BY targets DESC, year, project_bare, name_bare, target_unit) AS "case", project,
            name, year, targets, common, times, unit, target, printed(score, score_scale) AS score, path, file
        FROM rates JOIN told USING (project_bare, name_bare, year, target_unit)
            SEMI JOIN several USING (project_bare, name_bare, year, target_unit)
        WHERE target_number <> common
        ORDER BY "case", target_number, unit, file, path""",
)
