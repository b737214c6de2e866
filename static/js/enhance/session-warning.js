// Says two minutes before that a session ends, and can prolong it. Nothing is stored, and what was typed stays where it is:
// the page is never left or reloaded. Time is counted by the clock, since a sleeping computer's timers stand still.

const AHEAD_MS = 120_000;
const STEP_MS = 5_000;

export default function sessionWarning(box) {
  const parts = [...box.querySelectorAll("[data-when]")];
  let ends = Date.now() + Number(box.dataset.seconds) * 1000;

  function show(state) {
    if (box.dataset.state === state) return;
    box.dataset.state = state;
    for (const part of parts) part.hidden = part.dataset.when !== state;
    box.hidden = state === "calm";
  }

  // The server is asked, without prolonging, before anything is said: another tab may have kept the session alive.
  async function ask(address) {
    try {
      const answer = await fetch(address, { cache: "no-store", redirect: "manual" });
      if (answer.ok) ends = Date.now() + (await answer.json()).seconds * 1000;
      else if (answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403) ends = Date.now();
    } catch {
      // No connection: the warning stays, and the button can be pressed again.
    }
  }

  function stateNow() {
    const left = ends - Date.now();
    return left <= 0 ? "over" : left <= AHEAD_MS ? "soon" : "calm";
  }

  async function look() {
    if (stateNow() !== box.dataset.state && stateNow() !== "calm") await ask(box.dataset.left);
    show(stateNow());
  }

  async function prolong() {
    await ask(box.dataset.keepAlive);
    show(stateNow());
  }

  box.querySelector("button").addEventListener("click", prolong);
  document.addEventListener("visibilitychange", look);
  setInterval(look, STEP_MS);
  look();
}
