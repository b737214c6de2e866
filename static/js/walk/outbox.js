/* Decides what is sent and when: in order, one request at a time, never from two tabs at once, and nothing leaves the queue before
   the server has named its id. Knows neither DOM nor IndexedDB nor fetch: a store, a wire, a lock and a clock are given to it.

   An item stays "waiting" until the door has answered for its very revision: then "sent", or "help" with the reasons.
   What the door refuses while this page can still read it waits for a person to mend it; what no page can read any longer
   is sent once more with `hold`, and is then the walk leader's. */

import { asBytes, asJson } from "./seal.js";
import { NoAnswer } from "./wire.js";

const BATCH = 20; // remarks in one request
const FIRST_PAUSE = 2_000; // ms; doubled after each failure
const LONGEST_PAUSE = 300_000;
const TAKEN = new Set(["created", "unchanged", "updated", "held"]);

export class Outbox {
  #store;
  #wire;
  #walk;
  #tools;
  #timer = null;
  #failures = 0;
  #running = null;
  #wantsMore = false;

  /* `walk` is {code, token}; `canRead(id)`: this page made the item and can still show it; `onGone(id)`: the door will never take it, so that nobody puts
     it back; `onChange({state, ids, wait, reason})` after each step:
     state "idle", "sending" (what is under way: `ids`), "offline" (tries again after `wait` ms; `isBusy`: the door is there, but can take
     nothing just now), "stands" (what was taken back here is still there: `reason`), "unread" (the queue itself could not be read or written: `fault`; tries again too) or "stopped" (the door will not
     take anything: `reason`). */
  constructor({ store, wire, walk, canRead, onGone = () => {}, onChange, locks = globalThis.navigator?.locks, later = (work, wait) => setTimeout(work, wait), random = Math.random }) {
    [this.#store, this.#wire, this.#walk] = [store, wire, walk];
    this.#tools = { canRead, onGone, onChange, locks, later, random };
  }

  /* Something was put in the queue, the network is back, or somebody pressed "send now". Resolves when this round is over. */
  kick({ now = false } = {}) {
    if (now) this.#failures = 0;
    if (this.#running) {
      this.#wantsMore = true;
      return this.#running;
    }
    clearTimeout(this.#timer);
    this.#running = this.#alone(() => this.#round()).finally(() => {
      this.#running = null;
      if (!this.#wantsMore) return;
      this.#wantsMore = false;
      this.#later(0);
    });
    return this.#running;
  }

  #alone(work) {
    return this.#tools.locks ? this.#tools.locks.request(`dialog-outbox-${this.#walk.code}`, work) : work();
  }

  async #round() {
    try {
      for (let items = await this.#store.waiting(this.#walk.code, BATCH); items.length; items = await this.#store.waiting(this.#walk.code, BATCH)) {
        this.#tell("sending", { ids: items.map(({ id }) => id) });
        const wait = await this.#send(items);
        if (wait === null) return; // stopped
        if (wait) return this.#again(wait, { isBusy: true });
        this.#failures = 0;
      }
      return this.#tell("idle");
    } catch (fault) {
      return this.#again(0, fault instanceof NoAnswer ? {} : { state: "unread", fault });
    }
  }

  /* Send what stands first: the remarks before the first photo together, one photo, or one taking back. Returns ms to wait, 0 to go on, null to stop. */
  async #send(items) {
    if (items[0].kind === "photo") return this.#sendPhoto(items[0]);
    if (items[0].kind === "undo") return this.#sendUndo(items[0]);
    const upTo = items.findIndex(({ kind }) => kind !== "remark");
    const remarks = upTo < 0 ? items : items.slice(0, upTo);
    let { status, body, wait } = await this.#wire.sync(this.#walk.token, remarks.map(wired));
    for (let n = remarks.length; status === 413 && n > 1; ) {
      n = Math.ceil(n / 2);
      remarks.length = n;
      ({ status, body, wait } = await this.#wire.sync(this.#walk.token, remarks.map(wired)));
    }
    if (status === 200 && Array.isArray(body.results)) {
      let named = 0;
      for (const item of remarks) {
        const result = body.results.find(({ id }) => id === item.id);
        if (!result) continue; // not named: it stays
        named += 1;
        await this.#settle(item, result);
      }
      if (!named) throw new NoAnswer("nothing was named");
      return 0;
    }
    if (status === 413) return this.#settle(remarks[0], { status: "refused", problems: body.fields ?? body }).then(() => 0);
    return this.#refused(status, body, wait);
  }

  async #sendPhoto(item) {
    const { status, body, wait } = await this.#wire.photo(this.#walk.token, item.id, asBytes(item.sealed));
    if (status === 200 || status === 201 || status === 202) {
      if (body.id !== item.id) throw new NoAnswer("nothing was named");
      await this.#store.settle(item.id, item.revision, { state: "sent" });
      return 0;
    }
    if (status === 410 && body.id === item.id) return this.#gone(item);
    if ([409, 413, 422].includes(status)) {
      await this.#store.settle(item.id, item.revision, { state: "help", problems: { reason: body.detail ?? "" } });
      return 0;
    }
    return this.#refused(status, body, wait);
  }

  /* 404: it never came there, or it is another tablet's, as this one was before it joined again. 410: it is gone there already, and is named;
     or the walk is closed. What has come there stands then, and a person is told. */
  async #sendUndo(item) {
    const { status, body, wait } = await this.#wire.undo(this.#walk.token, item.id);
    const isAway = status === 204 || (status === 410 && body.id === item.id);
    if (isAway || ([404, 410].includes(status) && !item.has_come)) return this.#gone(item);
    if (status === 404 || status === 410) {
      const reason = status === 410 ? (body.detail ?? "") : "";
      await this.#store.settle(item.id, item.revision, { state: "help", problems: { reason } });
      this.#tell("stands", { reason });
      return 0;
    }
    return this.#refused(status, body, wait);
  }

  async #settle(item, { status, problems = null }) {
    if (TAKEN.has(status)) return this.#store.settle(item.id, item.revision, { state: "sent" });
    if (status === "gone") return this.#gone(item);
    if (status === "refused" && !item.hold && !this.#tools.canRead(item.id)) {
      return this.#store.settle(item.id, item.revision, { state: "waiting", hold: true });
    }
    return this.#store.settle(item.id, item.revision, { state: "help", problems: problems ?? { reason: status } });
  }

  /* Taken back: the door has named the id and will never take it again, so it need not lie here either. */
  async #gone(item) {
    this.#tools.onGone(item.id); // before it leaves the queue: what is missing there is otherwise taken for lost
    await this.#store.remove([item.id]);
    return 0;
  }

  /* The door took nothing. 401 and 404 are for a person: the queue stays and can be saved in a file. */
  #refused(status, body, wait) {
    if (status === 401 || status === 403 || status === 404 || status === 410) {
      this.#tell("stopped", { reason: body?.detail ?? "", status });
      return null;
    }
    return Math.max(wait * 1000, 1);
  }

  #again(atLeast, more = {}) {
    const pause = Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** this.#failures) * (0.75 + this.#tools.random() / 2);
    this.#failures += 1;
    const wait = Math.min(LONGEST_PAUSE, Math.max(pause, atLeast));
    this.#tell(more.state ?? "offline", { wait, ...more });
    this.#later(wait);
  }

  #later(wait) {
    clearTimeout(this.#timer);
    this.#timer = this.#tools.later(() => this.kick(), wait);
  }

  #tell(state, more = {}) {
    this.#tools.onChange({ state, ...more });
  }
}

function wired({ id, revision, sealed, hold }) {
  return { id, revision, sealed: asJson(sealed), ...(hold && { hold: true }) };
}
