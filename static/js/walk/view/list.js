/* What has been collected: each item with where it is, and those that this page can still read may be opened again. */

import { summary } from "../state.js";
import { node } from "./dom.js";

const AT_FIRST = 40; // rows: more than anybody reads, and few enough that a page with a thousand items draws as fast as one with few
const MORE = 100;
const WORDS = 80; // signs of what was said, so that one remark is told from another

export class ListView {
  #root;
  #tools;
  #rows = new Map(); // by id: {row, told}
  #most = AT_FIRST;
  #unsent = new Set(); // ids, as they were drawn last or have been kept since

  /* tools: {keeper, text, onOpen(draft), onMore()}; `onMore` draws the list anew. */
  constructor(root, tools) {
    this.#root = root;
    this.#tools = tools;
    root.querySelector("[data-more]").addEventListener("click", () => this.more());
  }

  /* Draw every count on the page, and the list where it is seen. `sending`: the ids of what is under way now. */
  draw(items, sending, withRows = true) {
    const { text } = this.#tools;
    const n = summary(items);
    this.#unsent = new Set(items.filter(({ state, kind }) => state !== "sent" && kind !== "undo").map(({ id }) => id));
    this.#count();
    say(this.#root.querySelector("[data-queue]"), n.remarks + n.photos ? text("queue", n) : text("queue-empty"));
    say(this.#root.querySelector("[data-left]"), n.unsent ? text("left-some", { n: n.unsent }) : text("left-none"));
    if (withRows) this.#list(items.filter(({ kind, state }) => kind !== "undo" || state === "help").reverse(), sending);
  }

  /* Something has just been kept: it is counted at once, before the queue has been read again. */
  kept({ id, kind }, without) {
    for (const one of without) this.#unsent.delete(one);
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

  /* What needs help first, then the newest; of many only some, until more are asked for. Rows that say what they said before are left as they are. */
  #list(items, sending) {
    const { text } = this.#tools;
    const isHelp = ({ state }) => state === "help";
    const shown = [...items.filter(isHelp), ...items.filter((item) => !isHelp(item))].slice(0, this.#most);
    const list = this.#root.querySelector("[data-items]");
    const there = new Set(shown.map(({ id }) => id));
    for (const [id, { row }] of this.#rows) if (!there.has(id) && this.#rows.delete(id)) row.remove();
    let next = list.firstElementChild;
    for (const item of shown) {
      const row = this.#told(item, item.state === "waiting" && sending.has(item.id) ? "sending" : item.state);
      if (row === next) next = next.nextElementSibling;
      else list.insertBefore(row, next);
    }
    const n = Math.min(MORE, items.length - shown.length);
    this.#root.querySelector("[data-more-rows]").hidden = !n;
    if (!n) return;
    say(this.#root.querySelector("[data-shown]"), text("shown", { n: shown.length, all: items.length }));
    say(this.#root.querySelector("[data-more]"), text("show-more", { n }));
  }

  /* The row of an item, told anew where it says something else than before. */
  #told(item, where) {
    const { feeling, stop, text } = this.#tools.keeper.drafts.get(item.id) ?? {};
    const told = JSON.stringify([where, item.problems, feeling, stop, text]);
    const known = this.#rows.get(item.id) ?? { row: node("li", { tabindex: "-1" }), told: "" };
    if (known.told === told) return known.row;
    this.#fill(known.row, item, where);
    this.#rows.set(item.id, { row: known.row, told });
    return known.row;
  }

  /* Show more rows, and go on from the first of them. */
  more() {
    const seen = this.#most;
    this.#most += MORE;
    Promise.resolve(this.#tools.onMore()).then(() => this.#root.querySelector("[data-items]").children[seen]?.focus());
  }

  #fill(row, item, where) {
    const { text, keeper } = this.#tools;
    const draft = keeper.drafts.get(item.id);
    const words = text(`item-${item.kind}`, { hour: hoursOf(item.hour) });
    row.className = `item is-${where}`;
    row.replaceChildren(node("span", { text: item.is_trial ? `${text("item-trial")}: ${words}` : words }), node("b", { text: text(`item-${where}`) }));
    if (item.problems) row.append(node("span", { className: "why", text: reasons(item.problems) || text("undo-stands") }));
    if (draft && !item.is_trial) {
      row.append(node("span", { className: "own", text: this.#own(draft) }));
      const open = node("button", { type: "button", className: "secondary", text: text("open-item") });
      open.addEventListener("click", () => this.#tools.onOpen(draft));
      row.append(open);
    } else if (!draft && item.kind === "remark" && item.state !== "sent") row.append(node("span", { className: "soft", text: text("item-locked") }));
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
