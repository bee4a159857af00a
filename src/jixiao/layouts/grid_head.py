"""The head and the signatures of a grid form (表头、落款): title, year, labels with their values beside or in them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from jixiao import numerals
from jixiao.layouts import labels
from jixiao.layouts.grid_funds import amount_unit_in
from jixiao.layouts.grid_rows import Row, inline

if TYPE_CHECKING:
    from jixiao.document import Cell
    from jixiao.layouts.grid_draft import Draft

_TITLE = re.compile(r"(?:绩效|自评|监控)[^，。；:：]{0,24}表(?:\d{1,2})?$")
_REPORT = re.compile(r"(?:绩效|自评)[^，。；:：]{0,12}报告$")
_NO_TITLE = re.compile(r"^(?:注|备注|说明|附件\d*$)|[。；]|^[一二三四五六七八九十]、.{0,8}评分表$")
_MOST_TITLE = 60
_IN_BRACKETS = re.compile(r"[(（][^()（）]*[)）]$")
_YEAR = re.compile(r"(?<!\d)(20\d\d|19\d\d)\s*年?\s*(?:度|年)")
_CHINESE_YEAR = re.compile(r"([〇○零一二三四五六七八九]{4})年")
_ONLY_YEAR = re.compile(r"[(（]?(?:20\d\d|19\d\d)年?度?[)）]?")
_DATED_UNIT = re.compile(r"(.+?)\s+[(（]?(20\d\d)年度[)）]?")
_FORM_NUMBER = re.compile(r"(?:财决)?公开\d{1,2}(?:-\d)?表")
_MOST_PAIRED = 400  # characters; a longer text is prose and no list of labels
_MOST_LABEL = 16
_SHORT_LABEL = 2
_TOTALS = ("自评得分", "自评总分", "自评总得分", "综合得分")
_PUNCTUATION = frozenset(",;。、|/()")


def title_in(row: Row) -> str | None:
    """The form's title (表名), where the row is one; a year in brackets at its end is no part of it."""
    filled = row.filled
    if len(filled) != 1:
        return None
    text = labels.squeezed(filled[0].text)
    plain = _IN_BRACKETS.sub("", text)
    if len(plain) > _MOST_TITLE or _NO_TITLE.search(plain) or not _TITLE.search(plain):
        return None
    return plain


def report_title_in(row: Row) -> str | None:
    """The title of a report (自评报告), which stands for that of the tables in it where they have none."""
    text = labels.squeezed(row.filled[0].text) if len(row.filled) == 1 else ""
    plain = _IN_BRACKETS.sub("", text)
    return plain if len(plain) <= _MOST_TITLE and _REPORT.search(plain) and not _NO_TITLE.search(plain) else None


def year_in(text: str) -> int | None:
    """The year that a title or a heading prints (年度): （2022年度）, 二〇二二年度."""
    plain = labels.squeezed(text)
    if (found := _YEAR.search(plain)) is not None:
        return int(found[1])
    found = _CHINESE_YEAR.search(plain)
    number = numerals.parse_chinese_number(found[1]) if found else None
    return None if number is None else int(number)


def is_head(row: Row) -> bool:
    """Whether the row holds labels of the head or the signatures (表头行), with values beside or in them."""
    return names_item(row) or any(len(cell.text) <= _MOST_PAIRED and pairs_in(cell.text) for cell in row.filled[:2])


def names_item(row: Row) -> bool:
    """Whether the row begins with a label in a cell of its own, its value beside it (标签单元格)."""
    return len(row.filled) > 1 and labels.find(row.filled[0].text, "header") is not None


def read_cells(draft: Draft, row: Row, cells: list[Cell]) -> None:
    """Read whatever labels and values these cells of the row hold (读表头行)."""
    for cell in cells:
        if _FORM_NUMBER.fullmatch(labels.squeezed(cell.text)):
            draft.marks.add("head.form_number")
        _read_year(draft, row, cell)
        if (unit := amount_unit_in(cell.text)) is not None and len(cell.text) <= _MOST_TITLE:
            draft.put("amount_unit", unit, cell)
        key = labels.find(cell.text, "header")
        if key is not None:
            _read_beside(draft, row, cell, key)
        elif len(cell.text) <= _MOST_PAIRED:
            for label, found, value in pairs_in(cell.text):
                _keep(draft, found, label, value, cell)


def pairs_in(text: str) -> list[tuple[str, str, str]]:
    """Labels with values in one text (标签与值): 联系人：某某某 联系电话：8000000. Each as label, key and value."""
    if ":" not in text and "：" not in text:
        return []
    kept = [index for index, character in enumerate(text) if labels.squeezed(character)]
    plain = labels.half_width("".join(text[index] for index in kept))
    found: list[tuple[int, int, str, str]] = []
    for colon in (index for index, character in enumerate(plain) if character == ":"):
        least = found[-1][1] + 1 if found else 0
        for start in range(max(least, colon - _MOST_LABEL), colon):
            key = "total_score" if plain[start:colon] in _TOTALS else labels.find(plain[start:colon], "header")
            # 发布日期 is not 日期: a short label must stand free of what is before it
            free = colon - start > _SHORT_LABEL or start == least or kept[start] - kept[start - 1] > 1
            free = free or plain[start - 1] in _PUNCTUATION
            if key is not None and free:
                found.append((start, colon, plain[start:colon], key))
                break
    pairs = []
    ends = [*(kept[start] for start, *_ in found[1:]), len(text)]
    for (_, colon, label, key), end in zip(found, ends, strict=False):
        pairs.append((label, key, inline(text[kept[colon] + 1 : end])))
    return pairs


def _read_year(draft: Draft, row: Row, cell: Cell) -> None:
    if draft.values.get("year") is not None or len(cell.text) > _MOST_TITLE:
        return
    year = year_in(cell.text)
    if year is not None and (_ONLY_YEAR.fullmatch(labels.squeezed(cell.text)) or title_in(row) is not None):
        draft.put("year", year, cell)


def _read_beside(draft: Draft, row: Row, cell: Cell, key: str) -> None:
    beside = row.after(cell)
    if beside is not None and not beside.text.strip() and all(other.colspan == 1 for other in row.cells):
        # a text that lost its spans prints empty cells in place of the rest of a wide one
        beside = next((other for other in row.filled if other.col > cell.col), beside)
    if beside is None or _is_label(beside):
        _keep(draft, key, cell.text, "", cell)
    else:
        _keep(draft, key, cell.text, inline(beside.text), beside)


def _is_label(cell: Cell) -> bool:
    """Whether a cell is a label itself and no value (也是标签): in a list, 项目单位 stands beside 自评得分."""
    is_column = labels.find(cell.text, "indicator") in ("target", "actual", "weight", "score", "review_score")
    return is_column or labels.find(cell.text, "header") is not None or bool(pairs_in(cell.text))


def _keep(draft: Draft, key: str, label: str, value: str, cell: Cell) -> None:
    """Put a value under its key; a second one under the same key becomes an attribute."""
    if key == "unit" and (dated := _DATED_UNIT.fullmatch(value)) is not None:
        _keep_year(draft, dated[2], cell)  # 单位：某某局  2023年度
        value = dated[1]
    if key == "seal":
        draft.put("seal", value, cell)
    elif not value:
        if key != "other":
            draft.locations.setdefault(key, cell.location)
    elif key == "amount_unit" and draft.values.get(key) == value:
        return  # the unit of amounts is found by its words, wherever it stands
    elif key == "unit":
        _keep_unit(draft, label, value, cell)
    elif key == "other" or key in draft.values:
        draft.attributes.setdefault(labels.normal(label), value)
    elif key in _KEPT_OTHERWISE:
        _KEPT_OTHERWISE[key](draft, value, cell)
    else:
        draft.put(key, value, cell)


def _keep_unit(draft: Draft, label: str, value: str, cell: Cell) -> None:
    """The unit (单位). Where 部门：甲 stands above the table and 实施单位 乙 in it, the form is the latter's."""
    before, plain = draft.values.get("unit"), labels.normal(label)
    if amount_unit_in(f"单位:{value}") == (amount := value.rstrip(")）")):
        draft.put("amount_unit", amount, cell)
    elif before is None:
        draft.unit_label = plain
        draft.put("unit", value, cell)
    elif before != value and "单位" in plain and "单位" not in draft.unit_label:
        draft.attributes.setdefault(draft.unit_label, before)
        draft.values["unit"], draft.locations["unit"], draft.unit_label = value, cell.location, plain
    else:
        draft.attributes.setdefault(plain, value)


def _keep_date(draft: Draft, value: str, cell: Cell) -> None:
    day = numerals.parse_date(value)
    if day is None and any(character.isdigit() for character in value):
        draft.locations["filed_on"] = cell.location
        draft.miss("filed_on", cell, "不是完整的日期", value)
    elif day is not None:
        draft.put("filed_on", day, cell)


def _keep_year(draft: Draft, value: str, cell: Cell) -> None:
    year = year_in(f"{value.rstrip('年度')}年度")
    if year is not None:
        draft.put("year", year, cell)


def _keep_total(draft: Draft, value: str, cell: Cell) -> None:
    draft.put("total_score", numerals.parse_number(value.removesuffix("分")), cell)


_KEPT_OTHERWISE = {"filed_on": _keep_date, "year": _keep_year, "total_score": _keep_total}
"""What is no text (非文字项)."""
