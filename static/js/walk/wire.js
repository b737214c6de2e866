/* The only place where the walk's page asks the network for anything but its own files. Knows the addresses of the tablet's door
   and tells an answer of the door from a captive portal's: what is not JSON of the expected kind counts as no network.
   An answer is {status, body}; where there was none, NoAnswer is thrown. */

const PATIENCE = 30_000; // ms for an answer
const PATIENCE_PHOTO = 120_000;

export class NoAnswer extends Error {}

export class Wire {
  #root;
  #fetch;

  /* `root` is the address of the door, "/api/v1/walks/<code>". */
  constructor(root, ask = globalThis.fetch.bind(globalThis)) {
    this.#root = root;
    this.#fetch = ask;
  }

  join() {
    return this.#ask("POST", "/join", { json: {} });
  }

  /* What the walk is by now, {tablet: {number, group}, walk}; with `group`, the letter that this tablet goes with from now on. */
  plan(token, group = undefined) {
    return this.#ask(group === undefined ? "GET" : "PUT", "/tablet", { token, json: group === undefined ? undefined : { group } });
  }

  /* Which of the walks that this tablet has joined is the one behind this door: {known}, {} for none of them, or the word for what stops the asking,
     {refused}. A door that is busy may be any of theirs: to go on would make a second tablet of this one. */
  async knownAmong(walks) {
    for (const known of walks) {
      const { status } = await this.plan(known.token);
      if (status === 200) return { known };
      if (status === 404) return { refused: "unknown-walk" };
      if (status !== 401 && status !== 410) return { refused: "busy-join" };
    }
    return {};
  }

  /* Remarks as the contract has them, plain or sealed; the answer's body has one result for each. */
  sync(token, remarks) {
    return this.#ask("POST", "/sync", { token, json: { remarks } });
  }

  photo(token, id, blob) {
    return this.#ask("PUT", `/photos/${id}`, { token, blob, patience: PATIENCE_PHOTO });
  }

  undo(token, id) {
    return this.#ask("DELETE", `/remarks/${id}`, { token });
  }

  async #ask(method, path, { token, json, blob, patience = PATIENCE }) {
    const headers = { Accept: "application/json" };
    if (token) headers.Authorization = `Bearer ${token}`;
    if (json) headers["Content-Type"] = "application/json";
    if (blob) headers["Content-Type"] = blob.type;
    let answer;
    let body = null;
    try {
      answer = await this.#fetch(this.#root + path, {
        method, headers, body: blob ?? (json && JSON.stringify(json)), cache: "no-store", credentials: "omit", redirect: "error",
        signal: AbortSignal.timeout(patience),
      });
      if (answer.status !== 204) body = await this.#json(answer);
    } catch (fault) {
      throw new NoAnswer(fault.message);
    }
    return { status: answer.status, body, wait: Number(answer.headers.get("Retry-After")) || 0 };
  }

  async #json(answer) {
    const kind = answer.headers.get("Content-Type") ?? "";
    if (!/^application\/(problem\+)?json\b/.test(kind)) throw new NoAnswer("not the door's answer");
    const body = await answer.json();
    if (typeof body !== "object" || body === null) throw new NoAnswer("not the door's answer");
    return body;
  }
}
