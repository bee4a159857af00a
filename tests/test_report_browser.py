"""The report in a real browser, without a network: findings, places and numbers lead to each other."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from jixiao.outcome import examine
from jixiao.reports import web
from jixiao.reports.content import content_of
from jixiao.reports.origin import origin_of
from jixiao.writers import typst_pdf
from tests.report_forms import hostile

EXAMPLES = Path(__file__).parent.parent / "examples"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]

if CHROMIUM is None and not os.environ.get("JIXIAO_CI"):
    pytest.skip("no Chromium on this machine", allow_module_level=True)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as started:
        opened = started.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield opened
        opened.close()


class Shown:
    """A report open in the browser, with all that the page complained of and asked for."""

    def __init__(self, browser: Browser, path: Path, width: int = 1280) -> None:
        self.complaints: list[str] = []
        self.requests: list[str] = []
        context = browser.new_context(viewport={"width": width, "height": 800}, offline=True)
        self.page: Page = context.new_page()
        self.page.on("console", lambda told: self.complaints.append(told.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("dialog", lambda dialog: self.complaints.append(dialog.message))
        self.page.on("request", lambda asked: self.requests.append(asked.url))
        self.page.goto(path.as_uri())
        self.page.wait_for_selector("svg text, #drawer", state="attached")

    def classes(self, selector: str) -> str:
        return self.page.locator(selector).first.get_attribute("class") or ""


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("reports")
    source = folder / "department.pdf"
    source.write_bytes(typst_pdf.write(examine(EXAMPLES / "department-2022.xlsx").forms[0].form, "L1-GZ"))
    for path in (source, EXAMPLES / "rural-2022.xlsx", EXAMPLES / "department-2022.txt"):
        one = examine(path).forms[0]
        data = web.write(content_of(one, path.name), origin_of(one.form, path), "zh")
        (folder / f"{path.name}.html").write_bytes(data)
    return folder


def test_a_click_on_a_finding_highlights_its_box_on_the_page(browser: Browser, reports: Path) -> None:
    shown = Shown(browser, reports / "department.pdf.html")
    card = shown.page.locator(".card", has_text="总分与各项得分合计不符")
    box = f"#{(card.get_attribute('data-at') or '').split()[0]}"
    assert "on" not in shown.classes(box).split()
    card.click()
    assert "on" in shown.classes(box).split()
    assert shown.page.locator("g.spot.on").count() == 1
    assert shown.page.locator("g.spot.beside").count() > 5  # the scores that were added up
    frame, pane = shown.page.locator(box).bounding_box(), shown.page.locator(".origin").bounding_box()
    assert frame is not None
    assert pane is not None
    assert pane["y"] <= frame["y"] <= pane["y"] + pane["height"]
    assert shown.complaints == []


def test_a_click_on_a_box_chooses_its_findings_in_turn(browser: Browser, reports: Path) -> None:
    shown = Shown(browser, reports / "department.pdf.html")
    spot = shown.page.locator("g.spot[data-found*=' ']").first  # a place with two findings
    first, second = (spot.get_attribute("data-found") or "").split()[:2]
    spot.dispatch_event("click")
    assert "on" in shown.classes(f"#{first}").split()
    spot.dispatch_event("click")
    assert "on" in shown.classes(f"#{second}").split()
    assert shown.page.locator(".card.on").count() == 1


def test_a_click_on_a_score_shows_its_proof_and_the_places_of_its_inputs(browser: Browser, reports: Path) -> None:
    shown = Shown(browser, reports / "rural-2022.xlsx.html")
    drawer = shown.page.locator("#drawer")
    assert not drawer.is_visible()
    shown.page.locator("tr.execution .due .prove").click()
    assert "79.12 ÷ 86.00" in drawer.inner_text()
    drawer.get_by_role("button", name="自评表!F7").click()
    assert shown.page.locator("td.spot.on").first.inner_text() == "79.12"
    shown.page.keyboard.press("Escape")
    assert not drawer.is_visible()
    assert shown.complaints == []


def test_a_click_on_a_bar_shows_the_proof_of_its_number(browser: Browser, reports: Path) -> None:
    shown = Shown(browser, reports / "rural-2022.xlsx.html")
    shown.page.locator("[data-chart=groups] path[fill='#9aa9ba']").nth(1).click()
    assert "产出指标" in shown.page.locator("#drawer h3").inner_text()


def test_charts_are_drawn_in_both_languages(browser: Browser, reports: Path) -> None:
    shown = Shown(browser, reports / "rural-2022.xlsx.html")
    chart = shown.page.locator("[data-chart=weights]")
    assert "办法" in chart.inner_text()
    shown.page.locator("#lang").click()
    assert "Budget execution" in chart.inner_text()
    assert shown.page.locator("h2").nth(0).inner_text() == "Findings"
    assert shown.page.evaluate("document.documentElement.lang") == "en"
    assert shown.complaints == []


def test_the_form_as_read_shows_the_same_place(browser: Browser, reports: Path) -> None:
    shown = Shown(browser, reports / "department.pdf.html")
    shown.page.get_by_role("tab", name="读出的表").click()
    shown.page.locator(".card").nth(2).click()
    assert shown.page.locator("#view-form td.on").inner_text().startswith("99")


@pytest.mark.parametrize("width", [360, 1280])
def test_the_place_of_a_finding_comes_into_the_window(browser: Browser, reports: Path, width: int) -> None:
    shown = Shown(browser, reports / "rural-2022.xlsx.html", width)
    for number in (1, 2, 3):
        shown.page.locator(f"#f{number}").click()
        place = shown.page.locator("#view-source .on").bounding_box()
        assert place is not None
        assert place["y"] >= 0
        assert place["y"] + place["height"] <= 800
        assert 0 <= place["x"] <= width


def test_findings_can_be_left_out_by_severity(browser: Browser, reports: Path) -> None:
    shown = Shown(browser, reports / "department.pdf.html")
    before = shown.page.locator(".card:visible").count()
    shown.page.locator("[data-filter=explain]").click()
    after = shown.page.locator(".card:visible").count()
    assert before - after == shown.page.locator(".card.explain").count() > 0


@pytest.mark.parametrize("name", ["department.pdf.html", "rural-2022.xlsx.html", "department-2022.txt.html"])
@pytest.mark.parametrize("width", [360, 1280])
def test_nothing_is_asked_of_the_network_and_nothing_runs_over_the_edge(
    browser: Browser, reports: Path, name: str, width: int
) -> None:
    shown = Shown(browser, reports / name, width)
    assert [url for url in shown.requests if not url.startswith(("file:", "data:"))] == []
    assert shown.page.evaluate("document.documentElement.scrollWidth") <= width
    assert shown.complaints == []


def test_hostile_texts_run_nothing(browser: Browser, tmp_path: Path) -> None:
    from jixiao.outcome import audited  # noqa: PLC0415 - only here

    form = hostile()
    path = tmp_path / "a.html"
    path.write_bytes(web.write(content_of(audited(form), "a"), origin_of(form, tmp_path / "none"), "zh"))
    shown = Shown(browser, path)
    for card in shown.page.locator(".card").all():
        card.click()
    shown.page.locator(".prove").first.click()
    assert shown.complaints == []
    assert shown.page.evaluate("document.documentElement.scrollWidth") <= 1280


def test_it_prints_on_pages_with_the_original_and_the_proofs(browser: Browser, reports: Path) -> None:
    import pypdfium2  # noqa: PLC0415 - only here

    shown = Shown(browser, reports / "department.pdf.html")
    printed = pypdfium2.PdfDocument(shown.page.pdf(prefer_css_page_size=True))
    told = "".join("".join(page.get_textpage().get_text_range().split()) for page in printed)
    assert 4 <= len(printed) <= 14
    assert "9.0244" in told  # the proof of the execution score
    assert "总分与各项得分合计不符" in told
