// The squares of the staff map, as the server tells them, run by `node --test tests/js/`.
import assert from "node:assert/strict";
import { test } from "node:test";

import { fromSquares } from "../../static/js/map/squares.js";

const told = { south: 56_850_000, west: 14_750_000, high: 5_000, wide: 10_000, steps: 32, url: "/admin/synpunkter?ruta=", is_whole: false, label: "" };

test("what stands first in each column becomes a mark within its square, with the address of all that lies in it and of nothing on the next one's edge", () => {
  const [mark] = fromSquares({ ...told, columns: [[1], [2], [16], [0], [7], [4], [2], [1]] });
  assert.deepEqual([mark.n, mark.unsafe, mark.safe, mark.mixed], [7, 4, 2, 1]);
  assert.ok(mark.lat > 56.855 && mark.lat < 56.86 && mark.lng > 14.77 && mark.lng < 14.78);
  assert.equal(mark.url, "/admin/synpunkter?ruta=56.855,14.77,56.859999,14.779999");
  assert.equal("label" in mark, false);
});

test("who sees squares alone gets whole ones, without parts, and the label that came with them", () => {
  const [mark] = fromSquares({ ...told, is_whole: true, label: "{n} synpunkter här.", columns: [[0], [0], [16], [16], [9]] });
  assert.deepEqual([mark.unsafe, mark.label, mark.url], [0, "9 synpunkter här.", "/admin/synpunkter?ruta=56.85,14.75,56.855,14.76"]);
});

test("a view of nothing is no mark", () => {
  assert.deepEqual([fromSquares({ ...told, columns: [] }), fromSquares({ ...told, columns: [[], [], [], [], [], [], [], []] })], [[], []]);
});
