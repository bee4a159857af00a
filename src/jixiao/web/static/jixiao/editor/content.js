// 当前内容与撤销：每一次改变都经过这里 · the content as it stands and the way back: every change passes here
import { textAt } from "./document.js";

const MOST_UNDO = 500;

export class Content {
  // changed(old, place)：内容已变；place 是变后所站的格 · told of each change, with the place to stand on afterwards, if any
  constructor(doc, changed) {
    this.changed = changed;
    this.anew(doc);
  }

  // 从这一份重新开始，不能再往回撤销 · starts from that content; there is no way back behind it
  anew(doc) {
    Object.assign(this, { doc, past: [], future: [], before: null });
  }

  become(next, place) {
    if (next === this.doc) return;
    this.remember();
    this.turn(next, place);
  }

  turn(next, place) {
    const old = this.doc;
    this.doc = next;
    this.changed(old, place);
  }

  remember() {
    this.past.push(this.doc);
    if (this.past.length > MOST_UNDO) this.past.shift();
    this.future = [];
  }

  undo() {
    return this.back(this.past, this.future);
  }

  redo() {
    return this.back(this.future, this.past);
  }

  back(from, to) {
    if (!from.length) return false;
    to.push(this.doc);
    this.turn(from.pop());
    return true;
  }

  // 一次输入是一步，不论多少字：开始、结束或放弃 · typing is one step, however long: it begins, then ends or is abandoned
  begin() {
    this.before = this.doc;
    this.remember();
  }

  end(place) {
    const { before } = this;
    this.before = null;
    if (textAt(before, place) === textAt(this.doc, place)) this.past.pop();
    this.changed(before);
  }

  abandon() {
    const { before } = this;
    this.before = null;
    this.past.pop();
    this.turn(before);
  }
}
