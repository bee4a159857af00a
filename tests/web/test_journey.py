"""One form from upload to PDF (全程), by what people see and click: filler, checker, department, bureau.

Pictures of each page go to the folder that JIXIAO_SCREENSHOTS names, to be looked at.
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from jixiao import opening
from tests.web.browsing import PATIENCE, browser, demonstration, in_browser

__all__ = ["browser"]  # fixture

pytestmark = in_browser

EXAMPLE = Path(__file__).parents[2] / "examples" / "department-2022.xlsx"
UNIT = "云溪示范县第一示例小学"
SAID = "请补充满意度调查的样本量和回收率。"
SATISFIED = "局领导及各股室、中心对服务均满意"
USABLE = 30  # seconds; 10 on a machine that does nothing else
AMENDED = [  # 行、栏目、改为
    ("工资福利支出", "年度指标值", "≤1191.07"),
    ("商品和服务支出", "年度指标值", "≤244.04"),
    ("对个人和家庭的补助", "年度指标值", "≤123.55"),
    ("运转类其他项目支出", "年度指标值", "≤303.03"),
    ("特定目标项目支出", "年度指标值", "≤874.19"),
    ("工资福利支出", "实际完成值", "1071.72"),
    ("商品和服务支出", "实际完成值", "219.59"),
    ("对个人和家庭的补助", "实际完成值", "111.17"),
    ("数量", "实际完成值", "12 项重点任务按时办结，机关运转正常"),
    ("年度资金总额", "得分", "9.02"),
]
COSTS = [text for _, column, text in AMENDED if column == "年度指标值"]
POINTS = {  # 行名：分值与得分
    "质量": 5,
    "完成时间": 5,
    "工资福利支出": 6,
    "商品和服务支出": 6,
    "对个人和家庭的补助": 6,
    "运转类其他项目支出": 6,
    "特定目标项目支出": 6,
    "保障社会稳定": 15,
    "对社会进步的影响": 15,
}


class Desk:
    """A browser with one page, and its pictures (一台电脑)."""

    def __init__(self, page: Any, address: str) -> None:  # noqa: ANN401 - playwright's page
        self.page, self.address, self.taken = page, address, 0
        self.album = os.environ.get("JIXIAO_SCREENSHOTS")

    def picture(self, name: str) -> None:
        """Keep what is on the screen, where somebody wants to look at it (截图)."""
        self.taken += 1
        if self.album:
            self.page.screenshot(path=Path(self.album) / f"{self.taken:02d}-{name}.png")

    def become(self, role: str) -> None:
        """Log out whoever is in, and let that role in (换人)."""
        if self.page.get_by_role("button", name="退出").count():
            self.page.get_by_role("button", name="退出").click()
        self.page.goto(self.address)
        self.page.get_by_role("button", name=role).click()
        expect(self.page.get_by_role("heading", level=1)).to_contain_text("等我办理的自评表")

    def type(self, row: str, column: str, text: str, which: int = 0) -> None:
        """Type into the cell where the row meets the column (填一格)."""
        sheet = self.page.get_by_label("自评表，可填")
        line = sheet.get_by_role("cell", name=row, exact=True).nth(which)
        line.scroll_into_view_if_needed()
        heads = sheet.get_by_role("cell", name=column)
        across = self._last_above(heads, line)
        box = line.bounding_box()
        self.page.mouse.click(across, box["y"] + box["height"] / 2)
        self.page.keyboard.type(text)
        self.page.keyboard.press("Enter")

    @staticmethod
    def _last_above(heads: Any, line: Any) -> float:  # noqa: ANN401 - playwright's locators
        """The middle of the heading that stands nearest above the row."""
        top = line.bounding_box()["y"]
        boxes = [box for box in (head.bounding_box() for head in heads.all()) if box["y"] < top]
        nearest = max(boxes, key=lambda box: box["y"])
        return float(nearest["x"] + nearest["width"] / 2)

    def saved(self) -> None:
        """Wait until the page says so (已保存)."""
        expect(self.page.locator("#save-state")).to_have_text("已保存")

    def figure(self, name: str) -> Any:  # noqa: ANN401 - a locator
        """The figure under that name in the margin (页边的数)."""
        return self.page.locator("#margin dl > div", has_text=name).locator("dd")

    def step(self, name: str) -> None:
        """Press the button of a step (办理)."""
        self.page.get_by_role("button", name=name, exact=True).click()


@pytest.fixture
def desk(tmp_path: Path, browser: Any) -> Iterator[Desk]:  # noqa: ANN401 - playwright's browser
    """The demonstration, just started on an empty folder, and somebody in front of it."""
    before = time.monotonic()
    server = demonstration(tmp_path / "data")
    usable = time.monotonic() - before
    context = browser.new_context(viewport={"width": 1366, "height": 768}, locale="zh-CN")
    context.set_default_timeout(PATIENCE)
    assert usable < USABLE
    yield Desk(context.new_page(), server.address)
    context.close()
    server.kill()


def test_a_form_goes_from_upload_to_final(desk: Desk, tmp_path: Path) -> None:
    page = desk.page
    begin(desk)
    upload(desk)
    amend(desk)
    attach(desk, tmp_path)
    hand_in(desk)
    desk.become("单位审核人")
    review(desk, "退回", SAID)
    desk.become("单位填报人")
    desk.picture("filler-home-again")
    page.get_by_role("link", name=UNIT).click()
    expect(page.get_by_text(re.compile(f"退回：\\s*{SAID}"))).to_be_visible()
    desk.picture("filler-sees-why")
    page.get_by_role("link", name="填报", exact=True).click()
    expect(desk.figure("复算总分")).to_contain_text("99.02")
    desk.type("来访群众对服务满意", "实际完成值", "99.2%")
    desk.saved()
    hand_in(desk)
    for role in ("单位审核人", "主管部门 某主管", "局领导"):
        desk.become(role)
        review(desk, "审核通过", "同意。")
    desk.become("单位填报人")
    page.get_by_role("link", name="自评表", exact=True).click()
    row = page.get_by_role("row").filter(has_text=UNIT).filter(has_text="部门整体支出")
    expect(row).to_contain_text("终审")
    row.get_by_role("link").click()
    desk.picture("final")
    page.get_by_text("下载", exact=True).click()
    desk.picture("downloads")
    with page.expect_download() as coming:
        page.get_by_role("link", name="PDF（官方表样）").click()
    file = tmp_path / "自评表.pdf"
    coming.value.save_as(file)
    form = opening.open_forms(file)[0]
    assert (form.unit, str(form.total_score), str(form.total_weight)) == (UNIT, "99.02", "100")
    assert [row.target.text for row in form.indicators[3:8] if row.target is not None] == COSTS
    assert [str(row.weight) for row in form.indicators] == [str(row.score) for row in form.indicators]
    assert form.indicators[11].actual is not None
    assert form.indicators[11].actual.told == "99.2%"


def begin(desk: Desk) -> None:
    """The filler opens a form of his unit (新建自评表)."""
    page = desk.page
    page.goto(desk.address)
    desk.picture("enter")
    desk.become("单位填报人")
    desk.picture("filler-home")
    page.get_by_role("link", name="自评表", exact=True).click()
    page.get_by_text("新建自评表").click()
    new = page.locator("form", has=page.get_by_role("button", name="新建"))
    new.get_by_label("任务").select_option(label="2022 年度预算绩效自评")
    new.get_by_label("单位").select_option(label=UNIT)
    new.get_by_label("表种").select_option(label="部门整体支出")
    desk.picture("new-form")
    new.get_by_role("button", name="新建").click()
    expect(page.get_by_role("button", name="送审")).to_have_count(0)
    desk.picture("begun")
    page.get_by_role("link", name="填报", exact=True).first.click()


def upload(desk: Desk) -> None:
    """He uploads the form that his unit filed on paper, and sees what is wrong with it (上传识别)."""
    page = desk.page
    page.get_by_label("选择文件").set_input_files(EXAMPLE)
    desk.picture("upload")
    page.get_by_role("button", name="上传并识别").click()
    expect(page.get_by_text("请确认没有选错文件")).to_be_visible()
    desk.picture("what-was-read")
    page.get_by_role("button", name="采用", exact=True).click()
    expect(desk.figure("填报总分")).to_have_text("99")
    expect(desk.figure("复算总分")).to_have_text("108.02")
    expect(page.get_by_text("须改 7 处")).to_be_visible()
    desk.picture("stated-99")
    desk.step("送审")
    expect(page.get_by_text("还有 7 处必须修改的疑点")).to_be_visible()
    expect(desk.figure("复算总分")).to_have_text("108.02")
    desk.picture("not-yet")


def amend(desk: Desk) -> None:
    """He mends it until nothing must be fixed (改正)."""
    page = desk.page
    sheet = page.get_by_label("自评表，可填")
    for at in (1, 0):
        sheet.get_by_text("某某县示范局办公室", exact=True).nth(at).click()
        page.keyboard.type(UNIT)
        page.keyboard.press("Enter")
    for row, column, text in AMENDED:
        desk.type(row, column, text)
    for row, points in POINTS.items():
        desk.type(row, "分值", str(points))
        desk.type(row, "得分", str(points))
    desk.picture("half-way")
    desk.type(SATISFIED, "三级指标", "来访群众对服务满意", which=1)
    desk.type("来访群众对服务满意", "实际完成值", "99%")
    desk.type(SATISFIED, "实际完成值", "99.5%")
    desk.type("总分", "得分", "99.02")
    desk.type("数量", "未完成原因分析", "无")
    desk.saved()
    expect(desk.figure("填报总分")).to_contain_text("99.02")
    expect(desk.figure("复算总分")).to_contain_text("99.02")
    expect(page.get_by_text(re.compile("须改 .* 处"))).to_have_count(0)
    desk.picture("mended")


def attach(desk: Desk, folder: Path) -> None:
    """He attaches what proves an indicator (佐证材料)."""
    page = desk.page
    proof = folder / "工资发放汇总表.pdf"
    proof.write_bytes(b"%PDF-1.4\n%%EOF\n")
    page.get_by_role("link", name="佐证材料").click()
    page.get_by_label("文件：工资福利支出").set_input_files(proof)
    row = page.get_by_role("row").filter(has_text="工资福利支出")
    row.get_by_label("材料种类").fill("发放清单")
    row.get_by_role("button", name="上传").click()
    expect(page.get_by_role("link", name="工资发放汇总表.pdf")).to_be_visible()
    desk.picture("evidence")
    page.get_by_role("link", name="填报", exact=True).click()


def hand_in(desk: Desk) -> None:
    """He submits (送审)."""
    desk.step("送审")
    expect(desk.page.get_by_text("待单位审核")).to_be_visible()
    desk.picture("submitted")


def review(desk: Desk, name: str, words: str) -> None:
    """Whoever is in opens the form at the review desk, looks, and acts (审核)."""
    page = desk.page
    page.get_by_role("link", name="审核台", exact=True).click()
    desk.picture("queue")
    page.get_by_role("row").filter(has_text=UNIT).filter(has_text="部门整体支出").get_by_role("link").first.click()
    desk.picture("review")
    act = page.locator("form", has=page.get_by_role("button", name=name, exact=True))
    act.get_by_label("意见").fill(words)
    act.get_by_role("button", name=name, exact=True).click()
    expect(page.get_by_text("已办理。")).to_be_visible()
    desk.picture("acted")
