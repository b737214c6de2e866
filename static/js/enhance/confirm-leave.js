// Asks before a page with unsaved changes in the form is left. Sending the form is not leaving it.

export default function confirmLeave(form) {
  let changed = false;
  const ask = (event) => event.preventDefault();

  function mark(now) {
    if (changed === now) return;
    changed = now;
    if (now) window.addEventListener("beforeunload", ask);
    else window.removeEventListener("beforeunload", ask);
  }

  form.addEventListener("input", () => mark(true));
  form.addEventListener("submit", () => mark(false));
}
