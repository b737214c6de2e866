// Says two minutes before that a session ends, and can prolong it. Nothing is stored, and what was typed stays where it is:
// the page is never left or reloaded. Time is counted by the clock, since a sleeping computer's timers stand still.

const AHEAD_MS = 120_000;
const STEP_MS = 5_000;

export default function sessionWarning(box) {
  const length = Number(box.dataset.seconds) * 1000;
  const parts = [...box.querySelectorAll("[data-when]")];
  let ends = Date.now() + length;

  function show(state) {
    if (box.dataset.state === state) return;
    box.dataset.state = state;
    for (const part of parts) part.hidden = part.dataset.when !== state;
    box.hidden = state === "calm";
  }

  function look() {
    const left = ends - Date.now();
    show(left <= 0 ? "over" : left <= AHEAD_MS ? "soon" : "calm");
  }

  async function prolong() {
    try {
      const answer = await fetch(box.dataset.keepAlive, { cache: "no-store", redirect: "manual" });
      if (answer.ok) ends = Date.now() + length;
      else if (answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403) ends = Date.now();
    } catch {
      // No connection: the warning stays, and the button can be pressed again.
    }
    look();
  }

  box.querySelector("button").addEventListener("click", prolong);
  document.addEventListener("visibilitychange", look);
  setInterval(look, STEP_MS);
  look();
}
