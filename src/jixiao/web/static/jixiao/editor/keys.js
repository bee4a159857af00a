// 键盘：一键一事，与电子表格一致 · the keyboard: what each key does, as in a spreadsheet
const ARROWS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

export class Keys {
  // leaving：按过 Esc，再按 Tab 即离开表格 · after Escape the next Tab leaves the sheet
  constructor({ grid, selection, box, acts, margin, saver }) {
    Object.assign(this, { grid, selection, box, acts, margin, saver, leaving: false });
    box.element.addEventListener("focus", () => { this.leaving = false; });
    box.element.addEventListener("keydown", (event) => {
      if (!event.isComposing && event.keyCode !== 229) this.pressed(event);
    });
  }

  pressed(event) {
    const leaving = event.key === "Escape" && this.box.mode === "move";
    const act = this.meaning(event);
    if (!act || act() === false) return;
    event.preventDefault();
    this.leaving = leaving;
  }

  // 没有意思的键留给浏览器；做的事答 false 时也是 · a key without a meaning is the browser's, as where the act answers false
  meaning(event) {
    const { key, shiftKey: shift, altKey: alt } = event;
    const control = event.ctrlKey || event.metaKey;
    const moving = this.box.mode === "move";
    return this.choosing(key, control || alt)
      ?? (alt && key === "ArrowDown" ? () => this.box.offer("") : undefined)
      ?? (control ? this.commanding(key, shift) : undefined)
      ?? this.walking(key, { shift, alt, control })
      ?? (moving ? this.standing(key, control) : undefined);
  }

  choosing(key, held) {
    const { box, selection } = this;
    const { open, chosen } = box.suggestions;
    if (open && !held && (key === "ArrowUp" || key === "ArrowDown")) return () => box.suggest(ARROWS[key][0]);
    if (chosen !== undefined && (key === "Enter" || key === "Tab")) return () => { box.take(chosen); selection.select(selection.active); };
    return undefined;
  }

  commanding(key, shift) {
    const { acts } = this;
    const letter = key.toLowerCase();
    if (shift && key === "ArrowUp") return () => acts.up();
    if (shift && key === "ArrowDown") return () => acts.down();
    if (shift && key === "Backspace") return () => acts.remove();
    if (key === "Enter") return () => acts.add();
    if (letter === "y" || (shift && letter === "z")) return () => acts.redo();
    if (letter === "z") return () => acts.undo();
    if (letter === "s") return () => { this.box.finish(); this.saver.flush(); };
    return undefined;
  }

  walking(key, { shift, alt, control }) {
    const { box, selection } = this;
    if (key === "F2") return () => box.edit();
    if (key === "F6") return () => { box.finish(); this.margin.enter(); };
    if (key === "F9") return () => { box.finish(); this.margin.prove(selection.active.place); };
    if (key === "Escape") return () => box.cancel();
    if (key === "Tab") return () => this.tab(shift);
    if (key === "Enter") return () => (alt ? box.newline() : this.enter(shift));
    if (key in ARROWS && box.mode !== "edit" && !control) return () => { box.finish(); selection.move(...ARROWS[key], shift); };
    return undefined;
  }

  standing(key, control) {
    const { grid, selection } = this;
    if (!control && (key === "Delete" || key === "Backspace")) return () => this.acts.clear();
    if (control && key === "Home") return () => selection.select(grid.cells[0]);
    if (control && key === "End") return () => selection.select(grid.cells.at(-1));
    return undefined;
  }

  tab(back) {
    if (this.leaving) return false;
    this.box.finish();
    return this.selection.step(back ? -1 : 1);
  }

  enter(back) {
    this.box.finish();
    this.selection.move(back ? -1 : 1, 0);
  }
}
