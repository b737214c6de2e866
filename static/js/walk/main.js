/* The walk on a tablet: joins the parts and decides nothing they can decide. store (IndexedDB), outbox (what and when), wire (fetch),
   keeper (seals and puts), view/ (the screen). A tap saves at once; what has been saved is sent by itself when there is a network. */

import { textsOf } from "../map/texts.js";
import { queueFiles, saveAll } from "./files.js";
import { Keeper } from "./keeper.js";
import { Outbox } from "./outbox.js";
import { Awake, Position } from "./position.js";
import { hourOf, newDraft } from "./state.js";
import { Store } from "./store.js";
import { show, fillStops, node } from "./view/dom.js";
import { ListView } from "./view/list.js";
import { ReadyView } from "./view/ready.js";
import { RemarkView } from "./view/remark.js";
import { NoAnswer, Wire } from "./wire.js";

const root = document.querySelector("[data-walk]");
const text = textsOf(root);
const find = (name) => root.querySelector(`[data-${name}]`);
const store = new Store();
const code = (new URLSearchParams(location.search).get("kod") ?? location.pathname.slice(root.dataset.home.length)).toLowerCase().replace(/[^a-z0-9]/g, "");

const say = (words) => (find("said").textContent = words);

function alarm(words) {
  find("alarm").hidden = !words;
  find("alarm").textContent = words;
}

/* A walk that this tablet has joined: everything that needs its key and its token. */
class Walking {
  sending = "idle";

  constructor(kept, order) {
    this.kept = kept;
    this.walk = kept.walk;
    this.wire = new Wire(root.dataset.door + kept.code);
    this.keeper = new Keeper(store, kept, { order, nowhere: text("nowhere") });
    this.position = new Position((position) => this.remark.positioned(position));
    this.outbox = new Outbox({ store, wire: this.wire, walk: kept, canRead: (id) => this.keeper.drafts.has(id), onChange: (change) => this.sent(change) });
    this.remark = new RemarkView(root.querySelector("[data-view=remark]"), {
      walk: this.walk, keeper: this.keeper, position: this.position, awake: new Awake(), text, say, onLeave: (draft, isUndone) => this.left(draft, isUndone),
    });
    this.list = new ListView(root, { keeper: this.keeper, text, onOpen: (draft) => this.open(draft) });
    this.ready = new ReadyView(root.querySelector("[data-view=ready]"), { text, worker: root.dataset.worker, onTrial: () => this.trial(), position: this.position });
    this.listen();
  }

  listen() {
    document.querySelector("[data-title]").textContent = this.walk.title;
    fillStops(find("stop-now"), this.walk.stops ?? []);
    find("return").textContent = this.walk.return_words ? text("return", { words: this.walk.return_words }) : "";
    for (const button of root.querySelectorAll("[data-feeling]")) button.addEventListener("click", () => this.begin(button.dataset.feeling));
    for (const button of document.querySelectorAll("[data-go]")) button.addEventListener("click", () => this.go(button.dataset.go));
    for (const button of root.querySelectorAll("[data-send]")) button.addEventListener("click", () => this.outbox.kick({ now: true }));
    for (const button of root.querySelectorAll("[data-save-file]")) button.addEventListener("click", () => this.saveFile());
    find("clean").addEventListener("click", () => this.clean());
    addEventListener("online", () => this.outbox.kick({ now: true }));
    document.addEventListener("visibilitychange", () => document.hidden || this.outbox.kick({ now: true }));
  }

  async go(view) {
    if (this.remark.draft) await this.remark.leave();
    if (this.remark.draft) return; // it could not be saved: it stays on the screen
    await this.draw(view === "list");
    show(root, view);
  }

  /* The rows are made only for who sees them: with hundreds in the queue they take longer than a tap may. */
  async draw(withRows = !root.querySelector("[data-view=list]").hidden) {
    let items = await store.items(this.kept.code);
    if (await this.keeper.heal(items)) {
      await store.keepWalk(this.kept);
      items = await store.items(this.kept.code);
      this.outbox.kick();
    }
    this.list.draw(items, this.sending, withRows);
  }

  /* The first tap: a remark is begun, and on the disk before anything else is asked. */
  async begin(feeling, { isTrial = false } = {}) {
    const draft = newDraft({ id: crypto.randomUUID(), feeling, hour: hourOf(new Date()), isTrial, stop: Number(find("stop-now").value) || null });
    if (isTrial) return this.keeper.save(draft).then(() => draft);
    show(root, "remark");
    await this.remark.open(draft, { isNew: true });
    await this.draw();
    return draft;
  }

  open(draft) {
    show(root, "remark");
    this.remark.open(draft);
  }

  async left(draft, isUndone) {
    if (isUndone) say(text("undone"));
    else say(text("saved"));
    await this.draw();
    show(root, "walk");
    this.outbox.kick();
  }

  async trial() {
    const draft = await this.begin("safe", { isTrial: true });
    await this.outbox.kick({ now: true });
    await this.draw();
    return (await store.items(this.kept.code)).some(({ id, state }) => id === draft.id && state === "sent");
  }

  async sent({ state, reason }) {
    this.sending = state;
    if (state === "sending") say(text("sending"));
    else if (state === "offline") say(text("offline"));
    else say("");
    alarm(state === "stopped" ? text("stopped", { reason }) : "");
    await this.draw().catch((fault) => alarm(text("not-saved", { reason: `${fault?.name ?? ""}.` })));
  }

  async saveFile() {
    const files = queueFiles(this.kept, await store.items(this.kept.code));
    await saveAll(files, `vandring-${this.kept.code}`);
    this.isFiled = true;
    say(files.length > 1 ? text("files-saved", { n: files.length }) : text("file-saved"));
  }

  async clean() {
    const left = (await store.items(this.kept.code)).filter(({ state }) => state !== "sent");
    if (left.length && !this.isFiled) return say(text("clean-first", { n: left.length }));
    await store.forget(this.kept.code);
    document.querySelector("[data-count]").hidden = true;
    say(text("cleaned"));
    return enter();
  }
}

async function begin(kept) {
  const items = await store.items(kept.code);
  const walking = new Walking(kept, Math.max(0, ...items.map(({ order }) => order)));
  await walking.draw();
  show(root, items.length ? "walk" : "ready");
  walking.ready.prepare(find("map-config")?.dataset.mapConfig);
  walking.outbox.kick();
}

async function join() {
  say(text("joining"));
  try {
    const { status, body } = await new Wire(root.dataset.door + code).join();
    if (status === 404) return say(text("unknown-walk"));
    if (status !== 201) return say(text("refused-join", { reason: body.detail ?? "" }));
    const kept = { code, token: body.token, public_key: body.public_key, tablet: body.tablet?.number, walk: body.walk };
    await store.keepWalk(kept);
    say("");
    return await begin(kept);
  } catch (fault) {
    if (fault instanceof NoAnswer) return say(text("no-network-join"));
    return alarm(text("not-saved", { reason: `${fault?.name ?? ""}.` }));
  }
}

async function enter() {
  const walks = await store.walks();
  const list = find("walks");
  list.replaceChildren(...walks.map(({ code: one, walk }) => node("li", {}, node("a", { href: root.dataset.home + one, text: walk.title }))));
  find("earlier").hidden = !walks.length;
  show(root, "enter");
}

function night() {
  const button = document.querySelector("[data-night]");
  button.addEventListener("click", () => {
    const isOn = document.documentElement.classList.toggle("night");
    button.setAttribute("aria-pressed", String(isOn));
  });
}

night();
find("join").addEventListener("click", join);
try {
  const kept = code ? await store.walk(code) : null;
  if (kept) await begin(kept);
  else if (code) show(root, "join");
  else await enter();
} catch (fault) {
  alarm(text("not-saved", { reason: `${fault?.name ?? ""}.` }));
}
