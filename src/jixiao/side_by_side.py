"""One form under several methods (并列计分): what each gives every row, and by which rules they differ.

The reasons are read off the rules that applied, value by value: no pair of methods is known here by name.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

import msgspec

from jixiao import rulebooks, scoring
from jixiao.attainment import Attainment, Sort
from jixiao.form import Form, Indicator
from jixiao.rule_words import METHODS, NAMES, value_of
from jixiao.rulebooks.methods import percent
from jixiao.rulebooks.model import ExecutionRule, QuantityRules, Rulebook
from jixiao.scoring import Award, Scorecard, Unscored
from jixiao.scoring.indicators import rule_field
from jixiao.scoring.messages import LEVELS
from jixiao.scoring.sums import grade_of

_AS_OTHERS = {"satisfaction": "positive", "strict": "reverse"}  # 未单独规定的，同这类指标
Text = tuple[str, str]
Scored = Award | Unscored | None
Rules = Mapping[Text, Text]
"""What a method sets for one row: what the rule is called, and what it says."""

CASES: dict[str, Text] = {
    "zero_target": ("指标值为 0 而未达到", "a target of 0 that is missed"),
    "zero_target.unscored": ("办法未规定", "the method does not say"),
    "zero_target.full_if_met": ("得零分", "0 points"),
    "zero_target.full_if_not_above": (
        "完成值不大于 0 得满分，否则零分",
        "full where the actual is not above 0, else 0",
    ),
    "zero_actual": ("完成值为 0", "an actual value of 0"),
    "zero_actual.full": ("达到即得满分", "full where the target is met"),
    "zero_actual.unscored": ("办法未规定", "the method does not say"),
    "zero_budget": ("预算数为 0", "a budget of 0"),
    "zero_budget.unscored": ("办法未规定", "the method does not say"),
    "zero_budget.full": ("得满分", "full points"),
    "zero_budget.zero": ("得零分", "0 points"),
    "zero_budget.as_one": ("以 1 代替预算数", "1 in place of the budget"),
    "over_budget": ("执行数超过预算数", "more spent than the budget"),
    "over_budget.capped": ("以分值为限", "at most the weight"),
    "over_budget.unscored": ("办法未规定", "the method does not say"),
    "deduction": ("扣分栏", "the deduction column"),
    "deduction.true": ("从得分中减去", "taken off"),
    "deduction.false": ("不减", "not taken off"),
    "band": ("定性指标“{level}”一档", "a qualitative indicator that is {level}"),
    "clause": ("所依条款", "the clause"),
}


class Method(msgspec.Struct, frozen=True):
    """One method with what it gives the whole form (一种办法的结果)."""

    rulebook: Rulebook
    card: Scorecard
    own: bool  #: whether the form chose it itself (本表自选的办法)

    @property
    def name(self) -> str:
        """The name by which the command calls it."""
        return self.rulebook.name


class Reason(msgspec.Struct, frozen=True):
    """One rule in which the methods differ (差异原因): what each says, and which methods say so."""

    rule: Text
    says: tuple[tuple[Text, tuple[str, ...]], ...]


class Line(msgspec.Struct, frozen=True):
    """One row under every method (一行并列)."""

    path: str
    stated: Decimal | None
    scored: tuple[Scored, ...]
    reasons: tuple[Reason, ...]  #: none where the methods agree

    @property
    def differs(self) -> bool:
        """Whether the methods give the row different points."""
        return len({outcome(one) for one in self.scored}) > 1


class SideBySide(msgspec.Struct, frozen=True):
    """One form under several methods (并列计分)."""

    form: Form
    methods: tuple[Method, ...]
    lines: tuple[Line, ...]
    grades: tuple[Reason, ...]  #: how the bands of grades differ, where the grades do
    unfelt: tuple[Reason, ...] = ()  #: rules that differ between the methods, yet give this form the same points


def side_by_side(form: Form, names: Sequence[str]) -> SideBySide:
    """Score one form by each of these methods (并列计分); a single one stands beside the form's own choice."""
    chosen = rulebooks.for_form(form).rulebook
    books = {book.name: book for book in (rulebooks.load(name) for name in names)}
    if len(books) == 1:
        books = {chosen.name: chosen} | books
    methods = tuple(Method(book, scoring.score(form, book), book == chosen) for book in books.values())
    lines = tuple(_lines(form, methods))
    felt = {reason.rule for line in lines for reason in line.reasons}
    return SideBySide(form, methods, lines, tuple(_of_grades(form, methods)), tuple(_unfelt(methods, felt)))


def outcome(scored: Scored) -> object:
    """What counts as the same result: the points, or the readings; nothing where the method gives no points at all."""
    if isinstance(scored, Award):
        return "award", scored.low, scored.high, scored.high_open and scored.low < scored.high
    if scored is None:
        return None
    return "open", frozenset((one.low, one.high) for one in scored.readings)


def _lines(form: Form, methods: Sequence[Method]) -> Iterator[Line]:
    fund = next((index for index, line in enumerate(form.funds) if line.is_total), None)
    if fund is not None and any(one.card.execution is not None for one in methods):
        scored = tuple(one.card.execution for one in methods)
        yield _line(f"funds[{fund}].score", form.funds[fund].score, scored, methods, _execution_rules(form, methods))
    for index, item in enumerate(form.indicators):
        scored_row = tuple(one.card.indicators[index] for one in methods)
        rules = [_rules(item, one.card.attainments[index], one.rulebook) for one in methods]
        yield _line(f"indicators[{index}].score", item.score, scored_row, methods, rules)


def _line(
    path: str, stated: Decimal | None, scored: tuple[Scored, ...], methods: Sequence[Method], rules: Sequence[Rules]
) -> Line:
    line = Line(path, stated, scored, ())
    if not line.differs:
        return line
    reasons = _differing(methods, rules)
    if not reasons:  # 算法相同而舍入不同
        reasons = _differing(methods, [_rounding(one.rulebook) for one in methods])
    if not reasons:
        reasons = _differing(methods, [_clause(one) for one in scored])
    return msgspec.structs.replace(line, reasons=tuple(reasons))


def _differing(methods: Sequence[Method], rules: Sequence[Rules]) -> list[Reason]:
    """The rules that are not the same for all methods; methods that say the same stand together."""
    reasons = []
    for rule in dict.fromkeys(key for one in rules for key in one):
        says: dict[Text, list[str]] = {}
        for method, one in zip(methods, rules, strict=True):
            says.setdefault(one.get(rule, METHODS["unstated"]), []).append(method.name)
        if len(says) > 1:
            reasons.append(Reason(rule, tuple((words, tuple(names)) for words, names in says.items())))
    return reasons


# ---- what a method sets for one row ----


def _rules(item: Indicator, found: Attainment, rulebook: Rulebook) -> Rules:
    """The rules that decide an indicator row: the method of its kind, its bands, what it does with zeros."""
    rules: dict[Text, Text] = {}
    field = rule_field(found, item, rulebook)
    if field == "qualitative":
        levels = [found.level] if found.level is not None else [band.level for band in rulebook.qualitative.bands]
        rules = {_band_name(level): _band(level, rulebook) for level in levels}
    elif field and field != "standard":  # 本行自己的评分标准，各办法相同
        rules = _of_numbers(field, found, rulebook)
    if item.deduction:
        rules[CASES["deduction"]] = CASES[f"deduction.{str(rulebook.total.deduction).lower()}"]
    return rules


def _of_numbers(field: str, found: Attainment, rulebook: Rulebook) -> dict[Text, Text]:
    kind = field if field in ("quantity.satisfaction", "quantity.strict") else f"quantity.{found.kind}"
    fields = {kind: field}
    if found.kind is Sort.BARE:  # 未注明方向的，两种读法各依正向、反向指标的规定
        fields |= {name: name for name in ("quantity.positive", "quantity.reverse")}
    rules = {NAMES[name]: _words(field_, rulebook) for name, field_ in fields.items()}
    rule = getattr(rulebook.quantity, field.partition(".")[2])
    if found.a == 0:
        rules[CASES["zero_target"]] = CASES[f"zero_target.{rule.zero_target}"]
    if found.b == 0 and rule.method == "inverse_ratio":
        rules[CASES["zero_actual"]] = CASES[f"zero_actual.{rule.zero_actual}"]
    return rules


def _words(field: str, rulebook: Rulebook) -> Text:
    rule = getattr(rulebook.quantity, field.partition(".")[2])
    return value_of(field, rule, rulebook, "zh"), value_of(field, rule, rulebook, "en")


def _band_name(level: str) -> Text:
    zh, en = CASES["band"]
    return zh.format(level=LEVELS[level][0]), en.format(level=LEVELS[level][1])


def _band(level: str, rulebook: Rulebook) -> Text:
    band = next(band for band in rulebook.qualitative.bands if band.level == level)
    shares = f"{percent(band.low)}–{percent(band.high)}"
    return f"分值的 {shares}", f"{shares} of the weight"


def _rounding(rulebook: Rulebook) -> Rules:
    rule = rulebook.rounding
    zh, en = METHODS[rule.mode]
    return {NAMES["rounding"]: (f"得分到 {rule.score_step:f}，{zh}", f"points to {rule.score_step:f}, {en}")}


def _clause(scored: Scored) -> Rules:
    clause = scored.clause if isinstance(scored, Award) else METHODS["unstated"][0]
    return {CASES["clause"]: (clause, clause)}


def _execution_rules(form: Form, methods: Sequence[Method]) -> list[Rules]:
    """The rules on the execution rate that can tell on this form: its weight counts where the form prints none."""
    line = form.total_fund
    found: list[Rules] = []
    for method in methods:
        rule: ExecutionRule = method.rulebook.execution
        shown = rule if line is None or line.weight is None else msgspec.structs.replace(rule, weight=None)
        shown = msgspec.structs.replace(shown, reason_below=None)
        words = [value_of("execution", shown, method.rulebook, lang) for lang in ("zh", "en")]
        rules: dict[Text, Text] = {NAMES["execution"]: (words[0], words[1])}
        budget = None if line is None else getattr(line, rule.denominator)
        executed = None if line is None else line.executed
        if budget == 0:
            rules[CASES["zero_budget"]] = CASES[f"zero_budget.{rule.zero_budget}"]
        elif budget is not None and executed is not None and executed > budget:
            rules[CASES["over_budget"]] = CASES[f"over_budget.{rule.over_budget}"]
        found.append(rules)
    return found


def _unfelt(methods: Sequence[Method], felt: set[Text]) -> Iterator[Reason]:
    """The rules on points in which the methods differ, but not where this form would feel it."""
    sets: list[Rules] = []
    books = [method.rulebook for method in methods]
    names = [name for name in QuantityRules.__struct_fields__ if any(getattr(book.quantity, name) for book in books)]
    for book in books:
        rules: dict[Text, Text] = {}
        for name in names:
            rule = getattr(book.quantity, name) or getattr(book.quantity, _AS_OTHERS[name])
            words = [value_of(f"quantity.{name}", rule, book, lang) for lang in ("zh", "en")]
            rules[NAMES[f"quantity.{name}"]] = words[0], words[1]
        rules |= {_band_name(band.level): _band(band.level, book) for band in book.qualitative.bands}
        sets.append(rules | dict(_rounding(book)))
    yield from (reason for reason in _differing(methods, sets) if reason.rule not in felt)


def _of_grades(form: Form, methods: Sequence[Method]) -> list[Reason]:
    """The bands of grades, where the methods grade the form, or its stated total, differently."""
    stated = form.total_score
    graded = {(one.card.grade, None if stated is None else grade_of(stated, one.rulebook)) for one in methods}
    if len(graded) == 1:
        return []
    found: list[Rules] = []
    for method in methods:
        rule = method.rulebook.grades
        words = METHODS["unstated"] if rule is None else _grades(method.rulebook)
        found.append({NAMES["grades"]: words})
    return _differing(methods, found)


def _grades(rulebook: Rulebook) -> Text:
    bands = () if rulebook.grades is None else rulebook.grades.bands
    words = "、".join(f"{one.name} {'≥' if one.from_inclusive else '>'}{one.from_:f}" for one in bands)
    return words, words
