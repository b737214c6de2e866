/* The opened place picker: one place or a stretch, set by search, tap, crosshair and keys, drag, or the own position, all equal.
   Fetched by ../enhance/place-picker.js. What is set goes as GeoJSON into the hidden field.
   GET <data-describe>?lat=…&lng=… → {"words": "Storgatan, Centrum"}: what lies under the crosshair, said in a polite live region. */

import { openMap } from "./leaflet.js";
import { locate } from "./locate.js";
import { enhanceSearch } from "./search.js";
import { askJson, lengthText, number } from "./texts.js";
import { fromGeometry, isWithin, midway, metres, round6, toGeometry } from "./geometry.js";

const STEP = 48; // pixels for an arrow key; with Shift a sixth, to the doorway
const PAUSE = 500; // ms of rest before what lies under the crosshair is asked for
const NEAR = 16; // zoom at which a street fills the view
const STRETCH_MOST = 200; // points

/* What stands on the map beforehand, in the staff map's words: squares, numbered stops, a route. Without it the picker works all the same. */
async function showBehind(map, address) {
  const { clusters = [], points = [], shapes = [] } = await askJson(address).catch(() => ({}));
  const lines = shapes.map(({ geometry, ...one }) => ({ ...one, points: fromGeometry(geometry) })).filter((one) => one.points.length > 1);
  const all = [...clusters, ...points, ...lines.map((one) => ({ ...one, ...midway(one.points) }))];
  const marks = all.map(({ url, ...mark }) => ({ ...mark, key: JSON.stringify(mark) }));
  map.showMarks(marks);
  map.onMove(() => map.showMarks(marks)); // how far apart they must lie is another at each zoom
  return [...points, ...lines.flatMap((one) => one.points)];
}

/* Build the picker in `panel`, already filled from the template. Rejects when the map can't be had. */
export async function openPicker({ root, panel, field, words, text, say, onChange }) {
  const find = (name) => panel.querySelector(`[data-place-${name}]`);
  const map = await openMap(panel.querySelector("[data-map-config]"));
  const behind = root.dataset.backdrop ? await showBehind(map, root.dataset.backdrop) : [];
  let points = fromGeometry(field.value);
  const isRoute = "route" in root.dataset; // nothing but a stretch
  let isStretch = isRoute || points.length > 1;
  let described = null;
  let filledWords = null;

  const describe = async (point, signal) => {
    const { words: found } = await askJson(root.dataset.describe, { lat: round6(point.lat), lng: round6(point.lng) }, signal).catch(() => ({}));
    return found || text("nameless", { lat: number(point.lat, 4), lng: number(point.lng, 4) });
  };

  const draw = () => {
    const geometry = toGeometry(isStretch && points.length < 2 ? [] : points);
    field.value = geometry ? JSON.stringify(geometry) : "";
    field.dispatchEvent(new Event("change", { bubbles: true }));
    map.showPlace(points, { isStretch, onDrag: (index, point) => set(points.map((old, i) => (i === index ? point : old)), point) });
    find("set").textContent = text(!isStretch ? (points.length ? "move-here" : "set-here") : points.length ? "next-here" : "first-here");
    find("stretch").hidden = isStretch || "never" in find("stretch").dataset;
    find("undo").hidden = find("done").hidden = !isStretch;
    find("undo").disabled = !points.length;
    find("done").disabled = points.length < 2;
    find("remove").hidden = !points.length;
    onChange();
  };

  /* Say what is set now. For a place its name too, which becomes the words as long as nobody has written any. */
  const tell = async (at, sentence = "placed", values = {}) => {
    if (isStretch) {
      const stretch = { n: points.length, length: lengthText(metres(points)) };
      say(text(points.length > 1 ? "stretch-is" : points.length ? "stretch-begun" : "stretch-empty", stretch));
      return;
    }
    const found = await describe(at);
    if (points[0] !== at) return;
    say(text(sentence, { words: found, ...values }));
    if (words.value && words.value !== filledWords) return;
    words.value = filledWords = found;
    words.dispatchEvent(new Event("change", { bubbles: true }));
  };

  const set = (next, at, ...said) => {
    points = next;
    draw();
    tell(at, ...said);
  };

  /* The one deed behind every way of pointing. */
  const place = (point, ...said) => {
    if (isStretch && points.length >= STRETCH_MOST) return say(text("stretch-full", { n: STRETCH_MOST }));
    return set(isStretch ? [...points, point] : [point], point, ...said);
  };

  const under = () => {
    clearTimeout(described?.timer);
    described?.asked.abort();
    const asked = new AbortController();
    const timer = setTimeout(async () => {
      const found = await describe(map.centre(), asked.signal);
      if (!asked.signal.aborted) find("under").textContent = text("under", { words: found });
    }, PAUSE);
    described = { timer, asked };
  };

  const canvas = panel.querySelector("[data-map-canvas]");
  const moves = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };
  const deeds = { "+": () => map.zoomBy(1), "-": () => map.zoomBy(-1), Enter: () => place(map.centre()), " ": () => place(map.centre()) };
  canvas.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const step = event.shiftKey ? STEP / 6 : STEP;
    if (event.key in moves) map.panBy(...moves[event.key].map((way) => way * step));
    else if (event.key in deeds) deeds[event.key]();
    else return;
    event.preventDefault();
  });

  map.onTap((point) => place(point));
  map.onMove(under);
  find("in").addEventListener("click", () => map.zoomBy(1));
  find("out").addEventListener("click", () => map.zoomBy(-1));
  find("set").addEventListener("click", () => place(map.centre()));
  find("undo").addEventListener("click", () => {
    set(points.slice(0, -1));
    if (!points.length) find("set").focus();
  });
  find("stretch").addEventListener("click", () => {
    isStretch = true;
    draw();
    tell();
    find("set").focus();
  });
  find("done").addEventListener("click", () => {
    say(text("stretch-done", { n: points.length, length: lengthText(metres(points)) }));
    find("remove").focus();
  });
  find("remove").addEventListener("click", () => {
    [points, isStretch] = [[], isRoute];
    if (words.value === filledWords) words.value = "";
    draw();
    say(text("removed"));
    find("set").focus();
  });

  find("locate").addEventListener("click", async () => {
    say(text("locating"));
    try {
      const { point, accuracy } = await locate();
      if (!isWithin(point, map.config.limits)) return say(text("locate-outside"));
      map.goTo(point, Math.max(map.zoom(), NEAR));
      return place(point, "located", { length: lengthText(Math.max(accuracy, 1)) });
    } catch (fault) {
      return say(text(`locate-${fault.reason ?? "failed"}`));
    }
  });

  enhanceSearch({
    input: find("search"), list: find("list"), address: root.dataset.search, text,
    say: (sentence) => (find("found").textContent = sentence),
    onChoose(found) {
      const point = { lat: found.lat, lng: found.lng };
      map.goTo(point, Math.max(map.zoom(), NEAR));
      place(point);
    },
  });

  if (points.length > 1) map.fitTo(points);
  else if (points.length) map.goTo(points[0], NEAR);
  else if (behind.length) map.fitTo(behind);
  draw();
  under();
}
