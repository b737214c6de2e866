// Choosing focus areas by key on a page of one form: the second reading of a sample. Without it: boxes and buttons.
import { Chooser } from "../inbox/choose.js";

export default function start(form) {
  if (form.dataset.keys !== "on") return;
  const chooser = new Chooser(form, () => {});
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.repeat) return;
    const on = event.target;
    if (on.matches("textarea, select, input:not([type=checkbox], [type=radio])") || on.closest(".session, .menu, header")) return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    if (key === "Enter") {
      if (on.matches("a, button, summary")) return;
      form.requestSubmit(form.querySelector('[value="spara"]'));
    } else if (key === "v" && !chooser.wantsFiner) form.requestSubmit(form.querySelector('[value="vetej"]'));
    else if (key === "g" || key === "c" || !chooser.take(key)) return;
    event.preventDefault();
  });
}
