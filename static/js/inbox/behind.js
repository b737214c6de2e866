// Decisions that are being kept while the next remark is on the screen already: one at a time, in their order, each with the remark, the
// version and the choices that it was made for. What was not kept stands in a box above the remark until it is: it is sent again
// by itself where nobody answered, and its page is put back as it was left where a person must choose.
import { pathOf, send } from "./wire.js";

const MOST = 4; // so many may be on their way; who is quicker than that waits for the server
const AGAIN = 4_000; // milliseconds until what nobody answered is sent again
const LATE = [0, 429, 502, 503, 504]; // nobody answered, or not just now
const FOR_THIS_ONE = [404, 409, 410, 422]; // says nothing of the next decision

export class Behind {
  /** `show(address)`: go back to a remark; the page of a decision that was not kept is to be had by `withdraw`. */
  constructor(root, voice, show) {
    this.root = root;
    this.voice = voice;
    this.show = show;
    this.box = root.querySelector("[data-unsaved]");
    this.entries = []; // in their order: the first is on its way
    this.refused = [];
    this.sent = new Set(); // where something has been sent to: it may have been kept though nobody heard of it
    window.addEventListener("online", () => this.run());
    window.addEventListener("pagehide", () => this.hurry());
    window.addEventListener("beforeunload", (event) => {
      if (this.entries.length > 1 || this.isLate || this.refused.some((entry) => !isGone(entry))) event.preventDefault();
    });
  }

  /** Whether the next decision is to be answered before its remark is left: so that little is at risk where saving does not go well. */
  get mustWait() {
    return this.entries.length >= MOST || this.isLate || this.refused.some(({ answer }) => !FOR_THIS_ONE.includes(answer.status));
  }

  get isLate() {
    return this.entries.some((entry) => entry.isLate);
  }

  /** Send a decision after those before it; the promise of the answer. It is `isLeft` once its remark is no longer on the screen. */
  add(entry) {
    entry.done = new Promise((resolve) => (entry.answered = resolve));
    entry.known = new Promise((resolve) => (entry.isKnown = resolve)); // answered, or late
    entry.left = new Promise((resolve) => (entry.leave = resolve));
    this.entries.push(entry);
    this.run();
    return entry.done;
  }

  /** Wait until a decision has been answered or its remark left, so many milliseconds at most. */
  wait(entry, most = null) {
    const enough = most === null ? [] : [new Promise((resolve) => setTimeout(resolve, most))];
    return Promise.race([entry.done, entry.left, ...enough]);
  }

  /** Another remark is on the screen now: what becomes of the decisions about others is told beside it. */
  leave(thing) {
    for (const entry of this.entries.filter(({ page }) => page.thing !== thing)) {
      entry.isLeft = true;
      entry.leave();
    }
  }

  async run() {
    clearTimeout(this.again);
    if (this.isRunning) return;
    this.isRunning = true;
    while (this.entries.length) {
      const entry = this.entries[0];
      entry.isSent = true;
      const answer = await this.post(entry);
      if (!this.entries.includes(entry)) continue; // it was put back on the screen meanwhile
      if (LATE.includes(answer.status) && entry.isLeft) {
        this.later(answer);
        break;
      }
      this.done(entry, answer);
    }
    this.isRunning = false;
  }

  post({ action, fields }) {
    const again = this.sent.has(action) ? [["igen", "1"]] : [];
    this.sent.add(action);
    return send(action, [...fields, ...again], this.root.dataset.csrf);
  }

  done(entry, answer) {
    this.entries = this.entries.filter((other) => other !== entry);
    entry.answer = answer;
    entry.isLate = false;
    if (answer.status !== 200 && entry.isLeft) {
      this.refused.push(entry);
      const why = answer.body?.detail ?? this.voice.word("not-kept");
      this.tell(entry, why, isGone(entry) ? ["close", () => this.forget(entry)] : ["show-unsaved", () => this.show(entry.page.url)]);
    } else this.untell(entry);
    entry.isKnown();
    entry.answered(answer);
  }

  /** Nobody answered: keep what was left in the box and try again by itself; who still looks at theirs is told there. */
  later(answer) {
    for (const entry of this.entries.filter((one) => !one.isLeft)) this.done(entry, answer);
    for (const entry of this.entries) {
      entry.isLate = true;
      entry.isKnown();
      this.tell(entry, this.voice.word("late"), ["try-now", () => this.run()]);
    }
    this.again = setTimeout(() => this.run(), AGAIN);
  }

  /** Whether a decision about a remark has not been kept, or not yet. */
  has(url) {
    return [...this.refused, ...this.entries].some((entry) => pathOf(entry.page.url) === pathOf(url));
  }

  /** Wait until every decision has been answered, or has turned out to be late. */
  async settled() {
    await Promise.all(this.entries.map((entry) => entry.known));
  }

  /** Return the decision about a remark that was not kept, the latest of all without an address, and let go of it; null where there is none. */
  withdraw(url = null) {
    const isWanted = (entry) => (url ? pathOf(entry.page.url) === pathOf(url) : true) && (entry.isLate || entry.answer) && !isGone(entry);
    const found = [...this.refused, ...this.entries].filter(isWanted).at(-1);
    if (!found) return null;
    this.entries = this.entries.filter((entry) => entry !== found);
    this.forget(found);
    found.answer ??= { status: 0, body: null };
    return found;
  }

  forget(entry) {
    this.refused = this.refused.filter((other) => other !== entry);
    this.untell(entry);
  }

  /** The page is being left: what has not been sent, or not been answered in time, goes now, at once. */
  hurry() {
    for (const entry of this.entries.filter((one) => !one.isSent || one.isLate)) this.post(entry);
  }

  tell(entry, why, [word, deed]) {
    const row = document.createElement("p");
    const button = Object.assign(document.createElement("button"), { type: "button", className: "secondary", textContent: this.voice.word(word) });
    button.addEventListener("click", deed);
    row.append(this.voice.word("unsaved", { what: entry.page.what, why }), " ", button);
    if (entry.row?.textContent === row.textContent) return; // told already: not read aloud again
    const hadFocus = entry.row?.contains(document.activeElement);
    if (entry.row) entry.row.replaceWith(row);
    else this.box.append(row);
    entry.row = row;
    this.box.hidden = false;
    if (hadFocus) button.focus();
  }

  untell(entry) {
    const hadFocus = entry.row?.contains(document.activeElement);
    entry.row?.remove();
    this.box.hidden = !this.box.children.length;
    if (hadFocus) this.root.querySelector("#thing").focus({ preventScroll: true });
  }
}

const isGone = ({ answer }) => answer?.status === 404 || answer?.status === 410;
