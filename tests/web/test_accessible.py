"""Every page that a role can reach (无障碍): no serious fault by axe-core, and nothing cut off at 200 %."""

from __future__ import annotations

import re
from importlib import resources
from typing import Any

import pytest

from bench.workbench.serving import Server
from tests.web.browsing import browser, enter, in_browser, server

__all__ = ["browser", "server"]  # fixtures

pytestmark = in_browser

PEOPLE = ("filler", "checker", "department", "performance", "leader", "auditor", "admin", "rules")
# not to be tried: what leaves the workbench, files, and the page to be printed, in which no script may run
LEAVES = re.compile(
    r"/leave/|/paper/|/enter/|\.(?:docx|xlsx|pdf|csv)$|/file/|/report/|/picture|#|/evidence/\d+/$|lang="
)
MOST = 40  # pages a role: one of each kind, however many rows a list has
RUN = """async (only) => (await axe.run(document, {resultTypes: ["violations"], ...only})).violations
    .filter(one => ["serious", "critical"].includes(one.impact))
    .map(one => `${one.id}: ${one.help} (${one.nodes.map(node => node.target.join(" ")).slice(0, 3).join("; ")})`)"""
CONTRAST = {"runOnly": ["color-contrast"]}
WIDER = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


def _kind(address: str) -> str:
    """Addresses that differ in a number or in what is asked for only are one kind of page."""
    return re.sub(r"\d+", "#", address.partition("?")[0])


def _pages(page: Any, server: Server) -> list[str]:  # noqa: ANN401 - playwright's page; the fixture's value
    """One address of each kind that can be reached by links from the first page."""
    waiting, kinds = ["/"], {"/"}
    found: list[str] = []
    while waiting and len(found) < MOST:
        address = waiting.pop(0)
        answer = page.goto(server.address + address)
        if answer is None or not answer.ok or "text/html" not in answer.headers.get("content-type", ""):
            continue
        found.append(address)
        links = page.eval_on_selector_all("a[href]", "all => all.map(one => one.getAttribute('href'))")
        for link in links:
            path = link if link.startswith("/") else ""
            if path and not LEAVES.search(path) and _kind(path) not in kinds:
                kinds.add(_kind(path))
                waiting.append(path)
    return found


@pytest.mark.parametrize("person", PEOPLE)
def test_no_page_of_a_role_has_a_serious_fault(server: Server, browser: Any, person: str) -> None:  # noqa: ANN401
    axe = resources.files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="zh-CN")
    page = context.new_page()
    enter(page, server, f"demo-{person}")
    faults = []
    addresses = _pages(page, server)
    assert len(addresses) > 2, addresses
    for address in addresses:
        page.set_viewport_size({"width": 1440, "height": 900})
        page.goto(server.address + address)
        page.evaluate(axe)
        faults += [f"{address} {fault}" for fault in page.evaluate(RUN, {})]
        page.emulate_media(color_scheme="dark")
        faults += [f"{address}, dark: {fault}" for fault in page.evaluate(RUN, CONTRAST)]
        page.emulate_media(color_scheme="light")
        page.set_viewport_size({"width": 720, "height": 450})  # 1440 at 200 %
        over = page.evaluate(WIDER)
        faults += [f"{address} is {over} px too wide at 200 %"] if over > 1 else []
    context.close()
    assert not faults, "\n".join(faults)
