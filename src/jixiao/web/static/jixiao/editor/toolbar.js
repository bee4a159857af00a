// 工具栏的按钮：哪些此刻能按 · the buttons above the sheet, and which of them can be used where one stands
export class Toolbar {
  constructor(buttons, { content, selection, acts }) {
    Object.assign(this, { buttons, content, selection });
    for (const button of buttons) {
      button.title = (button.getAttribute("aria-keyshortcuts") ?? "").replace("Control", "Ctrl").replace("Arrow", "");
      button.addEventListener("mousedown", (event) => event.preventDefault());
      button.addEventListener("click", () => { acts[button.dataset.act](); this.tell(); });
    }
  }

  tell() {
    const { content: { past, future }, selection: { active } } = this;
    const { block } = active.place;
    const usable = { undo: past.length > 0, redo: future.length > 0, group: block === "indicators" };
    for (const button of this.buttons) button.disabled = !(usable[button.dataset.act] ?? Boolean(block));
  }
}
