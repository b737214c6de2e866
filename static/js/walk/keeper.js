/* Keeps what is being made: seals it and puts it in the queue, one write after the other, and remembers this page's own drafts so that
   they can be corrected. "Sparad" is said only after the write is on the disk (TRUST D10). Knows no DOM. */

import { payloadOf } from "./state.js";
import { readKey, seal } from "./seal.js";

export class Keeper {
  #store;
  #walk;
  #key;
  #order;
  #nowhere;
  #onKept;
  #last = Promise.resolve();
  #undone = new Set(); // ids of what was taken back: nothing that was under way saves it again
  drafts = new Map();
  pictures = new Map();

  /* `walk`: as the store keeps it, {code, public_key, …}; `order`: a number no less than any in the queue; `nowhere`: words for a place that nobody has told;
     `onKept(item, without)`: something lies on the disk and waits to be sent; the ids `without` lie there no longer. */
  constructor(store, walk, { order, nowhere, onKept = () => {} }) {
    [this.#store, this.#walk, this.#order, this.#nowhere, this.#onKept] = [store, walk, order, nowhere, onKept];
    this.#key = readKey(walk.public_key);
  }

  /* Do once, before anybody waits for it, what the first save does slowest: the browser's first sealing and its first write. */
  async warm() {
    await seal(await this.#key, "", new Uint8Array(1));
    await this.#store.keepWalk(this.#walk);
  }

  /* Save a draft as its next revision. Resolves when it is on the disk; rejects when it is not, and the draft is as it was. */
  save(draft) {
    if (this.#undone.has(draft.id)) return Promise.resolve();
    this.drafts.set(draft.id, draft);
    return this.#inTurn(async () => {
      if (this.#undone.has(draft.id)) return;
      const revision = draft.revision + 1;
      const said = new TextEncoder().encode(JSON.stringify(payloadOf(draft, this.#nowhere)));
      const sealed = await seal(await this.#key, `${draft.id}/${revision}`, said);
      await this.#put({ id: draft.id, kind: "remark", revision, hour: draft.hour, is_trial: draft.is_trial, sealed });
      draft.revision = revision;
    });
  }

  /* Put back what the browser has thrown away but this page still has: the door knows what it has had already. */
  async heal(items) {
    const there = new Set(items.map(({ id }) => id));
    const lost = [...this.drafts.values()].filter(({ id, revision }) => revision && !there.has(id));
    for (const draft of lost) {
      for (const id of draft.photos) if (this.pictures.has(id)) await this.savePhoto(draft, id, this.pictures.get(id));
      await this.save(draft);
    }
    return lost.length;
  }

  /* The door will never take it: it is not lost when it is missing in the queue. */
  forget(id) {
    this.drafts.delete(id);
  }

  /* Save a photo, sealed. The draft names it from its next save on. */
  savePhoto(draft, id, blob) {
    return this.#inTurn(async () => {
      if (this.#undone.has(draft.id)) return;
      const sealed = await seal(await this.#key, id, new Uint8Array(await blob.arrayBuffer()));
      await this.#put({ id, kind: "photo", of: draft.id, revision: 1, hour: draft.hour, is_trial: draft.is_trial, sealed });
      this.pictures.set(id, blob);
      if (!draft.photos.includes(id)) draft.photos.push(id);
    });
  }

  /* Take back what this tablet made: its photos are let go with it, in one write, and the door is told of the rest. */
  undo(draft) {
    return this.#inTurn(async () => {
      await this.#put({ id: draft.id, kind: "undo", revision: draft.revision + 1, hour: draft.hour, is_trial: draft.is_trial, sealed: null }, draft.photos);
      this.#undone.add(draft.id);
      for (const id of draft.photos) this.pictures.delete(id);
      this.drafts.delete(draft.id);
    });
  }

  async #put(item, without = []) {
    this.#order += 1;
    const { code, mark } = this.#walk;
    await this.#store.put({ code, state: "waiting", problems: null, hold: false, of: null, order: this.#order, ...item }, { without, mark });
    this.#onKept(item, without);
  }

  #inTurn(work) {
    const done = this.#last.then(work);
    this.#last = done.catch(() => {});
    return done;
  }
}
