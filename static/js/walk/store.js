/* IndexedDB and nothing else. What is put here is sealed already; a promise that resolves means that it is on the disk.

   walks: {code, token, public_key, walk, mark}             one for each walk that this tablet has joined; `mark`: drawn at random when it joined
          {code: a mark, is_cleared}                         that walk has been cleared away: no tab puts anything of it back
   items: {id, code, kind: "remark"|"photo"|"undo", revision, state: "waiting"|"sent"|"help", problems, hold, hour, order, of, is_trial, has_come}
                                                             one for each remark and photo; `of` is a photo's remark; `has_come`: the
                                                             door has had some earlier revision
   contents: {id, sealed: {key, iv, data}}                   what an item says, for as long as it has not been sent

   Contents lie by themselves, so that hundreds of photos are never read only to be counted. An item that has been sent stays
   as a line without its content, so that it can be counted and corrected. */

const NAME = "dialog-walk";
const VERSION = 2; // 1: what an item says lay in the item
const TRIES = 3; // for a connection that was lost
const PATIENCE = 10_000; // ms for opening and for one transaction: a browser that has thrown the database away may answer neither
const CLEARED = "cleared";
const LOST = new Set(["InvalidStateError", "UnknownError", "AbortError", "TimeoutError"]);

export class Store {
  #factory;
  #opened = null;
  #forgotten = new Set(); // codes of walks that this page writes nothing of any longer

  constructor(factory = null) {
    this.#factory = factory;
  }

  /* Keep an item, and let go of those `without` which it is kept, in one: all of it is done or nothing. A revision never replaces a newer one: true if
     it was kept. Rejects (QuotaExceededError, …) if it is not on the disk; NotAllowedError where another tab has cleared the walk with this `mark`. */
  async put(item, { without = [], mark = null } = {}) {
    const { sealed, ...line } = item;
    if (this.isForgotten(item.code)) throw gone();
    const kept = await this.#do(["items", "contents", "walks"], "readwrite", (items, finish, contents, walks) => unlessCleared(walks, mark, finish, () => {
      const held = items.get(item.id);
      held.onsuccess = () => {
        const isNewest = !held.result || held.result.revision <= item.revision;
        finish(isNewest);
        if (!isNewest) return;
        for (const id of without) [items, contents].forEach((each) => each.delete(id));
        const before = held.result ?? {};
        const written = items.put({ ...before, ...line, order: before.order ?? item.order, has_come: Boolean(before.has_come) || before.state === "sent" });
        written.onsuccess = () => (sealed ? contents.put({ id: item.id, sealed }) : contents.delete(item.id));
      };
    }));
    if (kept !== CLEARED) return kept;
    this.stop(item.code);
    throw gone();
  }

  /* Say what became of a revision. A newer one that was kept in the meantime is left to wait. */
  settle(id, revision, { state, problems = null, hold = false }) {
    return this.#do(["items", "contents"], "readwrite", (items, finish, contents) => {
      const held = items.get(id);
      held.onsuccess = () => {
        const item = held.result;
        const isIt = item && item.revision === revision;
        finish(Boolean(isIt));
        if (isIt) items.put({ ...item, state, problems, hold });
        else if (item && state === "sent") items.put({ ...item, has_come: true });
        if (isIt && state === "sent") contents.delete(id);
      };
    });
  }

  /* Every line of a walk, in the order it was made; without what they say. */
  items(code) {
    return this.#do(["items"], "readonly", (items, finish) => {
      const found = items.index("code").getAll(code);
      found.onsuccess = () => finish(found.result.sort((a, b) => a.order - b.order));
    });
  }

  /* Some lines of a walk by their ids, as far as they are there, and how many lines it has in all. */
  lines(code, ids) {
    return this.#do(["items"], "readonly", (items, finish) => {
      const lines = [];
      for (const id of ids) items.get(id).onsuccess = ({ target }) => target.result && lines.push(target.result);
      items.index("code").count(code).onsuccess = ({ target }) => finish({ lines, count: target.result });
    });
  }

  /* What is to be sent next, with what it says: the remarks that stand first, no more than `most`, or one photo, or one taking back. */
  waiting(code, most = 20) {
    return this.#do(["items", "contents"], "readonly", (items, finish, contents) => {
      const found = [];
      const cursor = items.index("next").openCursor(IDBKeyRange.bound([code, "waiting", -Infinity], [code, "waiting", Infinity]));
      cursor.onsuccess = () => {
        const item = cursor.result?.value;
        if (!item || found.length === most || (found.length && item.kind !== "remark")) return finish(found);
        found.push(item);
        if (item.kind !== "undo") contents.get(item.id).onsuccess = ({ target }) => (item.sealed = target.result?.sealed ?? null);
        return item.kind === "remark" ? cursor.result.continue() : finish(found);
      };
    });
  }

  /* What has not arrived, one after the other with what it says, so that no more than one photo is in memory. The line and what it says
     are read together: a newer revision may have been kept since the walk's lines were. */
  async *unsent(code) {
    for (const { id } of await this.items(code)) {
      const item = {};
      await this.#do(["items", "contents"], "readonly", (items, finish, contents) => {
        items.get(id).onsuccess = ({ target }) => Object.assign(item, target.result);
        contents.get(id).onsuccess = ({ target }) => Object.assign(item, { sealed: target.result?.sealed });
      });
      if (item.sealed && item.state !== "sent" && item.kind !== "undo") yield item;
    }
  }

  remove(ids) {
    return this.#do(["items", "contents"], "readwrite", (items, finish, contents) => {
      for (const id of ids) [items, contents].forEach((each) => each.delete(id));
      finish();
    });
  }

  async keepWalk(walk) {
    if (this.isForgotten(walk.code)) return;
    await this.#do(["walks"], "readwrite", (walks, finish) => unlessCleared(walks, walk.mark, finish, () => walks.put(walk)));
  }

  walk(code) {
    return this.#do(["walks"], "readonly", (walks, finish) => {
      const found = walks.get(code);
      found.onsuccess = () => finish(found.result ?? null);
    });
  }

  /* The mark of a walk, else the one proposed, from now on: looked at and set in one, so that two tabs have the same. */
  markOf(code, proposed) {
    return this.#do(["walks"], "readwrite", (walks, finish) => (walks.get(code).onsuccess = ({ target: { result: walk } }) => {
      finish(walk?.mark ?? proposed);
      if (walk && !walk.mark) walks.put({ ...walk, mark: proposed });
    }));
  }

  walks() {
    return this.#do(["walks"], "readonly", (walks, finish) => {
      const found = walks.getAll();
      found.onsuccess = () => finish(found.result.filter(({ is_cleared: isCleared }) => !isCleared));
    });
  }

  isForgotten(code) {
    return this.#forgotten.has(code);
  }

  /* Write nothing of a walk any longer: it has been forgotten, here or in another tab. */
  stop(code) {
    this.#forgotten.add(code);
  }

  /* Forget a walk and all that lies here of it, if its lines are such that it `mayGo`: looked at and taken away in one transaction, so that what another
     tab keeps meanwhile is either seen first or refused there. True if it is gone. */
  async forget({ code, mark }, mayGo = () => true) {
    const isGone = await this.#do(["walks", "items", "contents"], "readwrite", (walks, finish, items, contents) => {
      items.index("code").getAll(code).onsuccess = ({ target: { result: lines } }) => {
        const isSo = mayGo(lines);
        finish(isSo);
        if (!isSo) return;
        for (const { id } of lines) [items, contents].forEach((each) => each.delete(id));
        walks.delete(code);
        if (mark) walks.put({ code: mark, is_cleared: true });
      };
    });
    if (isGone) this.stop(code);
    return isGone;
  }

  /* One transaction, on the disk when it resolves. A connection that the browser has lost is opened anew, a moment later if need be. */
  async #do(names, mode, work) {
    for (let tries = 1; ; tries += 1) {
      try {
        return await this.#once(names, mode, work);
      } catch (fault) {
        if (tries === TRIES || !LOST.has(fault?.name)) throw fault;
        this.#opened = null;
        await new Promise((again) => setTimeout(again, tries * 100));
      }
    }
  }

  async #once(names, mode, work) {
    const database = await answered((this.#opened ??= this.#open()));
    return answered(new Promise((resolve, reject) => {
      const transaction = database.transaction(names, mode, { durability: "strict" });
      let result;
      transaction.oncomplete = () => resolve(result);
      transaction.onabort = () => reject(transaction.error ?? new DOMException("the write was not done", "AbortError"));
      const [first, ...others] = names.map((name) => transaction.objectStore(name));
      work(first, (value) => (result = value), ...others);
    }));
  }

  #open() {
    return new Promise((resolve, reject) => {
      const request = (this.#factory ?? globalThis.indexedDB).open(NAME, VERSION); // a browser that keeps nothing may refuse the name itself
      request.onupgradeneeded = ({ oldVersion }) => {
        const contents = request.result.createObjectStore("contents", { keyPath: "id" });
        if (oldVersion === 1) return takeApart(request.transaction.objectStore("items"), contents);
        request.result.createObjectStore("walks", { keyPath: "code" });
        const items = request.result.createObjectStore("items", { keyPath: "id" });
        items.createIndex("code", "code");
        return items.createIndex("next", ["code", "state", "order"]);
      };
      request.onerror = () => {
        this.#opened = null;
        reject(request.error);
      };
      request.onsuccess = () => {
        const database = request.result;
        database.onclose = () => (this.#opened = null);
        database.onversionchange = () => {
          database.close();
          this.#opened = null;
        };
        resolve(database);
      };
    });
  }
}

/* Do `work`, unless the walk that had this mark has been cleared away: then `finish` is told so. Without a mark nothing is known. */
function unlessCleared(walks, mark, finish, work) {
  if (!mark) return work();
  walks.get(mark).onsuccess = ({ target }) => (target.result ? finish(CLEARED) : work());
  return null;
}

const gone = () => new DOMException("the walk has been forgotten", "NotAllowedError");

/* What is promised, or a TimeoutError. Every transaction may be done twice: a revision is kept, settled and removed once, however often it is asked for. */
function answered(promise) {
  let timer;
  const late = new Promise((_, reject) => (timer = setTimeout(() => reject(new DOMException("no answer from the database", "TimeoutError")), PATIENCE)));
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

/* A queue of version 1 becomes one of version 2, in the transaction that opens it: whole or not at all. */
function takeApart(items, contents) {
  items.openCursor().onsuccess = ({ target: { result: cursor } }) => {
    if (!cursor) return;
    const { sealed, ...line } = cursor.value;
    if (sealed) contents.put({ id: line.id, sealed });
    cursor.update(line);
    cursor.continue();
  };
}
