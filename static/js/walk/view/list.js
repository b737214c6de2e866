/* What has been collected: each item with where it is, and those that this page can still read may be opened again. */

import { summary } from "../state.js";
import { node } from "./dom.js";

export class ListView {
  #root;
  #tools;

  /* tools: {keeper, text, onOpen(draft)} */
  constructor(root, tools) {
    this.#root = root;
    this.#tools = tools;
  }

  /* Draw every count on the page, and the list where it is seen. `state` is the outbox's: what is under way now. */
  draw(items, state, withRows = true) {
    const { text } = this.#tools;
    const n = summary(items);
    for (const box of this.#root.ownerDocument.querySelectorAll("[data-count]")) {
      box.hidden = false;
      box.textContent = n.unsent ? text("count", { n: n.unsent }) : text("all-sent");
      box.classList.toggle("is-done", !n.unsent);
    }
    this.#root.querySelector("[data-queue]").textContent = n.remarks + n.photos ? text("queue", n) : text("queue-empty");
    this.#root.querySelector("[data-left]").textContent = n.unsent ? text("left-some", { n: n.unsent }) : text("left-none");
    if (!withRows) return;
    const rows = items.filter(({ kind }) => kind !== "undo").reverse().map((item) => this.#row(item, state));
    this.#root.querySelector("[data-items]").replaceChildren(...rows);
  }

  #row(item, state) {
    const { text, keeper } = this.#tools;
    const draft = keeper?.drafts.get(item.id);
    const words = text(`item-${item.kind}`, { hour: item.hour.slice(11, 16) });
    const where = item.state === "waiting" && state === "sending" ? "sending" : item.state;
    const row = node("li", { className: `item is-${where}` }, node("span", { text: item.is_trial ? `${text("item-trial")}: ${words}` : words }), node("b", { text: text(`item-${where}`) }));
    if (item.problems) row.append(node("span", { className: "why", text: reasons(item.problems) }));
    if (draft) {
      const open = node("button", { type: "button", className: "secondary", text: text("open-item") });
      open.addEventListener("click", () => this.#tools.onOpen(draft));
      row.append(open);
    } else if (item.kind === "remark" && item.state !== "sent") row.append(node("span", { className: "soft", text: text("item-locked") }));
    return row;
  }
}

const reasons = (problems) => Object.values(problems).flat().join(" ");
