// Piles by keyboard: a number opens a pile; arrows go from row to row, space unticks, Enter accepts. Without it all of it is links,
// tick boxes and a button. Where focus areas are chosen too, their keys mean what they do at the desk.
import { Chooser } from "../inbox/choose.js";

export default function start(root) {
  if (root.matches("form")) rows(root);
  else if (root.dataset.keys === "on") numbers(root);
}

function numbers(root) {
  for (const key of root.querySelectorAll("kbd")) key.hidden = false;
  document.addEventListener("keydown", (event) => {
    if (isTaken(event)) return;
    const link = root.querySelector(`a[data-key="${CSS.escape(event.key)}"]`);
    if (link) location.assign(link.href);
  });
}

function rows(form) {
  const boxes = [...form.querySelectorAll("input[type=checkbox]")];
  form.querySelector("[data-keys-said]").hidden = false;
  const chooser = form.dataset.keys === "on" ? new Chooser(form, () => null) : null;
  document.addEventListener("keydown", (event) => {
    if (isTaken(event)) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const at = boxes.indexOf(document.activeElement);
    if (step && (at >= 0 || event.target === document.body)) {
      event.preventDefault();
      const box = boxes[Math.min(Math.max(at + step, 0), boxes.length - 1)];
      box.focus({ preventScroll: true });
      box.closest(".pile-row").scrollIntoView({ block: "nearest" });
    } else if (event.key === "Enter" && (at >= 0 || event.target === document.body)) {
      event.preventDefault();
      if (!event.repeat) form.requestSubmit();
    } else if (/^[a-z0-9]$/.test(event.key) && !"cg".includes(event.key) && chooser?.take(event.key)) event.preventDefault();
  });
}

const isTaken = (event) => event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.defaultPrevented || event.target.matches("textarea, select, input:not([type=checkbox])");
