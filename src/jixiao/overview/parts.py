"""What the overview asks of a store (总览各部分): one query each, with its words and the columns that are drawn."""

from __future__ import annotations

from typing import NamedTuple


class Words(NamedTuple):
    """A text in both languages."""

    zh: str
    en: str


class Part(NamedTuple):
    """One part of the overview (一部分): a table, and a chart of some of its columns."""

    name: str
    title: Words
    about: Words
    columns: tuple[Words, ...]
    query: str
    label: int = 0  #: 图中作名称的列
    drawn: tuple[int, ...] = ()  #: 图中作条长的列
    drawn_rows: int = 0  #: 图中取前几行


SUMMARY = Part(
    "summary",
    Words("概况", "Summary"),
    Words("", ""),
    (Words("项目", "What"), Words("数", "Number")),
    """WITH told AS (SELECT
            (SELECT count(*) FROM forms) AS forms, (SELECT count(DISTINCT unit_id) FROM forms) AS units,
            (SELECT count(*) FROM forms WHERE must_fix > 0) AS faulty, (SELECT count(*) FROM findings) AS findings,
            (SELECT count(*) FROM forms WHERE total_score IS NULL) AS without_total,
            (SELECT count(*) FROM problems WHERE kind = 'unreadable') AS unread)
        FROM (UNPIVOT told ON COLUMNS(*) INTO NAME what VALUE number)""",
)
RANKING = Part(
    "ranking",
    Words("部门排名", "Ranking"),
    Words(
        "按应得总分的平均数从高到低，只计能得出唯一总分的表；平均数四舍五入到两位小数，同分同名次。"
        "没有印主管部门的以填报单位计。表少的部门平均数不稳，请连同表数一起看。",
        "By the mean of the totals due by the method, of forms that have one number; means to two decimals, halves up, "
        "equals share a rank. A form without a department counts for its unit. Few forms make an unsteady mean.",
    ),
    (
        Words("名次", "Rank"),
        Words("主管部门", "Department"),
        Words("表数", "Forms"),
        Words("应得平均", "Mean due"),
        Words("自评平均", "Mean stated"),
        Words("有必改疑点的表", "Forms with faults"),
    ),
    """WITH owners AS (
            SELECT owner, count(*) AS forms,
                mean_of(sum(amount(recomputed_low)) FILTER (WHERE certain),
                    count(*) FILTER (WHERE certain)) AS due,
                mean_of(sum(amount(total_score)), count(total_score)) AS stated,
                count(*) FILTER (WHERE must_fix > 0) AS faulty
            FROM (SELECT *, recomputed_low = recomputed_high AS certain FROM filed)
            WHERE owner IS NOT NULL GROUP BY owner
        )
        SELECT CASE WHEN due IS NOT NULL THEN rank() OVER (ORDER BY due DESC NULLS LAST) END AS rank, owner, forms, due,
            stated, faulty
        FROM owners ORDER BY due DESC NULLS LAST, owner""",
    label=1,
    drawn=(3, 4),
    drawn_rows=15,
)
DISTRIBUTION = Part(
    "distribution",
    Words("得分分布", "Distribution"),
    Words(
        "自评总分与按办法应得总分（取定数）各落在哪一档。",
        "Where the stated totals and those due by the method fall.",
    ),
    (Words("档", "Band"), Words("自评", "Stated"), Words("应得", "Due")),
    """WITH bands AS (SELECT * FROM (VALUES
            (1, '> 100', 100.0000000001, 1000000000), (2, '95–100', 95, 100), (3, '90–95', 90, 94.9999999999),
            (4, '80–90', 80, 89.9999999999), (5, '60–80', 60, 79.9999999999), (6, '< 60', -1000000000, 59.9999999999)
        ) AS bands("order", band, low, high))
        SELECT band, count(*) FILTER (WHERE side = 'stated') AS stated, count(*) FILTER (WHERE side = 'due') AS due
        FROM bands LEFT JOIN (
            SELECT 'stated' AS side, amount(total_score) AS points FROM forms
            UNION ALL SELECT 'due', amount(recomputed_score) FROM forms
        ) ON points BETWEEN low AND high
        GROUP BY "order", band ORDER BY "order" """,
    drawn=(2, 1),
    drawn_rows=6,
)
FINDINGS = Part(
    "findings",
    Words("疑点种类", "Findings by kind"),
    Words("每种疑点有多少条、见于多少张表。", "How many findings of each kind, on how many forms."),
    (Words("编号", "Code"), Words("严重程度", "Severity"), Words("条数", "Findings"), Words("表数", "Forms")),
    """SELECT code, severity, count(*) AS findings, count(DISTINCT form_id) AS forms FROM findings
        GROUP BY code, severity ORDER BY findings DESC, code, severity""",
    drawn=(2,),
    drawn_rows=15,
)
REGIONS = Part(
    "regions",
    Words("地区", "Regions"),
    Words(
        "各省级地区的表和必须修改的疑点；地区由表头名称认出，认不出的另列。",
        "Forms and findings that must be fixed by province, told by the names in the head.",
    ),
    (
        Words("地区", "Region"),
        Words("表数", "Forms"),
        Words("必改疑点", "Must fix"),
        Words("每百张表", "Per 100 forms"),
    ),
    """SELECT coalesce(region, '—') AS region, count(*) AS forms, sum(must_fix) AS must_fix,
            mean_of(sum(must_fix)::DECIMAL(28, 10) * 100, count(*)) AS each
        FROM forms GROUP BY region ORDER BY each DESC, region""",
    drawn=(3,),
    drawn_rows=15,
)
INFLATION = Part(
    "inflation",
    Words("虚高指数", "Inflation"),
    Words(
        "自评总分高出按办法应得总分上限的部分，按表平均；上限之内的不算，算不出的表不计。只列有虚高的部门。",
        "By how much the stated total exceeds the upper end of what is due, averaged over forms; what the method "
        "leaves open is not counted. Only departments that have some.",
    ),
    (
        Words("主管部门", "Department"),
        Words("表数", "Forms"),
        Words("虚高的表", "Inflated"),
        Words("平均虚高", "Mean"),
        Words("最多", "Most"),
    ),
    """WITH told AS (
            SELECT owner, greatest(amount(total_score) - amount(recomputed_high), 0) AS over FROM filed
            WHERE owner IS NOT NULL AND total_score IS NOT NULL AND recomputed_high IS NOT NULL
        )
        SELECT owner, count(*) AS forms, count(*) FILTER (WHERE over > 0) AS inflated,
            mean_of(sum(over), count(*)) AS mean, max(over) AS most
        FROM told GROUP BY owner HAVING inflated > 0 ORDER BY mean DESC, most DESC, owner""",
    drawn=(3,),
    drawn_rows=15,
)
MISSING = Part(
    "missing",
    Words("上年有、本年没有", "Missing this year"),
    Words(
        "上一年度有表而最近年度没有的项目和部门。对照名册的未报清单请用 jixiao roster。",
        "Projects and departments with a form of the year before and none of the latest year. Against a register of "
        "units, use jixiao roster.",
    ),
    (Words("填报单位", "Unit"), Words("项目", "Project"), Words("上年", "Last year"), Words("文件", "File")),
    """WITH told AS (
            SELECT *, coalesce(project_id, unit_id) AS subject FROM forms
            WHERE project_id IS NOT NULL OR (kind = 'department' AND unit_id IS NOT NULL)
        ), latest AS (SELECT max(year) AS year FROM told)
        SELECT unit, project, told.year, min(file) AS file FROM told JOIN latest ON told.year = latest.year - 1
        WHERE NOT EXISTS (FROM told AS now WHERE now.subject = told.subject AND now.kind = told.kind
            AND now.year = latest.year)
        GROUP BY unit, project, told.year, subject, kind ORDER BY unit, project, file""",
)
UNREAD = Part(
    "unread",
    Words("没有读出的文件", "Files not read"),
    Words("", ""),
    (Words("文件", "File"), Words("原因", "Why")),
    "SELECT file, CASE $lang WHEN 'en' THEN message_en ELSE message END FROM problems WHERE kind = 'unreadable' "
    "ORDER BY file",
)
PARTS = (SUMMARY, RANKING, DISTRIBUTION, FINDINGS, REGIONS, INFLATION, MISSING, UNREAD)

SUMMARIES = {
    "forms": Words("自评表", "Forms"),
    "units": Words("填报单位", "Units"),
    "faulty": Words("有必改疑点的表", "Forms with faults that must be fixed"),
    "findings": Words("疑点", "Findings"),
    "without_total": Words("没有总分的表", "Forms without a total"),
    "unread": Words("没有读出的文件", "Files not read"),
}
"""What the numbers of the summary are."""
