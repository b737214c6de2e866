/* Makes the walk usable without a network: the worker keeps the page's own files, and the map's package is kept beside them.
   Nothing is taken over while a remark is open: a new version waits until somebody says so, or until the page is closed. */

import { workerAddress } from "../map/trusted.js";

const GROUND = "dialog-ground";

/* Resolves to "ready", "no-map" (all but the map), "none" (no worker here) or "failed". `onPart(0..1)` while the map comes. */
export async function makeReady({ worker, config, onPart, onUpdate }) {
  if (!navigator.serviceWorker) return "none";
  try {
    const registration = await navigator.serviceWorker.register(workerAddress(), { scope: new URL("./", new URL(worker, location.href)).pathname, updateViaCache: "none" });
    watch(registration, onUpdate);
    await active(registration);
  } catch {
    return (await navigator.serviceWorker.getRegistration())?.active ? "ready" : "failed";
  }
  return (await keepGround(config, onPart)) ? "ready" : "no-map";
}

function active(registration) {
  const coming = registration.installing ?? registration.waiting;
  if (registration.active || !coming) return null;
  return new Promise((resolve, reject) => {
    coming.addEventListener("statechange", () => {
      if (coming.state === "activated") resolve();
      if (coming.state === "redundant") reject(new Error("the worker could not keep all its files"));
    });
  });
}

function watch(registration, onUpdate) {
  let isWanted = false;
  const takeOver = () => {
    isWanted = true;
    registration.waiting.postMessage("take over");
  };
  const offer = () => registration.waiting && registration.active && onUpdate(takeOver);
  offer();
  registration.addEventListener("updatefound", () => registration.installing?.addEventListener("statechange", offer));
  navigator.serviceWorker.addEventListener("controllerchange", () => isWanted && location.reload());
}

/* The map's package whole, once: the worker cuts the pieces that the map asks for out of it. */
async function keepGround(address, onPart) {
  try {
    const config = await (await fetch(address)).json();
    if (config.kind !== "pmtiles") return config.kind === "outline";
    const cache = await caches.open(GROUND);
    if (await cache.match(config.url)) return true;
    const answer = await fetch(config.url);
    if (answer.status !== 200) return false;
    const size = Number(answer.headers.get("Content-Length"));
    let got = 0;
    const counted = answer.body.pipeThrough(new TransformStream({
      transform(part, controller) {
        got += part.length;
        if (size) onPart(got / size);
        controller.enqueue(part);
      },
    }));
    await cache.put(config.url, new Response(counted, { headers: { "Content-Type": "application/octet-stream" } }));
    return true;
  } catch {
    return false;
  }
}

/* What the browser answers when it is asked not to clear this site by itself. */
export async function askToKeep() {
  if (await navigator.storage?.persisted?.()) return true;
  return Boolean(await navigator.storage?.persist?.());
}
