/* The end of the evening: the queue as files, and a tablet that is empty for the next walk. Nothing that has neither arrived nor lies in a file is cleared. */

import { noted, queueFiles, saveAll } from "./files.js";
import { losses } from "./state.js";

export class Ending {
  #tools;
  #filed = new Map(); // the revisions that lie in files, by id
  #warned = 0; // how many that are taken back here alone somebody has been told of

  /* tools: {store, kept, tabs, text, say(words), onCleared()}; `kept` is the walk as the store keeps it. */
  constructor(tools) {
    this.#tools = tools;
  }

  async saveFile() {
    const { store, kept, text, say } = this.#tools;
    const filed = new Map();
    const files = await queueFiles(kept, noted(store.unsent(kept.code), filed));
    await saveAll(files, `vandring-${kept.code}`);
    this.#filed = filed;
    say(files.length > 1 ? text("files-saved", { n: files.length }) : text("file-saved"));
  }

  async clean() {
    const { store, kept, tabs, text, say, onCleared } = this.#tools;
    let left, undone;
    const mayGo = (items) => {
      ({ left, undone } = losses(items, this.#filed));
      return !left && (!undone || this.#warned === undone);
    };
    const isGone = await tabs.whileClosed(() => store.forget(kept, mayGo));
    if (isGone === undefined) return say(text("clean-open"));
    if (!isGone) return say(left ? text("clean-first", { n: left }) : text("clean-undone", { n: (this.#warned = undone) }));
    tabs.tell({ isCleared: true });
    return onCleared();
  }
}
