/* Small hands for the walk's views: nodes made of text, never of markup. */

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

export function fillStops(select, stops) {
  for (const { number, name } of stops) select.append(node("option", { value: String(number), text: `${number}. ${name}` }));
}
