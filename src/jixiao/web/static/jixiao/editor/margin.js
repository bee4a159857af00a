// 边栏：服务器的核对，跳到所指的格，问得分的算式，代为改正 · the margin: what the server found, where it stands, how it was worked out
import { FIRST, pathOf, placeOf, withText } from "./document.js";
import { SCORED } from "./grid.js";

export class Margin {
  constructor(element, { why, address, grid, content, saver, selection, box }) {
    Object.assign(this, { element, why, address, grid, content, saver, selection, box });
    element.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (button) this.pressed(button);
    });
    element.addEventListener("keydown", (event) => {
      if (event.key !== "F6" && event.key !== "Escape") return;
      event.preventDefault();
      box.focus();
    });
    why.querySelector("button").addEventListener("click", () => { why.hidden = true; box.focus(); });
    grid.table.addEventListener("click", (event) => {
      const td = event.target.closest("td.gutter");
      if (td?.textContent) this.prove(td.dueOf);
    });
  }

  show(margin) {
    this.element.innerHTML = margin; // 服务器写的片段，已转义
  }

  enter() {
    (this.element.querySelector(".findings button") ?? this.element).focus();
  }

  pressed(button) {
    if (button.classList.contains("jump")) this.jump(button.dataset.path);
    else if (button.classList.contains("ask")) this.ask(button.dataset, button.closest("li")?.querySelector(".jump").textContent);
    else if (button.classList.contains("mend")) this.mend(button.dataset);
  }

  jump(path) {
    const place = placeOf(this.saver.base, path) ?? (path.startsWith("headings") ? null : { path });
    if (place) this.selection.select(this.cellOf(place));
  }

  // 没有自己的格的，由同一行的主格代表 · a place without a cell of its own is shown by the main cell of its row
  cellOf(place) {
    const { grid } = this;
    const main = (one) => one.block === place.block && one.id === place.id && (!place.key || one.key === FIRST[place.block]);
    return grid.cellOf(place) ?? grid.cellOf({ ...place, key: "value" }) ?? grid.cells.find((td) => main(td.place));
  }

  async ask({ path = "", code = "" }, title) {
    const { why } = this;
    const query = new URLSearchParams({ path, code });
    await this.saver.flush();
    const response = await fetch(`${this.address}?${query}`).catch(() => null);
    if (!response?.ok || response.redirected) return;
    why.querySelector(".told").innerHTML = await response.text(); // 服务器写的片段，已转义
    why.hidden = false;
    why.querySelector("h2").textContent = title ?? why.querySelector(".why").dataset.place ?? "";
    why.querySelector("button").focus();
    why.scrollIntoView({ block: "nearest" });
  }

  // 本行得分的算式；不在计分的行内时为总分 · the proof of the row's points, outside of such rows that of the total
  prove({ block, id }) {
    const key = SCORED[block];
    this.ask({ path: (key && pathOf(this.saver.base, { block, id, key })) ?? "total_score" });
  }

  mend({ path, text }) {
    const place = placeOf(this.saver.base, path);
    if (!place) return;
    this.content.become(withText(this.content.doc, place, text), place);
    this.jump(path);
  }
}
