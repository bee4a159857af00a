"""The range of a total over every defensible reading, and the fewest rows that flip its grade, held to brute force."""

from __future__ import annotations

from decimal import Decimal
from itertools import combinations, pairwise, product
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jixiao import opening, rulebooks, scoring
from jixiao.form import Form
from jixiao.outcome import audited
from jixiao.rulebooks.model import GradesRule
from jixiao.scoring import Award, Scorecard, Unscored
from jixiao.scoring.sums import grade_among, taken_points
from jixiao.sensitivity import Sensitivity, sensitivity
from jixiao.sensitivity_words import sentences
from tests.check_forms import form_of

EXAMPLES = Path(__file__).parent.parent / "examples"
HAIR = Decimal("0.000001")  # how near to an open limit the brute force goes

Option = tuple[Decimal, Decimal]

# A met number, words of each level, words that show no level, a number without a sign, words for a number.
VALUES = [
    ("≥5", "6"),
    ("优秀", "优秀"),
    ("优秀", "部分达成"),
    ("优秀", "未达成"),
    ("优秀", "12"),
    ("20", "16"),
    ("≥99%", "满意"),
]
ROWS = st.lists(
    st.tuples(st.sampled_from(VALUES), st.sampled_from(["5", "10", "20", "30"]), st.integers(0, 12)),
    min_size=1,
    max_size=6,
)
METHODS = ["mof-2020-10", "fiscal-system-grades-80", "fiscal-system-grades-above-90", "guizhou-department-2022"]


def made(rows: list[tuple[tuple[str, str], str, int]], method: str) -> tuple[Form, Scorecard, Sensitivity]:
    indicators = [
        {
            "name": f"指标{at}",
            "target": target,
            "actual": actual,
            "weight": weight,
            "score": str(min(score * 3, int(weight))),
        }
        for at, ((target, actual), weight, score) in enumerate(rows)
    ]
    form, rulebook = form_of({"indicators": indicators}), rulebooks.load(method)
    card = scoring.score(form, rulebook)
    return form, card, sensitivity(form, rulebook, card)


def options_of(scored: Award | Unscored) -> list[Option]:
    """Least and most of each reading; an open most is come near to by a hair."""
    if isinstance(scored, Unscored) and not scored.readings:
        return [(Decimal(0), scored.weight or Decimal(0))]
    awards = (scored,) if isinstance(scored, Award) else scored.readings
    return [(one.low, one.high - HAIR if one.high_open and one.low < one.high else one.high) for one in awards]


def fewest(card: Scorecard, form: Form, bands: GradesRule, *, upward: bool) -> int | None:
    """How many rows must be read otherwise for another grade in that direction, by trying all choices of rows."""
    taken = [taken_points(scored, item.score) for scored, item in zip(card.indicators, form.indicators, strict=True)]
    base = sum((points for points in taken if points is not None), Decimal(0))
    ends = [
        (max(high for _, high in options) if upward else min(low for low, _ in options))
        for options in map(options_of, card.indicators)
    ]
    for count in range(1, len(ends) + 1):
        for chosen in combinations(range(len(ends)), count):
            total = base + sum((ends[at] - (taken[at] or Decimal(0)) for at in chosen), Decimal(0))
            beyond = total > base if upward else total < base
            if beyond and crossed(base, total, bands):
                return count
    return None


def crossed(base: Decimal, total: Decimal, bands: GradesRule) -> bool:
    """Whether a grade other than that of the base lies between the two, the total included."""
    low, high = min(base, total), max(base, total)
    edges = sorted({low, high, *(one.from_ for one in bands.bands if low <= one.from_ <= high)})
    samples = [*edges, *((one + after) / 2 for one, after in pairwise(edges))]
    return any(grade_among(one, bands) != grade_among(base, bands) for one in samples)


@given(ROWS, st.sampled_from(METHODS))
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_no_choice_of_fewer_rows_flips_the_grade(rows: list[tuple[tuple[str, str], str, int]], method: str) -> None:
    form, card, found = made(rows, method)
    assert found.bands is not None
    for flip in found.flips:
        wanted = fewest(card, form, found.bands, upward=flip.upward)
        assert (len(flip.moves) if flip.possible else None) == wanted
        if flip.possible:
            assert flip.grade != found.grade


@given(ROWS, st.sampled_from(METHODS))
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_range_and_grades_are_those_of_all_readings(rows: list[tuple[tuple[str, str], str, int]], method: str) -> None:
    _, card, found = made(rows, method)
    assert found.bands is not None
    totals = [
        (sum((low for low, _ in choice), Decimal(0)), sum((high for _, high in choice), Decimal(0)))
        for choice in product(*map(options_of, card.indicators))
    ]
    assert found.total.low == card.total.low == min(low for low, _ in totals)
    most = max(high for _, high in totals)
    assert found.total.high == card.total.high
    assert (most == found.total.high) != found.total.open
    marks = [one.from_ for one in found.bands.bands]
    reached = {
        grade_among(sample, found.bands)
        for low, high in totals
        for sample in (low, high, (low + high) / 2, *(mark + shift for mark in marks for shift in (0, HAIR)))
        if low <= sample <= high
    }
    assert set(found.grades) == reached - {None}


def analysed(name: str, rulebook: str | None = None) -> list[tuple[str, str]]:
    one = audited(opening.open_forms(EXAMPLES / name)[0], rulebook)
    return sentences(one.form, sensitivity(one.form, one.rulebook, one.scorecard))


def test_it_says_range_grades_rows_and_what_flips_the_grade() -> None:
    assert [zh for zh, _ in analysed("rural-2022.xlsx")] == [
        "按《项目支出绩效评价管理办法》，各种有依据的读法之下，总分最低 89.2 分，最高 99.2 分，相差 10 分。",
        "办法未定之处取自评分，总分是 99.2 分，等级“优”。",
        "读法不同，等级可能是“优”、“良”。",
        "对总分影响最大的是第 3 行“通车时间”（0–10 分，办法未定，可动 10 分）。",
        "最少改 1 行，等级就由“优”变为“良”：第 3 行“通车时间” 10→0 分，总分降到 89.2 分。",
    ]


def test_where_the_method_has_no_grades_the_national_ones_stand_in() -> None:
    told = analysed("department-2022.xlsx")
    assert (
        "办法没有规定等级，借用《项目支出绩效评价管理办法》的界限（优 ≥90、良 ≥80、中 ≥60、差 ≥0），仅供参考。",
        (
            "The method has no grades; those of 《项目支出绩效评价管理办法》 stand in, as a hint only "
            "(优 ≥90、良 ≥80、中 ≥60、差 ≥0)."
        ),
    ) in told
    assert told[-1][0].startswith("最少改 3 行，等级就由“优”变为“良”：第 1 行")
    assert told[-1][0].endswith("总分降到 88.02 分；少于 3 行做不到。")
    assert told[-1][1].endswith("the total falls to 88.02. Fewer than 3 rows cannot do it.")


def test_a_form_with_one_reading_has_no_room() -> None:
    assert [zh for zh, _ in analysed("project-clean-2023.xlsx")] == [
        "按《项目支出绩效评价管理办法》，各行都只有一种算法，总分是 98.95 分，没有伸缩余地。",
        "无论采用哪种读法，等级都是“优”。",
    ]


def test_a_grade_that_no_reading_lowers_is_said_to_stand() -> None:
    told = [zh for zh, _ in analysed("yunnan-2023.xlsx")]
    assert told[-1] == "各行都取最低，总分 96.2 分，等级仍是“优”：没有哪种读法能使等级降低。"


@pytest.mark.parametrize(
    ("row", "grades"),
    [
        ({"target": "优秀", "actual": "部分达成", "weight": "100", "score": "70"}, ("中",)),  # 60–80, 80 excluded
        ({"target": "优秀", "actual": "优秀", "weight": "100", "score": "90"}, ("优", "良")),
        ({"target": "优秀", "actual": "12", "weight": "100", "score": "90"}, ("优", "良", "中", "差")),
    ],
)
def test_an_open_limit_is_not_reached(row: dict[str, str], grades: tuple[str, ...]) -> None:
    form, rulebook = form_of({"indicators": [row]}), rulebooks.load("mof-2020-10")
    assert sensitivity(form, rulebook, scoring.score(form, rulebook)).grades == grades


def test_a_blank_score_stops_the_search_and_says_so() -> None:
    form = form_of({"indicators": [{"name": "成效", "target": "优秀", "actual": "优秀", "weight": "100"}]})
    rulebook = rulebooks.load("mof-2020-10")
    found = sensitivity(form, rulebook, scoring.score(form, rulebook))
    assert (found.flips, found.blanks) == ((), ("indicators[0].score",))
    assert sentences(form, found)[-1][0] == "第 1 行“成效”的自评分空白，办法又未定，因此不推算哪些改动会改变等级。"
