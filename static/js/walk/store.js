/* IndexedDB and nothing else. What is put here is sealed already; a promise that resolves means that it is on the disk.

   walks: {code, token, public_key, walk, order}            one for each walk that this tablet has joined
   items: {id, code, kind: "remark"|"photo"|"undo", revision, state: "waiting"|"sent"|"help", problems, hold, hour, order, of, is_trial,
           sealed: {key, iv, data} | null}                   one for each remark and photo; `of` is a photo's remark
   An item that has been sent stays as a line without its content, so that it can be counted and corrected. */

const NAME = "dialog-walk";
const VERSION = 1;
const TRIES = 3; // for a connection that was lost

export class Store {
  #factory;
  #opened = null;

  constructor(factory = globalThis.indexedDB) {
    this.#factory = factory;
  }

  /* Keep an item. A revision never replaces a newer one: true if it was kept. Rejects (QuotaExceededError, …) if it is not on the disk. */
  put(item) {
    return this.#do(["items"], "readwrite", (items, finish) => {
      const held = items.get(item.id);
      held.onsuccess = () => {
        const isNewest = !held.result || held.result.revision <= item.revision;
        if (isNewest) items.put({ ...held.result, ...item, order: held.result?.order ?? item.order });
        finish(isNewest);
      };
    });
  }

  /* Say what became of a revision. A newer one that was kept in the meantime is left to wait. */
  settle(id, revision, { state, problems = null, hold = false }) {
    return this.#do(["items"], "readwrite", (items, finish) => {
      const held = items.get(id);
      held.onsuccess = () => {
        const item = held.result;
        const isIt = item && item.revision === revision;
        if (isIt) items.put({ ...item, state, problems, hold, sealed: state === "sent" ? null : item.sealed });
        finish(Boolean(isIt));
      };
    });
  }

  /* Everything of a walk, in the order it was made. */
  items(code) {
    return this.#do(["items"], "readonly", (items, finish) => {
      const found = items.index("code").getAll(code);
      found.onsuccess = () => finish(found.result.sort((a, b) => a.order - b.order));
    });
  }

  /* What waits to be sent, in the order it was made; no more than `most`, so that photos do not fill the memory. */
  waiting(code, most = 20) {
    return this.#do(["items"], "readonly", (items, finish) => {
      const found = [];
      const cursor = items.index("next").openCursor(IDBKeyRange.bound([code, "waiting", -Infinity], [code, "waiting", Infinity]));
      cursor.onsuccess = () => {
        if (!cursor.result || found.length === most) return finish(found);
        found.push(cursor.result.value);
        return cursor.result.continue();
      };
    });
  }

  remove(ids) {
    return this.#do(["items"], "readwrite", (items, finish) => {
      for (const id of ids) items.delete(id);
      finish();
    });
  }

  keepWalk(walk) {
    return this.#do(["walks"], "readwrite", (walks, finish) => {
      walks.put(walk);
      finish();
    });
  }

  walk(code) {
    return this.#do(["walks"], "readonly", (walks, finish) => {
      const found = walks.get(code);
      found.onsuccess = () => finish(found.result ?? null);
    });
  }

  walks() {
    return this.#do(["walks"], "readonly", (walks, finish) => {
      const found = walks.getAll();
      found.onsuccess = () => finish(found.result);
    });
  }

  /* Forget a walk and all that lies here of it. Only after everything has been sent, or been saved in a file. */
  forget(code) {
    return this.#do(["walks", "items"], "readwrite", (walks, finish, items) => {
      walks.delete(code);
      const own = items.index("code").openKeyCursor(IDBKeyRange.only(code));
      own.onsuccess = () => {
        if (!own.result) return finish();
        items.delete(own.result.primaryKey);
        return own.result.continue();
      };
    });
  }

  /* One transaction, on the disk when it resolves. A connection that the browser has lost is opened anew, a moment later if need be. */
  async #do(names, mode, work) {
    for (let tries = 1; ; tries += 1) {
      try {
        return await this.#once(names, mode, work);
      } catch (fault) {
        if (tries === TRIES || !["InvalidStateError", "UnknownError", "AbortError"].includes(fault?.name)) throw fault;
        this.#opened = null;
        await new Promise((again) => setTimeout(again, tries * 100));
      }
    }
  }

  async #once(names, mode, work) {
    const database = await (this.#opened ??= this.#open());
    return new Promise((resolve, reject) => {
      const transaction = database.transaction(names, mode, { durability: "strict" });
      let result;
      transaction.oncomplete = () => resolve(result);
      transaction.onabort = () => reject(transaction.error ?? new DOMException("the write was not done", "AbortError"));
      const [first, ...others] = names.map((name) => transaction.objectStore(name));
      work(first, (value) => (result = value), ...others);
    });
  }

  #open() {
    return new Promise((resolve, reject) => {
      const request = this.#factory.open(NAME, VERSION);
      request.onupgradeneeded = () => {
        request.result.createObjectStore("walks", { keyPath: "code" });
        const items = request.result.createObjectStore("items", { keyPath: "id" });
        items.createIndex("code", "code");
        items.createIndex("next", ["code", "state", "order"]);
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
