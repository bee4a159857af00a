"""S01: reasons that several units give in nearly the same words."""

from __future__ import annotations

from decimal import Decimal

from jixiao.surveys.engine import CASE, FILE, PATH, PERCENT, PROJECT, UNIT, YEAR, Column, Setting, Survey, Texts

SURVEY = Survey(
    code="S01",
    title="不同单位的原因分析雷同",
    title_en="Reasons copied between units",
    meaning="不同单位写了几乎相同的未完成原因。原因本应各有不同，雷同多为套用范文或互相照抄，读的人得不到真实情况。",
    meaning_en="Different units give nearly the same reason. Causes differ from case to case; where the words do not, "
    "they were likely taken from a model or from each other.",
    basis="文字先去掉本单位、本项目的名称和空白标点；三字组相同不低于 42% 的归为一组，组内至少两个单位。"
    "原因空白、只有斜杠、过短或未写单位名称的不比。",
    basis_en="The unit's and the project's own names, blanks and marks do not count. Texts that share at least 42% of "
    "their character triples stand together; a case has two units or more. Blank and short reasons, and forms that "
    "name no unit, are left out.",
    settings=(Setting("characters", Decimal(15), "至少多少字才比", "fewest characters of a text"),),
    columns=(
        CASE,
        Column("units", "单位数", "Units"),
        UNIT,
        PROJECT,
        YEAR,
        Column("told", "原因", "Reason"),
        PERCENT,
        PATH,
        FILE,
    ),
    texts=Texts(
        """WITH reasons AS (
            SELECT form_id, 'indicators[' || "row" || '].reason' AS path, reason AS told FROM indicators
            WHERE NOT reason_blank
            UNION ALL SELECT form_id, 'funds[' || "row" || '].reason', reason FROM funds
        )
        SELECT unit_id, unit, project, year, file, path, told, masked(told, unit, project) AS text
        FROM reasons JOIN forms USING (form_id)
        WHERE unit_id IS NOT NULL AND length(text) >= $characters
        ORDER BY file, forms.number, path"""
    ),
    query="""WITH sized AS (
            SELECT cluster, count(DISTINCT unit_id) AS units FROM near GROUP BY cluster HAVING units > 1
        )
        SELECT dense_rank() OVER (ORDER BY units DESC, cluster) AS "case", units, unit, project, year, told, percent,
            path, file
        FROM near JOIN sized USING (cluster)
        ORDER BY "case", unit, year, file, path""",
)
