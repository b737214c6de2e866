/* The walk on a tablet: joins the parts and decides nothing they can decide. store (IndexedDB), outbox (what and when), wire (fetch),
   keeper (seals and puts), view/ (the screen). A tap saves at once; what has been saved is sent by itself when there is a network. */

import { textsOf } from "../map/texts.js";
import { Ending } from "./ending.js";
import { Keeper } from "./keeper.js";
import { Lines } from "./lines.js";
import { Outbox } from "./outbox.js";
import { Awake, Position } from "./position.js";
import { hourOf, newDraft } from "./state.js";
import { Store } from "./store.js";
import { Tabs } from "./tabs.js";
import { show, node } from "./view/dom.js";
import { ListView } from "./view/list.js";
import { night } from "./view/night.js";
import { ReadyView } from "./view/ready.js";
import { RemarkView } from "./view/remark.js";
import { alarm, say, sayAbove } from "./view/said.js";
import { WalkView } from "./view/walk.js";
import { NoAnswer, Wire } from "./wire.js";

const root = document.querySelector("[data-walk]");
const text = textsOf(root);
const find = (name) => root.querySelector(`[data-${name}]`);
const store = new Store();
const code = (new URLSearchParams(location.search).get("kod") ?? location.pathname.slice(root.dataset.home.length)).toLowerCase().replace(/[^a-z0-9]/g, "");

const unsaved = (fault) => alarm(text("not-saved", { reason: `${fault?.name ?? ""}.` }));

/* A walk that this tablet has joined: everything that needs its key and its token. */
class Walking {
  sending = new Set();
  stands = ""; // what the door has and this tablet has not, or the other way round: told until the list is seen
  keptUntil = 0; // how often something has been kept: a queue that was read before the last time is old

  constructor(kept, order) {
    this.kept = kept;
    this.wire = new Wire(root.dataset.door + kept.code);
    this.tabs = new Tabs(kept.code, (told) => this.heard(told));
    this.lines = new Lines(store, kept.code);
    this.keeper = new Keeper(store, kept, { order, nowhere: text("nowhere"), onKept: (item, without) => this.counted(item, without) });
    this.position = new Position((position) => this.remark.positioned(position));
    this.outbox = new Outbox({ store, wire: this.wire, walk: kept, canRead: (id) => this.keeper.drafts.has(id), onGone: (id) => this.gone(id), onChange: (change) => this.sent(change) });
    this.remark = new RemarkView(root.querySelector("[data-view=remark]"), {
      walk: kept.walk, keeper: this.keeper, position: this.position, awake: new Awake(), text, say, onLeave: (draft, isUndone) => this.left(draft, isUndone),
      onStop: (stop) => this.view.moveTo(stop),
    });
    this.view = new WalkView(root, { kept, wire: this.wire, text, say, remember: (more) => this.remember(more), onPlan: (walk) => this.remark.plan(walk) });
    this.list = new ListView(root, { keeper: this.keeper, text, onOpen: (draft) => this.open(draft), onMore: () => this.draw(true) });
    this.ready = new ReadyView(root.querySelector("[data-view=ready]"), { text, worker: root.dataset.worker, onTrial: () => this.trial(), position: this.position });
    this.ending = new Ending({ store, kept, tabs: this.tabs, text, say: sayAbove, onCleared: () => this.cleared() });
    this.listen();
  }

  listen() {
    night.listen(this.kept.is_night, (isOn) => this.remember({ is_night: isOn }));
    for (const button of root.querySelectorAll("[data-feeling]")) button.addEventListener("click", () => this.begin(button.dataset.feeling));
    for (const button of document.querySelectorAll("[data-go]")) button.addEventListener("click", () => this.go(button.dataset.go));
    for (const button of root.querySelectorAll("[data-send]")) button.addEventListener("click", () => this.outbox.kick({ now: true }));
    for (const button of root.querySelectorAll("[data-save-file]")) button.addEventListener("click", () => this.ending.saveFile().catch(unsaved));
    find("clean").addEventListener("click", () => this.ending.clean().catch(unsaved));
    addEventListener("online", () => this.hurry());
    const seen = () => Promise.all([this.heard({}), this.hurry()]); // while the page was hidden it may have missed what other tabs told
    document.addEventListener("visibilitychange", () => document.hidden || seen());
    addEventListener("pageshow", ({ persisted }) => persisted && seen());
  }

  /* There is a network again, or somebody looks: send what waits, then ask what the walk is by now. */
  hurry() {
    return this.outbox.kick({ now: true }).then(() => this.view.refresh());
  }

  /* What the tablet is set to, for when the page is opened again. */
  remember(more) {
    store.keepWalk(Object.assign(this.kept, more)).catch(unsaved);
  }

  async go(view) {
    if (this.remark.draft) await this.remark.leave();
    if (this.remark.draft) return; // it could not be saved: it stays on the screen
    if (this.stands && view === "list") alarm((this.stands = ""));
    await this.draw(view === "list");
    show(root, view);
    this.view.refresh();
  }

  /* Draw what the queue says. What changes while it is drawn is drawn together, once, a moment later. A queue that cannot be read is told of,
     is tried again, and holds nothing else up. */
  draw(withRows = !root.querySelector("[data-view=list]").hidden) {
    if (store.isForgotten(this.kept.code)) return null;
    if (this.drawing) this.isStale = true;
    this.drawing ??= this.drawn(withRows).then(() => null, (fault) => (store.isForgotten(this.kept.code) ? null : fault)).then((fault) => {
      this.drawing = null;
      if (fault) unsaved(fault);
      else if (this.isUnread) alarm("");
      this.isUnread = Boolean(fault);
      if (fault || this.isStale) setTimeout(() => this.draw(), fault ? 2_000 : 250);
      this.isStale = false;
    });
    return this.drawing;
  }

  async drawn(withRows) {
    let items, read;
    do {
      read = this.keptUntil;
      items = await this.lines.read();
      if (await this.keeper.heal(items)) {
        await store.keepWalk(this.kept);
        this.outbox.kick();
      }
    } while (read !== this.keptUntil);
    this.list.draw(items, this.sending, withRows);
  }

  counted(item, without) {
    this.keptUntil += 1;
    this.lines.touch([item.id, ...without]);
    this.list.kept(item, without);
  }

  /* The first tap: a remark is begun, and on the disk before anything else is asked. */
  async begin(feeling, { isTrial = false } = {}) {
    const draft = newDraft({ id: crypto.randomUUID(), feeling, hour: hourOf(new Date()), isTrial, stop: this.view.stop });
    if (isTrial) return this.keeper.save(draft).then(() => draft);
    this.tabs.opened();
    show(root, "remark");
    await this.remark.open(draft, { isNew: true });
    await this.draw();
    this.tabs.tell();
    return draft;
  }

  open(draft) {
    this.tabs.opened();
    show(root, "remark");
    this.remark.open(draft);
  }

  async left(draft, isUndone) {
    this.tabs.closed();
    say(text(isUndone ? "undone" : "saved"));
    show(root, "walk"); // it is on the disk: the next remark waits for neither the queue's drawing nor the network
    this.tabs.tell();
    this.outbox.kick();
    await this.draw();
  }

  async trial() {
    const draft = await this.begin("safe", { isTrial: true });
    await this.outbox.kick({ now: true });
    await this.draw();
    return (await store.items(this.kept.code)).some(({ id, state }) => id === draft.id && state === "sent");
  }

  /* For a tablet that was shut out by mistake: a key of its own again, with the walk's code; the queue is the same. */
  again() {
    const button = node("button", { type: "button", text: text("join-again") });
    button.addEventListener("click", async () => (await join(this.kept)) && this.outbox.kick({ now: true }));
    return button;
  }

  gone(id) {
    if (this.keeper.drafts.has(id)) this.stands = text("gone"); // not taken back here
    this.keeper.forget(id);
    this.tabs.tell({ gone: id });
  }

  heard({ gone, ids, isCleared }) {
    if (isCleared) store.stop(this.kept.code);
    if (isCleared) return location.reload();
    if (gone) this.keeper.forget(gone);
    if (ids) this.lines.touch(ids);
    else this.lines.forget();
    return this.draw();
  }

  async sent({ state, ids, reason, status, isBusy, fault }) {
    const touched = [...this.sending, ...(ids ?? [])];
    this.lines.touch(touched);
    this.sending = new Set(ids);
    if (state === "stands") this.stands = reason || text("undo-stands");
    if (state === "sending") say(text("sending"));
    else if (state === "offline") say(text(isBusy ? "busy" : "offline"));
    else say("");
    if (fault) unsaved(fault);
    else alarm(state === "stopped" ? text("stopped", { reason }) : this.stands, ...(status === 401 ? [this.again()] : []));
    this.tabs.tell({ ids: touched });
    await this.draw();
  }

  cleared() {
    show(root, ""); // until the next page is there
    location.replace(`${root.dataset.home}#tom`); // a new page: nothing of the walk is left in this one's memory
  }
}

async function begin(kept) {
  if (!kept.mark) kept.mark = await store.markOf(kept.code, crypto.randomUUID()); // kept by an older version of the page
  const items = await store.items(kept.code);
  const walking = new Walking(kept, Math.max(0, ...items.map(({ order }) => order)));
  await walking.draw();
  show(root, items.length ? "walk" : "ready");
  walking.ready.prepare(find("map-config")?.dataset.mapConfig);
  walking.keeper.warm().catch(unsaved);
  walking.hurry();
}

/* Join the walk of this page's address; `before`: the same walk as this tablet has it, which only gets a new token. A walk whose code has been
   changed is the same walk: it goes on where its queue lies, by the code that this tablet joined with. */
async function join(before = null) {
  say(text("joining"));
  try {
    const door = new Wire(root.dataset.door + code);
    const walks = before ? [] : await store.walks();
    const { known, refused } = await door.knownAmong(walks);
    if (known || refused) return known ? location.assign(root.dataset.home + known.code) : say(text(refused));
    const { status, body } = await door.join();
    if (status === 404 || status === 503) return say(text(status === 404 ? "unknown-walk" : "busy-join"));
    if (status !== 201) return say(text("refused-join", { reason: body.detail ?? "" }));
    const same = before ?? walks.find(({ public_key: key }) => key === body.public_key);
    const kept = Object.assign(same ?? { code, mark: crypto.randomUUID() }, { token: body.token, public_key: body.public_key, tablet: body.tablet?.number, walk: body.walk });
    await store.keepWalk(kept);
    say("");
    if (!same) await begin(kept);
    else if (!before) location.assign(root.dataset.home + kept.code);
    return true;
  } catch (fault) {
    if (fault instanceof NoAnswer) return say(text("no-network-join"));
    return unsaved(fault);
  }
}

async function enter() {
  const walks = await store.walks();
  find("walks").replaceChildren(...walks.map(({ code: one, walk }) => node("li", {}, node("a", { href: root.dataset.home + one, text: walk.title }))));
  find("earlier").hidden = !walks.length;
  if (location.hash === "#tom") say(text("cleaned"));
  show(root, "enter");
}

find("join").addEventListener("click", () => join());
try {
  const kept = code ? await store.walk(code) : null;
  if (kept) await begin(kept);
  else if (code) show(root, "join");
  else await enter();
} catch (fault) {
  alarm(text("no-store", { reason: fault?.name ?? "" }));
}
