/* What has been collected: each item with where it is, and those that this page can still read may be opened again. */

import { summary } from "../state.js";
import { node } from "./dom.js";

const AT_ONCE = 120; // rows looked through without a pause, so that nobody who taps meanwhile waits for a thousand
const DEAR = 4; // a row that is made anew counts as so many
const WORDS = 80; // signs of what was said, so that one remark is told from another

export class ListView {
  #root;
  #tools;
  #rows = new Map(); // by id: {row, told}
  #turn = 0;
  #unsent = new Set(); // ids, as they were drawn last or have been kept since

  /* tools: {keeper, text, onOpen(draft)} */
  constructor(root, tools) {
    this.#root = root;
    this.#tools = tools;
  }

  /* Draw every count on the page, and the list where it is seen. `sending`: the ids of what is under way now. */
  draw(items, sending, withRows = true) {
    const { text } = this.#tools;
    const n = summary(items);
    this.#unsent = new Set(items.filter(({ state, kind }) => state !== "sent" && kind !== "undo").map(({ id }) => id));
    this.#count();
    say(this.#root.querySelector("[data-queue]"), n.remarks + n.photos ? text("queue", n) : text("queue-empty"));
    say(this.#root.querySelector("[data-left]"), n.unsent ? text("left-some", { n: n.unsent }) : text("left-none"));
    return withRows ? this.#list(items.filter(({ kind, state }) => kind !== "undo" || state === "help").reverse(), sending) : null;
  }

  /* Something has just been kept: it is counted at once, before the queue has been read again. */
  kept({ id, kind }) {
    if (kind === "undo") this.#unsent.delete(id);
    else this.#unsent.add(id);
    this.#count();
  }

  #count() {
    const { text } = this.#tools;
    const n = this.#unsent.size;
    for (const box of this.#root.ownerDocument.querySelectorAll("[data-count]")) {
      box.hidden = false;
      say(box, n ? text("count", { n }) : text("all-sent"));
      box.classList.toggle("is-done", !n);
    }
  }

  /* The newest first. Rows that say what they said before are left as they are; of many new ones some are made at a time. */
  async #list(items, sending) {
    const turn = (this.#turn += 1);
    const list = this.#root.querySelector("[data-items]");
    const there = new Set(items.map(({ id }) => id));
    for (const [id, { row }] of this.#rows) if (!there.has(id) && this.#rows.delete(id)) row.remove();
    let done = 0;
    let next = list.firstElementChild;
    for (const item of items) {
      if ((done += 1) > AT_ONCE) {
        done = 0;
        await new Promise((later) => setTimeout(later));
        if (turn !== this.#turn) return; // drawn anew meanwhile
      }
      const where = item.state === "waiting" && sending.has(item.id) ? "sending" : item.state;
      const { feeling, stop, text } = this.#tools.keeper.drafts.get(item.id) ?? {};
      const told = JSON.stringify([where, item.problems, feeling, stop, text]);
      const known = this.#rows.get(item.id);
      if (known?.told === told) {
        if (known.row === next) next = next.nextElementSibling;
        else list.insertBefore(known.row, next);
        continue;
      }
      const row = this.#row(item, where);
      this.#rows.set(item.id, { row, told });
      if (known && known.row === next) next = next.nextElementSibling;
      if (known) known.row.replaceWith(row);
      else list.insertBefore(row, next);
      done += DEAR;
    }
  }

  #row(item, where) {
    const { text, keeper } = this.#tools;
    const draft = keeper.drafts.get(item.id);
    const words = text(`item-${item.kind}`, { hour: hoursOf(item.hour) });
    const row = node("li", { className: `item is-${where}` }, node("span", { text: item.is_trial ? `${text("item-trial")}: ${words}` : words }), node("b", { text: text(`item-${where}`) }));
    if (item.problems) row.append(node("span", { className: "why", text: reasons(item.problems) || text("undo-stands") }));
    if (draft && !item.is_trial) {
      row.append(node("span", { className: "own", text: this.#own(draft) }));
      const open = node("button", { type: "button", className: "secondary", text: text("open-item") });
      open.addEventListener("click", () => this.#tools.onOpen(draft));
      row.append(open);
    } else if (!draft && item.kind === "remark" && item.state !== "sent") row.append(node("span", { className: "soft", text: text("item-locked") }));
    return row;
  }

  /* What this page itself has made, in a few words: feeling, stop and how it begins. */
  #own({ feeling, stop, text: said }) {
    const { text } = this.#tools;
    const begins = said.trim().length > WORDS ? `${said.trim().slice(0, WORDS)} …` : said.trim();
    return [text(`feeling-${feeling}`), stop && text("at-stop", { number: stop }), begins].filter(Boolean).join(" · ");
  }
}

/* "13–14": the tablet keeps no minute. */
function hoursOf(hour) {
  const from = Number(hour.slice(11, 13));
  return `${from}–${(from + 1) % 24}`;
}

/* Words that are there already are not said again to who listens. */
function say(box, words) {
  if (box.textContent !== words) box.textContent = words;
}

const reasons = (problems) => Object.values(problems).flat().join(" ");
