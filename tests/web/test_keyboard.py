"""The keyboard alone (键盘): filler and checker work without a mouse, always see the focus, and are never trapped."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

from bench.workbench.serving import Server
from tests.web.browsing import PATIENCE, browser, in_browser, server

__all__ = ["browser", "server"]  # fixtures

pytestmark = in_browser

MOST = 400  # stops of a page
FORM = "云溪示范县示例图书馆"
# what the focus is on: its name, whether one sees it, whether one was there before; nothing on the page itself
STOP = """() => {
    const one = document.activeElement;
    if (!one || one === document.body) return null;
    const shown = one.matches(".choice input") ? one.closest("label") : one;
    const style = getComputedStyle(shown), box = shown.getBoundingClientRect();
    const ring = (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== "none";
    const inside = box.width > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
    const again = one.dataset.walked === "1" && window.stopped !== one; // a date has several stops of its own
    one.dataset.walked = "1";
    window.stopped = one;
    const label = one.getAttribute("aria-label") ?? one.labels?.[0]?.innerText ?? one.innerText ?? "";
    const html = one.outerHTML.slice(0, 90), cell = one.id === "cell-editor";
    return {name: label.trim(), seen: ring && inside, again, cell, html};
}"""
MISSED = """() => [...document.querySelectorAll(
    "a[href], button:not(:disabled), summary, select, textarea, input:not([type=hidden], [type=radio])"
)].filter(one => one.checkVisibility({visibilityProperty: true}) && one.dataset.walked !== "1")
    .map(one => one.outerHTML.slice(0, 90))"""


class Keys:
    """Somebody without a mouse (只用键盘的人)."""

    def __init__(self, page: Any) -> None:  # noqa: ANN401 - playwright's page
        self.page = page

    def press(self, key: str) -> None:
        """Press a key."""
        self.page.keyboard.press(key)

    def stop(self) -> dict[str, Any] | None:
        """Where the focus is after one Tab; out of the grid by Escape first, as the page says."""
        if self.page.evaluate("document.activeElement.id") == "cell-editor":
            self.press("Escape")
        self.press("Tab")
        found: dict[str, Any] | None = self.page.evaluate(STOP)
        return found

    def to(self, name: str) -> None:
        """Tab to what has that name (移到)."""
        for _ in range(MOST):
            found = self.stop()
            if found is not None and found["name"].startswith(name):
                assert found["seen"], f"the focus on {found['html']} cannot be seen"
                return
        pytest.fail(f"no Tab leads to {name}")

    def open(self, name: str) -> None:
        """Tab there and press Enter, and wait for the page it leads to (打开)."""
        self.to(name)
        with self.page.expect_navigation():
            self.press("Enter")

    def walk(self) -> None:
        """Tab through the whole page: every stop is seen, everything is reached, the end comes (走遍一页)."""
        self.page.evaluate("document.querySelector('.skip').focus()")
        assert self.page.evaluate(STOP)["seen"], "nobody sees the way past the menu"
        hidden = []
        for _ in range(MOST):
            found = self.stop()
            if found is None or found["again"]:
                break
            if not found["seen"] and not found["cell"]:
                hidden.append(found["html"])
        else:
            pytest.fail(f"{self.page.url}: the focus never comes round")
        assert hidden == [], f"{self.page.url}: the focus cannot be seen here"
        assert self.page.evaluate(MISSED) == [], f"{self.page.url}: no Tab leads here"


@pytest.fixture
def keys(server: Server, browser: Any) -> Any:  # noqa: ANN401 - playwright's browser
    context = browser.new_context(viewport={"width": 1366, "height": 768}, locale="zh-CN")
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    page.goto(server.address)
    yield Keys(page)
    context.close()


def test_a_filler_and_a_checker_need_no_mouse(keys: Keys) -> None:
    page = keys.page
    keys.open("单位填报人")
    keys.walk()
    keys.open(FORM)
    keys.walk()
    keys.open("填报")
    page.wait_for_selector("#official td.field")
    keys.press("F6")  # to the findings
    keys.to("第" if page.locator("#margin .must_fix .jump", has_text="第").count() else "“")
    keys.press("Enter")
    page.keyboard.type("节约采购，年中调减；下年按需编制预算。")
    keys.press("Enter")
    expect(page.locator("#margin .must_fix")).to_have_count(0)
    page.wait_for_selector('#save-state[data-state="saved"]')
    keys.open("送审")
    expect(page.locator(".formhead .state")).to_have_text("待单位审核")
    keys.open("退出")
    keys.open("单位审核人")
    keys.open("审核台")
    keys.walk()
    for _ in range(MOST):
        keys.press("j")
        if page.evaluate("document.activeElement.innerText").startswith(FORM):
            break
    with page.expect_navigation():
        keys.press("Enter")
    keys.walk()
    keys.to("意见")
    page.keyboard.type("同意。")
    keys.open("审核通过")
    expect(page.get_by_text("已办理。")).to_be_visible()


PAGES = {
    "单位填报人": ("/forms/", "/forms/1/edit/", "/forms/1/start/", "/forms/1/evidence/", "/forms/1/versions/"),
    "绩效处": ("/tasks/new/", "/inspection/", "/inspection/1/", "/inspection/assign/", "/inspection/items/1/"),
    "局领导": ("/review/?scope=all", "/review/2/?view=scores", "/review/statistics/", "/disclosure/", "/log/"),
    "系统管理员": ("/people/", "/people/accounts/1/", "/password/"),
}


@pytest.mark.parametrize("role", PAGES)
def test_every_page_is_walked_through_by_tab(keys: Keys, server: Server, role: str) -> None:
    keys.open(role)
    for page in PAGES[role]:
        answer = keys.page.goto(server.address + page)
        assert answer.ok, page
        keys.walk()
