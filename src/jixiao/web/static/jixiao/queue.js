// 待审队列的键盘操作 · the keyboard of the queue: j k to move, Enter opens the link, x ticks, / searches, ? helps
const typing = (target) => target.closest("input:not([type=checkbox]):not([type=radio]), textarea, select");
const rows = () => [...document.querySelectorAll("[data-row]")];

function move(by) {
  const all = rows();
  const at = all.findIndex((one) => one.closest("tr").contains(document.activeElement));
  const next = all[at < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(Math.max(at + by, 0), all.length - 1)];
  next?.focus();
  next?.scrollIntoView({ block: "nearest" });
}

function tick() {
  const box = document.activeElement?.closest("tr")?.querySelector("input[type=checkbox][name=forms]");
  if (box) box.checked = !box.checked;
}

function help() {
  const keys = document.getElementById("keys");
  keys.hidden = !keys.hidden;
  document.querySelector("[data-help]").setAttribute("aria-expanded", String(!keys.hidden));
}

const acts = { j: () => move(1), k: () => move(-1), x: tick, "?": help, "/": () => document.getElementById("q").focus() };

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || !(event.key in acts)) return;
  event.preventDefault();
  acts[event.key]();
});
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-help]")) help();
});
document.addEventListener("change", (event) => {
  if (!event.target.matches("[data-all]")) return;
  for (const box of document.querySelectorAll("input[name=forms]")) box.checked = event.target.checked;
});
