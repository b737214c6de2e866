/* Small hands for the walk's views: nodes made of text, never of markup. */

const STEP = 60; // pixels that an arrow key moves a map

export const node = (name, { text = "", className = "", ...attributes } = {}, ...children) => {
  const made = document.createElement(name);
  if (text) made.textContent = text;
  if (className) made.className = className;
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
};

/* Show one part of the page, and put the focus on its heading so that it is read aloud. */
export function show(root, name) {
  for (const part of root.querySelectorAll("[data-view]")) part.hidden = part.dataset.view !== name;
  const heading = root.querySelector(`[data-view="${name}"] h2`);
  heading?.focus({ preventScroll: true });
  scrollTo({ top: 0, behavior: "instant" }); // a part that glides under the bar is read too late
}

/* The stops to choose among, after the choice that is none of them. What was chosen stands, where it is still there. */
export function fillStops(select, stops) {
  const chosen = select.value;
  for (const old of [...select.options].slice(1)) old.remove();
  for (const { number, name } of stops) select.append(node("option", { value: String(number), text: `${number}. ${name}` }));
  select.value = stops.some(({ number }) => String(number) === chosen) ? chosen : "";
}

/* Move in a map by keys: arrows, plus and minus, and Enter for what `onEnter` does, if it does anything. */
export function steer(canvas, map, onEnter = null) {
  const moves = { ArrowUp: [0, -STEP], ArrowDown: [0, STEP], ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0] };
  canvas.addEventListener("keydown", (event) => {
    if (event.key in moves) map.panBy(...moves[event.key]);
    else if (event.key === "Enter" && onEnter) onEnter();
    else if (event.key === "+" || event.key === "-") map.zoomBy(event.key === "+" ? 1 : -1);
    else return;
    event.preventDefault();
  });
}

/* The points of a checklist, each with its levels in words and a way to leave it out. Nothing is shown where there is none. */
export function layChecklist(box, points, none) {
  box.closest("details").hidden = !points.length;
  box.replaceChildren(...points.map(({ slug, area, question, levels }) => {
    const choices = [["", none], ...levels.map((words, level) => [String(level), `${level}. ${words}`])];
    return node("fieldset", { className: "pick column" }, node("legend", { text: `${area}: ${question}` }), ...choices.map(([value, words]) =>
      node("label", {}, node("input", { type: "radio", name: `point-${slug}`, value }), node("span", { text: words }))));
  }));
}
