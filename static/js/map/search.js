/* Finding a street or a place by name: a combobox with a list (ARIA 1.2 pattern). The words go to the site's own address only.
   GET <data-search>?q=… → [{"name", "kind", "lat", "lng"}], the best first. */

import { askJson } from "./texts.js";

const PAUSE = 250; // ms after the last key

/* `input` is the combobox, `list` its listbox, `say` a function that speaks, `text` the sentences; onChoose(place) when one is chosen. */
export function enhanceSearch({ input, list, address, text, say, onChoose }) {
  let [found, active, timer, asked] = [[], -1, 0, null];

  const close = () => {
    clearTimeout(timer);
    asked?.abort();
    list.hidden = true;
    active = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };

  const mark = (index) => {
    active = index;
    [...list.children].forEach((option, i) => option.setAttribute("aria-selected", String(i === index)));
    const option = list.children[index];
    if (!option) return input.removeAttribute("aria-activedescendant");
    input.setAttribute("aria-activedescendant", option.id);
    return option.scrollIntoView({ block: "nearest" });
  };

  const choose = (index) => {
    const place = found[index];
    if (!place) return;
    input.value = place.name;
    close();
    say("");
    onChoose(place);
  };

  const show = (places) => {
    found = places;
    list.replaceChildren(
      ...places.map((place, index) => {
        const option = document.createElement("li");
        option.id = `${list.id}-${index}`;
        option.setAttribute("role", "option");
        option.setAttribute("aria-selected", "false");
        const name = document.createElement("span");
        name.textContent = place.name;
        const kind = document.createElement("span");
        kind.className = "map-option-kind";
        kind.textContent = place.kind;
        option.append(name, " ", kind);
        option.addEventListener("pointerdown", (event) => event.preventDefault());
        option.addEventListener("click", () => choose(index));
        return option;
      }),
    );
    list.hidden = !places.length;
    input.setAttribute("aria-expanded", String(Boolean(places.length)));
    active = -1;
    say(places.length ? text("found", { n: places.length }) : text("found-none"));
  };

  const ask = async () => {
    asked?.abort();
    asked = new AbortController();
    const { signal } = asked;
    try {
      const places = await askJson(address, { q: input.value.trim() }, signal);
      if (!signal.aborted) show(places);
    } catch {
      if (!signal.aborted) {
        close();
        say(text("search-failed"));
      }
    }
  };

  input.addEventListener("input", () => {
    clearTimeout(timer);
    if (input.value.trim().length < 2) close();
    else timer = setTimeout(ask, PAUSE);
  });

  input.addEventListener("keydown", (event) => {
    const isOpen = !list.hidden;
    const steps = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in steps && isOpen) {
      event.preventDefault();
      const next = active + steps[event.key];
      mark(next < 0 ? found.length - 1 : next % found.length);
    } else if (event.key === "Enter") {
      event.preventDefault(); // never sends the form from here
      if (isOpen) choose(Math.max(active, 0));
      else if (input.value.trim().length >= 2) ask();
    } else if (event.key === "Escape" && isOpen) {
      event.preventDefault();
      close();
      say("");
    }
  });

  input.addEventListener("blur", close);
}
