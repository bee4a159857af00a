// 边填边存：断线时存在本机，恢复后补存 · saves while one types; kept on this machine until the server has acknowledged it
import { BLOCKS, changes, isEmpty, read, retold, replayed, idsOf } from "./document.js";

const PAUSE = 600;
const LONGEST_WAIT = 15000;
const BEACON = 60000; // bytes that a browser still sends when the page closes

export class Saver {
  constructor({ key, address, token, revision, base, tell, took, stale }) {
    Object.assign(this, { key, address, token, revision, base, tell, took, stale });
    this.doc = base;
    this.timer = 0;
    this.wait = 1000;
    this.running = null;
    this.halted = false;
    addEventListener("online", () => this.soon(0));
    addEventListener("pagehide", () => this.leave());
  }

  get pending() {
    return !isEmpty(changes(this.base, this.doc));
  }

  note(doc) {
    this.doc = doc;
    if (!this.pending) return this.settled();
    this.keep();
    if (!this.halted) {
      if (this.wait === 1000) this.tell("typing");
      this.soon(PAUSE);
    }
  }

  keep() {
    try {
      localStorage.setItem(this.key, JSON.stringify({ revision: this.revision, base: this.base, doc: this.doc }));
    } catch { /* 本机存储已满或被禁用，仍照常联网保存 */ }
  }

  settled() {
    localStorage.removeItem(this.key);
    if (!this.halted) this.tell("saved");
  }

  soon(pause) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.flush(), pause);
  }

  // 全部存好才返回 true · answers true once nothing is left to save
  async flush() {
    clearTimeout(this.timer);
    if (this.running) {
      await this.running;
      return this.pending ? this.flush() : !this.halted;
    }
    if (this.halted) return false;
    if (!this.pending) return true;
    this.running = this.send();
    const went = await this.running;
    this.running = null;
    if (went && this.pending) return this.flush();
    return went;
  }

  async send() {
    const sent = this.doc;
    const edits = changes(this.base, sent);
    this.tell("saving");
    let response;
    try {
      response = await fetch(this.address, this.request({ seen: this.revision, ...edits }));
    } catch {
      return this.later();
    }
    if (response.status >= 500) return this.later();
    if (response.redirected || !(response.headers.get("Content-Type") ?? "").startsWith("application/json")) return this.halt("out");
    let answer;
    try {
      answer = await response.json();
    } catch {
      return this.later();
    }
    this.wait = 1000;
    if (response.status === 409) {
      this.halted = true;
      this.tell("stale");
      this.stale(answer);
      return false;
    }
    if (response.status === 400) return this.refused(answer.error);
    if (!response.ok) return this.halt("locked", answer.error);
    this.accept(sent, answer);
    return true;
  }

  request(content) {
    return {
      method: "POST",
      body: JSON.stringify(content),
      headers: { "Content-Type": "application/json", "X-CSRFToken": this.token },
      signal: AbortSignal.timeout(20000),
    };
  }

  accept(sent, answer) {
    const before = this.doc;
    this.revision = answer.revision;
    this.base = answer.texts ? read(answer.texts, idsOf(sent)) : retold(sent, sent, answer.retold);
    this.doc = answer.texts ? replayed(sent, before, this.base) : retold(before, sent, answer.retold);
    this.took(answer, this.doc);
    if (this.pending) this.keep();
    else this.settled();
  }

  later() {
    this.keep();
    this.tell("away");
    this.soon(this.wait);
    this.wait = Math.min(this.wait * 2, LONGEST_WAIT);
    return false;
  }

  // 内容有误，改后再试 · wrong content: the next change is tried again
  refused(why) {
    this.keep();
    this.tell("locked", why);
    return false;
  }

  halt(state, why) {
    this.keep();
    this.halted = true;
    this.tell(state, why);
    return false;
  }

  resume(revision, base, doc) {
    Object.assign(this, { revision, base, halted: false, wait: 1000 });
    this.note(doc);
  }

  leave() {
    if (this.halted || !this.pending) return;
    const request = this.request({ seen: this.revision, ...changes(this.base, this.doc) });
    if (new Blob([request.body]).size < BEACON && !this.running) fetch(this.address, { ...request, keepalive: true });
  }
}

export function kept(key) {
  try {
    const found = JSON.parse(localStorage.getItem(key) ?? "null");
    return found && BLOCKS.every((block) => found.base.rows[block] && found.doc.rows[block]) ? found : null;
  } catch {
    return null;
  }
}
