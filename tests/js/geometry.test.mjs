// The arithmetic of places, run by `node --test tests/js/`.
import assert from "node:assert/strict";
import { test } from "node:test";

import {
  fromGeometry, gridLines, gridStep, isWithin, labelPoint, leaning, markSize, metres, metresPerPixel, midway, round6, scaleBar, spread, toGeometry,
} from "../../static/js/map/geometry.js";

const vaxjo = { lat: 56.879, lng: 14.806 };

test("none, one and several points become null, Point and LineString with six decimals", () => {
  assert.equal(toGeometry([]), null);
  assert.deepEqual(toGeometry([{ lat: 56.87912345, lng: 14.80612345 }]), { type: "Point", coordinates: [14.806123, 56.879123] });
  assert.equal(toGeometry([vaxjo, { lat: 56.88, lng: 14.81 }]).type, "LineString");
});

test("what was stored comes back, and anything else is no place", () => {
  const points = [vaxjo, { lat: 56.88, lng: 14.81 }];
  assert.deepEqual(fromGeometry(JSON.stringify(toGeometry(points))), points);
  for (const text of ["", "{", "null", "[]", '{"type":"Polygon","coordinates":[[[1,2]]]}', '{"type":"Point","coordinates":["a",1]}']) {
    assert.deepEqual(fromGeometry(text), []);
  }
});

test("a minute of latitude is a nautical mile", () => {
  const length = metres([{ lat: 56, lng: 15 }, { lat: 56 + 1 / 60, lng: 15 }]);
  assert.ok(Math.abs(length - 1853) < 2, `${length}`);
  assert.equal(metres([vaxjo]), 0);
});

test("the grid is the finest whose squares are wide enough, and its squares are as wide as they say", () => {
  assert.equal(gridStep(1), 100);
  assert.equal(gridStep(5), 500);
  assert.equal(gridStep(10), 1000);
  assert.equal(gridStep(5000), null);
  const { lats, lngs } = gridLines([14.7, 56.8, 14.9, 56.95], 1000, vaxjo);
  assert.ok(Math.abs(metres([{ lat: lats[0], lng: 15 }, { lat: lats[1], lng: 15 }]) - 1000) < 1);
  assert.ok(Math.abs(metres([{ lat: vaxjo.lat, lng: lngs[0] }, { lat: vaxjo.lat, lng: lngs[1] }]) - 1000) < 1);
  assert.ok(lats.every((lat) => lat >= 56.8 && lat <= 56.95));
});

test("a scale bar has a round length that fits", () => {
  for (let zoom = 3; zoom < 20; zoom += 1) {
    const bar = scaleBar(metresPerPixel(56.9, zoom));
    assert.match(String(bar.metres), /^[125]0*$/);
    assert.ok(bar.pixels > 40 && bar.pixels <= 110, `${zoom}: ${bar.pixels}`);
  }
});

test("near the municipality is within, another part of the country is not", () => {
  const bounds = [14.4, 56.6, 15.2, 57.2];
  assert.ok(isWithin(vaxjo, bounds));
  assert.ok(isWithin({ lat: 57.3, lng: 14.8 }, bounds));
  assert.ok(!isWithin({ lat: 59.3, lng: 18.1 }, bounds));
});

test("a name stands in the largest part, also when a ring is degenerate", () => {
  const square = (x, y, size) => [[[x, y], [x + size, y], [x + size, y + size], [x, y + size], [x, y]]];
  assert.deepEqual(labelPoint({ type: "MultiPolygon", coordinates: [square(0, 0, 1), square(10, 10, 4)] }).centre, { lng: 12, lat: 12 });
  assert.deepEqual(labelPoint({ type: "Polygon", coordinates: [[[1, 2], [1, 2], [1, 2]]] }).centre, { lng: 1, lat: 2 });
});

test("halfway along a bent line is on the line", () => {
  const at = midway([{ lat: 0, lng: 0 }, { lat: 0, lng: 1 }, { lat: 0, lng: 4 }]);
  assert.ok(Math.abs(at.lng - 2) < 1e-9 && at.lat === 0);
});

test("a cluster leans as more than half of it does", () => {
  assert.equal(leaning({ n: 3, unsafe: 2, safe: 1, mixed: 0 }), "unsafe");
  assert.equal(leaning({ n: 4, unsafe: 2, safe: 2, mixed: 0 }), "mixed");
  assert.equal(leaning({ n: 5 }), "mixed");
});

test("marks on one spot are moved apart, the same way each time, and lone marks stay", () => {
  const marks = [...Array.from({ length: 6 }, () => ({ x: 100, y: 100, r: 22 })), { x: 900, y: 900, r: 30 }];
  const once = spread(marks);
  assert.deepEqual(once, spread(marks));
  assert.deepEqual(once[6], { x: 900, y: 900 });
  for (let i = 0; i < 6; i += 1) {
    for (let j = i + 1; j < 6; j += 1) assert.ok(Math.hypot(once[i].x - once[j].x, once[i].y - once[j].y) > 36);
  }
});

test("more remarks, larger mark, within bounds", () => {
  assert.ok(markSize(2) < markSize(50) && markSize(50) < markSize(1e6));
  assert.equal(markSize(1e6), 72);
  assert.ok(markSize(1) >= 44);
});

test("six decimals", () => assert.equal(round6(1.23456789), 1.234568));
