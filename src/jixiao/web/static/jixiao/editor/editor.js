// 填报页：把各部分接在一起，并与服务器往来 · the editor's page: puts its parts together, and hears what the server answers
import { Acts } from "./acts.js";
import { settle } from "./conflict.js";
import { Content } from "./content.js";
import { read } from "./document.js";
import { Grid } from "./grid.js";
import { Keys } from "./keys.js";
import { Margin } from "./margin.js";
import { Notices } from "./notices.js";
import { pasting } from "./pasting.js";
import { pointing } from "./pointing.js";
import { Saver, kept } from "./saving.js";
import { Selection } from "./selection.js";
import { Sheet } from "./sheet.js";
import { Toolbar } from "./toolbar.js";
import { CellBox } from "./typing.js";

const $ = (id) => document.getElementById(id);
const data = JSON.parse($("form-data").textContent);
const { said } = data;

// 谁管什么：content 内容与撤销，saver 与服务器往来，selection 当前格，sheet 纸面，box 输入
// who owns what: content the texts and undo, saver the exchange with the server, selection the current cell
const content = new Content(read(data.texts), (old, place) => {
  sheet.repaint(old, place ?? selection.active.place);
  saver.note(content.doc);
});
const notices = new Notices({ state: $("save-state"), aloud: $("announce"), notice: $("told"), said, dismissed: () => box.focus() });
const saver = new Saver({
  key: `jixiao:${data.account}:${data.form}`,
  address: data.save,
  token: JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"],
  revision: data.revision,
  base: content.doc,
  tell: (name, text) => notices.saving(name, text),
  took,
  stale: conflict,
});
const grid = new Grid($("official"), data.board, said, data.places);
const selection = new Selection(grid, {
  leave: () => box.finish(),
  arrive: (focus) => { box.arrive(focus); toolbar.tell(); },
});
const sheet = new Sheet({ grid, content, saver, selection });
const box = new CellBox($("cell-editor"), { grid, content, saver, selection, list: $("choices"), choices: data.choices });
const acts = new Acts({ content, selection, box });
const toolbar = new Toolbar(document.querySelectorAll(".editbar [data-act]"), { content, selection, acts });
const margin = new Margin($("margin"), { why: $("why"), address: data.why, grid, content, saver, selection, box });
new Keys({ grid, selection, box, acts, margin, saver });
pointing({ grid, selection, box });
pasting({ grid, content, selection, box, acts, said, announce: (text) => notices.announce(text) });

grid.table.addEventListener("click", (event) => {
  const { new: block } = event.target.closest("button")?.dataset ?? {};
  if (block) acts.begin(block);
});

// ---- 服务器的答复 · what the server answers
function heard(answer) {
  sheet.learn(answer);
  margin.show(answer.margin);
  document.querySelectorAll("input[name=revision]").forEach((one) => { one.value = answer.revision; });
}

// 存好了；now 是连同此后所改的内容 · saved: the content with what was typed meanwhile
function took(answer, now) {
  const old = content.doc;
  heard(answer);
  content.doc = now;
  if (box.mode !== "move") {
    sheet.adorn();
    return;
  }
  if (answer.board) sheet.redraw(selection.active.place);
  else sheet.repaint(old, selection.active.place);
  box.renew();
}

// 别人已存了另一份 · somebody else has saved another one
function conflict(answer) {
  box.finish();
  const theirs = read(answer.texts);
  const done = (merged, asked) => {
    heard(answer);
    content.anew(merged);
    saver.base = theirs;
    sheet.redraw(selection.active.place);
    saver.resume(answer.revision, theirs, merged);
    if (!asked) notices.tell(said.merged.replace("{by}", answer.by || "–"));
    box.focus();
  };
  const names = new Grid(grid.table, answer.board, said, data.places);
  settle({ dialog: $("conflict"), said, base: saver.base, mine: content.doc, theirs, by: answer.by, names, done });
}

// 送审前先存好 · what is handed in is what has been saved
for (const form of document.querySelectorAll("form.step")) {
  form.addEventListener("submit", async (event) => {
    if (form.dataset.ready) return;
    event.preventDefault();
    const { submitter } = event;
    box.finish();
    if (!(await saver.flush())) return;
    form.dataset.ready = "1";
    setTimeout(() => form.requestSubmit(submitter)); // 上一次提交的事件结束之后才能再提交
  });
}

document.addEventListener("visibilitychange", () => { if (document.hidden) saver.flush(); });

// ---- 开始 · the start, with what an earlier visit could not save
const left = kept(saver.key);
if (left) {
  saver.base = left.base;
  content.anew(left.doc);
}
sheet.learn(data);
sheet.draw();
notices.saving("saved");
selection.select(grid.cells.find((td) => td.place.block) ?? grid.cells[0], { scroll: false, focus: !document.querySelector(":focus") });
if (left?.revision === data.revision) {
  saver.note(content.doc);
  notices.announce(said.restored);
} else if (left) conflict({ ...data, margin: margin.element.innerHTML });
