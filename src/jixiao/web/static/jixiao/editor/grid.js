// 按官方表样画出表格 · draws the form as it is printed, and knows which cell stands where
import { FIRST, LEVELS, sameGroup } from "./document.js";

const NUMBERS = new Set(["initial_budget", "full_budget", "arrived", "executed", "weight", "rate", "score", "review_score", "deduction", "sign", "unit", "total_weight", "total_score", "grade"]);
export const READ_ONLY = new Set(["review_score"]);
const NARROWEST = 7; // 一级指标四个字不折行
export const SCORED = { indicators: "score", funds: "score" };

export class Grid {
  constructor(table, board, said, placeNames) {
    Object.assign(this, { table, board, said, placeNames });
  }

  draw(doc, subtotals) {
    this.doc = doc;
    this.subtotals = subtotals;
    this.cols = this.board.widths.length;
    this.body = document.createElement("tbody");
    this.title();
    this.items();
    this.funds();
    this.management();
    this.goals();
    this.indicators();
    this.total();
    this.tail();
    const group = document.createElement("colgroup");
    const widths = this.board.widths.map((width, at) => Math.max(width, at ? NARROWEST : NARROWEST - 2));
    const sum = widths.reduce((one, two) => one + two, 0);
    for (const width of widths) group.append(col(`${(96 * width) / sum}%`));
    group.append(col("4%"));
    this.table.replaceChildren(group, this.body);
    this.lay();
  }

  row(kind) {
    const tr = document.createElement("tr");
    if (kind) tr.className = kind;
    this.body.append(tr);
    return tr;
  }

  put(tr, text, role, { width = 1, height = 1, place = null, before = "", after = "", ruled = true } = {}) {
    const td = document.createElement("td");
    td.className = ruled ? `${role} cell` : role;
    if (width > 1) td.colSpan = width;
    if (height > 1) td.rowSpan = height;
    if (place) {
      td.place = place;
      td.classList.add("field");
      if (READ_ONLY.has(place.key)) td.classList.add("fixed");
      if (before) td.dataset.before = before;
      if (after) td.dataset.after = after;
    }
    td.textContent = text;
    tr.append(td);
    return td;
  }

  single(tr, path, role, options = {}) {
    return this.put(tr, this.doc.cells[path] ?? "", role, { ...options, place: { path } });
  }

  title() {
    const { cols } = this;
    this.single(this.row(), "title", "title", { width: cols, ruled: false });
    this.single(this.row(), "year", "subtitle", { width: cols, ruled: false, before: "（", after: "年度）" });
    const tr = this.row();
    const [first, second] = [Math.ceil(cols / 2), Math.floor(cols / 4)];
    this.single(tr, "seal", "dateline", { width: first, ruled: false, before: this.said.seal_label });
    this.single(tr, "filed_on", "dateline", { width: second, ruled: false, before: this.said.filed_label });
    this.single(tr, "amount_unit", "dateline end", { width: cols - first - second, ruled: false, before: this.said.unit_label });
  }

  items() {
    for (const [path, label] of this.board.items) {
      const tr = this.row();
      this.put(tr, label, "label", { width: 2 });
      this.single(tr, path, "text", { width: this.cols - 2 });
    }
  }

  heads(tr, columns) {
    for (const column of columns) this.put(tr, column.heading, "head", { width: column.span });
  }

  field(tr, block, row, key, options = {}) {
    const role = NUMBERS.has(key) ? "number" : "text";
    return this.put(tr, row.cells[key] ?? "", role, { ...options, place: { block, id: row.id, key, ids: options.ids } });
  }

  funds() {
    const rows = this.doc.rows.funds;
    const head = this.row("headrow");
    this.put(head, this.board.labels.funds, "label", { height: Math.max(rows.length, 1) + 1 });
    this.heads(head, this.board.funds);
    if (!rows.length) this.begin("funds");
    for (const row of rows) {
      const tr = this.row();
      for (const column of this.board.funds) this.field(tr, "funds", row, column.key, { width: column.span });
      this.gutter(tr, "funds", row);
    }
  }

  management() {
    const { cols } = this;
    if (this.board.management.length) this.block("management", [1, Math.floor(cols / 3), Math.floor((2 * cols) / 3), cols]);
  }

  goals() {
    const { length } = this.board.goals;
    const starts = this.board.goals.map((_, at) => 1 + Math.floor(((this.cols - 1) * at) / length));
    this.block("goals", [...starts, this.cols]);
  }

  // 左边一格块名，右边几列文字 · a block of texts: its label on the left, a column from each start to the next
  block(block, starts) {
    const rows = this.doc.rows[block];
    const keys = this.board[block];
    const head = this.row("headrow");
    this.put(head, this.board.labels[block], "label", { height: Math.max(rows.length, 1) + 1 });
    keys.forEach(([, heading], at) => this.put(head, heading, "head", { width: starts[at + 1] - starts[at] }));
    if (!rows.length) this.begin(block);
    for (const row of rows) {
      const tr = this.row();
      keys.forEach(([key], at) => this.field(tr, block, row, key, { width: starts[at + 1] - starts[at] }));
    }
  }

  // 一块还没有行时，从这里加 · where the first row of a block is added
  begin(block, said = this.said.first_row, { width = this.cols - 1, ruled = true } = {}) {
    const button = document.createElement("button");
    Object.assign(button, { type: "button", className: "more", textContent: said });
    button.dataset.new = block;
    this.put(this.row("begin"), "", "text", { width, ruled }).append(button);
  }

  indicators() {
    const rows = this.doc.rows.indicators;
    const columns = this.board.columns.slice(1);
    const under = this.subtotalRows(rows);
    const head = this.row("headrow");
    this.put(head, this.board.labels.indicators, "label", { height: Math.max(rows.length, 1) + under.size + 1 });
    this.heads(head, columns);
    if (!rows.length) this.begin("indicators");
    rows.forEach((row, at) => {
      const tr = this.row();
      for (const column of columns) {
        if (!LEVELS.includes(column.key)) this.field(tr, "indicators", row, column.key, { width: column.span });
        else if (at === 0 || !sameLevel(rows[at - 1], row, column.key)) this.level(tr, rows, at, column, under);
      }
      this.gutter(tr, "indicators", row);
      if (under.has(at)) this.subtotal(under.get(at), columns);
    });
  }

  level(tr, rows, at, column, under) {
    let end = at + 1;
    while (end < rows.length && sameLevel(rows[at], rows[end], column.key)) end += 1;
    let height = end - at;
    if (column.key === "level1") for (const one of under.keys()) height += one >= at && one < end ? 1 : 0;
    const ids = rows.slice(at, end).map((row) => row.id);
    this.field(tr, "indicators", rows[at], column.key, { width: column.span, height, ids }).classList.add("level");
  }

  subtotalRows(rows) {
    const last = new Map();
    rows.forEach((row, at) => last.set((row.cells.level1 ?? "").split("\n")[0], at));
    const under = new Map();
    for (const [label, heading] of Object.entries(this.subtotals)) if (last.has(label)) under.set(last.get(label), heading);
    return under;
  }

  subtotal(heading, columns) {
    const tr = this.row();
    const name = columns.findIndex((column) => column.key === "name");
    const wide = columns.slice(1, name + 1).reduce((sum, column) => sum + column.span, 0);
    this.put(tr, this.said.subtotal, "label", { width: wide });
    for (const column of columns.slice(name + 1)) {
      if (column.key === "score") this.single(tr, `headings[${heading}].score`, "number", { width: column.span });
      else this.put(tr, "", "number", { width: column.span });
    }
  }

  total() {
    const { columns, labels } = this.board;
    const weight = columns.findIndex((column) => column.key === "weight");
    const tr = this.row("total");
    this.put(tr, labels.total, "label", { width: columns[weight].start });
    columns.slice(weight).forEach((column, at, rest) => {
      const path = { weight: "total_weight", score: "total_score" }[column.key] ?? (at === rest.length - 1 ? "grade" : "");
      if (path) this.single(tr, path, "number", { width: column.span });
      else this.put(tr, "", "number", { width: column.span });
    });
    const td = this.put(tr, "", "gutter", { ruled: false });
    td.dataset.total = "1";
  }

  tail() {
    const { cols } = this;
    for (const [path, label] of this.board.tail) {
      const tr = this.row();
      this.put(tr, label, "label");
      this.single(tr, path, path === "grade" ? "number" : "text", { width: cols - 1 });
    }
    const half = Math.floor(cols / 2);
    const tr = this.row();
    this.single(tr, "contact", "dateline", { width: half, ruled: false, before: this.said.contact_label });
    this.single(tr, "phone", "dateline", { width: cols - half, ruled: false, before: this.said.phone_label });
    this.doc.rows.notes.forEach((row, at) => {
      const place = { block: "notes", id: row.id, key: "text" };
      this.put(this.row(), row.cells.text ?? "", "note", { width: cols, ruled: false, place, before: at ? "" : this.said.note_label });
    });
    this.begin("notes", this.said.add_note, { width: cols, ruled: false });
  }

  gutter(tr, block, row) {
    const td = this.put(tr, "", "gutter", { ruled: false });
    td.dueOf = { block, id: row.id, key: SCORED[block] };
  }

  // 哪一格占哪些行列 · which cell covers which row and column
  lay() {
    this.at = [];
    this.cells = [];
    this.index = new Map();
    [...this.table.rows].forEach((tr, r) => {
      this.at[r] ??= [];
      let c = 0;
      for (const td of tr.cells) {
        while (this.at[r][c]) c += 1;
        Object.assign(td, { r, c });
        for (let down = 0; down < td.rowSpan; down += 1) {
          this.at[r + down] ??= [];
          for (let along = 0; along < td.colSpan; along += 1) this.at[r + down][c + along] = td;
        }
        c += td.colSpan;
        if (td.place) {
          this.cells.push(td);
          for (const id of td.place.ids ?? [td.place.id]) this.index.set(keyOf({ ...td.place, id }), td);
        }
      }
    });
  }

  cellOf(place) {
    return this.index.get(keyOf(place)) ?? null;
  }

  // 从一格往上下左右找下一个可填的格 · the next cell to fill in that direction
  towards(td, down, along) {
    let r = down > 0 ? td.r + td.rowSpan : td.r + down;
    let c = along > 0 ? td.c + td.colSpan : td.c + along;
    while (r >= 0 && r < this.at.length && c >= 0 && c < this.cols) {
      const found = this.at[r]?.[c];
      if (found?.place && found !== td) return found;
      r += down;
      c += along;
    }
    return null;
  }

  after(td, step) {
    return this.cells[this.cells.indexOf(td) + step] ?? null;
  }

  between(one, two) {
    const top = Math.min(one.r, two.r);
    const left = Math.min(one.c, two.c);
    const bottom = Math.max(one.r + one.rowSpan, two.r + two.rowSpan);
    const right = Math.max(one.c + one.colSpan, two.c + two.colSpan);
    return this.cells.filter((td) => td.r >= top && td.r < bottom && td.c >= left && td.c < right);
  }

  // 一块里各列的键，从左到右 · the keys of a block's columns, from the left
  keysOf(block) {
    if (block === "notes") return [FIRST.notes];
    if (block === "funds") return this.board.funds.map((one) => one.key);
    if (block === "indicators") return this.board.columns.slice(1).map((one) => one.key);
    return this.board[block].map(([key]) => key);
  }

  nameOf(td) {
    const { path, block, id, key } = td.place;
    if (!block) return this.placeNames[path] ?? path.replace(/^attributes\./, "");
    const number = this.doc.rows[block].findIndex((row) => row.id === id) + 1;
    return `${this.called(block, number)} ${this.heading(block, key)}`.trim();
  }

  called(block, number) {
    return `${this.said[`${block}_block`]} ${this.said.row.replace("{n}", number)}`;
  }

  heading(block, key) {
    if (block === "notes") return "";
    const columns = { funds: this.board.funds, indicators: this.board.columns }[block];
    const found = columns ? columns.find((one) => one.key === key)?.heading : this.board[block].find(([one]) => one === key)?.[1];
    return found || this.placeNames[key] || key;
  }
}

const keyOf = (place) => (place.block ? `${place.block}:${place.id}:${place.key}` : place.path);

function sameLevel(one, two, key) {
  return key === "level1" ? (one.cells.level1 ?? "") === (two.cells.level1 ?? "") : sameGroup(one, two);
}

function col(width) {
  const made = document.createElement("col");
  made.style.width = width;
  return made;
}
