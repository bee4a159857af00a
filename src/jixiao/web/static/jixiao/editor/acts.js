// 对行做的事，与撤销重做 · what can be done to rows, and undoing it
import { FIRST, groupOf, sameGroup, withMoved, withNewRow, withRows } from "./document.js";

export class Acts {
  constructor({ content, selection, box }) {
    Object.assign(this, { content, selection, box });
  }

  undo() {
    this.box.finish();
    if (this.content.undo()) this.selection.select(this.selection.active);
  }

  redo() {
    this.box.finish();
    if (this.content.redo()) this.selection.select(this.selection.active);
  }

  // 当前行之下加一行，属同一组 · a row under the current one, in its group
  add() {
    const { block, rows, last } = this.here();
    if (block) this.put(block, last + 1, block === "indicators" ? groupOf(rows[last]) : {}, FIRST[block]);
  }

  // 当前组之后另起一组 · another group after the current one
  group() {
    const { block, rows, last } = this.here();
    if (block !== "indicators") return;
    let end = last + 1;
    while (end < rows.length && sameGroup(rows[end], rows[last])) end += 1;
    this.put(block, end, { ...groupOf(rows[last]), level2: "" }, "level2");
  }

  // 空的一块，或附注，从此开始 · the first row of a block, or another note
  begin(block) {
    this.box.finish();
    this.put(block, this.content.doc.rows[block].length, {}, block === "indicators" ? "level1" : FIRST[block]);
    this.box.focus();
  }

  remove() {
    const { block, key, rows } = this.here();
    if (!block) return;
    const gone = new Set(this.selection.picked.filter((td) => td.place.block === block).map((td) => td.place.id));
    const at = rows.findIndex((row) => gone.has(row.id));
    const left = rows.filter((row) => !gone.has(row.id));
    const near = left[Math.min(at, left.length - 1)];
    this.content.become(withRows(this.content.doc, block, left), near && { block, id: near.id, key });
  }

  up() {
    this.shift(-1);
  }

  down() {
    this.shift(1);
  }

  // 选中的格清空 · blanks what is chosen
  clear() {
    const { content, selection } = this;
    content.become(selection.filled(content.doc, ""));
    selection.select(selection.active, { extend: true });
  }

  // 当前格所在的块；合并的格算到它的最后一行 · the block one is in; a merged cell counts as the last of its rows
  here() {
    this.box.finish();
    const { block, id, ids, key } = this.selection.active.place;
    const rows = this.content.doc.rows[block] ?? [];
    return { block, id, key, rows, last: rows.findIndex((row) => row.id === (ids?.at(-1) ?? id)) };
  }

  put(block, at, cells, key) {
    const [next, id] = withNewRow(this.content.doc, block, at, cells);
    this.content.become(next, { block, id, key });
  }

  shift(by) {
    const { block, id } = this.here();
    if (block) this.content.become(withMoved(this.content.doc, block, id, by));
  }
}
