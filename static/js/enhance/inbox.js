// The tagging desk: keys, saving without leaving the page, the next remark loaded ahead. Without it every deed is a plain
// form and a new page; whatever goes wrong here falls back to that. Sentences stand in templates/tag/staff/keys.html.
import { enhance } from "../main.js";
import { Chooser } from "../inbox/choose.js";
import { page, send } from "../inbox/wire.js";

export default function start(root) {
  new Desk(root);
}

class Desk {
  constructor(root) {
    this.root = root;
    this.said = root.querySelector("[data-said]");
    this.texts = root.querySelector("template[data-texts]").content;
    this.saved = []; // what has been saved since the page was opened: {url, version}, to be undone with one key
    this.visited = []; // the way that was gone, for the left arrow: what has been saved may no longer be in the filter
    this.busy = false;
    root.dataset.running = "";
    root.addEventListener("submit", (event) => this.submitted(event));
    root.addEventListener("click", (event) => this.clicked(event));
    document.addEventListener("keydown", (event) => this.pressed(event));
    window.addEventListener("popstate", () => this.go(location.href, { push: false }));
    this.settle();
  }

  /** Make ready for the remark that is shown now. */
  settle() {
    this.thing = this.root.querySelector("#thing");
    this.form = this.thing.querySelector("#desk-form");
    this.chooser = new Chooser(this.thing, (key, facts) => this.say(key, facts));
    this.before = this.fields();
    this.ahead = null;
    this.root.querySelector("[data-undo]").hidden = !this.saved.length;
    const next = this.link("next");
    // A moment later, so that what is asked for now comes first.
    if (next) setTimeout(() => (this.ahead ??= { url: next, page: page(next).catch(() => null) }), 150);
  }

  fields(deed = "spara") {
    return [...new FormData(this.form), ["beslut", deed]].filter(([name, value]) => name !== "csrf_token" && (value || !name.startsWith("hallning-")));
  }

  link(which) {
    return this.root.querySelector(`[data-${which}]`)?.href ?? null;
  }

  get isChanged() {
    return JSON.stringify(this.fields()) !== JSON.stringify(this.before);
  }

  get isContested() {
    return !this.thing.querySelector("#conflict").hidden;
  }

  say(key, facts = {}) {
    const sentence = this.texts.querySelector(`[data-text="${key}"]`).textContent;
    this.tell(sentence.replace(/\{(\w+)\}/g, (_, name) => facts[name] ?? ""));
  }

  tell(sentence, isWrong = false) {
    this.said.classList.toggle("wrong", isWrong);
    this.said.textContent = sentence;
  }

  pressed(event) {
    if (this.root.dataset.keys !== "on" || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const on = event.target;
    if (event.key === "Escape" && on.matches("textarea")) return void this.thing.focus({ preventScroll: true });
    if (on.matches("textarea, select, input:not([type=checkbox], [type=radio])")) return;
    if (on.closest(".session, .menu, header")) return;
    if (this.take(event.key, on)) event.preventDefault();
  }

  take(key, on) {
    const isControl = on.matches("a, button, summary");
    if (key === "Enter") return isControl ? false : (this.saveOrGo(), true);
    if (key.startsWith("Arrow")) {
      if (on.matches("[type=radio]") || on.closest(".map")) return false;
      if (key === "ArrowRight") return this.saveOrGo(), true;
      if (key === "ArrowLeft") return this.back(), true;
      return false;
    }
    const letter = key.length === 1 ? key.toLowerCase() : key;
    if (this.chooser.wantsFiner) return this.chooser.take(letter);
    if (letter === "u") return this.undo(), true;
    if (letter === "v") return this.save("vetej"), true;
    if (letter === "m") return this.note();
    if (letter === "?") return this.help();
    return letter === "Escape" ? false : this.chooser.take(letter);
  }

  note() {
    const field = this.form.querySelector("textarea");
    field.closest("details").open = true;
    field.focus();
    return true;
  }

  help() {
    const box = this.root.querySelector("[data-keys-help]");
    box.open = !box.open;
    if (box.open) box.scrollIntoView({ block: "nearest" });
    return true;
  }

  /** Enter and right arrow: save what has been changed, else only go on. */
  saveOrGo() {
    if (this.isChanged || !this.link("next")) this.save("spara");
    else this.step("next", "last");
  }

  step(which, end) {
    const url = this.link(which);
    if (!url) return this.say(end);
    if (which === "next") this.visited.push(this.thing.dataset.url);
    this.go(url);
  }

  back() {
    const url = this.visited.pop();
    if (url) this.go(url);
    else this.step("previous", "first");
  }

  async save(deed, { anyway = false } = {}) {
    if (this.busy) return;
    if (this.isContested && !anyway) return this.say("settle");
    this.busy = true;
    this.say("saving");
    const { status, body } = await send(this.form.action, this.fields(deed), this.root.dataset.csrf);
    this.busy = false;
    if (status === 200) return this.kept(body);
    if (status === 409 && body) return this.contest(body, deed);
    if (status === 422 && body) return this.tell(body.detail, true);
    if (status === 0 || status >= 500) return this.tell(this.texts.querySelector('[data-text="not-saved"]').textContent, true);
    // Signed out, gone, or something new: the plain form tells it best, and nothing typed is lost.
    this.plain = true;
    this.form.requestSubmit(this.form.querySelector(`button[value="${deed}"]`));
  }

  async kept(body) {
    this.saved.push({ url: this.thing.dataset.url, version: body.version });
    if (body.next) this.visited.push(this.thing.dataset.url);
    const row = this.row(this.thing.dataset.url);
    row?.querySelector("[data-state]")?.replaceChildren(body.what);
    if (!body.next) {
      await this.go(this.thing.dataset.url, { push: false });
      return this.tell(`${body.message} ${this.texts.querySelector('[data-text="last"]').textContent}`);
    }
    const next = new URL(body.next, location.href);
    next.searchParams.delete("sparad");
    await this.go(next.href);
    this.tell(body.message);
  }

  contest(body, deed) {
    const box = this.thing.querySelector("#conflict");
    box.querySelector("[data-conflict]").textContent = body.detail;
    box.querySelector("[data-anyway]").value = deed;
    box.hidden = false;
    this.form.elements.version.value = body.version;
    box.scrollIntoView({ block: "nearest" });
    this.tell("");
  }

  async undo() {
    const own = this.thing.querySelector("#undo-form");
    const last = this.saved.pop();
    if (this.busy || (!last && !own)) return this.say("nothing-to-undo");
    this.busy = true;
    const address = new URL(last ? last.url : this.thing.dataset.url, location.href);
    const version = last ? last.version : own.elements.version.value;
    const target = `${address.pathname}/angra${address.search}`;
    const { status, body } = await send(target, [["version", version]], this.root.dataset.csrf);
    this.busy = false;
    if (status === 200) {
      if (last) this.visited = this.visited.filter((url) => url !== last.url);
      await this.go(address.href);
      return this.tell(body.message);
    }
    this.tell(body?.detail ?? this.texts.querySelector('[data-text="not-saved"]').textContent, true);
  }

  row(url) {
    const path = new URL(url, location.href).pathname;
    return [...this.root.querySelectorAll("#desk-list a")].find((link) => link.pathname === path);
  }

  /** Show another remark in place; a plain visit when it cannot be had. */
  async go(url, { push = true } = {}) {
    const known = this.ahead && new URL(this.ahead.url).pathname === new URL(url, location.href).pathname ? await this.ahead.page : null;
    const found = known ?? (await page(url).catch(() => null));
    if (!found) return void location.assign(url);
    const fresh = document.importNode(found.querySelector("#thing"), true);
    this.root.querySelector("#thing").replaceWith(fresh);
    this.root.querySelector("#steps").replaceWith(document.importNode(found.querySelector("#steps"), true));
    this.turnList(url, found, Boolean(known));
    document.title = found.title;
    if (push) history.pushState(null, "", url);
    this.settle();
    enhance(fresh);
    fresh.focus({ preventScroll: true });
    if (fresh.getBoundingClientRect().top < 0) this.root.scrollIntoView({ block: "start" });
  }

  /** Move the mark in the list; take the server's list when this one has come to its end or is not the latest. */
  turnList(url, found, keep) {
    const list = this.root.querySelector("#desk-list");
    const links = [...list.querySelectorAll("a")];
    const here = this.row(url);
    if (!keep || !here || links.indexOf(here) >= links.length - 3) {
      const top = list.scrollTop;
      list.replaceChildren(...[...found.querySelector("#desk-list").childNodes].map((node) => document.importNode(node, true)));
      list.scrollTop = top;
    } else {
      for (const link of links) link.removeAttribute("aria-current");
      here.setAttribute("aria-current", "true");
    }
    const current = this.row(url);
    if (current && getComputedStyle(list).position === "sticky") current.scrollIntoView({ block: "nearest" });
  }

  submitted(event) {
    const form = event.target;
    if (this.plain || event.defaultPrevented) return;
    if (form === this.form) {
      event.preventDefault();
      this.save(event.submitter?.value ?? "spara", { anyway: event.submitter?.matches("[data-anyway]") ?? false });
    } else if (form.id === "undo-form") {
      event.preventDefault();
      this.saved = this.saved.filter((one) => one.url !== this.thing.dataset.url);
      this.undoHere();
    } else if (form.matches("[data-keys-form]")) {
      event.preventDefault();
      this.turnKeys(event.submitter.value);
    }
  }

  undoHere() {
    const others = this.saved;
    this.saved = [];
    this.undo().then(() => (this.saved = others));
  }

  async turnKeys(value) {
    const form = this.root.querySelector("[data-keys-form]");
    const { status } = await send(form.action, [["pa", value]], this.root.dataset.csrf);
    if (status !== 200) return this.say("not-saved");
    this.root.dataset.keys = value === "1" ? "on" : "off";
    for (const button of form.querySelectorAll("button")) button.hidden = button.value === value;
    this.say(value === "1" ? "keys-on" : "keys-off");
    form.querySelector("button:not([hidden])").focus();
  }

  clicked(event) {
    if (event.target.closest("[data-undo]")) return void this.undo();
    const link = event.target.closest("#desk-list a, #steps a, [data-keep]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    if (!/\/admin\/synpunkter\/[0-9a-f-]{36}$/.test(link.pathname)) return;
    event.preventDefault();
    this.go(link.href);
  }
}
