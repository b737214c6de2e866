/* The worker of the walk's page. It answers GET for an exact list of public files only (TRUST D9), all of one version or none; what is
   not in the list goes to the network untouched, and nothing from there is kept. The first lines, with VERSION, HOME, SHELL, GROUND and
   FILES, are put before this file by the server (dialog/walk/public/tablet.py).
   A new version is fetched whole beside the old one and waits until every page of the walk is closed, or somebody presses "Byt nu". */

const CACHE = `dialog-walk-${VERSION}`;
const PACKAGE = "dialog-ground"; // the map's package, put there by offline.js
const LISTED = new Set([SHELL, ...FILES]);
const CODE = /^[a-z0-9-]{4,20}$/i;

self.addEventListener("install", (event) => {
  event.waitUntil(keep());
});

self.addEventListener("activate", (event) => {
  event.waitUntil(clear());
});

self.addEventListener("message", ({ data }) => {
  if (data === "take over") self.skipWaiting();
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  const path = url.pathname;
  if (request.mode === "navigate") {
    if (path === HOME || (path.startsWith(HOME) && CODE.test(path.slice(HOME.length)))) event.respondWith(kept(SHELL, request));
  } else if (GROUND && path === GROUND) event.respondWith(cut(request));
  else if (LISTED.has(path)) event.respondWith(kept(path, request));
});

/* All or nothing: addAll fails as a whole, and the old version goes on. */
async function keep() {
  const cache = await caches.open(CACHE);
  await cache.addAll([...LISTED].map((path) => new Request(path, { cache: "reload" })));
}

async function clear() {
  for (const name of await caches.keys()) {
    if (name.startsWith("dialog-walk-") && name !== CACHE) await caches.delete(name);
  }
  await self.clients.claim();
}

async function kept(path, request) {
  const cache = await caches.open(CACHE);
  return (await cache.match(path)) ?? fetch(request);
}

/* The piece of the map's package that a Range asks for. */
async function cut(request) {
  const whole = await (await caches.open(PACKAGE)).match(request.url);
  const range = /^bytes=(\d+)-(\d+)$/.exec(request.headers.get("Range") ?? "");
  if (!whole || !range) return whole ?? fetch(request);
  const blob = await whole.blob();
  const [from, to] = [Number(range[1]), Math.min(Number(range[2]), blob.size - 1)];
  return new Response(blob.slice(from, to + 1), { status: 206, headers: { "Content-Type": "application/octet-stream", "Content-Range": `bytes ${from}-${to}/${blob.size}` } });
}
