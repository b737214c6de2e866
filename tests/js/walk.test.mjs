// The walk's page: what is sealed opens again, and the queue loses nothing and sends nothing twice whatever the door answers.
import assert from "node:assert/strict";
import { test } from "node:test";

import { noted, queueFiles } from "../../static/js/walk/files.js";
import { Keeper } from "../../static/js/walk/keeper.js";
import { Lines } from "../../static/js/walk/lines.js";
import { Outbox } from "../../static/js/walk/outbox.js";
import { asJson, fromBase64, readKey, seal, toBase64 } from "../../static/js/walk/seal.js";
import { losses, newDraft } from "../../static/js/walk/state.js";
import { Store } from "../../static/js/walk/store.js";
import { WalkView } from "../../static/js/walk/view/walk.js";
import { NoAnswer, Wire } from "../../static/js/walk/wire.js";

/* What store.js promises, in memory. */
class Shelf {
  items = new Map();
  order = 0;

  put(id, revision, { kind = "remark" } = {}) {
    const before = this.items.get(id);
    const sealed = { key: new Uint8Array(65), iv: new Uint8Array(12), data: new Uint8Array([revision]) };
    this.items.set(id, { ...before, id, code: "abc", kind, revision, state: "waiting", hold: false, order: before?.order ?? (this.order += 1), sealed });
  }

  async waiting(_code, most) {
    return [...this.items.values()].filter(({ state }) => state === "waiting").sort((a, b) => a.order - b.order).slice(0, most);
  }

  async settle(id, revision, { state, problems = null, hold = false }) {
    const item = this.items.get(id);
    if (item?.revision !== revision) return false;
    this.items.set(id, { ...item, state, problems, hold, sealed: state === "sent" ? null : item.sealed });
    return true;
  }

  async remove(ids) {
    for (const id of ids) this.items.delete(id);
  }

  states() {
    return Object.fromEntries([...this.items.values()].map(({ id, state }) => [id, state]));
  }
}

function outbox(store, wire, more = {}) {
  const told = [];
  const later = [];
  const box = new Outbox({
    store, wire, walk: { code: "abc", token: "t" }, canRead: () => true, onChange: (change) => told.push(change),
    locks: null, later: (work, wait) => later.push({ work, wait }), random: () => 0.5, ...more,
  });
  return { box, told, later };
}

const named = (remarks, status = "created") => ({ status: 200, wait: 0, body: { results: remarks.map(({ id }) => ({ id, status })) } });

test("what is sealed opens with the walk's key, under its own name only", async () => {
  const pair = await crypto.subtle.generateKey({ name: "ECDH", namedCurve: "P-256" }, true, ["deriveBits"]);
  const publicKey = toBase64(new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey)));
  const sealed = await seal(await readKey(publicKey), "id/1", new TextEncoder().encode("Mörkt i tunneln"));
  const open = async (name) => {
    const point = await crypto.subtle.importKey("raw", sealed.key, { name: "ECDH", namedCurve: "P-256" }, false, []);
    const shared = await crypto.subtle.deriveBits({ name: "ECDH", public: point }, pair.privateKey, 256);
    const root = await crypto.subtle.importKey("raw", shared, "HKDF", false, ["deriveKey"]);
    const info = new TextEncoder().encode("dialog/walk/1");
    const key = await crypto.subtle.deriveKey({ name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info }, root, { name: "AES-GCM", length: 256 }, false, ["decrypt"]);
    return new TextDecoder().decode(await crypto.subtle.decrypt({ name: "AES-GCM", iv: sealed.iv, additionalData: new TextEncoder().encode(name) }, key, sealed.data));
  };
  assert.equal(sealed.key.length, 65);
  assert.equal(await open("id/1"), "Mörkt i tunneln");
  await assert.rejects(open("id/2"));
  assert.deepEqual(fromBase64(asJson(sealed).data), sealed.data);
});

test("in order, one request at a time, and only what the door names leaves the queue", async () => {
  const store = new Shelf();
  for (let n = 1; n <= 45; n += 1) store.put(`r${n}`, 1, { kind: n % 15 ? "remark" : "photo" });
  const known = [];
  let open = 0;
  const wire = {
    async sync(_token, remarks) {
      assert.equal((open += 1), 1);
      await null;
      open -= 1;
      const kept = remarks.length > 3 ? remarks.slice(1) : remarks; // forgets the first: it must come again
      known.push(...kept.map(({ id }) => id));
      return named(kept);
    },
    async photo(_token, id) {
      assert.equal((open += 1), 1);
      await null;
      open -= 1;
      known.push(id);
      return { status: 201, body: { id }, wait: 0 };
    },
  };
  const { box, told } = outbox(store, wire);
  await Promise.all([box.kick(), box.kick(), box.kick()]);
  assert.ok(Object.values(store.states()).every((state) => state === "sent"));
  assert.deepEqual([...known].sort(), [...store.items.keys()].sort(), "each was named, and none is sent again after that");
  assert.equal(told.at(-1).state, "idle");
});

test("R9: a photo whose answer names another stays, a long wait that the door asks for is cut, and tabs take turns", async () => {
  const store = new Shelf();
  store.put("p1", 1, { kind: "photo" });
  let answer = { status: 201, body: { id: "p2" }, wait: 0 };
  const asked = [];
  const locks = { request: (name, work) => asked.push(name) && work() };
  const { box, told, later } = outbox(store, { photo: async () => answer }, { locks });
  await box.kick();
  assert.deepEqual([store.states().p1, told.at(-1).state], ["waiting", "offline"]);
  answer = { status: 503, body: {}, wait: 86_400 };
  await box.kick();
  assert.equal(later.at(-1).wait, 300_000);
  assert.deepEqual(asked, ["dialog-outbox-abc", "dialog-outbox-abc"]);
});

test("R8: what is said to be saved is on the disk: every transaction asks for that", async () => {
  const asked = [];
  const database = {
    transaction(_names, mode, options) {
      asked.push([mode, options?.durability]);
      const transaction = { objectStore: () => ({ put: () => ({}), delete() {}, get: () => ({}) }) };
      queueMicrotask(() => transaction.oncomplete());
      return transaction;
    },
  };
  const request = { result: database };
  const store = new Store({ open: () => (queueMicrotask(() => request.onsuccess()), request) });
  await store.put({ id: "r1", code: "abc", revision: 1, sealed: {} });
  await store.settle("r1", 1, { state: "sent" });
  await store.remove(["r1"]);
  assert.deepEqual(asked, Array(3).fill(["readwrite", "strict"]));
});

test("R9: the door is asked without cookies, never from the browser's memory, and nobody may lead it elsewhere", async () => {
  const asked = [];
  const wire = new Wire("/x", async (_address, options) => asked.push(options) && Response.json({}));
  await wire.join();
  await wire.plan("t");
  await wire.sync("t", []);
  await wire.photo("t", "p1", new Blob([], { type: "application/octet-stream" }));
  await wire.undo("t", "r1");
  assert.equal(asked.length, 5);
  for (const { credentials, redirect, cache } of asked) assert.deepEqual([credentials, redirect, cache], ["omit", "error", "no-store"]);
});

test("no network: the pause doubles up to five minutes, and what is pressed begins again", async () => {
  const store = new Shelf();
  store.put("r1", 1);
  const wire = { sync: () => Promise.reject(new NoAnswer("gone")) };
  const { box, later } = outbox(store, wire);
  for (let n = 0; n < 12; n += 1) await box.kick();
  const waits = later.map(({ wait }) => wait);
  assert.equal(waits[0], 2000);
  assert.equal(waits[3], 16000);
  assert.equal(Math.max(...waits), 300000);
  await box.kick({ now: true });
  assert.equal(later.at(-1).wait, 2000);
  assert.equal(store.states().r1, "waiting");
});

test("a queue that cannot be read is told of and tried again, and goes when it can", async () => {
  const store = new Shelf();
  store.put("r1", 1);
  const read = store.waiting;
  store.waiting = () => Promise.reject(new DOMException("gone", "UnknownError"));
  const { box, told, later } = outbox(store, { sync: async (_token, remarks) => named(remarks) });
  await box.kick();
  assert.deepEqual([told.at(-1).state, told.at(-1).fault.name, later.at(-1).wait], ["unread", "UnknownError", 2000]);
  store.waiting = read;
  await box.kick();
  assert.equal(store.states().r1, "sent");
});

test("a database that never answers is given up, opened anew, and said to be lost at the end", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  let opened = 0;
  const asked = new Store({ open: () => ({ at: (opened += 1) }) }).walks();
  const said = asked.then(() => null, (fault) => fault.name);
  for (let n = 0; n < 3; n += 1) {
    await new Promise(setImmediate);
    t.mock.timers.tick(10_000);
    await new Promise(setImmediate);
    t.mock.timers.tick(300);
  }
  assert.equal(await said, "TimeoutError");
  assert.equal(opened, 3);
});

test("a newer revision made while the older is under way goes too", async () => {
  const store = new Shelf();
  store.put("r1", 1);
  const seen = [];
  const wire = {
    async sync(_token, remarks) {
      seen.push(remarks[0].revision);
      if (seen.length === 1) store.put("r1", 2);
      return named(remarks);
    },
  };
  await outbox(store, wire).box.kick();
  assert.deepEqual(seen, [1, 2]);
  assert.equal(store.states().r1, "sent");
});

test("what is refused waits for a person while it can be read, and is handed to the leader when it cannot", async () => {
  const store = new Shelf();
  store.put("r1", 1);
  store.put("r2", 1);
  const wire = { sync: async (_token, remarks) => ({ status: 200, wait: 0, body: { results: remarks.map(({ id, hold }) => ({ id, status: hold ? "held" : "refused", problems: { text: "För långt" } })) } }) };
  await outbox(store, wire, { canRead: (id) => id === "r1" }).box.kick();
  assert.deepEqual(store.states(), { r1: "help", r2: "sent" });
  assert.deepEqual(store.items.get("r1").problems, { text: "För långt" });
});

test("a revoked tablet stops and keeps everything; a full server is asked again; too much at once is halved", async () => {
  const store = new Shelf();
  for (let n = 0; n < 8; n += 1) store.put(`r${n}`, 1);
  let answer = { status: 401, body: { detail: "Plattan är spärrad." }, wait: 0 };
  const sizes = [];
  const wire = {
    async sync(_token, remarks) {
      sizes.push(remarks.length);
      return answer ?? (remarks.length > 2 ? { status: 413, body: {}, wait: 0 } : named(remarks));
    },
  };
  const { box, told, later } = outbox(store, wire);
  await box.kick();
  assert.deepEqual([told.at(-1).state, told.at(-1).reason], ["stopped", "Plattan är spärrad."]);
  assert.equal((await store.waiting("abc", 99)).length, 8);
  answer = { status: 503, body: {}, wait: 120 };
  await box.kick();
  assert.equal(later.at(-1).wait, 120000);
  answer = null;
  await box.kick();
  assert.deepEqual(new Set(Object.values(store.states())), new Set(["sent"]));
  assert.ok(sizes.includes(2));
});

test("a captive portal's page and a cut answer are no answers", async () => {
  const html = new Wire("/x", async () => new Response("<html>Logga in</html>", { headers: { "Content-Type": "text/html" } }));
  await assert.rejects(html.sync("t", []), NoAnswer);
  const cut = new Wire("/x", async () => new Response('{"results": [', { headers: { "Content-Type": "application/json" } }));
  await assert.rejects(cut.sync("t", []), NoAnswer);
  const none = new Wire("/x", () => Promise.reject(new TypeError("failed")));
  await assert.rejects(none.sync("t", []), NoAnswer);
});

test("a photo that was taken back goes; one that meets an archived walk stays", async () => {
  const store = new Shelf();
  store.put("p1", 1, { kind: "photo" });
  store.put("p2", 1, { kind: "photo" });
  const wire = { photo: async (_token, id) => (id === "p1" ? { status: 410, body: { id }, wait: 0 } : { status: 410, body: { detail: "Vandringen är arkiverad." }, wait: 0 }) };
  const { box, told } = outbox(store, wire);
  await box.kick();
  assert.deepEqual(store.states(), { p2: "waiting" });
  assert.equal(told.at(-1).state, "stopped");
});

/* A keeper with a key of its own and a store that remembers what was put there; `before(item)` may hold a write up or end it. */
async function keeping(before = () => null) {
  const pair = await crypto.subtle.generateKey({ name: "ECDH", namedCurve: "P-256" }, true, ["deriveBits"]);
  const lines = new Map();
  const store = {
    async put(item, { without = [] } = {}) {
      await before(item);
      for (const id of without) lines.delete(id);
      lines.set(item.id, item);
    },
  };
  const walk = { code: "abc", public_key: toBase64(new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey))) };
  const draft = newDraft({ id: "r1", feeling: "unsafe", hour: "2026-11-22T18:00" });
  return { keeper: new Keeper(store, walk, { order: 0, nowhere: "-" }), lines, draft };
}

test("what the door says is gone is not put back, and what the browser has lost is", async () => {
  const { keeper, draft } = await keeping();
  await keeper.save(draft);
  const store = new Shelf();
  store.put("r1", 1);
  assert.equal(await keeper.heal([]), 1);
  const wire = { sync: async (_token, remarks) => named(remarks, "gone") };
  await outbox(store, wire, { onGone: (id) => store.items.has(id) && keeper.forget(id) }).box.kick(); // told before it leaves the queue
  assert.deepEqual(store.states(), {});
  assert.equal(await keeper.heal([]), 0);
});

test("what was taken back and had come to the door is said to stand there when the door will not let it go", async () => {
  const answers = {
    r1: [{ status: 404, body: {} }, { has_come: true }], r2: [{ status: 404, body: {} }, {}], r3: [{ status: 410, body: { id: "r3" } }, { has_come: true }],
    r4: [{ status: 410, body: { detail: "Vandringen är avslutad." } }, { has_come: true }], r5: [{ status: 204, body: null }, { has_come: true }],
  };
  const store = new Shelf();
  for (const [id, [, more]] of Object.entries(answers)) {
    store.put(id, 2, { kind: "undo" });
    Object.assign(store.items.get(id), more);
  }
  const { box, told } = outbox(store, { undo: async (_token, id) => ({ wait: 0, ...answers[id][0] }) });
  await box.kick();
  assert.deepEqual(store.states(), { r1: "help", r4: "help" });
  assert.deepEqual(told.filter(({ state }) => state === "stands").map(({ reason }) => reason), ["", "Vandringen är avslutad."]);
});

test("a tablet is emptied when all has arrived or lies in a file as it is now, and a taking back that waits is told of", async () => {
  const line = (id, more = {}) => ({ id, kind: "remark", state: "waiting", revision: 1, ...more });
  const undone = [line("u1", { kind: "undo", has_come: true }), line("u2", { kind: "undo" }), line("u3", { kind: "undo", has_come: true, state: "help" })];
  const items = [line("a"), line("b"), line("c", { state: "sent" }), line("d", { state: "help" }), ...undone];
  const filed = new Map();
  for await (const item of noted(items.slice(0, 2), filed)) assert.ok(item);
  assert.deepEqual(losses(items, new Map()), { left: 3, undone: 1 });
  assert.deepEqual(losses(items, filed), { left: 1, undone: 1 });
  assert.deepEqual(losses([line("a"), line("b", { revision: 2 })], filed), { left: 1, undone: 0 }); // corrected since
  assert.deepEqual(losses([line("a"), line("e")], filed), { left: 1, undone: 0 }); // another tab's
});

test("nothing is written of a walk that has been forgotten", async () => {
  let opened = 0;
  const store = new Store({ open: () => ({ at: (opened += 1) }) });
  store.stop("abc");
  await assert.rejects(store.put({ id: "r1", code: "abc" }), { name: "NotAllowedError" });
  await store.keepWalk({ code: "abc", token: "t" });
  assert.equal(opened, 0);
});

test("what is taken back stays taken back, whatever is saved while that is written", async () => {
  const { keeper, lines, draft } = await keeping();
  await keeper.save(draft);
  const photo = keeper.savePhoto(draft, "p1", new Blob(["bild"]));
  const undone = keeper.undo(draft);
  await Promise.all([photo, undone, keeper.save(draft), keeper.savePhoto(draft, "p2", new Blob(["bild"]))]);
  await keeper.save(draft);
  assert.deepEqual([...lines.values()].map(({ id, kind, revision }) => [id, kind, revision]), [["r1", "undo", 2]]);
  assert.deepEqual([keeper.drafts.size, keeper.pictures.size], [0, 0]);
});

test("a taking back that could not be written takes nothing back", async () => {
  let isFull = false;
  const { keeper, lines, draft } = await keeping(() => isFull && Promise.reject(new DOMException("full", "QuotaExceededError")));
  await keeper.savePhoto(draft, "p1", new Blob(["bild"]));
  await keeper.save(draft);
  isFull = true;
  await assert.rejects(keeper.undo(draft));
  isFull = false;
  await keeper.save(draft);
  assert.deepEqual([lines.get("r1").kind, lines.get("r1").revision, lines.get("p1").kind], ["remark", 2, "photo"]);
  await keeper.undo(draft);
  assert.deepEqual([...lines.values()].map(({ id, kind }) => [id, kind]), [["r1", "undo"]]);
});

test("the queue's lines are as they are, and all of them are read only when that cannot be known", async () => {
  const there = new Map(Array.from({ length: 500 }, (_, n) => [`i${n}`, { id: `i${n}`, code: "abc", order: n, state: "waiting" }]));
  let whole = 0;
  const store = {
    items: async () => ((whole += 1), [...there.values()]),
    lines: async (_code, ids) => ({ lines: ids.flatMap((id) => there.get(id) ?? []), count: there.size }),
  };
  const lines = new Lines(store, "abc");
  const isRight = async () => assert.deepEqual(await lines.read(), [...there.values()].sort((a, b) => a.order - b.order));
  await isRight();
  for (let n = 0; n < 40; n += 1) { // sent, taken back and made here
    there.set(`i${n}`, { ...there.get(`i${n}`), state: "sent" });
    there.delete(`i${n + 100}`);
    there.set(`new${n}`, { id: `new${n}`, code: "abc", order: 1000 - n, state: "waiting" });
    lines.touch([`i${n}`, `i${n + 100}`, `new${n}`]);
    await isRight();
  }
  assert.equal(whole, 1);
  there.delete("i300"); // the browser has thrown something away
  await isRight();
  there.set("i301", { ...there.get("i301"), state: "sent" }); // another tab has
  lines.forget();
  await isRight();
  store.lines = () => Promise.reject(new DOMException("", "UnknownError"));
  lines.touch(["i302"]);
  await assert.rejects(lines.read());
  await isRight();
  assert.equal(whole, 4);
});

test("what another tab does while the lines are read is seen the next time", async () => {
  const there = new Map(["a", "b"].map((id, order) => [id, { id, code: "abc", order, state: "waiting" }]));
  let during = () => {};
  const read = (found) => Promise.resolve(found()).then((value) => (during(), value));
  const store = {
    items: () => read(() => [...there.values()]),
    lines: (_code, ids) => read(() => ({ lines: ids.flatMap((id) => there.get(id) ?? []), count: there.size })),
  };
  const lines = new Lines(store, "abc");
  for (const isAgain of [false, true]) {
    if (isAgain) lines.touch(["a"]);
    during = () => {
      there.set("b", { ...there.get("b"), state: `sent ${isAgain}` });
      lines.forget();
    };
    await lines.read();
    during = () => {};
    assert.deepEqual(await lines.read(), [...there.values()]);
  }
});

test("the queue is saved in files no larger than asked for, with what has not arrived and nothing else", async () => {
  const item = (n, more = {}) => ({ id: `i${n}`, kind: "photo", of: "r", revision: 1, state: "waiting", sealed: { key: new Uint8Array(65), iv: new Uint8Array(12), data: new Uint8Array(1000) }, ...more });
  const items = [...Array.from({ length: 5 }, (_, n) => item(n)), item(5, { state: "sent", sealed: null }), item(6, { kind: "undo", sealed: null })];
  const files = await Promise.all((await queueFiles({ code: "abc", tablet: 3 }, items, 4000)).map((blob) => blob.text()));
  assert.deepEqual(files.map((file) => JSON.parse(file).items.map(({ id }) => id)), [["i0", "i1"], ["i2", "i3"], ["i4"]]);
  const { items: rows, ...about } = JSON.parse(files[0]);
  assert.deepEqual(about, { format: "dialog-walk-queue/1", code: "abc", tablet: 3 });
  assert.deepEqual(Object.keys(rows[0]), ["id", "kind", "revision", "of", "sealed"]);
  assert.ok(files.every((file) => file.length <= 4000));
});

/* The view of a walk, on a page that can only be written on; `plan(group)` answers for the door. */
function viewing(kept, plan) {
  const made = () => ({ options: [], addEventListener(kind, work) { this[kind] = work; }, append() {}, replaceChildren() {}, setAttribute() {} });
  const parts = {};
  const find = { querySelector: (name) => (parts[name] ??= made()) };
  globalThis.document = { createElement: made };
  const said = [];
  const view = new WalkView({ ...find, ownerDocument: find }, {
    kept, wire: { plan: (_token, group) => plan(group) }, text: (name) => name, say: (words) => said.push(words), remember: (more) => Object.assign(kept, more), onPlan: () => {},
  });
  return { view, said, group: () => parts["[data-group-said]"]?.textContent, choose: (letter) => parts["[data-group]"].change({ target: { value: letter } }) };
}

test("a group that the leader has taken away is let go and told of, and the plan is heard all the same", async () => {
  const asked = [];
  const kept = { walk: { title: "Gammal", groups: ["A", "B"] }, group: "B", is_group_told: false };
  const { view, said, group } = viewing(kept, async (letter) => {
    asked.push(letter);
    return letter ? { status: 422, body: {} } : { status: 200, body: { walk: { title: "Ny", groups: ["A"] }, tablet: { group: null } } };
  });
  await view.refresh();
  assert.deepEqual([asked, said, group()], [["B", undefined], ["group-gone"], "group-gone"]);
  assert.deepEqual([kept.walk.title, kept.group, kept.is_group_told], ["Ny", null, true]);
});

test("an answer that was asked for before the group was chosen does not undo the choice", async () => {
  let slow;
  const kept = { walk: { title: "x", groups: ["A", "B"] } };
  const { view, group, choose } = viewing(kept, (letter) => (letter ? Promise.reject(new NoAnswer("none")) : new Promise((answer) => (slow = answer))));
  const first = view.refresh();
  await choose("B");
  slow({ status: 200, body: { walk: { title: "y", groups: ["A", "B"] }, tablet: { group: null } } });
  await first;
  assert.deepEqual([kept.walk.title, kept.group, kept.is_group_told, group()], ["y", "B", false, "group-waiting"]);
});

test("a tablet asks which of its walks a code leads to, and stops at a code that nobody has or a door that is busy", async () => {
  const asked = [];
  const among = (...statuses) => {
    asked.length = 0;
    const wire = new Wire("/door", async (_address, { headers }) => {
      asked.push(headers.Authorization);
      return Response.json({}, { status: statuses[asked.length - 1] });
    });
    return wire.knownAmong([{ code: "a", token: "1" }, { code: "b", token: "2" }]);
  };
  assert.equal((await among(401, 200)).known.code, "b");
  assert.deepEqual(await among(401, 410), {});
  assert.deepEqual([await among(404), asked.length], [{ refused: "unknown-walk" }, 1]);
  for (const status of [429, 503]) assert.deepEqual([await among(status), asked.length], [{ refused: "busy-join" }, 1]);
});

test("a browser that refuses even the name of its memory is told of, and the page still starts", async () => {
  const had = Object.getOwnPropertyDescriptor(globalThis, "indexedDB");
  Object.defineProperty(globalThis, "indexedDB", { configurable: true, get: () => { throw new DOMException("blocked", "SecurityError"); } });
  try {
    await assert.rejects(new Store().walks(), { name: "SecurityError" });
  } finally {
    if (had) Object.defineProperty(globalThis, "indexedDB", had);
    else delete globalThis.indexedDB;
  }
});
