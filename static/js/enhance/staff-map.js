/* All remarks within the view, as marks that lead to them; the table beside the map is the server's and says the same.
   GET <data-cells>&bbox=w,s,e,n&zoom=z → {"squares": (see ../map/squares.js), "points": [{lat, lng, feeling, id, url, label}],
   "shapes": [{geometry, feeling, url, label}], "said": a sentence or ""}; and "clusters", in place of squares or beside them, each {lat, lng, n, unsafe,
   safe, mixed, url, label}. What is no remark (a walk's stop or route) has n 0. Nothing of a login is stored by the browser, so the
   answers of the views that were just looked at are held here, and asked for again by their ETag. The view is kept in
   the address's #fragment, so that going back from a remark shows the same piece of ground; <data-view> is where it begins else. */

import { fromGeometry, leaning, midway, round6 } from "../map/geometry.js";
import { namesBeside } from "../map/leaflet/beside.js";
import { openMap } from "../map/leaflet.js";
import { fromSquares } from "../map/squares.js";
import { askAgain, textsOf } from "../map/texts.js";

const PAUSE = 200; // ms of rest after a move
const STEP = 80; // pixels for an arrow key

const keyed = (mark) => ({ ...mark, key: JSON.stringify(mark) });

/* The answer as marks, with a label for each cluster that brings none. */
function marksOf({ squares, clusters = [], points = [], shapes = [] }, text) {
  return [
    ...[...(squares ? fromSquares(squares) : []), ...clusters].map((one) => ({ ...one, feeling: leaning(one), label: one.label ?? text("cluster", one) })),
    ...points.map((one) => ({ n: 1, ...one })),
    ...shapes.map(({ geometry, ...one }) => ({ ...one, points: fromGeometry(geometry) })).filter((one) => one.points.length > 1)
      .map((one) => ({ n: 1, ...one, ...midway(one.points) })),
  ].map(keyed);
}

export default async function staffMap(root) {
  const text = textsOf(root);
  const status = root.querySelector("[data-map-status]");
  const frame = root.querySelector("[data-map-config]");
  let [timer, asked] = [0, null];
  const again = askAgain();

  frame.hidden = false;
  const map = await openMap(frame, { hasOutlines: true }).catch(() => null);
  if (!map) {
    frame.hidden = true;
    status.textContent = text("no-map");
    return;
  }

  const load = async () => {
    asked?.abort();
    asked = new AbortController();
    const { signal } = asked;
    try {
      const answer = await again(root.dataset.cells, { bbox: map.bounds().map(round6).join(","), zoom: Math.round(map.zoom()) }, signal);
      if (signal.aborted) return;
      const marks = marksOf(answer, text);
      map.showMarks(marks);
      namesBeside(frame);
      const shown = text(marks.length ? "shown" : "none-here", { n: marks.reduce((sum, { n }) => sum + n, 0) });
      status.textContent = [shown, answer.said].filter(Boolean).join(" ");
      root.setAttribute("aria-busy", "false");
    } catch {
      if (signal.aborted) return;
      status.textContent = text("load-failed");
      root.setAttribute("aria-busy", "false");
    }
  };

  const remember = ({ lat, lng }) => history.replaceState(history.state, "", `#karta=${map.zoom()}/${round6(lat)}/${round6(lng)}`);
  const [zoom, lat, lng] = ((location.hash || root.dataset.view || "").match(/^#karta=([\d.]+)\/(-?[\d.]+)\/(-?[\d.]+)$/) ?? []).slice(1).map(Number);
  if (zoom) map.goTo({ lat, lng }, zoom);

  map.onMove((centre) => {
    remember(centre);
    root.setAttribute("aria-busy", "true"); // until the marks of this view are drawn
    clearTimeout(timer);
    timer = setTimeout(load, PAUSE);
  });

  const moves = { ArrowUp: [0, -STEP], ArrowDown: [0, STEP], ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0] };
  frame.querySelector("[data-map-canvas]").addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key in moves) map.panBy(...moves[event.key]);
    else if (event.key === "+" || event.key === "-") map.zoomBy(event.key === "+" ? 1 : -1);
    else return;
    event.preventDefault();
  });
  root.querySelector("[data-map-in]").addEventListener("click", () => map.zoomBy(1));
  root.querySelector("[data-map-out]").addEventListener("click", () => map.zoomBy(-1));
  await load();
}
