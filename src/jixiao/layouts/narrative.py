"""Narrative reports (文字自评报告): the figures that their sentences state, and nothing that they do not.

A report that says its total or its funds becomes a form of the kind REPORT; every figure keeps the place of its line.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from jixiao import numerals, quantity, units
from jixiao.form import Form, FormKind, FundLine, GroupHeading, Indicator, Inference
from jixiao.layouts import labels
from jixiao.layouts.narrative_text import Text, sections_in, text_of

if TYPE_CHECKING:
    from jixiao.document import Document
    from jixiao.location import Location

NAME = "L11"
MOST = 100_000  # characters; no report is longer, and no text may keep the patterns busy for long
ENOUGH = 50  # percent; below it the text states too little to be a report
_TITLE = re.compile(r"(?:绩效|自评)[^，。；:：\n]{0,12}报告$")
_OWN = re.compile(
    r"^(?P<unit>.{2,24}?(?:局|厅|委|委员会|办公室|中心|馆|所|站|院|校|学校|处|大队|政府|公司))(?:关于)?"
    r"(?P<year>20\d\d)年度?(?P<project>.*?)(?:项目)?(?:支出)?(?:财政)?绩效"
)
_YEAR = re.compile(r"(20\d\d)年度?")
_IS = r"(?:[为是计共达:：]|共计|合计|达到|总计)?"
_AMOUNT = rf"{_IS}(?P<number>\d[\d,]*(?:\.\d+)?)(?P<unit>亿元|万元|元)"
_PARTS = {
    "initial_budget": re.compile(rf"年初预算(?:数|安排|批复)?(?:资金)?{_AMOUNT}"),
    "full_budget": re.compile(
        rf"(?:全年预算数?|调整后(?:全年)?预算数?|(?<!年初)预算数|预算安排(?:资金)?|预算总额|项目预算(?:资金)?){_AMOUNT}"
    ),
    "arrived": re.compile(rf"(?:到位资金|资金到位|实际到位(?:资金)?){_AMOUNT}"),
    "executed": re.compile(
        rf"(?:全年执行数?|实际执行数?|(?<!全年)(?<!实际)执行数|实际支出|全年支出|累计支出|实际使用(?:资金)?|支出资金){_AMOUNT}"
    ),
}
_RATE = re.compile(rf"(?:预算执行率|资金执行率|(?<!预算)(?<!资金)执行率){_IS}(?P<number>\d+(?:\.\d+)?%)")
_TOTAL = re.compile(
    r"(?:自评(?:总得分|总分|得分|分数|分)|综合(?:得分|评分)|总得分|评价得分|自评综合得分)"
    rf"{_IS}(?P<number>\d+(?:\.\d+)?)分"
)
_GRADE = re.compile(
    r"(?:等级|等次|档次|评价结果|自评结果|结论)(?:评定)?[为是:：]?[“\"「]?(?P<grade>优秀?|良好?|中等?|较?差|合格|不合格)(?![\u4e00-\u9fff]{0,1}[先])"
)
_GROUP = re.compile(
    r"(?P<label>(?:项目)?(?:决策|过程|产出|效益|效果|满意度|成本|预算执行)(?:类|情况|率)?(?:指标)?)"
    r"[（(，,]?(?:共)?(?:满分|分值|权重)?为?(?P<weight>\d+(?:\.\d+)?)分[）)]?[，,]?(?:自评|实际|实)?得分?为?"
    r"(?P<score>\d+(?:\.\d+)?)分"
)
_VALUE = r"[^，,；;。（(\n]{1,24}"
_INDICATOR = re.compile(
    rf"(?:(?P<level2>[\u4e00-\u9fff]{{2,9}}指标)[:：])?(?P<name>[^，,；;。:：\n（(]{{2,30}})[，,:：]?(?:年度)?(?:目标值|指标值|年度指标值)[为是:：]?(?P<target>{_VALUE})[，,；;]"
    rf"(?:全年)?实际(?:完成值|完成|达到|值)?[为是:：]?(?P<actual>{_VALUE})"
    r"(?:[，,；;](?:分值|权重)(?P<weight>\d+(?:\.\d+)?)分)?(?:[，,；;](?:自评)?得分?(?P<score>\d+(?:\.\d+)?)分)?"
)


def report_of(document: Document) -> Form | None:
    """The report that the text of a document makes (自评报告); None where it states too little."""
    text = text_of(document)
    if len(text.whole) > MOST:
        return None
    reading = _Reading(text)
    fit = reading.fit()
    return reading.form(fit) if reading.title is not None and fit >= ENOUGH else None


class _Reading:
    """One report being read (逐项查找)."""

    def __init__(self, text: Text) -> None:
        self.text = text
        self.locations: dict[str, Location] = {}
        self.inferences: list[Inference] = []
        self.amount_unit: str | None = None
        self.title = self._title()
        self.amounts = {key: self._amount(key, pattern) for key, pattern in _PARTS.items()}
        self.rate = self._number("funds[0].rate", _RATE)
        self.total = self._number("total_score", _TOTAL)
        self.grade = self._first("grade", _GRADE, "grade")
        self.headings = self._headings()
        self.indicators = self._indicators()

    def fit(self) -> int:
        """How much of what a report states this one states (吻合度), whole percent."""
        has_funds = self.amounts["full_budget"] is not None or self.amounts["initial_budget"] is not None
        parts = (
            self.title is not None, has_funds, self.amounts["executed"] is not None, self.rate is not None,
            self.total is not None, bool(self.headings or self.indicators),
        )  # fmt: skip
        return 100 * sum(parts) // len(parts)

    def form(self, fit: int) -> Form:
        """The finished form (成表)."""
        unit, year, project = self._names()
        texts = self._sections()
        return Form(
            kind=FormKind.REPORT,
            title=self.title,
            unit=unit,
            project=project,
            year=year,
            amount_unit=self.amount_unit,
            funds=self._funds(),
            headings=self.headings,
            indicators=self.indicators,
            total_score=self.total,
            grade=self.grade,
            conclusion=texts.get("conclusion"),
            problems=texts.get("problems"),
            measures=texts.get("measures"),
            layout=NAME,
            layout_fit=fit,
            locations=self.locations,
            inferences=tuple(self.inferences),
        )

    def _title(self) -> str | None:
        for start, line in self.text.paragraphs:
            if _TITLE.search(line) and len(line) <= 60:  # noqa: PLR2004 - a longer line is a sentence
                self.locations["title"] = self.text.at(start)
                return line
        return None

    def _names(self) -> tuple[str | None, int | None, str | None]:
        """Unit, year and project as the title names them."""
        title = self.title or ""
        found = _OWN.match(title)
        if found is None:
            year = _YEAR.search(title)
            if year is not None:
                self.locations["year"] = self.locations["title"]
            return None, int(year[1]) if year else None, None
        unit, project = found["unit"], found["project"] or None
        for path, value in (("unit", unit), ("year", found["year"]), ("project", project)):
            if value is not None:
                self.locations[path] = self.locations["title"]
        self.inferences.append(Inference("unit", f"单位名称取自标题“{title}”"))
        if project is not None:
            self.inferences.append(Inference("project", f"项目名称取自标题“{title}”"))
        return unit, int(found["year"]), project

    def _found(self, path: str, pattern: re.Pattern[str], group: str) -> list[tuple[str, re.Match[str]]]:
        found = [(match[group], match) for match in pattern.finditer(self.text.whole)]
        if found:
            self.locations[path] = self.text.at(found[0][1].start(group))
        return found

    def _first(self, path: str, pattern: re.Pattern[str], group: str) -> str | None:
        """What the text says first; that it says something else further on is told."""
        found = self._found(path, pattern, group)
        for other, _ in found[1:]:
            if other != found[0][0]:
                self._tell_other(path, found[0][0], other)
                break
        return found[0][0] if found else None

    def _tell_other(self, path: str, first: str, other: str) -> None:
        evidence = f"正文前后不一：先写 {first}，后写 {other}，取先写的"
        self.inferences.append(Inference(path, evidence, "doubtful", other))

    def _number(self, path: str, pattern: re.Pattern[str]) -> Decimal | None:
        printed = self._first(path, pattern, "number")
        if printed is None:
            return None
        return numerals.parse_rate(printed) if printed.endswith("%") else numerals.parse_number(printed)

    def _amount(self, key: str, pattern: re.Pattern[str]) -> Decimal | None:
        """The amount first stated, in the unit of the first amount of the report."""
        path = f"funds[0].{key}"
        found = self._found(path, pattern, "number")
        if not found:
            return None
        printed, match = found[0]
        number, unit = numerals.parse_number(printed), match["unit"]
        for other, again in found[1:]:
            if numerals.parse_number(other) != number and again["unit"] == unit:
                self._tell_other(path, printed + unit, other + unit)
                break
        if self.amount_unit is None:
            self.amount_unit, self.locations["amount_unit"] = unit, self.locations[path]
        if self.amount_unit == unit or number is None:
            return number
        stated = str(self.amount_unit)
        converted = units.rescale(number, units.canonical(unit), units.canonical(stated))
        if converted is not None:
            converted = Decimal(f"{converted.normalize():f}")  # 0.0412亿元 is known to one 万元, not to a hundredth
            evidence = f"正文写作 {printed}{unit}，换算为 {numerals.plain(converted)}{stated}"
            self.inferences.append(Inference(path, evidence, printed=printed + unit))
        return converted

    def _funds(self) -> tuple[FundLine, ...]:
        if self.rate is None and all(amount is None for amount in self.amounts.values()):
            return ()
        self.inferences.append(Inference("funds[0].source", "资金在正文中叙述，没有印名称，读作资金总额"))
        stated = [f"funds[0].{key}" for key in (*_PARTS, "rate") if f"funds[0].{key}" in self.locations]
        self.locations["funds[0]"] = self.locations["funds[0].source"] = self.locations[stated[0]]
        return (
            FundLine(
                source="资金总额",
                is_total=True,
                initial_budget=self.amounts["initial_budget"],
                full_budget=self.amounts["full_budget"],
                arrived=self.amounts["arrived"],
                executed=self.amounts["executed"],
                rate=self.rate,
            ),
        )

    def _headings(self) -> tuple[GroupHeading, ...]:
        """First levels with their points (一级指标得分): 产出指标满分50分，得48.5分."""
        headings: list[GroupHeading] = []
        for match in _GROUP.finditer(self.text.whole):
            if any(one.label == match["label"] for one in headings):
                continue
            path = f"headings[{len(headings)}]"
            for field in ("label", "weight", "score"):
                self.locations[f"{path}.{field}"] = self.text.at(match.start(field))
            weight, score = numerals.parse_number(match["weight"]), numerals.parse_number(match["score"])
            group = labels.group_of(match["label"])
            headings.append(GroupHeading(match["label"], group, weight=weight, score=score))
        return tuple(headings)

    def _indicators(self) -> tuple[Indicator, ...]:
        """Indicators of which target and actual value are stated side by side."""
        rows: list[Indicator] = []
        for match in _INDICATOR.finditer(self.text.whole):
            path = f"indicators[{len(rows)}]"
            level2 = match["level2"]
            self.locations[path] = self.locations[f"{path}.name"] = self.text.at(match.start("name"))
            for field in ("level2", "target", "actual", "weight", "score"):
                if match[field] is not None:
                    self.locations[f"{path}.{field}"] = self.text.at(match.start(field))
            rows.append(
                Indicator(
                    name=match["name"],
                    level2=level2,
                    facet=labels.facet_of(level2) if level2 else None,
                    target=quantity.parse(match["target"]),
                    actual=quantity.parse(match["actual"]),
                    weight=numerals.parse_number(match["weight"]) if match["weight"] else None,
                    score=numerals.parse_number(match["score"]) if match["score"] else None,
                )
            )
        return tuple(rows)

    def _sections(self) -> dict[str, str]:
        found = {}
        for key, (start, text) in sections_in(self.text).items():
            found[key] = text
            self.locations[key] = self.text.at(start)
        return found
