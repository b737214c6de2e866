/* The queue's lines as this page knows them. Of hundreds only those are read anew that something has happened to; all of them where another tab may have
   changed them, or where there are more or fewer than this page knows of. Knows no DOM. */

export class Lines {
  #store;
  #code;
  #known = new Map(); // by id
  #touched = new Set(); // ids that something may have happened to since they were read
  #isKnown = false;
  #turn = 0; // how often something may have happened to any of them: what was read before the last time is not known to be so

  constructor(store, code) {
    [this.#store, this.#code] = [store, code];
  }

  /* Something has happened to these. */
  touch(ids) {
    for (const id of ids) this.#touched.add(id);
  }

  /* Something may have happened to any of them. */
  forget() {
    this.#turn += 1;
    this.#isKnown = false;
  }

  /* Every line, in the order it was made. */
  async read() {
    const ids = [...this.#touched];
    this.#touched.clear();
    if (!this.#isKnown || !(await this.#readAgain(ids))) await this.#readAll();
    return [...this.#known.values()].sort((a, b) => a.order - b.order);
  }

  /* Says whether the rest is as it was. A reading that fails leaves nothing known. */
  async #readAgain(ids) {
    const turn = this.#turn;
    this.#isKnown = false;
    const { lines, count } = await this.#store.lines(this.#code, ids);
    for (const id of ids) this.#known.delete(id);
    for (const line of lines) if (line.code === this.#code) this.#known.set(line.id, line);
    return (this.#isKnown = turn === this.#turn && count === this.#known.size);
  }

  /* What happens while it is read is noted, and read the next time. */
  async #readAll() {
    const turn = this.#turn;
    this.#isKnown = false;
    this.#known = new Map((await this.#store.items(this.#code)).map((line) => [line.id, line]));
    this.#isKnown = turn === this.#turn;
  }
}
