// 纸面：内容画在表上，应得分与疑点标在格上 · the paper: the content on the grid, with what is due and what is doubted
import { FIRST, groupOf, idsOf, pathOf, placeOf, textAt } from "./document.js";

export class Sheet {
  constructor({ grid, content, saver, selection }) {
    Object.assign(this, { grid, content, saver, selection });
  }

  // 服务器对这份表说的话 · what the server says of the form
  learn({ rows, doubts, board, texts, labels }) {
    Object.assign(this, { due: rows, doubts });
    if (board) {
      this.grid.board = board;
      this.subtotals = texts.subtotals;
    } else Object.assign(this.grid.board.labels, labels);
  }

  draw() {
    this.grid.draw(this.content.doc, this.subtotals);
    this.adorn();
  }

  // 行与分组没有变的，只换文字 · only the texts change where the rows and their groups are what they were
  repaint(old, place) {
    const { grid, content: { doc } } = this;
    if (shape(old) !== shape(doc)) {
      this.redraw(place);
      return;
    }
    grid.doc = doc;
    for (const td of grid.cells) {
      const text = textAt(doc, td.place);
      if (td.textContent !== text) td.textContent = text;
    }
    this.adorn();
  }

  // 重画之后仍站在那一格，屏上不动 · after it one stands on that place, and the page has not moved
  redraw(place) {
    const { grid, selection } = this;
    const top = selection.active?.getBoundingClientRect().top;
    this.draw();
    const td = place && (grid.cellOf(place) ?? grid.cells.find((one) => one.place.block === place.block));
    selection.select(td ?? grid.cells[0], { focus: false, scroll: false });
    if (top !== undefined && td) scrollBy(0, td.getBoundingClientRect().top - top);
  }

  adorn() {
    const { grid, saver: { base } } = this;
    for (const td of grid.table.querySelectorAll("td[class*=doubt-]")) td.classList.remove(...[...td.classList].filter((one) => one.startsWith("doubt-")));
    for (const [path, severity] of Object.entries(this.doubts)) {
      const place = placeOf(base, path);
      const td = place && (grid.cellOf(place.key === "" ? { ...place, key: FIRST[place.block] } : place) ?? grid.cellOf({ ...place, key: "value" }));
      if (td) td.classList.add(`doubt-${severity}`);
    }
    for (const td of grid.table.querySelectorAll("td.gutter")) {
      const due = td.dueOf && this.due[pathOf(base, td.dueOf)];
      td.textContent = due?.due ?? "";
      td.title = due?.working ?? "";
      td.dataset.tone = due?.tone ?? "";
    }
  }
}

const shape = (doc) => JSON.stringify([idsOf(doc), doc.rows.indicators.map(groupOf)]);
