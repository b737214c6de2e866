/* The queue as files: sealed as it lies on the tablet, so it can be carried but not read. `/admin` takes them in (docs/offline.md). */

import { asJson } from "./seal.js";

const LARGEST = 6 * 1024 * 1024; // bytes; one item is never cut in two

/* A list of Blob, each a file of its own. `tablet` is the number that the leader knows it by; `items` may come one after the other. */
export async function queueFiles({ code, tablet }, items, largest = LARGEST) {
  const about = JSON.stringify({ format: "dialog-walk-queue/1", code, ...(tablet && { tablet }) }).slice(0, -1);
  const files = [];
  let rows = [];
  let size = 0;
  const end = () => files.push(new Blob([about, ',"items":[', ...rows.flatMap((row, n) => (n ? [",", row] : [row])), "]}"], { type: "application/json" }));
  for await (const { id, kind, of, revision, sealed, state } of items) {
    if (state === "sent" || !sealed) continue;
    const row = JSON.stringify({ id, kind, revision, ...(of && { of }), sealed: asJson(sealed) });
    if (size && size + row.length + 100 > largest) {
      end();
      [rows, size] = [[], 0];
    }
    rows.push(row);
    size += row.length + 1;
  }
  end();
  return files;
}

/* The same items; `filed` notes which revision of each was taken, by id. */
export async function* noted(items, filed) {
  for await (const item of items) {
    yield item;
    filed.set(item.id, item.revision);
  }
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
