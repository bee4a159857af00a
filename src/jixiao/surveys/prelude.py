"""What the queries may use beside the tables (公用宏): exact amounts, owners, texts without their own names."""

from __future__ import annotations

MACROS = (
    # 金额：超出十八位整数的不是真实金额，当作空白，乘法和合计因此不会溢出
    "CREATE MACRO amount(number) AS TRY_CAST(number AS DECIMAL(28, 10))",
    # 折合成元；没有印金额单位的不猜
    """CREATE MACRO yuan(number, unit) AS TRY_CAST(amount(number) * CASE unit
        WHEN '元' THEN 1 WHEN '百元' THEN 100 WHEN '千元' THEN 1000 WHEN '万元' THEN 10000 WHEN '百万元' THEN 1000000
        WHEN '亿元' THEN 100000000 END AS DECIMAL(30, 10))""",
    # 百分数，一位小数，去尾；分母为零或空则为空
    """CREATE MACRO percent_of(part, whole) AS TRY((amount(part) * 10000000000)::HUGEINT * 1000
        // (amount(whole) * 10000000000)::HUGEINT)::DECIMAL(30, 0) * 0.1::DECIMAL(2, 1)""",
    # 去掉本单位、本项目的名称，换了名称的照抄也能认出；太短的名称可能是普通词语
    "CREATE MACRO without(words, name) AS CASE WHEN length(name) >= 4 THEN replace(words, name, '') ELSE words END",
    "CREATE MACRO masked(words, unit, project) AS without(without(words, unit), project)",
    "CREATE MACRO without_year(words) AS regexp_replace(words, '(19|20)[0-9]{2}年?度?', '', 'g')",
)
VIEWS = (
    # 汇总到谁名下：主管部门，没有则填报单位
    "CREATE VIEW filed AS SELECT *, coalesce(department, unit) AS owner FROM forms",
)
