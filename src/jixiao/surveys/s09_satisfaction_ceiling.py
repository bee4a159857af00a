"""S09: satisfaction that is the same everywhere, at or near the top."""

from __future__ import annotations

from decimal import Decimal

from jixiao.surveys.engine import CASE, FILE, OWNER, PATH, PROJECT, UNIT, YEAR, Column, Setting, Survey

SURVEY = Survey(
    code="S09",
    title="满意度千篇一律",
    title_en="Satisfaction is the same everywhere",
    meaning="同一主管部门（没有印的以填报单位计）一年的满意度几乎都是同一个高数（如 100%、98%）。"
    "真实调查的结果各有高低；应查问卷份数和原始记录。",
    meaning_en="In one year nearly all satisfaction rates of a department (else of a unit) are one and the same high "
    "number. Real surveys differ: ask for the questionnaires.",
    basis="满意度指标中实际完成值为百分数的各行；同一数值占比、该数值和行数达到所设的数。文字（如“满意”）和空白不计。",
    basis_en="Rows of the group satisfaction whose actual value is a percentage. Words such as 满意 and blanks do not "
    "count.",
    settings=(
        Setting("rows", Decimal(5), "至少几行", "fewest rows"),
        Setting("share", Decimal(90), "同一数值占比不低于百分之几", "least percentage of one number"),
        Setting("least", Decimal(95), "该数值不低于", "the number is at least"),
    ),
    columns=(
        CASE,
        OWNER,
        YEAR,
        Column("rows", "行数", "Rows"),
        Column("common", "相同的数值", "Common number"),
        Column("times", "其中相同", "Of that number"),
        UNIT,
        PROJECT,
        Column("name", "指标", "Indicator"),
        Column("actual", "实际完成值", "Actual"),
        PATH,
        FILE,
    ),
    query="""WITH rates AS (
            SELECT owner, year, unit, project, name, actual, actual_number,
                'indicators[' || "row" || '].actual' AS path, file
            FROM indicators JOIN filed USING (form_id)
            WHERE "group" = 'satisfaction' AND actual_unit = '%' AND actual_number IS NOT NULL AND owner IS NOT NULL
                AND year IS NOT NULL
        ), counted AS (
            SELECT owner, year, actual_number, count(*) AS times FROM rates GROUP BY ALL
        ), owners AS (
            SELECT owner, year, sum(times)::BIGINT AS "rows", max(times) AS times,
                max(actual_number) FILTER (WHERE most) AS common
            FROM (SELECT *, times = max(times) OVER (PARTITION BY owner, year) AS most FROM counted)
            GROUP BY ALL HAVING "rows" >= $rows AND times * 100 >= "rows" * $share AND common >= $least
        )
        SELECT dense_rank() OVER (ORDER BY "rows" DESC, owner, year) AS "case", owner, year, "rows", common, times,
            unit, project, name, actual, path, file
        FROM rates JOIN owners USING (owner, year)
        ORDER BY "case", unit, project, file, path""",
)
