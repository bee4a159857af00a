"""S07: executed amounts whose last digits heap up."""

from __future__ import annotations

from decimal import Decimal

from jixiao.surveys.engine import CASE, OWNER, Column, Setting, Survey

SURVEY = Survey(
    code="S07",
    title="执行数的末位数字过于集中",
    title_en="Last digits of executed amounts heap up",
    meaning="实际支出的末位数字应大致均匀。某几个数字明显偏多，常见于估填、凑整。",
    meaning_en="The last printed digits of what was really spent should be about even. Where some are far too many, "
    "the amounts were likely estimated or rounded to please.",
    basis="各资金行（没有分项的取合计行）印有两位及以上小数、不为零的执行数，取所印的末位数字，"
    "对十个数字作卡方检验（自由度 9，27.88 即千分之一显著水平）。个数不足的不检验。"
    "金额本就按千元、百元拨付的不是问题。",
    basis_en="The last printed digit of executed amounts with two decimals or more that are not zero, of each fund row "
    "(of the total where there is no other), in a chi-square test of ten digits (9 degrees of freedom; 27.88 is "
    "significant at one in a thousand). Amounts that are paid in round sums by nature are no fault.",
    settings=(
        Setting("amounts", Decimal(50), "至少多少个数", "fewest amounts"),
        Setting("critical", Decimal("27.88"), "卡方临界值", "critical value of chi-square"),
    ),
    columns=(
        CASE,
        OWNER,
        Column("amounts", "个数", "Amounts"),
        Column("digit", "最多的末位数字", "Commonest digit"),
        Column("times", "出现次数", "Times"),
        Column("chi_square", "卡方值", "Chi-square"),
        Column("digits", "各数字次数", "Times of each digit"),
    ),
    query="""WITH lines AS (
            SELECT form_id, is_total, executed, printed(executed, executed_scale) AS told, executed_scale AS decimals,
                bool_and(is_total) OVER (PARTITION BY form_id) AS only_total
            FROM funds WHERE executed IS NOT NULL
        ), digits AS (
            SELECT owner, right(told, 1)::INTEGER AS digit FROM lines JOIN filed USING (form_id)
            WHERE decimals >= 2 AND lines.executed <> 0 AND owner IS NOT NULL AND (NOT is_total OR only_total)
        ), counted AS (SELECT owner, digit, count(*) AS times FROM digits GROUP BY ALL), owners AS (
            SELECT owner, sum(times) AS amounts, 10 * sum(times * times) - amounts * amounts AS spread,
                max_by(digit, times * 10 - digit) AS digit, max(times) AS times,
                string_agg(digit || ':' || times, ' ' ORDER BY digit) AS digits
            FROM counted GROUP BY owner HAVING amounts >= $amounts
        ), tested AS (
            SELECT *, (spread * 100 // amounts)::DECIMAL(30, 0) * 0.01::DECIMAL(3, 2) AS chi_square FROM owners
        )
        SELECT row_number() OVER (ORDER BY chi_square DESC, owner) AS "case", owner, amounts::BIGINT AS amounts, digit,
            times, chi_square, digits
        FROM tested WHERE chi_square >= $critical
        ORDER BY "case" """,
)
