/* Other tabs with the same walk on this tablet: what one keeps or sends the others count, what one clears none shows any longer, and none clears it while
   another has a remark open. Knows neither DOM nor IndexedDB. */

export class Tabs {
  #code;
  #channel = new BroadcastChannel("dialog-walk");
  #locks;
  #release = () => {};

  /* `onHeard(told)`: another tab of the same walk has told something. */
  constructor(code, onHeard, locks = globalThis.navigator?.locks) {
    [this.#code, this.#locks] = [code, locks];
    this.#channel.addEventListener("message", ({ data }) => data.code === code && onHeard(data));
  }

  tell(more = {}) {
    this.#channel.postMessage({ code: this.#code, ...more });
  }

  /* A remark is open in this tab, until `closed`. Nothing waits for it. */
  opened() {
    this.closed();
    const isClosed = new Promise((release) => (this.#release = release));
    this.#locks?.request(this.#name, { mode: "shared" }, () => isClosed);
  }

  closed() {
    this.#release();
  }

  /* Do `work` while no tab has a remark open; undefined where one has. */
  whileClosed(work) {
    return this.#locks ? this.#locks.request(this.#name, { ifAvailable: true }, (lock) => (lock ? work() : undefined)) : work();
  }

  get #name() {
    return `dialog-open-${this.#code}`;
  }
}
