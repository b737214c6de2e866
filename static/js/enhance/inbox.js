// The tagging desk: keys, saving without leaving the page, the next remark loaded ahead. Without it every deed is a plain
// form and a new page; whatever goes wrong here falls back to that. Sentences stand in templates/tag/staff/keys.html.
import { enhance } from "../main.js";
import { Ahead } from "../inbox/ahead.js";
import { Behind } from "../inbox/behind.js";
import { beginning, Chooser, isWhole } from "../inbox/choose.js";
import { linkOf, onceForEach } from "../inbox/clicks.js";
import { Keys } from "../inbox/keys.js";
import { idOf, Together } from "../inbox/together.js";
import { come, contest, isNearEnd, putBack, rowOf, turn } from "../inbox/turn.js";
import { Voice } from "../inbox/voice.js";
import { pathOf, send } from "../inbox/wire.js";

const PATIENCE = 60; // milliseconds that the next remark waits for the answer where two tag: it tells which one is still to be done

export default (root) => new Desk(root);

class Desk {
  constructor(root) {
    this.root = root;
    this.voice = new Voice(root);
    this.saved = []; // what has been saved since the page was opened: {url, version}, to be undone with one key
    this.visited = []; // the way that was gone, for the left arrow: what has been saved may no longer be in the filter
    this.ahead = new Ahead();
    this.behind = new Behind(root, this.voice, (url) => this.alone(() => this.go(url)));
    this.halfDone = new Map(); // address: a page that was left half done, to look at one that was not saved
    this.together = new Together(root, this.voice.texts);
    this.busy = false;
    root.dataset.running = "";
    root.addEventListener("submit", (event) => this.submitted(event));
    onceForEach(root, () => this.thing);
    root.addEventListener("click", (event) => this.clicked(event));
    window.addEventListener("popstate", () => this.go(location.href, { push: false }));
    this.settle();
    this.keys = new Keys(this);
  }

  /** Make ready for the remark that is shown now, a new one or `page` as it was left. */
  settle(page = null) {
    this.thing = this.root.querySelector("#thing");
    this.behind.leave(this.thing);
    this.form = this.thing.querySelector("#desk-form");
    this.chooser = page?.chooser ?? new Chooser(this.thing, (key, facts) => this.voice.say(key, facts));
    this.before = page?.before ?? this.fields();
    const { chooser, before, thing, root } = this;
    this.page = { url: thing.dataset.url, title: document.title, what: beginning(thing), thing, steps: root.querySelector("#steps"), chooser, before };
    this.root.querySelector("[data-undo]").hidden = !this.saved.length;
    this.fetchAhead();
  }

  fetchAhead() {
    return this.ahead.fetchFrom(this.link("next"), (path) => isNearEnd(this.root, path));
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

  /** Do one thing at a time; then what was pressed meanwhile. */
  async alone(work) {
    if (this.busy) return;
    this.busy = true;
    const isKept = (await work().catch(() => false)) !== false;
    this.busy = false;
    this.keys.rest(isKept && !this.isContested);
  }

  /** Enter and right arrow: save what has been changed, else only go on. */
  saveOrGo() {
    if (this.isChanged || !this.link("next")) this.save("spara");
    else this.step("next", "last");
  }

  step(which, end) {
    const url = this.link(which);
    if (!url) return this.voice.say(end);
    if (which === "next") this.visited.push(this.thing.dataset.url);
    this.alone(() => this.go(url));
  }

  back() {
    const url = this.visited.pop();
    if (url) this.alone(() => this.go(url));
    else this.step("previous", "first");
  }

  save(deed, { anyway = false } = {}) {
    if (this.isContested && !anyway) return this.voice.say("settle");
    this.alone(() => this.send(deed));
  }

  /** Save what is chosen. The next remark is shown at once where it is here already; else what is said is said of this one, and
      false means that it was not kept, so that nothing pressed meanwhile is done to it. */
  async send(deed) {
    this.voice.say("saving");
    const next = this.link("next"), held = this.ahead.peek(next), fields = this.fields(deed);
    const mayLeave = held && !this.isContested && !this.behind.mustWait && isWhole(fields, deed, this.thing);
    if (mayLeave) fields.push(["visar", `${idOf(next)} ${held.querySelector("#desk-form [name=version]").value}`]);
    const entry = { page: this.page, action: this.form.action, fields, deed, next };
    const answer = this.behind.add(entry);
    if (!mayLeave || this.together.isOn) await this.behind.wait(entry, mayLeave ? PATIENCE : null);
    if (entry.answer && !entry.isLeft) return this.answered(entry.answer, deed);
    answer.then(({ status, body }) => status === 200 && this.keptBehind(entry, body));
    this.visited.push(entry.page.url);
    this.voice.of = ""; // what is said from now on is said of the next
    if (entry.isLeft) return false; // another was opened meanwhile, by a click
    entry.isLeft = true;
    await this.go(next, { told: true });
  }

  answered({ status, body }, deed) {
    if (status === 200) return this.kept(body);
    if (status === 409 && body) contest(this.form, body, deed), this.voice.tell("");
    else if (status === 422 && body) this.voice.tell(body.detail, true);
    else if (status === 0 || status >= 500) this.voice.tell(this.voice.word("not-saved"), true);
    else {
      // Signed out, gone, or something new: the plain form tells it best, and nothing typed is lost.
      this.plain = true;
      this.form.requestSubmit(this.form.querySelector(`button[value="${deed}"]`));
    }
    return false;
  }

  noteKept(url, body) {
    this.together.take(body);
    this.ahead.forget(url);
    this.saved.push({ url, version: body.version });
    rowOf(this.root, url)?.querySelector("[data-state]")?.replaceChildren(body.what);
  }

  /** What was left has been saved: tell it, and whether the remark that was shown instead is no longer as it was. */
  keptBehind(entry, body) {
    this.noteKept(entry.page.url, body);
    this.root.querySelector("[data-undo]").hidden = false;
    this.fetchAhead(); // where the network was gone, the next one could not be had either
    const isShown = body.shown && pathOf(entry.next) === pathOf(this.thing.dataset.url);
    this.voice.tellBeside(isShown ? `${body.message} ${body.shown}` : body.message);
  }

  async kept(body) {
    this.noteKept(this.thing.dataset.url, body);
    if (body.next) this.visited.push(this.thing.dataset.url);
    if (!body.next) {
      await this.go(this.thing.dataset.url, { push: false });
      return this.voice.tell(`${body.message} ${this.voice.word("last")}`);
    }
    const next = new URL(body.next, location.href);
    next.searchParams.delete("sparad");
    await this.go(next.href, { told: true });
    this.voice.tell(body.message);
  }

  /** Show a decision that was not kept as it was left, and say why on the spot. */
  again(entry) {
    if (this.isChanged) this.halfDone.set(pathOf(this.page.url), this.page);
    this.show(entry.page);
    return this.answered(entry.answer, entry.deed);
  }

  show(page, { push = true } = {}) {
    const left = idOf(this.thing.dataset.url);
    this.halfDone.delete(pathOf(page.url));
    putBack(this.root, page);
    document.title = page.title;
    if (push) history.pushState(null, "", page.url);
    this.settle(page);
    this.sign(left);
    come(this.root, this.thing);
  }

  /** Undo what was saved last; where that was not kept, there is nothing to undo but to show it. */
  async undo() {
    await this.alone(async () => {
      await this.behind.settled();
      const unsaved = this.behind.withdraw();
      return unsaved ? this.again(unsaved) : this.takeBack(this.saved.pop());
    });
  }

  /** Undo what was saved last, or without it the newest decision about the remark that is shown. */
  async takeBack(last) {
    const own = this.thing.querySelector("#undo-form"), many = this.root.querySelector("[data-undo-many]");
    if (!last && !own) return many ? many.requestSubmit() : this.voice.say("nothing-to-undo");
    const address = new URL(last ? last.url : this.thing.dataset.url, location.href);
    const version = last ? last.version : own.elements.version.value;
    const { status, body } = await send(`${address.pathname}/angra${address.search}`, [["version", version]], this.root.dataset.csrf);
    if (status !== 200) return this.voice.tell(body?.detail ?? this.voice.word("not-saved"), true), false;
    if (last) this.visited = this.visited.filter((url) => url !== last.url);
    this.ahead.forget(address.href);
    await this.go(address.href);
    this.voice.tell(body.message);
  }

  /** Show another remark in place; a plain visit when it cannot be had. `told`: the server knows that it is open here. */
  async go(url, { push = true, told = false } = {}) {
    if (this.behind.has(url)) await this.behind.settled(); // else it would be shown as it was before it was saved
    const unsaved = this.behind.withdraw(url);
    if (unsaved) return this.again(unsaved);
    const half = this.halfDone.get(pathOf(url));
    if (half) return this.show(half, { push });
    const left = idOf(this.thing.dataset.url);
    const { found, wasAhead } = await this.ahead.take(url);
    if (!found) return void location.assign(url);
    const fresh = turn(this.root, found, url, wasAhead);
    document.title = found.title;
    if (push) history.pushState(null, "", url);
    this.settle();
    if (told) this.together.show();
    else this.sign(left);
    enhance(fresh).catch(() => null); // what could not be fetched is done without
    come(this.root, this.thing);
  }

  /** Tell that another remark is open here, after what is being saved, which tells it too. */
  sign(left) {
    this.behind.settled().then(() => this.together.sign(left));
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
    }
  }

  clicked(event) {
    if (event.target.closest("[data-undo]")) return void this.undo();
    const link = linkOf(event);
    if (link) event.preventDefault(), this.go(link.href);
  }
}
