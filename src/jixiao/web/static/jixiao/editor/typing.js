// 输入框：盖在当前格上，打的字随即成为内容 · the box over the current cell: what is typed in it is content at once
import { LEVELS, textAt, withText } from "./document.js";
import { Suggestions } from "./suggesting.js";

export class CellBox {
  // mode：move 选格，over 直接输入（方向键仍移动），edit 修改 · choosing cells, typing over, editing what is there
  constructor(element, { grid, content, saver, selection, list, choices }) {
    Object.assign(this, { element, grid, content, saver, selection, mode: "move" });
    this.section = element.parentElement;
    this.suggestions = new Suggestions(list, choices, (text) => {
      this.take(text);
      selection.move(1, 0);
    });
    element.addEventListener("input", (event) => this.input(event));
    element.addEventListener("compositionend", () => { if (this.mode !== "move") this.taken(); });
    element.addEventListener("focus", () => this.section.classList.add("at-work"));
    element.addEventListener("blur", () => { this.finish(); this.section.classList.remove("at-work"); });
    addEventListener("resize", () => { if (selection.active) this.lay(); });
  }

  focus() {
    this.element.focus();
  }

  // 盖到当前格上 · onto the current cell
  lay() {
    const { element, selection: { active } } = this;
    const outer = this.section.getBoundingClientRect();
    const inner = active.getBoundingClientRect();
    Object.assign(element.style, { left: `${inner.left - outer.left}px`, top: `${inner.top - outer.top}px`, width: `${inner.width}px`, minHeight: `${inner.height}px`, height: `${inner.height}px` });
    const roles = ["number", "level", "title", "subtitle", "end"].filter((one) => active.classList.contains(one));
    element.className = ["cell-editor", this.mode, ...roles].join(" ");
    element.value = textAt(this.content.doc, active.place);
    element.readOnly = active.classList.contains("fixed");
    element.setAttribute("aria-label", this.grid.nameOf(active));
    element.hidden = false;
  }

  arrive(focus) {
    this.lay();
    if (focus) this.element.focus({ preventScroll: true });
    this.element.select();
  }

  // 格下的文字换过之后 · after the text under it has changed
  renew() {
    this.lay();
    if (document.activeElement === this.element) this.element.select();
  }

  start(how) {
    if (this.element.readOnly) return;
    if (this.mode === "move") this.content.begin();
    this.mode = how;
    this.element.classList.remove("move", "over", "edit");
    this.element.classList.add(how);
  }

  edit() {
    if (this.element.readOnly) return;
    this.start("edit");
    this.element.setSelectionRange(this.element.value.length, this.element.value.length);
    this.grow();
  }

  input({ isComposing }) {
    if (this.element.readOnly) return;
    if (this.mode === "move") this.start("over");
    if (isComposing) this.grow(); // 拼音未选定，还不是内容
    else this.taken();
  }

  taken() {
    this.type(this.element.value);
    this.offer(this.element.value);
  }

  type(text) {
    const { element, content, selection: { active } } = this;
    if (element.readOnly) return;
    if (this.mode === "move") this.start("over");
    element.value = text;
    content.doc = withText(content.doc, active.place, text);
    if (!LEVELS.includes(active.place.key)) {
      active.textContent = text;
      this.saver.note(content.doc);
    } // 分组名称改完才存：半个名称会把整组拆散
    this.grow();
  }

  newline() {
    const { element } = this;
    if (element.readOnly) return;
    if (this.mode === "move") this.edit();
    element.setRangeText("\n", element.selectionStart, element.selectionEnd, "end");
    this.type(element.value);
  }

  grow() {
    const { element, selection: { active } } = this;
    element.style.height = "auto";
    element.style.height = `${Math.max(element.scrollHeight + 2, active.getBoundingClientRect().height)}px`;
    element.scrollTop = 0; // 长高之前，浏览器已为光标滚动过
  }

  // 输入完毕：打的字早已在内容里 · the end of typing: what was typed is in the content already
  finish() {
    this.hush();
    if (this.mode === "move") return;
    this.mode = "move";
    this.content.end(this.selection.active.place);
    if (this.selection.active.isConnected) this.lay();
  }

  cancel() {
    const { selection } = this;
    this.hush();
    if (this.mode === "move") {
      if (selection.anchor !== selection.active) selection.select(selection.active);
      return;
    }
    this.mode = "move";
    this.content.abandon();
    selection.select(selection.active);
  }

  // ---- 可选值 · what the cell suggests
  offer(typed) {
    const { offsetLeft: left, offsetTop: top, offsetWidth: width, offsetHeight: height } = this.element;
    this.suggestions.show(this.content.doc, this.selection.active.place, typed, { left, top, width, height });
  }

  suggest(by) {
    this.element.setAttribute("aria-activedescendant", this.suggestions.step(by));
  }

  take(text) {
    this.type(text);
    this.finish();
  }

  hush() {
    this.suggestions.hide();
    this.element.removeAttribute("aria-activedescendant");
  }
}
