/* Night mode: chosen, never taken; `keep` remembers it for the walk. */

export const night = {
  keep: () => {},
  button: document.querySelector("[data-night]"),
  listen(isOn, keep) {
    if (isOn) this.set(true);
    this.keep = keep;
  },
  set(isOn) {
    document.documentElement.classList.toggle("night", isOn);
    this.button.setAttribute("aria-pressed", String(isOn));
    this.keep(isOn);
  },
};
night.button.addEventListener("click", () => night.set(!document.documentElement.classList.contains("night")));
