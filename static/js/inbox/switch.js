// Turning the desk's keys on and off for this account (WCAG 2.1.4).
import { send } from "./wire.js";

/** Keep the choice, show the other button, and return the key of the sentence that tells it. */
export async function turnKeys(root, value) {
  const form = root.querySelector("[data-keys-form]");
  const { status } = await send(form.action, [["pa", value]], root.dataset.csrf);
  if (status !== 200) return "not-saved";
  root.dataset.keys = value === "1" ? "on" : "off";
  for (const button of form.querySelectorAll("button")) button.hidden = button.value === value;
  form.querySelector("button:not([hidden])").focus();
  return value === "1" ? "keys-on" : "keys-off";
}
