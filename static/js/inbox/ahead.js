// The remarks that come next, fetched before they are asked for, so that a key press need not wait for the server.
import { page, pathOf } from "./wire.js";

const DEEP = 2; // how many are held ready: while one is drawn, the one after it is on its way

export class Ahead {
  constructor() {
    this.held = new Map(); // path of a remark: promise of its page, or of null where it could not be had
    this.here = new Map(); // path of a remark: its page, once it has come
  }

  /** Fetch the next one and those after it, one at a time; `wantsList(path)`: the list that is shown will be needed anew there. */
  async fetchFrom(url, wantsList) {
    const wanted = (this.wanted = url);
    for (let n = 0; url && n < DEEP && wanted === this.wanted; n++) {
      const path = pathOf(url);
      if (!this.held.has(path)) this.held.set(path, page(url, { isAhead: true, withList: wantsList(path) }).catch(() => null));
      const promise = this.held.get(path);
      const found = await promise;
      if (!found) return void this.held.delete(path);
      if (this.held.get(path) === promise) this.here.set(path, found);
      for (const link of document.querySelectorAll("#steps [data-next]")) if (pathOf(link.href) === path) link.dataset.here = ""; // for who wants to know
      url = found.querySelector("[data-next]")?.href;
    }
  }

  /** Let go of a remark's page: it is no longer as it was when it was fetched. */
  forget(url) {
    this.held.delete(pathOf(url));
    this.here.delete(pathOf(url));
  }

  /** Return the page of a remark if it is here already, else null. */
  peek(url) {
    return (url && this.here.get(pathOf(url))) || null;
  }

  /** Return a remark's page, the one that is held or a fresh one, and which it was. What is held is used once. */
  async take(url) {
    const path = pathOf(url);
    const held = this.held.get(path);
    this.forget(url);
    const found = await held;
    if (found) return { found, wasAhead: true };
    return { found: await page(url).catch(() => null), wasAhead: false };
  }
}
