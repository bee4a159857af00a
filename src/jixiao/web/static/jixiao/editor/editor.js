// 填报页：选格、输入、撤销、保存、边栏 · the editor's page; the parts are in the modules beside it
import { parse, write } from "./clipboard.js";
import { settle } from "./conflict.js";
import { FIRST, LEVELS, idsOf, placeOf, read, textAt, withMoved, withNewRow, withRows, withText } from "./document.js";
import { Grid, keyOf } from "./grid.js";
import { Saver, kept } from "./saving.js";
import { Suggestions } from "./suggesting.js";

const $ = (id) => document.getElementById(id);
const data = JSON.parse($("form-data").textContent);
const said = data.said;
const sheet = $("sheet");
const box = $("cell-editor");
const grid = new Grid($("official"), data.board, said, data.places);
const suggestions = new Suggestions($("choices"), data.choices, (text) => { type(text); commit(); move(1, 0); });
const MOST_UNDO = 500;

let doc = read(data.texts);
let { subtotals } = data.texts;
let marks = { rows: data.rows, doubts: data.doubts };
const undone = { past: [], future: [] };
let active = null; // 当前格
let anchor = null; // 选区的另一端
let mode = "move"; // move 选格, over 直接输入（方向键仍移动）, edit 修改
let before = null; // 这次输入之前的表，Esc 回到这里
let leaving = false;

// ---- 内容的每一次改变都经过这里 · every change of the content comes through here
function become(next, { remember = true, place = null } = {}) {
  if (next === doc) return;
  if (remember) remembered(doc);
  const old = doc;
  doc = next;
  repaint(old, place ?? active?.place);
  saver.note(doc);
}

function remembered(old) {
  undone.past.push(old);
  if (undone.past.length > MOST_UNDO) undone.past.shift();
  undone.future = [];
}

function repaint(old, place) {
  const shape = (one) => JSON.stringify([idsOf(one), one.rows.indicators.map((row) => LEVELS.map((key) => row.cells[key] ?? ""))]);
  if (shape(old) !== shape(doc)) return redraw(place);
  grid.doc = doc;
  for (const td of grid.cells) {
    const text = textAt(doc, td.place);
    if (td.textContent !== text) td.textContent = text;
  }
  adorn();
  return undefined;
}

function redraw(place) {
  const top = active?.getBoundingClientRect().top;
  grid.draw(doc, subtotals);
  adorn();
  const td = place && (grid.cellOf(place) ?? grid.cells.find((one) => one.place.block === place.block));
  select(td ?? grid.cells[0], { focus: document.activeElement === box, scroll: false });
  if (top !== undefined && td) scrollBy(0, td.getBoundingClientRect().top - top);
}

// 应得分与疑点标在格上 · marks what is due and what is doubted
function adorn() {
  const server = saver.base;
  for (const td of sheet.querySelectorAll("td[class*=doubt-]")) td.classList.remove(...[...td.classList].filter((one) => one.startsWith("doubt-")));
  for (const [path, severity] of Object.entries(marks.doubts)) {
    const place = placeOf(server, path);
    const td = place && (grid.cellOf(place.key === "" ? { ...place, key: FIRST[place.block] } : place) ?? grid.cellOf({ ...place, key: "value" }));
    if (td) td.classList.add(`doubt-${severity}`);
  }
  for (const td of sheet.querySelectorAll("td.gutter")) {
    let due = null;
    if (td.dueOf) {
      const at = server.rows[td.dueOf.block].findIndex((row) => row.id === td.dueOf.id);
      due = marks.rows[`${td.dueOf.block}[${at}].${td.dueOf.key}`];
    }
    td.textContent = due?.due ?? "";
    td.title = due?.working ?? "";
    td.dataset.tone = due?.tone ?? "";
  }
}

// ---- 选格 · choosing cells
function select(td, { extend = false, focus = true, scroll = true } = {}) {
  if (!td) return;
  finish();
  active = td;
  if (!extend) anchor = td;
  if (!anchor?.isConnected) anchor = td;
  for (const one of sheet.querySelectorAll("td.picked, td.current")) one.classList.remove("picked", "current");
  td.classList.add("current");
  if (anchor !== td) for (const one of grid.between(anchor, td)) one.classList.add("picked");
  lay();
  if (focus) box.focus({ preventScroll: true });
  box.select();
  if (scroll) reveal(td);
  tools();
}

function lay() {
  const outer = sheet.getBoundingClientRect();
  const inner = active.getBoundingClientRect();
  Object.assign(box.style, { left: `${inner.left - outer.left}px`, top: `${inner.top - outer.top}px`, width: `${inner.width}px`, minHeight: `${inner.height}px`, height: `${inner.height}px` });
  const roles = ["number", "level", "title", "subtitle", "end"].filter((one) => active.classList.contains(one));
  box.className = ["cell-editor", mode, ...roles].join(" ");
  box.value = textAt(doc, active.place);
  box.readOnly = active.classList.contains("fixed");
  box.setAttribute("aria-label", grid.nameOf(active));
  box.hidden = false;
}

function reveal(td) {
  const { top, bottom } = td.getBoundingClientRect();
  const head = document.querySelector(".editbar").getBoundingClientRect().bottom;
  if (top < head + 4) scrollBy(0, top - head - 40);
  else if (bottom > innerHeight - 8) scrollBy(0, Math.min(bottom - innerHeight + 60, top - head - 40));
}

function move(down, along, extend = false) {
  select(grid.towards(active, down, along) ?? active, { extend });
}

function step(by) {
  const next = grid.after(active, by);
  if (next) select(next);
  return Boolean(next);
}

// ---- 输入 · typing
function start(how) {
  if (active.classList.contains("fixed")) return;
  if (mode === "move") {
    before = doc;
    remembered(doc);
  }
  mode = how;
  box.classList.remove("move", "over", "edit");
  box.classList.add(how);
}

function type(text) {
  if (mode === "move") start("over");
  box.value = text;
  doc = withText(doc, active.place, text);
  grid.doc = doc;
  if (!LEVELS.includes(active.place.key)) {
    active.textContent = text;
    saver.note(doc);
  } // 分组名称改完才存：半个名称会把整组拆散
  grow();
}

function grow() {
  box.style.height = "auto";
  box.style.height = `${Math.max(box.scrollHeight + 2, active.getBoundingClientRect().height)}px`;
  box.scrollTop = 0; // 长高之前，浏览器已为光标滚动过
}

// 输入完毕 · the end of typing: what was typed is in the content already
function commit() {
  suggestions.hide();
  box.removeAttribute("aria-activedescendant");
  if (mode === "move") return;
  mode = "move";
  if (before && textAt(before, active.place) === textAt(doc, active.place)) undone.past.pop();
  const old = before ?? doc;
  before = null;
  repaint(old, active.place);
  saver.note(doc);
  if (active?.isConnected) lay();
}

function finish() {
  if (mode !== "move") commit();
}

function cancel() {
  suggestions.hide();
  if (mode === "move") {
    if (anchor !== active) select(active);
    return;
  }
  mode = "move";
  undone.past.pop();
  const old = doc;
  doc = before;
  before = null;
  repaint(old, active.place);
  saver.note(doc);
  select(active);
}

box.addEventListener("input", (event) => {
  if (box.readOnly) return;
  if (mode === "move") start("over");
  if (event.isComposing) grow(); // 拼音未选定，还不是内容
  else taken();
});
box.addEventListener("compositionend", () => { if (mode !== "move") taken(); });

function taken() {
  type(box.value);
  const inner = { left: box.offsetLeft, top: box.offsetTop, width: box.offsetWidth, height: box.offsetHeight };
  suggestions.show(doc, active.place, box.value, inner);
}

box.addEventListener("keydown", (event) => {
  if (event.isComposing || event.keyCode === 229) return;
  const asked = event.key === "Escape" && mode === "move";
  if (keys(event) === undefined) return;
  event.preventDefault();
  leaving = asked;
});

const ARROWS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

// undefined：留给浏览器 · undefined leaves the key to the browser
function keys(event) {
  const { key, shiftKey, altKey } = event;
  const control = event.ctrlKey || event.metaKey;
  if (suggestions.open && key in ARROWS && !ARROWS[key][1] && !control && !altKey) return box.setAttribute("aria-activedescendant", suggestions.step(ARROWS[key][0])) ?? true;
  if (suggestions.chosen !== undefined && (key === "Enter" || key === "Tab")) return take(suggestions.chosen);
  if (altKey && key === "ArrowDown") return open();
  if (control && shiftKey && (key === "ArrowUp" || key === "ArrowDown")) return acts[key === "ArrowUp" ? "up" : "down"]() ?? true;
  if (control && key === "Enter") return acts.add() ?? true;
  if (control && shiftKey && key === "Backspace") return acts.remove() ?? true;
  if (control && !shiftKey && key.toLowerCase() === "z") return acts.undo() ?? true;
  if (control && (key.toLowerCase() === "y" || (shiftKey && key.toLowerCase() === "z"))) return acts.redo() ?? true;
  if (control && key.toLowerCase() === "s") return finish() ?? saver.flush() ?? true;
  if (key === "F6") return beside() ?? true;
  if (key === "F9") return finish() ?? proven(active.place) ?? true;
  if (key === "Escape") return cancel() ?? true;
  if (key === "F2") return edit() ?? true;
  if (key === "Tab") return tab(shiftKey);
  if (key === "Enter") return altKey ? newline() : enter(shiftKey);
  if (key in ARROWS && mode !== "edit" && !control) return finish() ?? move(...ARROWS[key], shiftKey) ?? true;
  if (mode === "move" && (key === "Delete" || key === "Backspace") && !control) return clear() ?? true;
  if (mode === "move" && control && key === "Home") return select(grid.cells[0]) ?? true;
  if (mode === "move" && control && key === "End") return select(grid.cells.at(-1)) ?? true;
  return undefined;
}

function tab(back) {
  if (leaving) return undefined;
  finish();
  return step(back ? -1 : 1) ? true : undefined;
}

function enter(back) {
  finish();
  move(back ? -1 : 1, 0);
  return true;
}

function newline() {
  if (mode === "move") edit();
  box.setRangeText("\n", box.selectionStart, box.selectionEnd, "end");
  type(box.value);
  return true;
}

function edit() {
  start("edit");
  box.setSelectionRange(box.value.length, box.value.length);
  grow();
}

function open() {
  const inner = { left: box.offsetLeft, top: box.offsetTop, width: box.offsetWidth, height: box.offsetHeight };
  suggestions.show(doc, active.place, "", inner);
  return true;
}

function take(text) {
  type(text);
  commit();
  select(active);
  return true;
}

function clear() {
  let next = doc;
  for (const td of picked()) if (!td.classList.contains("fixed")) next = withText(next, td.place, "");
  become(next);
  select(active, { extend: true });
}

const picked = () => (anchor && anchor !== active ? grid.between(anchor, active) : [active]);

// 单击当前格，接着输入仍是替换，与电子表格一致；双击才修改 · a click on the current cell selects it, a double click edits
const DOUBLE = 500; // milliseconds
let pressed = { at: -DOUBLE, td: null };
box.addEventListener("mousedown", (event) => {
  if (mode !== "move" || event.button) return;
  if (event.timeStamp - pressed.at < DOUBLE && pressed.td === active) return start("edit");
  event.preventDefault();
  pressed = { at: event.timeStamp, td: active };
  select(active, { extend: event.shiftKey, scroll: false });
  dragging = true;
});
box.addEventListener("blur", () => { finish(); sheet.classList.remove("at-work"); });
box.addEventListener("focus", () => { leaving = false; });
box.addEventListener("focus", () => sheet.classList.add("at-work"));

let dragging = false;
grid.table.addEventListener("mousedown", (event) => {
  const td = event.target.closest("td.field");
  if (!td || event.button) return;
  event.preventDefault();
  finish();
  const again = grid.cellOf(td.place) ?? td;
  select(again, { extend: event.shiftKey, scroll: false });
  dragging = true;
  pressed = { at: event.timeStamp, td: active };
});
grid.table.addEventListener("mouseover", (event) => {
  const td = dragging && event.buttons === 1 && event.target.closest("td.field");
  if (td && td !== active) select(td, { extend: true, scroll: false });
});
addEventListener("mouseup", () => { dragging = false; });

// ---- 剪贴板 · the clipboard
function copied(event) {
  if (mode !== "move") return false;
  event.preventDefault();
  const tds = picked();
  const lines = new Map();
  for (const td of tds) lines.set(td.r, [...(lines.get(td.r) ?? []), td]);
  const columns = [...new Set(tds.map((td) => td.c))].sort((one, two) => one - two);
  const rows = [...lines.entries()].sort(([one], [two]) => one - two);
  event.clipboardData.setData("text/plain", write(rows.map(([, line]) => columns.map((c) => textAt(doc, line.find((td) => td.c === c)?.place ?? { path: "" })))));
  announce(said.copied.replace("{n}", tds.length));
  return true;
}

box.addEventListener("copy", copied);
box.addEventListener("cut", (event) => { if (copied(event)) clear(); });
box.addEventListener("paste", (event) => {
  if (mode !== "move") return;
  event.preventDefault();
  const rows = parse(event.clipboardData.getData("text/plain"));
  const one = rows.length === 1 && rows[0].length === 1;
  let count = rows.reduce((sum, row) => sum + row.length, 0);
  if (one) {
    let next = doc;
    for (const td of picked()) if (!td.classList.contains("fixed")) next = withText(next, td.place, rows[0][0]);
    count = picked().length;
    become(next);
  } else become(active.place.block ? pasted(rows) : pastedSingles(rows));
  select(active, { extend: true });
  announce(said.pasted.replace("{n}", count));
});

function pasted(rows) {
  const { block, id, key } = active.place;
  const keysOf = { funds: () => grid.board.funds.map((one) => one.key), management: () => grid.board.management.map(([one]) => one), goals: () => grid.board.goals.map(([one]) => one), notes: () => [FIRST.notes], indicators: () => grid.board.columns.slice(1).map((one) => one.key) }[block]();
  const from = keysOf.indexOf(key);
  let first = doc.rows[block].findIndex((row) => row.id === id);
  let next = doc;
  rows.forEach((texts, down) => {
    let row = next.rows[block][first + down];
    if (!row) {
      const last = next.rows[block].at(-1);
      [next] = withNewRow(next, block, next.rows[block].length, block === "indicators" ? { level1: last?.cells.level1 ?? "", level2: last?.cells.level2 ?? "" } : {});
      row = next.rows[block].at(-1);
    }
    texts.forEach((text, along) => {
      const name = keysOf[from + along];
      if (!name || name === "review_score") return;
      const above = next.rows[block][first + down - 1]?.cells[name];
      const put = LEVELS.includes(name) && !text && above !== undefined ? above : text; // 合并单元格只在首行有字
      next = withText(next, { block, id: row.id, key: name }, put);
    });
  });
  return next;
}

function pastedSingles(rows) {
  let next = doc;
  let td = active;
  for (const [text] of rows) {
    if (!td || td.place.block) break;
    next = withText(next, td.place, text);
    td = grid.towards(td, 1, 0);
  }
  return next;
}

// ---- 工具栏 · the toolbar
const acts = {
  undo: () => back(undone.past, undone.future),
  redo: () => back(undone.future, undone.past),
  add: () => grown(false),
  group: () => grown(true),
  remove() {
    finish();
    const { block } = active.place;
    if (!block) return;
    const gone = new Set(picked().filter((td) => td.place.block === block).flatMap((td) => (td.place.ids && picked().length === 1 ? [td.place.id] : [td.place.id])));
    const at = doc.rows[block].findIndex((row) => gone.has(row.id));
    const rows = doc.rows[block].filter((row) => !gone.has(row.id));
    const near = rows[Math.min(at, rows.length - 1)];
    become(withRows(doc, block, rows), { place: near ? { block, id: near.id, key: active.place.key } : null });
  },
  up: () => moved(-1),
  down: () => moved(1),
};

function back(from, to) {
  finish();
  const then = from.pop();
  if (!then) return;
  to.push(doc);
  become(then, { remember: false });
  select(active);
}

function grown(apart) {
  finish();
  const { block, id } = active.place;
  if (!block) return;
  const rows = doc.rows[block];
  let at = rows.findIndex((row) => row.id === (active.place.ids?.at(-1) ?? id));
  const { level1 = "", level2 = "" } = rows[at].cells;
  if (apart && block === "indicators") while (at + 1 < rows.length && rows[at + 1].cells.level1 === level1 && rows[at + 1].cells.level2 === level2) at += 1;
  const cells = block !== "indicators" ? {} : apart ? { level1, level2: "" } : { level1, level2 };
  const [next, made] = withNewRow(doc, block, at + 1, cells);
  become(next, { place: { block, id: made, key: apart && block === "indicators" ? "level2" : FIRST[block] } });
}

function begun(block) {
  finish();
  const [next, made] = withNewRow(doc, block, doc.rows[block].length);
  become(next, { place: { block, id: made, key: block === "indicators" ? "level1" : FIRST[block] } });
  box.focus();
}
grid.table.addEventListener("click", (event) => {
  const { new: block } = event.target.closest("button")?.dataset ?? {};
  if (block) begun(block);
});

function moved(by) {
  finish();
  const { block, id } = active.place;
  if (block) become(withMoved(doc, block, id, by));
}

function tools() {
  const inRows = Boolean(active?.place.block);
  for (const button of document.querySelectorAll(".editbar [data-act]")) {
    const { act } = button.dataset;
    button.disabled = act === "undo" ? !undone.past.length : act === "redo" ? !undone.future.length : act === "group" ? active?.place.block !== "indicators" : !inRows;
  }
}

for (const button of document.querySelectorAll(".editbar [data-act]")) {
  button.title = (button.getAttribute("aria-keyshortcuts") ?? "").replace("Control", "Ctrl").replace("Arrow", "");
  button.addEventListener("mousedown", (event) => event.preventDefault());
  button.addEventListener("click", () => { acts[button.dataset.act](); tools(); });
}

// ---- 边栏 · the margin
const margin = $("margin");
const why = $("why");

margin.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  if (button.classList.contains("jump")) jump(button.dataset.path);
  else if (button.classList.contains("ask")) ask(button.dataset, button.closest("li")?.querySelector(".jump").textContent);
  else if (button.classList.contains("mend")) mend(button.dataset);
});

function jump(path) {
  const place = placeOf(saver.base, path) ?? (path.startsWith("headings") ? null : { path });
  if (!place) return;
  const td = grid.cellOf(place) ?? grid.cellOf({ ...place, key: "value" }) ?? grid.cells.find((one) => one.place.block === place.block && one.place.id === place.id && (!place.key || one.place.key === FIRST[place.block]));
  if (td) select(td);
}

async function ask({ path = "", code = "" }, title) {
  const query = new URLSearchParams({ path, code });
  await saver.flush();
  const response = await fetch(`${data.why}?${query}`).catch(() => null);
  if (!response?.ok || response.redirected) return;
  why.querySelector(".told").innerHTML = await response.text(); // 服务器写的片段，已转义
  why.hidden = false;
  why.querySelector("h2").textContent = title ?? why.querySelector(".why").dataset.place ?? "";
  why.querySelector("button").focus();
  why.scrollIntoView({ block: "nearest" });
}

why.querySelector("button").addEventListener("click", () => { why.hidden = true; box.focus(); });

// 本行得分的算式；不在行内时为总分 · the proof of the row's points, outside of the rows that of the total
function proven(place) {
  const key = { indicators: "score", funds: "score" }[place?.block];
  const at = key ? saver.base.rows[place.block].findIndex((row) => row.id === place.id) : -1;
  ask({ path: at < 0 ? "total_score" : `${place.block}[${at}].${key}` });
}

grid.table.addEventListener("click", (event) => {
  const td = event.target.closest("td.gutter");
  if (td?.textContent) proven(td.dueOf);
});

function mend({ path, text }) {
  const place = placeOf(saver.base, path);
  if (!place) return;
  become(withText(doc, place, text), { place });
  jump(path);
}

function beside() {
  finish();
  (margin.querySelector(".findings button") ?? margin).focus();
}

margin.addEventListener("keydown", (event) => {
  if (event.key !== "F6" && event.key !== "Escape") return;
  event.preventDefault();
  box.focus();
});

// ---- 保存 · saving
const state = $("save-state");

function announce(text) {
  $("announce").textContent = text;
}

const saver = new Saver({
  key: `jixiao:${data.account}:${data.form}`,
  address: data.save,
  token: JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"],
  revision: data.revision,
  base: doc,
  tell(name, text) {
    if (state.dataset.state === name && !text) return;
    state.dataset.state = name;
    state.textContent = text ? `${said[name]}：${text}` : said[name];
  },
  took(answer, now) {
    const old = doc;
    marks = { rows: answer.rows, doubts: answer.doubts };
    margin.innerHTML = answer.margin; // 服务器写的片段，已转义
    document.querySelectorAll("input[name=revision]").forEach((one) => { one.value = answer.revision; });
    doc = now;
    if (answer.board) {
      grid.board = answer.board;
      ({ subtotals } = answer.texts);
    } else Object.assign(grid.board.labels, answer.labels);
    if (mode !== "move") return adorn();
    return answer.board ? redraw(active?.place) : repaint(old, active?.place) ?? (active && lay(), box === document.activeElement && box.select());
  },
  stale: conflict,
});

function conflict(answer) {
  finish();
  const { base } = saver;
  const theirs = read(answer.texts);
  const names = new Grid(grid.table, answer.board, said, data.places);
  const then = (merged, asked) => {
    marks = { rows: answer.rows, doubts: answer.doubts };
    grid.board = answer.board;
    ({ subtotals } = answer.texts);
    margin.innerHTML = answer.margin; // 服务器写的片段，已转义
    document.querySelectorAll("input[name=revision]").forEach((one) => { one.value = answer.revision; });
    Object.assign(undone, { past: [], future: [] });
    doc = merged;
    saver.base = theirs;
    redraw(active?.place);
    saver.resume(answer.revision, theirs, merged);
    if (!asked) tell(said.merged.replace("{by}", answer.by || "–"));
    box.focus();
  };
  settle({ dialog: $("conflict"), said, base, mine: doc, theirs, by: answer.by, nameOf: (item) => called(names, item), done: then });
}

function called(names, item) {
  if (!item.block) return names.placeNames[item.path] ?? item.path;
  if (item.kind === "order") return said[`${item.block}_block`];
  return `${names.called(item.block, item.at + 1)} ${item.name.slice(0, 18)} ${item.key ? names.heading(item.block, item.key) : ""}`;
}

// 一直看得见，直到点“知道了” · stays until it is dismissed
const told = $("told");
function tell(text) {
  told.firstElementChild.textContent = text;
  told.hidden = false;
}
told.querySelector("button").addEventListener("click", () => { told.hidden = true; box.focus(); });

// 送审前先存好 · what is handed in is what has been saved
for (const form of document.querySelectorAll("form.step")) {
  form.addEventListener("submit", async (event) => {
    if (form.dataset.ready) return;
    event.preventDefault();
    const { submitter } = event;
    finish();
    if (!(await saver.flush())) return;
    form.dataset.ready = "1";
    setTimeout(() => form.requestSubmit(submitter)); // 上一次提交的事件结束之后才能再提交
  });
}

document.addEventListener("visibilitychange", () => { if (document.hidden) saver.flush(); });
addEventListener("resize", () => { if (active) lay(); });

// ---- 开始 · the start, with what an earlier visit could not save
const left = kept(saver.key);
if (left) {
  saver.base = left.base;
  doc = left.doc;
}
grid.draw(doc, subtotals);
adorn();
saver.tell("saved");
select(grid.cells.find((td) => td.place.block) ?? grid.cells[0], { scroll: false, focus: !document.querySelector(":focus") });
if (left?.revision === data.revision) {
  saver.note(doc);
  announce(said.restored);
} else if (left) conflict({ ...data, margin: margin.innerHTML });
