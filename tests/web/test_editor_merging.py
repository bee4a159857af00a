"""Rows of notes and of fund management in the editor, and two people's changes brought together, in a real browser."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import expect

from bench.workbench.serving import Server
from tests.web.browsing import browser, cell, in_browser, opened, page, saved, server, typed_by_another

__all__ = ["browser", "page", "server"]  # fixtures

pytestmark = in_browser

MERGED = """async (told) => {
    const { compare, merge } = await import("/static/jixiao/editor/merging.js");
    const [base, mine, theirs] = told.map((rows) => ({
        cells: {},
        rows: { funds: [], management: [], goals: [], notes: [],
                indicators: rows.map(([id, name, actual]) => ({ id, cells: { level1: "产出指标", name, actual } })) },
    }));
    const items = compare(base, mine, theirs);
    const rows = merge(theirs, items, items.map(() => true)).rows.indicators;
    return [items.some((one) => one.clash), rows.map(({ cells }) => cells.name + cells.actual).join(" ")];
}"""
IDS = {"甲": "1", "乙": "2", "丙": "3"}
BASE = "甲1 乙2 丙3"
CASES = [  # 我的、对方的、是否须选、合成
    ("丙3 甲1 乙2", "甲1 乙9 丙3", False, "丙3 甲1 乙9"),
    ("丙3 甲1 乙2", "甲1 丁4 乙2 丙3", False, "丙3 甲1 丁4 乙2"),
    ("丙3 甲1 乙2", "甲1 丙3", False, "丙3 甲1"),
    ("丙3 甲1 乙2", "甲1 戊2 丙3", False, "丙3 甲1 戊2"),
    ("乙2 甲7 丙3", "甲1 乙2 丙8", False, "乙2 甲7 丙8"),
    ("甲7 乙2 丙3", "丙3 甲1 乙2", False, "丙3 甲7 乙2"),
    ("丙3 甲1 乙2", "丙3 甲1 乙2", False, "丙3 甲1 乙2"),
    ("丙3 甲1 乙2", "乙2 甲1 丙3", True, "丙3 甲1 乙2"),
    ("甲7 乙2 丙3", "甲8 乙2 丙3", True, "甲7 乙2 丙3"),
    ("甲1 乙2 丙3 己5", "丙3 甲1 乙2", False, "丙3 己5 甲1 乙2"),
    ("甲1 丙3", "丙3 乙2 甲1", False, "丙3 甲1"),
]


def rows(text: str, whose: str) -> list[list[str]]:
    """Rows of a form by their names and values: 甲1 乙2. Theirs have come from the server, with names of their own."""
    names = {name: f"{whose}{number}" if whose == "theirs" else number for name, number in IDS.items()}
    return [[names.get(one[0], f"{whose}{one}"), one[0], one[1:]] for one in text.split()]


def test_what_both_did_is_kept(page: Any) -> None:  # noqa: ANN401 - playwright's page
    for mine, theirs, clash, kept in CASES:
        told = [rows(BASE, "mine"), rows(mine, "mine"), rows(theirs, "theirs")]
        assert page.evaluate(MERGED, told) == [clash, kept], (mine, theirs)


def test_one_moves_rows_while_another_types(page: Any, server: Server, browser: Any) -> None:  # noqa: ANN401
    address = opened(page, server, "云溪示范县教育局")
    typed_by_another(browser, server, address, ("对个人和家庭的补助", 5), "别人写的原因")
    cell(page, "商品和服务支出", 0).click()
    page.keyboard.press("Control+Shift+ArrowUp")
    told = page.locator("#told")
    expect(told).to_contain_text("已合并")
    saved(page)
    assert not page.locator("#conflict[open]").count()
    page.reload()
    page.wait_for_selector("#official td.field")
    texts = page.locator("#official tr").all_inner_texts()
    at = [next(at for at, text in enumerate(texts) if name in text) for name in ("商品和服务支出", "工资福利支出")]
    assert at[0] < at[1]
    assert cell(page, "对个人和家庭的补助", 5).inner_text() == "别人写的原因"


def test_notes_are_added_and_removed(page: Any, server: Server) -> None:  # noqa: ANN401
    opened(page, server, "云溪示范县教育局")
    before = page.locator("#official td.note").count()
    page.locator("button.more[data-new=notes]").click()
    page.keyboard.type("其他资金包括上年结转。")
    page.keyboard.press("Enter")
    saved(page)
    page.reload()
    page.wait_for_selector("#official td.field")
    expect(page.locator("#official td.note")).to_have_count(before + 1)
    page.locator("#official td.note", has_text="其他资金包括上年结转").click()
    page.keyboard.press("Control+Shift+Backspace")
    expect(page.locator("#official td.note")).to_have_count(before)
    saved(page)


def test_every_number_of_the_margin_leads_to_its_proof_and_place(page: Any, server: Server) -> None:  # noqa: ANN401
    opened(page, server, "云溪示范县教育局")
    for number in (
        "#due-total .ask",
        ".totals dl > :nth-child(3) .ask",
        ".totals dl > :nth-child(4) .ask",
        ".sums .ask",
    ):
        page.locator(f"#margin {number}").first.click()
        page.wait_for_selector("#why:not([hidden]) .formula")
        page.locator("#why button").first.click()
    page.keyboard.press("F9")
    page.wait_for_selector("#why:not([hidden]) .formula")
    page.locator("#margin .totals .jump").first.click()
    page.keyboard.type("98.5")
    page.keyboard.press("Enter")
    expect(page.locator(".totals dd").first).to_have_text("98.5")
    page.keyboard.press("Control+z")
    saved(page)


def test_the_pages_are_dark_where_the_system_is(page: Any, server: Server) -> None:  # noqa: ANN401
    page.emulate_media(color_scheme="dark")
    opened(page, server, "云溪示范县教育局")
    shades = page.evaluate(
        """() => ["html", ".sheet", ".official td.head", ".card"].map((one) => {
            const style = getComputedStyle(document.querySelector(one));
            return [style.backgroundColor, style.color].map((color) => Math.max(...color.match(/[0-9]+/g).slice(0, 3)));
        })"""
    )
    assert all(paper < 64 and ink > 150 for paper, ink in shades), shades
