// Map packages: the numbering of tiles, directories, vector tiles, and where names are written.
import assert from "node:assert/strict";
import { test } from "node:test";
import { gzipSync } from "node:zlib";

import { readGeometry, readTile } from "../../static/js/map/leaflet/mvt.js";
import { inLines, straightest } from "../../static/js/map/leaflet/names.js";
import { findEntry, MapPackage, readDirectory, tileNumber } from "../../static/js/map/leaflet/pmtiles.js";

const varint = (n) => (n < 128 ? [n] : [(n % 128) + 128, ...varint(Math.floor(n / 128))]);
const part = (field, bytes) => [...varint(field * 8 + 2), ...varint(bytes.length), ...bytes];
const words = (text) => [...new TextEncoder().encode(text)];
const zigzag = (n) => (n < 0 ? -2 * n - 1 : 2 * n);

/* A street "Storgatan" from (10, 20) to (40, 60), in one layer, with a field that a later format may bring. */
function aTile() {
  const geometry = [9, zigzag(10), zigzag(20), 10, zigzag(30), zigzag(40)].flatMap(varint);
  const feature = [...part(2, [0, 0, 1, 1]), 3 * 8, 2, ...part(4, geometry)];
  const layer = [
    ...part(1, words("roads")), ...part(2, feature), ...part(3, words("name")), ...part(3, words("is_bridge")),
    ...part(4, part(1, words("Storgatan"))), ...part(4, [7 * 8, 1]), 5 * 8, ...varint(4096), ...part(99, [1, 2, 3]),
  ];
  return new Uint8Array(part(3, layer));
}

/* The smallest whole package: one tile at 1/0/1, everything packed with gzip. */
function aPackage() {
  const tile = gzipSync(aTile());
  const root = gzipSync(new Uint8Array([1, tileNumber(1, 0, 1), 1, ...varint(tile.length), 1]));
  const bytes = new Uint8Array(127 + root.length + tile.length);
  bytes.set([...words("PMTiles"), 3]);
  const view = new DataView(bytes.buffer);
  for (const [at, value] of [[8, 127], [16, root.length], [40, 127 + root.length], [56, 127 + root.length], [64, tile.length]]) view.setBigUint64(at, BigInt(value), true);
  bytes.set([2, 2, 1, 1, 1], 97);
  bytes.set(root, 127);
  bytes.set(tile, 127 + root.length);
  return bytes;
}

function serve(bytes, status = 206) {
  const asked = [];
  globalThis.fetch = async (_url, { headers }) => {
    const [from, to] = headers.Range.match(/\d+/g).map(Number);
    asked.push([from, to]);
    return { status, arrayBuffer: async () => bytes.slice(from, to + 1).buffer };
  };
  return asked;
}

test("tiles are numbered along the curve, zoom after zoom", () => {
  const numbers = [[0, 0, 0], [1, 0, 0], [1, 0, 1], [1, 1, 1], [1, 1, 0], [2, 0, 0]].map((zxy) => tileNumber(...zxy));
  assert.deepEqual(numbers, [0, 1, 2, 3, 4, 5]);
  assert.equal(tileNumber(12, 3423, 1763), 19078479);
});

test("every tile of a zoom has a number of its own, without gaps", () => {
  const seen = new Set();
  for (let x = 0; x < 16; x += 1) for (let y = 0; y < 16; y += 1) seen.add(tileNumber(4, x, y));
  assert.equal(seen.size, 256);
  assert.deepEqual([Math.min(...seen), Math.max(...seen)], [85, 340]);
});

test("a directory finds tiles, runs and what is missing", () => {
  const entries = readDirectory(new Uint8Array([3, 5, 2, 10, 1, 3, 0, 9, 8, 7, 1, 0, 40]));
  assert.deepEqual(entries.map(({ offset }) => offset), [0, 9, 39]);
  assert.equal(findEntry(entries, 4), undefined);
  assert.equal(findEntry(entries, 5).length, 9);
  assert.equal(findEntry(entries, 6), undefined);
  assert.equal(findEntry(entries, 9).length, 8);
  assert.equal(findEntry(entries, 10), undefined);
  assert.equal(findEntry(entries, 500).run, 0, "leads on to another directory");
  assert.equal(findEntry([], 1), undefined);
});

test("a vector tile gives its streets with their names and lines", () => {
  const { roads } = readTile(aTile());
  assert.equal(roads.extent, 4096);
  assert.deepEqual(roads.features, [{ props: { name: "Storgatan", is_bridge: true }, type: 2, lines: [[10, 20, 40, 60]] }]);
});

test("rings are closed, and steps back are read", () => {
  const ring = [9, zigzag(0), zigzag(0), 18, zigzag(10), zigzag(0), zigzag(0), zigzag(10), 15].flatMap(varint);
  assert.deepEqual(readGeometry(new Uint8Array(ring)), [[0, 0, 10, 0, 10, 10, 0, 0]]);
  assert.deepEqual(readGeometry(new Uint8Array([9, ...varint(zigzag(-3)), ...varint(zigzag(300))])), [[-3, 300]]);
});

test("a tile cut short is an error, not half a map", () => {
  assert.throws(() => readTile(new Uint8Array([0x9a])));
});

test("a package is read by ranges, and a tile is asked for once", async () => {
  const asked = serve(aPackage());
  const source = new MapPackage("/karta/paket.pmtiles");
  const { least, most } = await source.open();
  assert.deepEqual([least, most], [1, 1]);
  const twice = await Promise.all([source.tile(1, 0, 1, readTile), source.tile(1, 0, 1, readTile)]);
  assert.equal(twice[0].roads.features[0].props.name, "Storgatan");
  assert.equal(await source.tile(1, 1, 1, readTile), null);
  assert.equal(asked.length, 2);
});

test("what is no package, or is served without ranges, is refused", async () => {
  serve(new Uint8Array(200));
  await assert.rejects(new MapPackage("/x").open());
  serve(aPackage(), 200);
  await assert.rejects(new MapPackage("/x").open());
});

test("a street's name stands on its straightest piece and is never upside down", () => {
  const { x, y, length, angle } = straightest([0, 0, 0, 10, 100, 10, 200, 12]);
  assert.deepEqual([Math.round(x), Math.round(y), Math.round(length)], [100, 11, 200]);
  assert.ok(Math.abs(angle) < 0.1);
  const back = straightest([100, 0, 0, 0]).angle % (2 * Math.PI);
  assert.ok(Math.abs(Math.cos(back) - 1) < 1e-9);
});

test("a long name is broken near its middle, a short one is not", () => {
  assert.deepEqual(inLines("Helsingfors universitets huvudbibliotek"), ["Helsingfors universitets", "huvudbibliotek"]);
  assert.deepEqual(inLines("Stora torget"), ["Stora torget"]);
});
