// Keeps what is pressed on the desk's page until its script is there. A plain script in the head, so that it runs before anything
// is shown; it only remembers, and enhance/inbox.js does what was meant.
(() => {
  const kept = [];
  const keep = (event) => {
    if (event.target.closest?.("a, button, summary, input, select, textarea, header, .menu")) return; // these answer by themselves
    if (kept.length < 40) kept.push(event);
  };
  document.addEventListener("keydown", keep);
  window.dialogEarly = () => {
    document.removeEventListener("keydown", keep);
    return kept.splice(0);
  };
})();
