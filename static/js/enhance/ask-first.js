// The question before sending, on the form's own page: do you want to take out what shows who somebody is? Fetched when the button
// is pressed. The server decides, by the guard that it has for who has no scripts, and keeps nothing of what it is asked about; without
// an answer, or with nothing to ask, the form is sent as if this were not here. Asked once: whatever is chosen is sent.

const PATIENCE = 15_000; // milliseconds
const waiting = new WeakSet();

const sentOf = (form) => new URLSearchParams(new FormData(form)).toString();
const isWritten = (field) => /^text(area)?$/.test(field.type) && field.value.trim();

/** Ask, and send the form if there is nothing to ask. `lead` takes the reader to a field of the form. */
export default function askFirst(form, lead = (field) => field.focus()) {
  if (waiting.has(form)) return;
  if (form.elements.fraga || ![...form.elements].some(isWritten)) {
    form.submit();
    return;
  }
  const sent = sentOf(form);
  const request = new XMLHttpRequest(); // reads a page as a document, without a string that becomes markup (Trusted Types)
  request.open("POST", form.action);
  request.responseType = "document";
  request.timeout = PATIENCE;
  request.onloadend = () => {
    waiting.delete(form);
    if (document.body.hidden) return; // "Lämna sidan" was pressed meanwhile
    const question = request.status === 422 && request.response?.querySelector("[data-ask]");
    if (sent !== sentOf(form)) askFirst(form, lead);
    else if (question) show(form, question, lead);
    else form.submit();
  };
  waiting.add(form);
  request.send(new URLSearchParams(`${sent}&fraga=forst`));
}

/** Put the question above the button that was pressed, and let it be read. */
function show(form, question, lead) {
  const row = form.querySelector(".buttons > button:not([type], [name])").parentElement;
  const asked = [...question.querySelectorAll("textarea")].map((field) => field.name.replace("utan-", ""));
  const close = () => {
    form.removeEventListener("input", changed);
    question.remove();
    row.hidden = false;
    const answer = document.createElement("input");
    Object.assign(answer, { type: "hidden", name: "fraga", value: "som-det-ar" });
    form.append(answer);
  };
  // What is changed in the form itself is what goes, not what was proposed instead of what it said before.
  const changed = ({ target }) => question.contains(target) || close();
  row.before(question);
  row.hidden = true;
  form.addEventListener("input", changed);
  const mend = question.querySelector("[data-mend]");
  if (mend) mend.hidden = false;
  mend?.addEventListener("click", () => {
    close();
    lead(form.elements[asked[0]]);
  });
  question.focus({ preventScroll: true });
  question.scrollIntoView({ block: "start" });
}
