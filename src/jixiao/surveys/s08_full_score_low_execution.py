"""S08: high totals beside a low execution of the budget."""

from __future__ import annotations

from decimal import Decimal

from jixiao.surveys.engine import CASE, FILE, PROJECT, TOTAL, UNIT, YEAR, Column, Setting, Survey

SURVEY = Survey(
    code="S08",
    title="执行率低而自评得分高",
    title_en="High score beside a low execution rate",
    meaning="钱花得少而自评得分很高：要么任务没有做完却给了满分，要么预算编大了。按执行率从低到高列出。",
    meaning_en="Little was spent, yet the score is high: either the work was not done, or the budget was too large. "
    "Listed from the lowest rate up.",
    basis="合计行全年执行数除以全年预算数，低于所设百分数；自评总分不低于总分行分值的所设百分数，"
    "没有印分值的按 100 分计。预算数空白、为零或没有总分的不比。",
    basis_en="Executed amount divided by the full-year budget of the total row; stated total against the total weight, "
    "which counts as 100 where none is printed. Forms without these numbers, or with a budget of zero, are left out.",
    settings=(
        Setting("rate", Decimal(60), "执行率低于百分之几", "rate below this percentage"),
        Setting("points", Decimal(95), "得分不低于百分之几", "least percentage of the points"),
    ),
    columns=(
        CASE,
        UNIT,
        PROJECT,
        YEAR,
        Column("full_budget", "全年预算数", "Full-year budget"),
        Column("executed", "全年执行数", "Executed"),
        Column("percent", "执行率%", "Rate %"),
        TOTAL,
        FILE,
    ),
    query="""WITH told AS (
            SELECT unit, project, year, printed(full_budget, full_budget_scale) AS full_budget,
                printed(executed, executed_scale) AS executed, percent_of(forms.executed, forms.full_budget) AS percent,
                printed(total_score, total_score_scale) AS total_score, file, number
            FROM forms
            WHERE TRY(amount(forms.executed) * 100 < amount(forms.full_budget) * $rate)
                AND amount(forms.full_budget) > 0
                AND TRY(amount(forms.total_score) * 100 >= coalesce(amount(total_weight), 100) * $points)
        )
        SELECT row_number() OVER (ORDER BY percent, file, number) AS "case", * EXCLUDE (number) FROM told
        ORDER BY "case" """,
)
