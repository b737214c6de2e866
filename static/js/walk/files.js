/* The queue as a file: sealed as it lies on the tablet, so it can be carried but not read. `/admin` takes it in (docs/offline.md). */

import { asJson } from "./seal.js";

export function queueFile(code, items) {
  const held = items.filter(({ state, sealed }) => state !== "sent" && sealed);
  const rows = held.map(({ id, kind, of, revision, sealed }) => ({ id, kind, revision, ...(of && { of }), sealed: asJson(sealed) }));
  return new Blob([JSON.stringify({ format: "dialog-walk-queue/1", code, items: rows })], { type: "application/json" });
}

export function save(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
