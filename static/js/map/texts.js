/* Sentences from the server's template: <template data-texts><p data-text="key">… {name} …</p></template>.
   Nothing is ever written as markup: the caller puts what it gets into textContent. */

export function textsOf(root) {
  const found = new Map();
  for (const template of root.querySelectorAll("template[data-texts]")) {
    for (const node of template.content.querySelectorAll("[data-text]")) found.set(node.dataset.text, node.textContent.trim());
  }
  return (key, values = {}) => (found.get(key) ?? "").replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}

const language = () => document.documentElement.lang || "sv";

export const number = (value, digits = 0) => new Intl.NumberFormat(language(), { maximumFractionDigits: digits }).format(value);

/* 140 → "140 m", 1400 → "1,4 km", in the page's language. */
export function lengthText(metres) {
  const [value, unit] = metres < 1000 ? [Math.round(metres), "meter"] : [metres / 1000, "kilometer"];
  return new Intl.NumberFormat(language(), { style: "unit", unit, unitDisplay: "short", maximumFractionDigits: 1 }).format(value);
}

/* One JSON answer from an own address, with values added to its query. Throws on anything but a sound answer. */
export async function askJson(address, values = {}, signal = undefined) {
  const url = new URL(address, document.baseURI);
  for (const [name, value] of Object.entries(values)) url.searchParams.set(name, value);
  const answer = await fetch(url, { headers: { Accept: "application/json" }, credentials: "same-origin", signal });
  if (!answer.ok) throw new Error(`answer ${answer.status}`);
  return answer.json();
}

/* As askJson, for an address that tells by its ETag that nothing has changed; the latest answers are held in memory alone. */
export function askAgain(most = 24) {
  const held = new Map();
  return async (address, values = {}, signal = undefined) => {
    const url = new URL(address, document.baseURI);
    for (const [name, value] of Object.entries(values)) url.searchParams.set(name, value);
    const known = held.get(url.href);
    const headers = { Accept: "application/json", ...(known ? { "If-None-Match": known.mark } : {}) };
    const answer = await fetch(url, { headers, credentials: "same-origin", signal });
    if (answer.status === 304 && known) return known.told;
    if (!answer.ok) throw new Error(`answer ${answer.status}`);
    const told = await answer.json();
    held.delete(url.href);
    held.set(url.href, { mark: answer.headers.get("ETag") ?? "", told });
    if (held.size > most) held.delete(held.keys().next().value);
    return told;
  };
}
