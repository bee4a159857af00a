"""S02: goals and results that repeat last year's form."""

from __future__ import annotations

from decimal import Decimal

from jixiao.surveys.engine import CASE, FILE, PATH, PERCENT, PROJECT, UNIT, YEAR, Column, Setting, Survey, Texts

SURVEY = Survey(
    code="S02",
    title="总体目标或完成情况照抄上年",
    title_en="Goals or results copied from last year",
    meaning="同一项目（部门整体表为同一单位）的年度总体目标或实际完成情况与上一年度几乎相同。"
    "任务和结果年年有变，只换年份的文字说明没有按当年情况填写。",
    meaning_en="The goals or results of a project, or of a whole department, nearly repeat those of the year before. "
    "Work and results change from year to year; a text in which only the year was changed was not written for it.",
    basis="同一编号、同一表种、相邻两年；去掉年份和空白标点后，三字组相同不低于所设百分数。文字空白或过短的不比。",
    basis_en="Same id, same kind of form, two years in a row; years, blanks and marks do not count. Blank and short "
    "texts are left out.",
    settings=(
        Setting("likeness", Decimal(90), "相同百分数不低于", "least percent in common"),
        Setting("characters", Decimal(20), "至少多少字才比", "fewest characters of a text"),
    ),
    columns=(
        CASE,
        UNIT,
        PROJECT,
        YEAR,
        PATH,
        Column("told", "本年文字", "This year's text"),
        PERCENT,
        FILE,
        Column("last_file", "上年文件", "Last year's file"),
    ),
    texts=Texts(
        """WITH told AS (
            SELECT *, coalesce(project_id, unit_id) AS subject FROM forms
            WHERE project_id IS NOT NULL OR kind = 'department'
        ), both_years AS (
            SELECT this.*, last.file AS last_file, last.goal_expected AS last_expected, last.goal_actual AS last_actual
            FROM told AS this JOIN told AS last
                ON last.subject = this.subject AND last.kind = this.kind AND last.year = this.year - 1
        ), pairs AS (
            SELECT *, 'goals.expected' AS path, goal_expected AS told, last_expected AS before FROM both_years
            UNION ALL SELECT *, 'goals.actual', goal_actual, last_actual FROM both_years
        )
        SELECT unit, project, year, path, told, file, last_file, form_id,
            without_year(told) AS "first", without_year(before) AS "second"
        FROM pairs
        WHERE length("first") >= $characters AND length("second") >= $characters
        ORDER BY file, form_id, path, last_file""",
        pairs=True,
    ),
    query="""SELECT dense_rank() OVER (ORDER BY file, form_id) AS "case", unit, project, year, path, told, percent,
            file, last_file
        FROM near WHERE percent >= $likeness ORDER BY "case", path, last_file""",
)
