// Keying in paper forms: a digit or letter chooses in the question that has the focus, Enter goes on, Ctrl and Enter saves.
// The keys work only while a choice has the focus (WCAG 2.1.4), and each is shown beside its choice.

const KEYS = "123456789abcdefghijklmnopqrstuvwxyz";
const FIELDS = 'input:not([type="hidden"]), select, textarea';

function choicesOf(fieldset) {
  return [...fieldset.querySelectorAll('input[type="radio"], input[type="checkbox"]')].filter((i) => i.closest("fieldset") === fieldset);
}

/** What a field belongs to: all choices of a question are one, "Vet ej" among them. */
function groupOf(field) {
  if (!field.matches('[type="radio"], [type="checkbox"]')) return field;
  return field.closest("fieldset") ?? field.closest(".choices");
}

/** The stops of the form in order: each group of choices is one, each other field is one. */
function stopsOf(form) {
  const stops = [];
  for (const field of form.querySelectorAll(FIELDS)) {
    if (field.disabled || !field.getClientRects().length) continue;
    const group = groupOf(field);
    if (!stops.length || stops.at(-1).group !== group) stops.push({ group, first: field });
  }
  return stops;
}

function goOn(form, from) {
  const stops = stopsOf(form);
  const group = groupOf(from);
  const next = stops[stops.findIndex((stop) => stop.group === group) + 1];
  const target = next ? next.first : form.querySelector("button:not([type])");
  target.focus();
  (target.closest("fieldset, .field") ?? target).scrollIntoView({ block: "center" });
}

function choose(form, field, key) {
  const fieldset = field.closest("fieldset");
  const chosen = fieldset && choicesOf(fieldset)[KEYS.indexOf(key)];
  if (!chosen) return false;
  chosen.click();
  chosen.focus();
  if (chosen.type === "radio") goOn(form, chosen);
  return true;
}

function showKeys(form) {
  for (const fieldset of form.querySelectorAll("fieldset")) {
    choicesOf(fieldset).forEach((input, n) => {
      if (n >= KEYS.length) return;
      const key = document.createElement("kbd");
      key.textContent = KEYS[n];
      key.setAttribute("aria-hidden", "true");
      input.after(key);
    });
  }
}

export default function keyIn(form) {
  showKeys(form);
  form.addEventListener("keydown", (event) => {
    const field = event.target;
    if (!field.matches(FIELDS) || event.altKey || event.metaKey || event.isComposing) return;
    if (event.key === "Enter" && event.ctrlKey) form.requestSubmit();
    else if (event.ctrlKey) return;
    else if (event.key === "Enter" && !field.matches("textarea")) goOn(form, field);
    else if (field.matches('[type="radio"], [type="checkbox"]') && choose(form, field, event.key.toLowerCase())) event.preventDefault();
    else return;
    event.preventDefault();
  });
  if (!document.getElementById("error-summary")) stopsOf(form)[0]?.first.focus();
}
