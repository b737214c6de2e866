// The one script that most pages load. What is small is here, so that a resident's page needs one request for scripts;
// anything else named in data-enhance is fetched from ./enhance/ when a page has it, and its default export is called with
// the element. Pages work without any of it.

/** Leave for a neutral page without a step back to this one; what is on the screen goes at once. */
function quickExit(link) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    document.body.hidden = true;
    document.title = "\u00a0";
    location.replace(link.href);
  });
}

/** A line of the summary leads to its field with the label in sight. */
function errorSummary(box) {
  box.focus();
  box.addEventListener("click", (event) => {
    const field = event.target.closest?.("a") && document.getElementById(decodeURIComponent(event.target.hash.slice(1)));
    if (!field) return;
    event.preventDefault();
    field.focus({ preventScroll: true });
    (field.closest(".field, fieldset") ?? field).scrollIntoView({ block: "start" });
  });
}

/** Copy what data-copy holds, and say so beside the button. */
function copy(button) {
  const said = document.createElement("span");
  said.setAttribute("role", "status");
  button.after(said);
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.dataset.copy);
    said.textContent = button.dataset.done;
    setTimeout(() => (said.textContent = ""), 6000);
  });
}

/** The map of a place question is fetched when somebody presses its button, and not before. */
function placePicker(field) {
  const find = (name) => field.querySelector(`[data-place-${name}]`);
  find("open-row").hidden = false;
  if (find("step")) find("step").hidden = true; // with scripts, names are looked up on the map
  find("open").addEventListener("click", async () => (await import("./enhance/place-picker.js")).default(field), { once: true });
}

/** Who has pressed the button is asked on the page itself what the server else asks on a page of its own. */
function askFirst(form) {
  if (form.autocomplete !== "off") keepForBack(form); // not at a stand
  form.addEventListener("submit", (event) => {
    if (event.submitter?.name) return;
    event.preventDefault();
    import("./enhance/ask-first.js").then((asking) => asking.default(form), () => form.submit());
  });
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

/** Say so when the same page is open in another tab; the tabs ask each other and nothing is stored. */
function otherTab(notice) {
  let channel;
  try {
    channel = new BroadcastChannel("dialog-form");
  } catch {
    return; // a browser that lacks it, or lets no page keep anything, as some refuse it then
  }
  channel.addEventListener("message", ({ data }) => {
    if (data?.path !== location.pathname) return;
    if (data.asks) channel.postMessage({ path: location.pathname });
    else notice.hidden = false;
  });
  channel.postMessage({ path: location.pathname, asks: true });
}

/** The second click of a double one sends nothing: what came of the first would be told as somebody else's doing. */
function once() {
  const sent = new WeakMap();
  document.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    if (event.timeStamp - (sent.get(event.target) ?? -1000) < 1000) event.preventDefault();
    else sent.set(event.target, event.timeStamp);
  });
}

const small = {
  "ask-first": askFirst,
  "other-tab": otherTab,
  "place-picker": placePicker,
  "quick-exit": quickExit,
  "error-summary": errorSummary,
  copy,
  print: (button) => button.addEventListener("click", () => window.print()),
  reveal: (element) => (element.hidden = false),
};

/** Start what the elements under root ask for; called again for parts that a script adds. */
export async function enhance(root = document) {
  for (const element of root.querySelectorAll("[data-enhance]")) {
    for (const name of element.dataset.enhance.split(/\s+/)) {
      if (small[name]) small[name](element);
      else if (/^[a-z-]+$/.test(name)) (await import(`./enhance/${name}.js`)).default(element);
    }
    element.removeAttribute("data-enhance");
  }
}

once();
enhance();
