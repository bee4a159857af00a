// 告诉用户的话：保存到哪一步、读屏的提示、须看到的通知 · what is told: how far the saving is, hints to be read aloud, notices
export class Notices {
  // dismissed：点“知道了”之后 · called when a notice has been taken note of
  constructor({ state, aloud, notice, said, dismissed }) {
    Object.assign(this, { state, aloud, notice, said });
    notice.querySelector("button").addEventListener("click", () => { notice.hidden = true; dismissed(); });
  }

  saving(name, text) {
    const { state, said } = this;
    if (state.dataset.state === name && !text) return;
    state.dataset.state = name;
    state.textContent = text ? `${said[name]}：${text}` : said[name];
  }

  announce(text) {
    this.aloud.textContent = text;
  }

  // 一直看得见，直到点“知道了” · stays until it is dismissed
  tell(text) {
    this.notice.firstElementChild.textContent = text;
    this.notice.hidden = false;
  }
}
