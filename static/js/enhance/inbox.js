// The tagging desk: keys, saving without leaving the page, the next remark loaded ahead. Without it every deed is a plain
// form and a new page; whatever goes wrong here falls back to that. Sentences stand in templates/tag/staff/keys.html.
import { enhance } from "../main.js";
import { Ahead } from "../inbox/ahead.js";
import { Chooser } from "../inbox/choose.js";
import { turnKeys } from "../inbox/switch.js";
import { idOf, Together } from "../inbox/together.js";
import { isNearEnd, rowOf, turn } from "../inbox/turn.js";
import { send } from "../inbox/wire.js";

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
    this.ahead = new Ahead();
    this.together = new Together(root, this.texts);
    this.busy = false;
    this.waiting = []; // keys pressed while something is being saved: they mean the remark that comes
    root.dataset.running = "";
    root.addEventListener("submit", (event) => this.submitted(event));
    root.addEventListener("click", (event) => this.clicked(event));
    document.addEventListener("keydown", (event) => this.pressed(event));
    window.addEventListener("popstate", () => this.go(location.href, { push: false }));
    this.settle();
    // What was pressed while this script was on its way (inbox/early.js) is done now, in its order.
    for (const event of window.dialogEarly?.() ?? []) this.pressed(event);
  }

  /** Make ready for the remark that is shown now. */
  settle() {
    this.thing = this.root.querySelector("#thing");
    this.form = this.thing.querySelector("#desk-form");
    this.chooser = new Chooser(this.thing, (key, facts) => this.say(key, facts));
    this.before = this.fields();
    this.root.querySelector("[data-undo]").hidden = !this.saved.length;
    this.ahead.fetchFrom(this.link("next"), (path) => isNearEnd(this.root, path));
  }

  fields(deed = "spara") {
    return [...new FormData(this.form), ["anda", this.isContested ? "1" : ""], ["beslut", deed]].filter(([name, value]) => name !== "csrf_token" && (value || !/^(hallning-|anda)/.test(name)));
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
    if (this.busy) {
      event.preventDefault();
      if (this.waiting.length < 40) this.waiting.push(event.key);
    } else if (this.take(event.key, on)) event.preventDefault();
  }

  /** Do one thing at a time; then what was pressed meanwhile. */
  async alone(work) {
    if (this.busy) return;
    this.busy = true;
    const isDone = await work().catch(() => false);
    this.busy = false;
    if (isDone === false || this.isContested) this.waiting = [];
    while (this.waiting.length && !this.busy) this.take(this.waiting.shift(), document.activeElement);
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
    this.alone(() => this.go(url));
  }

  back() {
    const url = this.visited.pop();
    if (url) this.alone(() => this.go(url));
    else this.step("previous", "first");
  }

  save(deed, { anyway = false } = {}) {
    if (this.isContested && !anyway) return this.say("settle");
    this.alone(() => this.send(deed));
  }

  /** Save what is chosen; false when it was not kept, so that nothing pressed meanwhile is done to it. */
  async send(deed) {
    this.say("saving");
    const { status, body } = await send(this.form.action, this.fields(deed), this.root.dataset.csrf);
    if (status === 200) return this.kept(body);
    if (status === 409 && body) this.contest(body, deed);
    else if (status === 422 && body) this.tell(body.detail, true);
    else if (status === 0 || status >= 500) this.tell(this.texts.querySelector('[data-text="not-saved"]').textContent, true);
    else {
      // Signed out, gone, or something new: the plain form tells it best, and nothing typed is lost.
      this.plain = true;
      this.form.requestSubmit(this.form.querySelector(`button[value="${deed}"]`));
    }
    return false;
  }

  async kept(body) {
    this.together.take(body);
    this.saved.push({ url: this.thing.dataset.url, version: body.version });
    if (body.next) this.visited.push(this.thing.dataset.url);
    rowOf(this.root, this.thing.dataset.url)?.querySelector("[data-state]")?.replaceChildren(body.what);
    if (!body.next) {
      await this.go(this.thing.dataset.url, { push: false });
      return this.tell(`${body.message} ${this.texts.querySelector('[data-text="last"]').textContent}`);
    }
    const next = new URL(body.next, location.href);
    next.searchParams.delete("sparad");
    await this.go(next.href, { told: true });
    this.tell(body.message);
  }

  contest(body, deed) {
    const box = this.thing.querySelector("#conflict");
    box.querySelector("[data-conflict]").textContent = body.detail;
    box.querySelector("[data-anyway]").value = deed;
    box.hidden = false;
    this.thing.querySelector(".history")?.setAttribute("hidden", ""); // as it was before the other decided
    this.form.elements.version.value = body.version;
    box.scrollIntoView({ block: "nearest" });
    this.tell("");
  }

  async undo() {
    if (!this.busy) await this.alone(() => this.takeBack(this.saved.pop()));
  }

  /** Undo what was saved last, or without it the newest decision about the remark that is shown. */
  async takeBack(last) {
    const own = this.thing.querySelector("#undo-form"), many = this.root.querySelector("[data-undo-many]");
    if (!last && !own) return many ? many.requestSubmit() : this.say("nothing-to-undo");
    const address = new URL(last ? last.url : this.thing.dataset.url, location.href);
    const version = last ? last.version : own.elements.version.value;
    const target = `${address.pathname}/angra${address.search}`;
    const { status, body } = await send(target, [["version", version]], this.root.dataset.csrf);
    if (status !== 200) return this.tell(body?.detail ?? this.texts.querySelector('[data-text="not-saved"]').textContent, true), false;
    if (last) this.visited = this.visited.filter((url) => url !== last.url);
    await this.go(address.href);
    this.tell(body.message);
  }

  /** Show another remark in place; a plain visit when it cannot be had. `told`: the server knows that it is open here. */
  async go(url, { push = true, told = false } = {}) {
    const left = idOf(this.thing.dataset.url);
    const { found, wasAhead } = await this.ahead.take(url);
    if (!found) return void location.assign(url);
    const fresh = turn(this.root, found, url, wasAhead);
    document.title = found.title;
    if (push) history.pushState(null, "", url);
    this.settle();
    if (told) this.together.show();
    else this.together.sign(left);
    enhance(fresh);
    fresh.focus({ preventScroll: true });
    if (fresh.getBoundingClientRect().top < 0) this.root.scrollIntoView({ block: "start" });
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
      this.alone(() => this.takeBack());
    } else if (form.matches("[data-keys-form]")) {
      event.preventDefault();
      turnKeys(this.root, event.submitter.value).then((key) => this.say(key));
    }
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
