// Where two tag: signs that a remark is open here, and what others have open. Nothing of it runs where one person tags alone.
import { send } from "./wire.js";

const EVERY = 30_000; // the server forgets after three times as long

export class Together {
  constructor(root, texts) {
    this.root = root;
    this.texts = texts;
    this.said = root.querySelector("[data-open-said]");
    setInterval(() => this.sign(), EVERY);
    window.addEventListener("pagehide", () => this.leave());
  }

  get isOn() {
    return "together" in this.root.dataset;
  }

  get address() {
    return new URL(this.root.querySelector("#thing").dataset.url, location.href).pathname;
  }

  /** Tell that the remark that is shown is still open, and what was open before it is no more. */
  async sign(left = null) {
    if (!this.isOn || document.hidden) return;
    const isLeft = left && left !== idOf(this.address);
    const { status, body } = await send(`${this.address}/oppen`, isLeft ? [["lamnar", left]] : [], this.root.dataset.csrf);
    if (status === 200) this.take(body);
  }

  leave() {
    if (!this.isOn) return;
    const fields = new URLSearchParams({ slapp: "1" });
    fetch(`${this.address}/oppen`, { method: "POST", body: fields, headers: { "X-CSRF-Token": this.root.dataset.csrf }, keepalive: true }).catch(() => null);
  }

  /** Keep what the server told, and show it. */
  take(body) {
    if (body.together) this.root.dataset.together = "";
    else delete this.root.dataset.together;
    this.open = body.open ?? {};
    this.show();
  }

  show() {
    if (!this.open) return;
    const names = this.open[idOf(this.address)]?.join(", ");
    const sentence = names ? this.word("open-at", names) : "";
    if (this.said.textContent !== sentence) this.said.textContent = sentence; // read aloud only when it is news
    for (const link of this.root.querySelectorAll("#desk-list a")) {
      const at = this.open[idOf(link.pathname)]?.join(", ");
      const tag = link.querySelector("[data-open-at]");
      if (!at) tag?.remove();
      else if (tag) tag.textContent = this.word("open-row", at);
      else {
        const fresh = Object.assign(document.createElement("span"), { className: "tag", textContent: this.word("open-row", at) });
        fresh.dataset.openAt = "";
        link.querySelector("[data-state]")?.before(fresh);
      }
    }
  }

  word(key, names) {
    return this.texts.querySelector(`[data-text="${key}"]`).textContent.replace("{names}", names);
  }
}

export const idOf = (url) => new URL(url, location.href).pathname.split("/").pop();
