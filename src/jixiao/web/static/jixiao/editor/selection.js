// 选格：当前格与选区的另一端 · choosing cells: the current one, and the other end of what is chosen with it
import { withText } from "./document.js";

export class Selection {
  // leave：离开当前格之前；arrive：到了新的格 · called before a cell is left, and when another one is current
  constructor(grid, { leave, arrive }) {
    Object.assign(this, { grid, leave, arrive, active: null, anchor: null });
  }

  select(td, { extend = false, focus = true, scroll = true } = {}) {
    if (!td) return;
    this.leave();
    this.active = td;
    if (!extend || !this.anchor?.isConnected) this.anchor = td;
    for (const one of this.grid.table.querySelectorAll("td.picked, td.current")) one.classList.remove("picked", "current");
    td.classList.add("current");
    if (this.anchor !== td) for (const one of this.picked) one.classList.add("picked");
    this.arrive(focus);
    if (scroll) reveal(td);
  }

  get picked() {
    return this.anchor === this.active ? [this.active] : this.grid.between(this.anchor, this.active);
  }

  // 选中的格都写上同一段文字，只读的除外 · that content with one text in every chosen cell, save those that are only read
  filled(doc, text) {
    return this.picked.reduce((next, td) => (td.classList.contains("fixed") ? next : withText(next, td.place, text)), doc);
  }

  move(down, along, extend = false) {
    this.select(this.grid.towards(this.active, down, along) ?? this.active, { extend });
  }

  step(by) {
    const next = this.grid.after(this.active, by);
    this.select(next);
    return Boolean(next);
  }
}

function reveal(td) {
  const { top, bottom } = td.getBoundingClientRect();
  const head = document.querySelector(".editbar").getBoundingClientRect().bottom;
  if (top < head + 4) scrollBy(0, top - head - 40);
  else if (bottom > innerHeight - 8) scrollBy(0, Math.min(bottom - innerHeight + 60, top - head - 40));
}
