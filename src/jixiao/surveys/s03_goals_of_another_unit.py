"""S03: yearly goals that several units state in nearly the same words."""

from __future__ import annotations

from decimal import Decimal

from jixiao.surveys.engine import CASE, FILE, PATH, PERCENT, PROJECT, UNIT, YEAR, Column, Setting, Survey, Texts

SURVEY = Survey(
    code="S03",
    title="不同单位的总体目标或完成情况雷同",
    title_en="Goals or results copied from another unit",
    meaning="不同单位的年度总体目标或实际完成情况几乎相同。统一下达的项目目标相近属正常；"
    "连完成情况也相同，或者项目并不相同，就应核对是否照抄。",
    meaning_en="Different units state nearly the same goals or results. For a programme that was handed down, like "
    "goals are natural; where the results are alike too, or the projects differ, look whether they were copied.",
    basis="文字先去掉本单位、本项目的名称和空白标点；三字组相同不低于 42% 的归为一组，组内至少两个单位。"
    "目标与完成情况分开比。文字空白、过短或未写单位名称的不比。",
    basis_en="The unit's and the project's own names, blanks and marks do not count. Texts that share at least 42% of "
    "their character triples stand together; a case has two units or more. Goals are held against goals, results "
    "against results. Blank and short texts, and forms that name no unit, are left out.",
    settings=(Setting("characters", Decimal(20), "至少多少字才比", "fewest characters of a text"),),
    columns=(
        CASE,
        Column("units", "单位数", "Units"),
        Column("projects", "不同项目数", "Projects"),
        PATH,
        UNIT,
        PROJECT,
        YEAR,
        Column("told", "文字", "Text"),
        PERCENT,
        FILE,
    ),
    texts=Texts(
        """WITH goals AS (
            SELECT *, 'goals.expected' AS path, goal_expected AS told FROM forms
            UNION ALL SELECT *, 'goals.actual', goal_actual FROM forms
        )
        SELECT unit_id, unit, project, project_bare, year, file, path, told, masked(told, unit, project) AS text
        FROM goals WHERE unit_id IS NOT NULL AND length(text) >= $characters
        ORDER BY file, number, path"""
    ),
    query="""WITH sized AS (
            SELECT cluster, path, count(DISTINCT unit_id) AS units, count(DISTINCT project_bare) AS projects
            FROM near GROUP BY cluster, path HAVING units > 1
        )
        SELECT dense_rank() OVER (ORDER BY units DESC, cluster, path) AS "case", units, projects, path, unit, project,
            year, told, percent, file
        FROM near JOIN sized USING (cluster, path)
        ORDER BY "case", unit, year, file""",
)
