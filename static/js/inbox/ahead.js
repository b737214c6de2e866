// The remarks that come next, fetched before they are asked for, so that a key press need not wait for the server.
import { page } from "./wire.js";

const DEEP = 2; // how many are held ready: while one is drawn, the one after it is on its way

export class Ahead {
  constructor() {
    this.held = new Map(); // path of a remark: promise of its page, or of null where it could not be had
  }

  /** Fetch the next one and those after it, one at a time; `wantsList(path)`: the list that is shown will be needed anew there. */
  async fetchFrom(url, wantsList) {
    const wanted = (this.wanted = url);
    for (let n = 0; url && n < DEEP && wanted === this.wanted; n++) {
      const path = pathOf(url);
      if (!this.held.has(path)) this.held.set(path, page(url, { isAhead: true, withList: wantsList(path) }).catch(() => null));
      const found = await this.held.get(path);
      if (!found) return void this.held.delete(path);
      url = found.querySelector("[data-next]")?.href;
    }
  }

  /** Return a remark's page, the one that is held or a fresh one, and which it was. What is held is used once. */
  async take(url) {
    const path = pathOf(url);
    const held = this.held.get(path);
    this.held.delete(path);
    const found = await held;
    if (found) return { found, wasAhead: true };
    return { found: await page(url).catch(() => null), wasAhead: false };
  }
}

const pathOf = (url) => new URL(url, location.href).pathname;
