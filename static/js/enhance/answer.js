// A survey, one part at a time. The page works without: all parts on one page, conditions in words, one POST.
// Loaded as the page's only module (three requests in all), so it has its own quick exit, error summary and keeping for who goes
// back, as main.js has them. The steps are not put in the browser's history: "Lämna sidan" could not take those away again.
// Sentences stand in the template.

const root = document.documentElement;
const form = document.querySelector("[data-answer]");
const parts = [...form.querySelectorAll("[data-part]")];
const questions = [...form.querySelectorAll("[data-question]")];
const summary = document.getElementById("error-summary");
let at = 0;

/** What is chosen in a question, by the values of its choices. */
function chosenIn(question) {
  const name = `q-${question.dataset.question}`;
  return [...question.querySelectorAll(`input[name="${CSS.escape(name)}"]:checked`)].map((input) => input.value);
}

/** Show the questions whose conditions hold, in order, so that a chain follows; the server decides in the end. */
function follow() {
  const chosen = new Map();
  for (const question of questions) {
    const terms = JSON.parse(question.dataset.condition ?? "[]");
    question.hidden = terms.some(([code, wanted]) => !wanted.some((one) => chosen.get(code)?.includes(one)));
    chosen.set(question.dataset.question, question.hidden ? [] : chosenIn(question));
    const other = question.querySelector("[data-other]");
    if (!other) continue;
    other.hidden = !chosenIn(question).includes(other.dataset.other);
    other.querySelector("input").disabled = other.hidden;
  }
}

/** Go to a part and let its heading be read; a part that conditions have emptied is passed by. */
function show(index, { step = 1, focus = true } = {}) {
  const isEmpty = (part) => {
    const own = part.querySelectorAll("[data-question]");
    return own.length > 0 && part !== parts.at(-1) && [...own].every((question) => question.hidden);
  };
  while (index > 0 && index < parts.length - 1 && isEmpty(parts[index])) index += step;
  at = index;
  parts.forEach((part, n) => (part.hidden = n !== at));
  root.classList.toggle("answering", at > 0);
  if (!focus) return;
  const heading = parts[at].querySelector("h2[tabindex]") ?? document.querySelector("h1");
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
  (at ? parts[at] : heading).scrollIntoView({ block: "start" });
}

/** The groups of a question that lack an answer: the question itself, or rows of a matrix. */
function unanswered(question) {
  const rows = question.querySelectorAll(".matrix > fieldset");
  return [...(rows.length ? rows : [question])].filter((group) => {
    const fields = [...group.querySelectorAll("input, textarea")];
    return !fields.some((field) => (/^(radio|checkbox)$/.test(field.type) ? field.checked : field.value.trim()));
  });
}

function forget(question) {
  for (const told of question.querySelectorAll("[data-told]")) {
    const group = told.parentElement;
    group.classList.remove("wrong");
    const field = group.querySelector(`[aria-describedby~="${told.id}"]`) ?? group;
    const rest = (field.getAttribute("aria-describedby") ?? "").replace(told.id, "").trim();
    if (rest) field.setAttribute("aria-describedby", rest);
    else field.removeAttribute("aria-describedby");
    field.removeAttribute("aria-invalid");
    told.remove();
  }
}

/** Say at each required question of a part what is lacking; true when there is something. */
function tellMissing(part) {
  const found = [];
  for (const question of part.querySelectorAll("[data-missing]")) {
    forget(question);
    if (question.hidden) continue;
    for (const group of unanswered(question)) {
      const box = group.matches("fieldset") ? group : group.querySelector("fieldset, .field");
      const field = box.querySelector("input:not([type=hidden]), textarea");
      const told = document.createElement("p");
      told.className = "error";
      told.id = `${field.id}-missing`;
      told.dataset.told = "";
      told.textContent = question.dataset.missing;
      box.classList.add("wrong");
      box.querySelector("legend, label").after(told);
      const read = box.matches("fieldset") ? box : field;
      read.setAttribute("aria-describedby", `${read.getAttribute("aria-describedby") ?? ""} ${told.id}`.trim());
      if (read === field) field.setAttribute("aria-invalid", "true");
      found.push(field);
    }
  }
  if (found.length) lead(found[0]);
  return found.length > 0;
}

/** Take the reader to a field, with its question in sight. */
function lead(field) {
  const index = parts.findIndex((part) => part.contains(field));
  if (index !== at && index >= 0) show(index, { focus: false });
  field.focus({ preventScroll: true });
  (field.closest(".matrix > fieldset, [data-question]") ?? field).scrollIntoView({ block: "start" });
}

function startSteps() {
  for (const steps of form.querySelectorAll("[data-steps]")) steps.hidden = false;
  for (const back of form.querySelectorAll("[data-back]")) {
    back.hidden = false;
    back.addEventListener("click", () => show(at - 1, { step: -1 }));
  }
  const next = () => tellMissing(parts[at]) || show(at + 1);
  for (const button of form.querySelectorAll("[data-next]")) button.addEventListener("click", next);
  form.addEventListener("submit", (event) => {
    const isLast = at === parts.length - 1;
    const isWhole = isLast && !tellMissing(parts[at]);
    if (isWhole && event.submitter?.name) return;
    event.preventDefault(); // Enter in a field sends a form: here it leads on, as the button does
    if (isWhole) import("./ask-first.js").then((asking) => asking.default(form, lead), () => form.submit());
    else if (!isLast) next();
  });
  const wrong = form.querySelector("[aria-invalid='true'], .wrong");
  show(wrong ? parts.findIndex((part) => part.contains(wrong)) : 0, { focus: false });
}

function startSummary() {
  summary?.focus();
  summary?.addEventListener("click", (event) => {
    const link = event.target.closest("a");
    const field = link && document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (!field) return;
    event.preventDefault();
    lead(field);
  });
}

/** The map is fetched when somebody opens it, not before. */
function startPlaces() {
  for (const place of form.querySelectorAll('[data-enhance~="place-picker"]')) {
    const button = place.querySelector("[data-place-open]");
    place.querySelector("[data-place-open-row]").hidden = false;
    button.addEventListener(
      "click",
      async () => {
        try {
          const picker = await import("./place-picker.js");
          picker.default(place); // opens the map, and listens to the button from now on
        } catch {
          const told = place.querySelector("[data-texts]").content.querySelector('[data-text="no-map"]');
          place.querySelector("[data-place-status]").textContent = told.textContent;
        }
      },
      { once: true },
    );
  }
}

/** Ask the other tabs whether the form is open there too. Nothing is stored. */
function startChannel() {
  let channel;
  const open = (isNew) => {
    channel = new BroadcastChannel(`answer ${form.dataset.answer}`);
    channel.onmessage = ({ data }) => {
      if (data === "who") channel.postMessage("here");
      else if (isNew) document.getElementById("elsewhere").hidden = false;
    };
    if (isNew) channel.postMessage("who");
  };
  try {
    open(true);
  } catch {
    return; // a browser that lacks it, or lets no page keep anything, as some refuse it then
  }
  window.addEventListener("pagehide", () => channel.close());
  window.addEventListener("pageshow", (event) => event.persisted && open(false));
}

/** At a stand the next person never sees the last one's answers, whatever the browser keeps of the page. */
function startStand() {
  window.addEventListener("pagehide", () => form.reset());
  window.addEventListener("pageshow", (event) => event.persisted && location.reload());
}

/** What a browser is told not to remember on the device (autocomplete=off), and a pin, is lost when somebody goes back: it is kept
    with this visit's own step of the history, gone with the tab, as the browser itself keeps the rest of what is typed. */
function keepForBack(form) {
  const fields = [...form.querySelectorAll("input[name][autocomplete=off], [data-place-geometry]")];
  const typed = history.state?.typed ?? {};
  for (const field of fields) {
    if (field.value || !typed[field.name]) continue;
    field.value = typed[field.name];
    if (!("placeGeometry" in field.dataset)) continue;
    const place = field.parentElement;
    const said = (key) => place.querySelector("template[data-texts]").content.querySelector(`[data-text="${key}"]`).textContent;
    place.querySelector("[data-place-open]").textContent = said("change-on-map");
    place.querySelector("[data-place-status]").textContent = said("kept");
  }
  form.addEventListener("change", ({ target }) => {
    if (!fields.includes(target)) return;
    const now = fields.filter((field) => field.value).map((field) => [field.name, field.value]);
    history.replaceState({ ...history.state, typed: Object.fromEntries(now) }, "");
  });
}

function quickExit(link) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    document.body.hidden = true;
    document.title = "\u00a0";
    location.replace(link.href);
  });
}

root.classList.add("scripted");
for (const link of document.querySelectorAll('[data-enhance~="quick-exit"]')) quickExit(link);
form.addEventListener("input", (event) => {
  const question = event.target.closest("[data-question]");
  if (!question) return;
  forget(question);
  const { name, checked } = event.target;
  if (checked && name.endsWith("-state")) {
    for (const state of question.querySelectorAll(".apart input")) if (state !== event.target) state.checked = false;
  }
  follow();
});
window.addEventListener("pageshow", follow);
follow();
startSteps();
startSummary();
startPlaces();
startChannel();
if ("stand" in form.dataset) startStand();
else keepForBack(form);
