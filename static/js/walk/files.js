/* The queue as files: sealed as it lies on the tablet, so it can be carried but not read. `/admin` takes them in (docs/offline.md). */

import { asJson } from "./seal.js";

const LARGEST = 6 * 1024 * 1024; // bytes; one item is never cut in two

/* A list of Blob, each a file of its own. `tablet` is the number that the leader knows it by. */
export function queueFiles({ code, tablet }, items, largest = LARGEST) {
  const files = [[]];
  let size = 0;
  for (const { id, kind, of, revision, sealed, state } of items) {
    if (state === "sent" || !sealed) continue;
    const bytes = Math.ceil((sealed.data.length * 4) / 3) + 400;
    if (size && size + bytes > largest) {
      files.push([]);
      size = 0;
    }
    files.at(-1).push({ id, kind, revision, ...(of && { of }), sealed: asJson(sealed) });
    size += bytes;
  }
  const about = { format: "dialog-walk-queue/1", code, ...(tablet && { tablet }) };
  return files.map((rows) => new Blob([JSON.stringify({ ...about, items: rows })], { type: "application/json" }));
}

/* Save each; a browser asks once whether a page may save several. */
export async function saveAll(blobs, name) {
  for (const [n, blob] of blobs.entries()) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = blobs.length > 1 ? `${name}-${n + 1}.json` : `${name}.json`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
    if (n + 1 < blobs.length) await new Promise((next) => setTimeout(next, 300));
  }
}
