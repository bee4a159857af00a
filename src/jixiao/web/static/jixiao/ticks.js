// 勾选单位 · ticking units: all, none, and with a department everything below it
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-ticks]");
  if (!button) return;
  for (const box of document.querySelectorAll(`#${button.dataset.ticks} input[type=checkbox]`)) {
    box.checked = button.dataset.on === "1";
  }
});
document.addEventListener("change", (event) => {
  const path = event.target.dataset?.path;
  if (!path) return;
  for (const box of document.querySelectorAll("input[data-path]")) {
    if (box.dataset.path.startsWith(path)) box.checked = event.target.checked;
  }
});
