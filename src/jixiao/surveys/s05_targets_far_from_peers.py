"""S05: targets far from those that peers set for the same indicator."""

from __future__ import annotations

from decimal import Decimal

from jixiao.surveys.engine import CASE, FILE, PATH, PROJECT, UNIT, YEAR, Column, Setting, Survey

SURVEY = Survey(
    code="S05",
    title="目标值远离同类",
    title_en="Target far from its peers",
    meaning="同名指标中，个别目标值远低于或远高于多数单位。"
    "定得过低会使得分虚高，定得过高多为填写有误（如百分数当成小数）。",
    meaning_en="Among indicators of one name, this target lies far below or far above what most units set. Too low "
    "a target inflates the score; too high a one is often a slip, such as a fraction for a percentage.",
    basis="指标名称去掉空白标点和年份后相同、计量单位相同，同类达到所设个数。四分位距外“倍数×四分位距”以上，"
    "并且与中位数相差超过所设百分数的列出。只比率和单价（%、‰ 或带“/”的单位），总量随单位大小而异，不比。",
    basis_en="Equal names but for blanks, marks and years, equal units, peers enough. Told where the target lies "
    "beyond the quartiles by the set multiple of their distance, and departs from the median by the set percentage. "
    "Only rates and prices are compared (%, ‰ or a unit with a stroke): quantities follow the size of the unit.",
    settings=(
        Setting("peers", Decimal(10), "至少多少个同类", "fewest peers"),
        Setting("multiple", Decimal(3), "四分位距的倍数", "multiple of the distance of the quartiles"),
        Setting("apart", Decimal(20), "与中位数至少相差百分之几", "least percentage apart from the median"),
    ),
    columns=(
        CASE,
        UNIT,
        PROJECT,
        YEAR,
        Column("name", "指标", "Indicator"),
        Column("target", "目标值", "Target"),
        Column("median", "同类中位数", "Median of the peers"),
        Column("low", "下四分位数", "Lower quartile"),
        Column("high", "上四分位数", "Upper quartile"),
        Column("peers", "同类个数", "Peers"),
        PATH,
        FILE,
    ),
    query="""WITH rates AS (
            SELECT name_bare, target_unit, unit, project, year, name, target, amount(target_number) AS number,
                'indicators[' || "row" || '].target' AS path, file
            FROM indicators JOIN forms USING (form_id)
            WHERE (target_unit IN ('%', '‰') OR contains(target_unit, '/')) AND name_bare IS NOT NULL
        ), peers AS (
            SELECT name_bare, target_unit, count(*) AS peers, quantile_disc(number, 0.5) AS median,
                quantile_disc(number, 0.25) AS low, quantile_disc(number, 0.75) AS high
            FROM rates WHERE number IS NOT NULL GROUP BY ALL HAVING peers >= $peers
        )
        SELECT row_number() OVER (ORDER BY name_bare, target_unit, number, unit, file, path) AS "case", unit, project,
            year, name, target, median, low, high, peers, path, file
        FROM rates JOIN peers USING (name_bare, target_unit)
        WHERE TRY(number < low - $multiple * (high - low) OR number > high + $multiple * (high - low))
            AND TRY(abs(number - median) * 100 > abs(median) * $apart)
        ORDER BY "case" """,
)
