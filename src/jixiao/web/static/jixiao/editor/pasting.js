// 复制、剪切、粘贴：与电子表格交换一片格 · copying, cutting and pasting: blocks of cells to and from a spreadsheet
import { parse, write } from "./clipboard.js";
import { LEVELS, groupOf, textAt, withNewRow, withText } from "./document.js";
import { READ_ONLY } from "./grid.js";

export function pasting({ grid, content, selection, box, acts, said, announce }) {
  const copied = (event) => {
    if (box.mode !== "move") return false;
    event.preventDefault();
    const { picked } = selection;
    event.clipboardData.setData("text/plain", write(lined(content.doc, picked)));
    announce(said.copied.replace("{n}", picked.length));
    return true;
  };
  box.element.addEventListener("copy", copied);
  box.element.addEventListener("cut", (event) => { if (copied(event)) acts.clear(); });
  box.element.addEventListener("paste", (event) => {
    if (box.mode !== "move") return;
    event.preventDefault();
    const rows = parse(event.clipboardData.getData("text/plain"));
    const one = rows.length === 1 && rows[0].length === 1;
    const count = one ? selection.picked.length : rows.reduce((sum, row) => sum + row.length, 0);
    content.become(one ? selection.filled(content.doc, rows[0][0]) : pasted(content.doc, grid, selection.active, rows));
    selection.select(selection.active, { extend: true });
    announce(said.pasted.replace("{n}", count));
  });
}

// 选中的格按行列排成文字 · the texts of the chosen cells by line and column
function lined(doc, tds) {
  const inOrder = (numbers) => [...new Set(numbers)].sort((one, two) => one - two);
  const columns = inOrder(tds.map((td) => td.c));
  const textOf = (td) => (td ? textAt(doc, td.place) : "");
  return inOrder(tds.map((td) => td.r)).map((r) => columns.map((c) => textOf(tds.find((td) => td.r === r && td.c === c))));
}

function pasted(doc, grid, td, rows) {
  return td.place.block ? intoRows(doc, grid.keysOf(td.place.block), td.place, rows) : intoSingles(doc, grid, td, rows);
}

// 行不够时在块尾加行 · rows are added at the end of the block where there are too few
function intoRows(doc, keys, { block, id, key }, rows) {
  const from = keys.indexOf(key);
  const first = doc.rows[block].findIndex((row) => row.id === id);
  let next = doc;
  rows.forEach((texts, down) => {
    const { length } = next.rows[block];
    if (first + down === length) [next] = withNewRow(next, block, length, block === "indicators" ? groupOf(next.rows[block].at(-1)) : {});
    const row = next.rows[block][first + down];
    const above = next.rows[block][first + down - 1];
    texts.forEach((text, along) => {
      const name = keys[from + along];
      if (!name || READ_ONLY.has(name)) return;
      const merged = LEVELS.includes(name) && !text && above; // 合并单元格只在首行有字
      next = withText(next, { block, id: row.id, key: name }, merged ? above.cells[name] ?? "" : text);
    });
  });
  return next;
}

function intoSingles(doc, grid, td, rows) {
  let next = doc;
  let at = td;
  for (const [text] of rows) {
    if (!at || at.place.block) break;
    next = withText(next, at.place, text);
    at = grid.towards(at, 1, 0);
  }
  return next;
}
