/* Opens the map of a place question that already works in words (templates/components/place_picker.html).
   main.js fetches this file when the button is pressed the first time, so that nobody pays for a map they do not open.
   If the map can't be had, the words are still there and the page says so. */

import { loadStyle } from "../map/trusted.js";
import { textsOf } from "../map/texts.js";

export default function placePicker(root) {
  const find = (name) => root.querySelector(`[data-place-${name}]`);
  const [button, panel, status, field, words] = ["open", "panel", "status", "geometry", "words"].map(find);
  const text = textsOf(root);
  let isBuilt = false;

  /* The same words twice are said twice: the region is emptied in between. */
  const say = (sentence) => {
    status.textContent = "";
    requestAnimationFrame(() => (status.textContent = sentence));
  };

  const label = () => (button.textContent = text(!panel.hidden ? "close-map" : field.value ? "change-on-map" : "open-map"));

  const show = (isOpen) => {
    panel.hidden = !isOpen;
    button.setAttribute("aria-expanded", String(isOpen));
    label();
  };

  const open = async () => {
    say(text("loading"));
    try {
      const [{ openPicker }] = await Promise.all([import("../map/picker.js"), loadStyle()]);
      show(true);
      if (!isBuilt) {
        panel.replaceChildren(find("template").content.cloneNode(true));
        panel.inert = true; // nothing pressed before the map can hear it
        await openPicker({ root, panel, field, words, text, say, onChange: label });
        panel.inert = false;
        isBuilt = true;
      }
      say(text("opened"));
    } catch {
      panel.replaceChildren();
      show(false);
      say(text("no-map"));
      words.focus();
    }
  };

  button.addEventListener("click", () => (panel.hidden ? open() : show(false)));
  open();
}
