/* Reads a map package (PMTiles 3: one file of vector tiles) piece by piece with Range. No DOM, no Leaflet.
   Written by hand since reader and painter together must stay light on a phone (docs/maps.md).
   Format: github.com/protomaps/PMTiles, spec v3. From here a tile goes on to mvt.js. */

import { Reader } from "./mvt.js";

const ROOT = 16384; // bytes: the header and the root directory lie within them, says the format
const KEPT = 96; // decoded tiles

/* A tile's number along the Hilbert curves of all zooms before and its own. */
export function tileNumber(z, x, y) {
  let number = (4 ** z - 1) / 3;
  for (let side = 2 ** z / 2; side >= 1; side /= 2) {
    const [right, down] = [(x & side) > 0 ? 1 : 0, (y & side) > 0 ? 1 : 0];
    number += side * side * ((3 * right) ^ down);
    if (!down) [x, y] = right ? [side - 1 - y, side - 1 - x] : [y, x];
  }
  return number;
}

/* A directory's entries, in order of their number: {number, run, length, offset}; run 0 points at another directory. */
export function readDirectory(bytes) {
  const reader = new Reader(bytes);
  const entries = Array.from({ length: reader.varint() }, () => ({}));
  let last = 0;
  for (const entry of entries) last = entry.number = last + reader.varint();
  for (const entry of entries) entry.run = reader.varint();
  for (const entry of entries) entry.length = reader.varint();
  entries.forEach((entry, i) => {
    const value = reader.varint();
    entry.offset = value ? value - 1 : entries[i - 1].offset + entries[i - 1].length;
  });
  return entries;
}

/* The entry that holds a tile or leads to it, or undefined where there is none. */
export function findEntry(entries, number) {
  let [low, high] = [0, entries.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (entries[middle].number <= number) low = middle;
    else high = middle - 1;
  }
  const entry = entries[low];
  return entry && entry.number <= number && (!entry.run || number < entry.number + entry.run) ? entry : undefined;
}

/* 1 is plain, 2 is gzip; the format's other ways of packing are not used by the packages we make. */
async function unpack(bytes, how) {
  if (how === 1) return bytes;
  if (how !== 2) throw new Error(`packed in way ${how}`);
  return new Uint8Array(await new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).arrayBuffer());
}

export class MapPackage {
  #url;
  #header;
  #folders = new Map();
  #tiles = new Map();

  constructor(url) {
    this.#url = url;
  }

  async #bytes(offset, length) {
    const answer = await fetch(this.#url, { headers: { Range: `bytes=${offset}-${offset + length - 1}` }, credentials: "same-origin" });
    if (answer.status !== 206) throw new Error(`answer ${answer.status} to a range`);
    return new Uint8Array(await answer.arrayBuffer());
  }

  /* Zooms that there are: {least, most}. Rejects for what is no such package. */
  open() {
    this.#header ??= this.#open();
    return this.#header;
  }

  async #open() {
    const bytes = await this.#bytes(0, ROOT);
    const view = new DataView(bytes.buffer);
    if (new TextDecoder().decode(bytes.subarray(0, 7)) !== "PMTiles" || bytes[7] !== 3) throw new Error("no map package");
    const at = (place) => Number(view.getBigUint64(place, true));
    const header = { leaves: at(40), data: at(56), inside: bytes[97], packed: bytes[98], least: bytes[100], most: bytes[101] };
    const root = bytes.subarray(at(8), at(8) + at(16));
    return { ...header, root: readDirectory(await unpack(root, header.inside)) };
  }

  #folder(header, { offset, length }) {
    if (!this.#folders.has(offset)) {
      this.#folders.set(offset, this.#bytes(header.leaves + offset, length).then((bytes) => unpack(bytes, header.inside)).then(readDirectory));
    }
    return this.#folders.get(offset);
  }

  /* The bytes of a tile, made into something by `make`; null where the package has none. Kept, the latest used last. */
  tile(z, x, y, make) {
    const number = tileNumber(z, x, y);
    const found = this.#tiles.get(number) ?? this.#tile(number).then((bytes) => bytes && make(bytes));
    this.#tiles.delete(number);
    this.#tiles.set(number, found);
    found.catch(() => this.#tiles.delete(number));
    if (this.#tiles.size > KEPT) this.#tiles.delete(this.#tiles.keys().next().value);
    return found;
  }

  async #tile(number) {
    const header = await this.open();
    let entry = findEntry(header.root, number);
    for (let depth = 0; entry && !entry.run && depth < 4; depth += 1) entry = findEntry(await this.#folder(header, entry), number);
    return entry?.run ? unpack(await this.#bytes(header.data + entry.offset, entry.length), header.packed) : null;
  }
}
