"""What the tests in a real browser (浏览器) share: the demonstration, a page of it, and what people do there."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from bench.workbench.serving import Server

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
IN_CI = bool(os.environ.get("JIXIAO_CI"))
PATIENCE = 30_000  # milliseconds for a page; other tests may keep the machine busy
expect.set_options(timeout=PATIENCE)
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-dev-shm-usage"]

in_browser = pytest.mark.skipif(CHROMIUM is None and not IN_CI, reason="no Chromium on this machine")


def demonstration(folder: Path) -> Server:
    """The demonstration on that folder (演示), answering."""
    environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    server = Server("--demo", environment=environment | {"JIXIAO_DATA": str(folder)})
    server.start()
    return server


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    started = demonstration(tmp_path_factory.mktemp("workbench"))
    yield started
    started.kill()


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - where there is a browser

    with sync_playwright() as player:
        opened = player.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield opened
        opened.close()


@pytest.fixture
def page(server: Server, browser: Any) -> Iterator[Any]:  # noqa: ANN401 - playwright's page
    """A page of the filler; an error in it fails the test."""
    with_errors: list[str] = []
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="zh-CN")
    context.set_default_timeout(PATIENCE)
    opened = context.new_page()
    opened.on("pageerror", lambda error: with_errors.append(str(error)))
    enter(opened, server)
    yield opened
    context.close()
    assert not with_errors, with_errors


def enter(page: Any, server: Server, who: str = "demo-filler") -> None:  # noqa: ANN401 - playwright's page
    page.goto(f"{server.address}/enter/")
    page.locator(f'form[action="/enter/demo/{who}/"] button').click()


def opened(page: Any, server: Server, name: str) -> str:  # noqa: ANN401 - as above
    """Open a form of that unit or project in the editor; answers its address."""
    page.goto(f"{server.address}/forms/?state=draft")
    address = page.locator("tr", has_text=name).locator("a").first.get_attribute("href")
    page.goto(f"{server.address}{address}edit/")
    page.wait_for_selector("#official td.field")
    return f"{server.address}{address}"


def saved(page: Any) -> None:  # noqa: ANN401 - as above
    page.wait_for_selector('#save-state[data-state="saved"]')


def cell(page: Any, row: str, column: int) -> Any:  # noqa: ANN401 - as above
    """The cell of that number in the table row that holds a cell with exactly that text."""
    return page.locator("#official tr", has=page.get_by_role("cell", name=row, exact=True)).locator("td").nth(column)


def fill(page: Any, place: Any, text: str) -> None:  # noqa: ANN401 - as above
    place.click()
    page.keyboard.type(text)
    page.keyboard.press("Enter")
    page.wait_for_selector('#save-state[data-state="typing"], #save-state[data-state="saving"]', state="attached")
    saved(page)


def typed_by_another(browser: Any, server: Server, address: str, place: tuple[str, int], text: str) -> None:  # noqa: ANN401
    """Somebody else fills that cell of the form (别人同时在填), in a browser of his own, and leaves."""
    other = browser.new_context(locale="zh-CN").new_page()
    enter(other, server)
    other.goto(f"{address}edit/")
    other.wait_for_selector("#official td.field")
    fill(other, cell(other, *place), text)
    other.context.close()


PASTE = """(text) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", text);
    const event = new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true });
    document.getElementById("cell-editor").dispatchEvent(event);
}"""


def paste(page: Any, text: str) -> None:  # noqa: ANN401 - as above
    """Paste the text, without the clipboard of the machine."""
    page.evaluate(PASTE, text)
