"""The review desk (审核台): what waits in which order, what each may decide, and what each act leaves behind."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import msgspec
import pytest
from django.utils import timezone

from jixiao.form import Form
from jixiao.waivers import fingerprint
from jixiao.web.cycle import steps
from jixiao.web.forms import marks, saving
from jixiao.web.forms.models import FindingDecision, FormRecord, Opinion
from jixiao.web.ledger.models import Entry
from jixiao.web.people import duties
from jixiao.web.people.matrix import matrix
from jixiao.web.review import gauges, queue
from tests.web.conftest import ROLES, Cast

Enter = Callable[[str], Any]
GOAL_COPIED = "C068"


@pytest.fixture
def doubted_form(clean_form: Form) -> Form:
    """A form with findings that do not keep it from being submitted: the goal is copied, a telephone stands in it."""
    goal = msgspec.structs.replace(clean_form.goals[0], actual=clean_form.goals[0].expected)
    return msgspec.structs.replace(clean_form, goals=(goal, *clean_form.goals[1:]), phone="13800000000")


@pytest.fixture
def submitted(cast: Cast, doubted_form: Form) -> FormRecord:
    """The form of u1 with its unit's checker."""
    record = cast.forms["u1"]
    saved = saving.save(record.pk, cast.people["UF"], doubted_form, record.revision)
    steps.apply(saved.pk, "submit", cast.people["UF"])
    return FormRecord.objects.get(pk=record.pk)


@pytest.fixture
def at_department(cast: Cast, submitted: FormRecord) -> FormRecord:
    steps.apply(submitted.pk, "approve", cast.people["UC"])
    return FormRecord.objects.get(pk=submitted.pk)


def mark_of(record: FormRecord, code: str) -> str:
    marked = marks.examined(record)
    return next(
        fingerprint(marked.audited.form, finding) for finding in marked.audited.findings if finding.code == code
    )


def decide(client: Any, record: FormRecord, verdict: str, reason: str = "", code: str = GOAL_COPIED) -> Any:  # noqa: ANN401 - Django's test client
    data = {"mark": mark_of(record, code), "verdict": verdict, "reason": reason, "revision": record.revision}
    return client.post(f"/review/{record.pk}/decide/", data, headers={"HX-Request": "true"})


def opine(client: Any, record: FormRecord, path: str, **typed: str) -> Any:  # noqa: ANN401 - as above
    data = {"path": path, "revision": record.revision, "text": "", **typed}
    return client.post(f"/review/{record.pk}/opinion/", data, headers={"HX-Request": "true"})


# 待审队列


@pytest.mark.parametrize("role", ROLES)
def test_the_desk_is_there_for_those_who_review_or_count(enter: Enter, role: str) -> None:
    reviews = any(matrix().cell(action, role) != "no" for action in ("opinion", "panel"))
    assert enter(role).get("/review/").status_code == (200 if reviews else 404)


def test_a_form_waits_for_the_role_of_its_level_alone(cast: Cast, at_department: FormRecord) -> None:
    waiting = {role for role in ROLES if at_department in queue.mine(cast.people[role])}
    assert waiting == {"DM", "EA"}  # 主管部门，和受委托的专家


def test_the_riskiest_form_comes_first(cast: Cast, submitted: FormRecord, clean_form: Form) -> None:
    duties.give(None, cast.people["UF"], "UF", cast.units["u2"], timezone.localdate())
    duties.give(None, cast.people["UC"], "UC", cast.units["u2"], timezone.localdate())
    other = saving.save(cast.forms["u2"].pk, cast.people["UF"], clean_form, cast.forms["u2"].revision)
    steps.apply(other.pk, "submit", cast.people["UF"])
    found = list(queue.sorted_by_risk(queue.mine(cast.people["UC"])))
    assert found == [submitted, other]
    assert [part.name for part in queue.parts_of(found[0])] == ["findings", "budget"]


def test_a_near_or_missed_deadline_moves_a_form_up(cast: Cast, submitted: FormRecord) -> None:
    rule, weights = gauges.rules().deadline, []
    for days in (rule.soon_days + 1, rule.soon_days, -1):
        cast.task.deadline = timezone.localdate() + timedelta(days=days)
        cast.task.save()
        weights.append(queue.sorted_by_risk(FormRecord.objects.filter(pk=submitted.pk)).get().weight)  # type: ignore[attr-defined]
    assert [weight - weights[0] for weight in weights] == [0, rule.soon, rule.over]


def test_a_gauge_is_worked_out_anew_after_a_change(cast: Cast, filled: FormRecord, doubted_form: Form) -> None:
    gauges.refresh(FormRecord.objects.all())
    assert FormRecord.objects.get(pk=filled.pk).gauge.codes == ""  # type: ignore[attr-defined]
    saving.save(filled.pk, cast.people["UF"], doubted_form, filled.revision)
    gauges.refresh(FormRecord.objects.all())
    assert GOAL_COPIED in FormRecord.objects.get(pk=filled.pk).gauge.codes  # type: ignore[attr-defined]


def test_money_is_compared_in_one_unit(clean_form: Form) -> None:
    printed = gauges.budget_of(clean_form)
    assert printed is not None
    in_yuan = msgspec.structs.replace(clean_form, amount_unit="元")
    assert gauges.budget_of(in_yuan) == printed / 10_000


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"severity": "explain"}, True),
        ({"severity": "must_fix"}, False),
        ({"code": GOAL_COPIED}, True),
        ({"code": "A001"}, False),
        ({"kind": "project"}, True),
        ({"kind": "department"}, False),
        ({"q": "单位u1"}, True),
        ({"q": "没有这个单位"}, False),
        ({"due": "over"}, False),
        ({"state": "at_unit"}, True),
        ({"state": "final"}, False),
        ({"rate": "0.8"}, False),
        ({"stake": "none"}, True),
        ({"score": "95"}, True),
        ({"score": "80"}, False),
        ({"score": "nonsense", "unit": "x" * 50, "task": "0"}, True),
    ],
)
def test_a_filter_narrows_the_queue(enter: Enter, submitted: FormRecord, query: dict[str, str], found: bool) -> None:  # noqa: FBT001 - a column of the table
    page = enter("UC").get("/review/", {"scope": "all", **query}).content.decode()
    assert (f"/review/{submitted.pk}/" in page) is found


def test_paging_asks_for_the_rows_alone(enter: Enter, submitted: FormRecord) -> None:
    page = enter("UC").get("/review/", headers={"HX-Request": "true", "HX-Target": "rows"}).content.decode()
    assert f"/review/{submitted.pk}/" in page
    assert "<html" not in page


# 批量办理


def batch(client: Any, records: list[FormRecord], step: str, comment: str = "") -> str:  # noqa: ANN401 - as above
    chosen = [f"{record.pk}:{record.state}:{record.revision}" for record in records]
    page: str = client.post("/review/batch/", {"forms": chosen, "step": step, "comment": comment}).content.decode()
    return page


def test_a_batch_tells_the_outcome_of_each_form(enter: Enter, cast: Cast, submitted: FormRecord) -> None:
    page = batch(enter("UC"), [submitted, cast.forms["u2"]], "approve", "同意")
    assert "1 张已办理，0 张没有办理" in page  # u2 is not there for this checker
    assert FormRecord.objects.get(pk=submitted.pk).state == "at_department"
    again = batch(enter("UC"), [submitted], "approve")
    assert "0 张已办理，1 张没有办理" in again
    assert "刚被别人办理" in again


def test_a_batch_returns_only_with_a_comment(enter: Enter, submitted: FormRecord) -> None:
    assert "请写明意见" in batch(enter("UC"), [submitted], "return")
    assert FormRecord.objects.get(pk=submitted.pk).state == "at_unit"
    batch(enter("UC"), [submitted], "return", "请补充佐证")
    assert FormRecord.objects.get(pk=submitted.pk).state == "returned"


@pytest.mark.parametrize("forms", [[], ["x"], ["1:at_unit"], ["9" * 40 + ":at_unit:1"], ["-1:at_unit:1"]])
def test_a_batch_of_nothing_does_nothing(enter: Enter, submitted: FormRecord, forms: list[str]) -> None:
    answer = enter("UC").post("/review/batch/", {"forms": forms, "step": "approve"})
    assert answer.status_code == 200
    assert FormRecord.objects.get(pk=submitted.pk).state == "at_unit"


def test_a_batch_takes_no_other_step(enter: Enter, submitted: FormRecord) -> None:
    data = {"forms": [f"{submitted.pk}:at_unit:{submitted.revision}"], "step": "void", "comment": "x"}
    assert enter("UC").post("/review/batch/", data).status_code == 404
    assert enter("AU").post("/review/batch/", {**data, "step": "approve"}).status_code == 404


# 审核页


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("view", ["form", "scores", "evidence", "history"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_page_stands_for_reviewers_in_both_languages(
    enter: Enter, at_department: FormRecord, role: str, view: str, lang: str
) -> None:
    answer = enter(role).get(f"/review/{at_department.pk}/", {"view": view, "lang": lang})
    assert answer.status_code == (404 if matrix().cell("opinion", role) == "no" else 200)


def test_the_page_of_another_department_is_not_there(enter: Enter, cast: Cast) -> None:
    for code in ("u3", "u4"):
        assert enter("DM").get(f"/review/{cast.forms[code].pk}/").status_code == 404
        assert decide_nothing(enter("DM"), cast.forms[code]).status_code == 404


def decide_nothing(client: Any, record: FormRecord) -> Any:  # noqa: ANN401 - as above
    return client.post(f"/review/{record.pk}/decide/", {"mark": "x", "verdict": "waived", "reason": "x"})


def test_a_finding_leads_to_its_cell_and_the_cell_back(enter: Enter, at_department: FormRecord) -> None:
    page = enter("DM").get(f"/review/{at_department.pk}/").content.decode()
    assert 'href="#at-goals-0-actual"' in page
    assert 'id="at-goals-0-actual"' in page
    assert 'href="#doubt-1"' in page
    assert 'id="doubt-1"' in page


@pytest.mark.parametrize(
    ("verdict", "reason", "words"),
    [("accepted", "", "已采纳"), ("dismissed", "另有批复", "未采纳"), ("waived", "已核实", "已作例外")],
)
def test_a_finding_is_decided(enter: Enter, at_department: FormRecord, verdict: str, reason: str, words: str) -> None:
    answer = decide(enter("DM"), at_department, verdict, reason)
    assert words in answer.content.decode()
    assert FindingDecision.objects.get().verdict == verdict
    entry = Entry.objects.filter(action="review.decide").last()
    assert entry is not None
    assert entry.object == f"formrecord:{at_department.pk}"
    assert decide(enter("DM"), at_department, "").status_code == 200
    assert not FindingDecision.objects.exists()


@pytest.mark.parametrize("verdict", ["dismissed", "waived"])
def test_dismissing_and_waiving_need_a_reason(enter: Enter, at_department: FormRecord, verdict: str) -> None:
    assert "请写明理由" in decide(enter("DM"), at_department, verdict, "  ").content.decode()
    assert not FindingDecision.objects.exists()


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("verdict", ["accepted", "waived"])
def test_only_those_decide_whom_the_matrix_lets(
    enter: Enter, at_department: FormRecord, role: str, verdict: str
) -> None:
    action = "waive" if verdict == "waived" else "opinion"
    allowed = matrix().cell(action, role) != "no"
    decide(enter(role), at_department, verdict, "理由")
    assert FindingDecision.objects.exists() is allowed


def test_a_waived_finding_no_longer_blocks_a_draft(enter: Enter, cast: Cast, clean_form: Form) -> None:
    record = cast.forms["u1"]
    faulty = msgspec.structs.replace(clean_form, total_score=clean_form.total_weight)
    record = saving.save(record.pk, cast.people["UF"], faulty, record.revision)
    for finding in marks.examined(record).open:
        decide(enter("DM"), record, "waived", "已核对", finding.code)
    assert FormRecord.objects.get(pk=record.pk).must_fix == 0
    steps.apply(record.pk, "submit", cast.people["UF"])


def test_a_decision_on_an_older_content_is_refused(enter: Enter, at_department: FormRecord) -> None:
    at_department.revision -= 1
    assert "刚被别人办理" in decide(enter("DM"), at_department, "accepted").content.decode()
    assert not FindingDecision.objects.exists()


def test_a_dismissed_finding_weighs_nothing(enter: Enter, at_department: FormRecord) -> None:
    before = FormRecord.objects.get(pk=at_department.pk).gauge.risk  # type: ignore[attr-defined]
    decide(enter("DM"), at_department, "dismissed", "另有批复")
    gauge = FormRecord.objects.get(pk=at_department.pk).gauge  # type: ignore[attr-defined]
    assert before - gauge.risk == gauges.rules().severity["explain"]  # type: ignore[index]
    assert GOAL_COPIED not in gauge.codes


# 意见与核查分


def test_a_review_score_stands_beside_the_self_score(enter: Enter, at_department: FormRecord) -> None:
    client = enter("DM")
    answer = opine(client, at_department, "indicators[0]", score="８.５", text="扣减")
    assert "−1.5" in answer.content.decode()
    said = Opinion.objects.get()
    assert (said.review_score, said.text, said.path) == (Decimal("8.5"), "扣减", "indicators[0]")
    page = client.get(f"/review/{at_department.pk}/", {"view": "scores"}).content.decode()
    form = at_department.form
    assert form.total_score is not None
    assert f"{form.total_score - Decimal('1.5')}" in page
    opine(client, at_department, "indicators[0]", score="", text="")
    assert not Opinion.objects.exists()


@pytest.mark.parametrize("typed", ["11", "-1", "NaN", "1e3", "八", "8.555", "Infinity"])
def test_a_score_beyond_the_weight_is_refused(enter: Enter, at_department: FormRecord, typed: str) -> None:
    assert "核查分应是 0 到 10" in opine(enter("DM"), at_department, "indicators[0]", score=typed).content.decode()
    assert not Opinion.objects.exists()


@pytest.mark.parametrize("path", ["indicators[99]", "total_score", "nonsense", "funds[0].rate"])
def test_what_is_no_row_gets_no_score(enter: Enter, at_department: FormRecord, path: str) -> None:
    opine(enter("DM"), at_department, path, score="1")
    assert not Opinion.objects.filter(review_score__isnull=False).exists()


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize(("typed", "action"), [({"text": "意见"}, "opinion"), ({"score": "9"}, "review_score")])
def test_only_those_give_opinions_and_scores_whom_the_matrix_lets(
    enter: Enter, at_department: FormRecord, role: str, typed: dict[str, str], action: str
) -> None:
    opine(enter(role), at_department, "indicators[0]", **typed)
    assert Opinion.objects.exists() is (matrix().cell(action, role) != "no")


def test_who_filled_the_form_does_not_judge_it(enter: Enter, cast: Cast, at_department: FormRecord) -> None:
    from jixiao.web.forms.models import Hand  # noqa: PLC0415

    Hand.objects.create(form=at_department, account=cast.people["DM"])
    opine(enter("DM"), at_department, "indicators[0]", text="意见", score="9")
    decide(enter("DM"), at_department, "waived", "理由")
    assert not Opinion.objects.exists()
    assert not FindingDecision.objects.exists()


def test_a_draft_gets_no_opinion(enter: Enter, filled: FormRecord) -> None:
    assert "不在审核中" in opine(enter("DM"), filled, "indicators[0]", text="早了").content.decode()
    assert not Opinion.objects.exists()


# 办理与退回意见


def test_a_step_is_taken_and_the_next_form_comes_up(enter: Enter, cast: Cast, submitted: FormRecord) -> None:
    data = {"state": "at_unit", "revision": submitted.revision, "comment": "", "next": "1"}
    answer = enter("UC").post(f"/review/{submitted.pk}/step/approve/", data)
    assert answer.headers["Location"] == f"/review/{submitted.pk}/"  # nothing else waits
    assert FormRecord.objects.get(pk=submitted.pk).state == "at_department"
    assert cast.people["UC"] in [step.account for step in submitted.steps.all()]


def test_the_letter_holds_the_accepted_findings_alone(enter: Enter, at_department: FormRecord) -> None:
    client = enter("DM")
    assert client.get(f"/review/{at_department.pk}/letter.docx").status_code == 404
    decide(client, at_department, "accepted")
    decide(client, at_department, "dismissed", "已核实", "D091")
    answer = client.get(
        f"/review/{at_department.pk}/letter.docx", {"number": "某财绩〔2026〕1号", "deadline": "2026-12-31"}
    )
    text = zipfile.ZipFile(io.BytesIO(answer.content)).read("word/document.xml").decode()
    assert "2026年12月31日" in text
    assert "某财绩〔2026〕1号" in text
    assert "总体目标" in text
    assert "13800000000" not in text
    assert "电话”" not in text
    assert enter("RS").get(f"/review/{at_department.pk}/letter.docx").status_code == 404


def test_typed_text_is_harmless_on_the_page(enter: Enter, at_department: FormRecord) -> None:
    client = enter("DM")
    decide(client, at_department, "dismissed", "<script>x</script>\u202e=1+1")
    page = client.get(f"/review/{at_department.pk}/").content.decode()
    assert "<script>x" not in page
    assert "&lt;script&gt;x&lt;/script&gt;=1+1" in page
