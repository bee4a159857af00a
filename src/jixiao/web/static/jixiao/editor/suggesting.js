// 单元格的可选值 · what a cell suggests while somebody types
const QUALITATIVE = "qualitative";

export class Suggestions {
  constructor(list, choices, pick) {
    Object.assign(this, { list, choices, pick, at: -1, shown: [] });
    list.addEventListener("mousedown", (event) => {
      event.preventDefault();
      const option = event.target.closest("[role=option]");
      if (option) this.pick(option.textContent);
    });
  }

  of(doc, place) {
    const key = place.key ?? place.path;
    if (key === "level2") {
      const level1 = (doc.rows.indicators.find((row) => row.id === place.id)?.cells.level1 ?? "").split("\n")[0];
      return this.choices.level2[level1] ?? this.choices.level2[""];
    }
    if (place.block === "indicators" && key === "actual") {
      const { cells } = doc.rows.indicators.find((row) => row.id === place.id);
      return /\d/.test((cells.target ?? "") + (cells.value ?? "")) ? [] : this.choices[QUALITATIVE];
    }
    const known = this.choices[key];
    return Array.isArray(known) && key !== QUALITATIVE ? known : [];
  }

  get open() {
    return !this.list.hidden;
  }

  show(doc, place, typed, box) {
    const wanted = typed.trim();
    const all = this.of(doc, place);
    this.shown = wanted ? all.filter((one) => one.includes(wanted) && one !== wanted) : all;
    this.at = -1;
    this.list.hidden = !this.shown.length;
    this.list.replaceChildren(...this.shown.map((text, at) => option(text, at)));
    Object.assign(this.list.style, { left: `${box.left}px`, top: `${box.top + box.height}px`, minWidth: `${box.width}px` });
    return this.open;
  }

  hide() {
    this.list.hidden = true;
    this.at = -1;
  }

  step(by) {
    this.at = (this.at + by + this.shown.length) % this.shown.length;
    [...this.list.children].forEach((one, at) => one.setAttribute("aria-selected", at === this.at));
    this.list.children[this.at].scrollIntoView({ block: "nearest" });
    return this.list.children[this.at].id;
  }

  get chosen() {
    return this.open ? this.shown[this.at] : undefined;
  }
}

function option(text, at) {
  const made = document.createElement("li");
  made.role = "option";
  made.id = `choice-${at}`;
  made.textContent = text;
  return made;
}
