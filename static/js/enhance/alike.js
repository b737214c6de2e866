// How many remarks say nearly the same as the one at the desk: asked for when somebody has stayed at it, and the key l that leads there
// with what is chosen. Without it the link leads to the same page, where it is chosen.

const STAY = 400; // milliseconds: who only passes by asks nothing

export default function start(link) {
  const desk = link.closest("[data-keys]");
  setTimeout(() => ask(link), STAY);
  link.addEventListener("click", () => carry(link));
  document.addEventListener("keydown", function pressed(event) {
    if (!link.isConnected) return document.removeEventListener("keydown", pressed);
    if (event.key !== "l" || desk.dataset.keys !== "on" || !("count" in link.dataset) || isTaken(event)) return;
    event.preventDefault();
    link.click();
  });
}

async function ask(link) {
  if (!link.isConnected || document.hidden) return;
  const answer = await fetch(link.href, { headers: { Accept: "application/json" } }).catch(() => null);
  if (!answer?.ok || !link.isConnected) return;
  const { count, said } = await answer.json();
  if (!count) return;
  link.querySelector("span").textContent = said;
  link.dataset.count = count;
}

/** Let the link carry what is chosen at the desk, and nothing of what is written there. */
function carry(link) {
  const url = new URL(link.href);
  for (const [name, value] of new FormData(document.querySelector("#desk-form"))) {
    if (/^(fokus$|nekad-)/.test(name) || (value && name.startsWith("hallning-"))) url.searchParams.append(`val-${name}`, value);
  }
  link.href = url.href;
}

const isTaken = (event) => event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.defaultPrevented || event.target.matches("textarea, select, input:not([type=checkbox], [type=radio])");
