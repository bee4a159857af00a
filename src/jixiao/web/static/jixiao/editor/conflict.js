// 对照两人的改动，逐项选定 · the dialog in which somebody chooses between his own typing and what another saved
import { compare, merge } from "./merging.js";

export function settle({ dialog, said, base, mine, theirs, by, names, done }) {
  const items = compare(base, mine, theirs);
  if (!items.some((item) => item.clash)) return done(merge(theirs, items, items.map(() => true)), false); // 各改各的：都留下
  const choose = () => {
    const marked = items.map((_, at) => dialog.querySelector(`input[name="choice-${at}"]:checked`)?.value === "mine");
    dialog.close();
    done(merge(theirs, items, marked), true);
  };
  const form = element("form", { method: "dialog" });
  form.append(element("h2", {}, said.conflict_title.replace("{by}", by || "–")), element("p", {}, said.conflict_told));
  const all = element("p", { className: "acts" });
  for (const [value, text] of [["mine", said.all_mine], ["theirs", said.all_theirs]]) {
    const button = element("button", { type: "button" }, text);
    button.addEventListener("click", () => dialog.querySelectorAll(`input[value="${value}"]`).forEach((one) => { one.checked = true; }));
    all.append(button);
  }
  form.append(all, table(items, said, names));
  const save = element("button", { className: "primary", type: "submit" }, said.settle);
  form.append(save);
  form.addEventListener("submit", (event) => { event.preventDefault(); choose(); });
  dialog.replaceChildren(form);
  dialog.addEventListener("cancel", (event) => event.preventDefault());
  dialog.showModal();
  return save.focus();
}

function table(items, said, names) {
  const made = element("table", { className: "compare" });
  const head = element("tr");
  for (const text of [said.cell, said.mine, said.theirs]) head.append(element("th", { scope: "col" }, text));
  const thead = element("thead");
  thead.append(head);
  const body = element("tbody");
  items.forEach((item, at) => {
    const tr = element("tr", { className: item.clash ? "clash" : "" });
    const kind = { added: said.row_added, gone: said.row_gone, removed: said.row_removed, order: said.rows_moved }[item.kind];
    const name = element("th", { scope: "row" }, called(names, said, item));
    if (kind) name.append(element("small", {}, kind));
    tr.append(name, side(item, at, "mine", said, kind), side(item, at, "theirs", said, kind));
    body.append(tr);
  });
  made.append(thead, body);
  return made;
}

// names：对方那份表的列名 · the headings of the form as the other left it
function called(names, said, item) {
  if (!item.block) return names.placeNames[item.path] ?? item.path;
  if (item.kind === "order") return said[`${item.block}_block`];
  return `${names.called(item.block, item.at + 1)} ${item.name.slice(0, 18)} ${item.key ? names.heading(item.block, item.key) : ""}`;
}

function side(item, at, whose, said, kind) {
  const td = element("td");
  const label = element("label");
  const text = item[whose] || (kind && whose === "mine" ? kind : said.blank);
  const chosen = whose === (item.clash ? "theirs" : "mine");
  label.append(element("input", { type: "radio", name: `choice-${at}`, value: whose, checked: chosen }), element("span", {}, text));
  td.append(label);
  return td;
}

function element(name, properties = {}, text = "") {
  const made = Object.assign(document.createElement(name), properties);
  if (text) made.textContent = text;
  return made;
}
