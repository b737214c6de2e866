/* The quiet ground of a map without streets: a metric grid, and the scale that tells its measure. Used by ../leaflet.js alone. */

import { gridLines, gridStep, metresPerPixel, scaleBar } from "../geometry.js";
import { lengthText } from "../texts.js";

/* Lines each 100 m, 500 m, 1 km … by zoom, redrawn after each move a little past the view's edge. */
export function addGrid(L, map, origin) {
  map.createPane("grid").classList.add("map-grid-pane");
  const renderer = L.svg({ pane: "grid", padding: 0.5 });
  const lines = L.polyline([], { pane: "grid", renderer, interactive: false, className: "map-grid", noClip: true, smoothFactor: 0 }).addTo(map);
  const draw = () => {
    const view = map.getBounds().pad(0.5);
    const [west, south, east, north] = [view.getWest(), view.getSouth(), view.getEast(), view.getNorth()];
    const step = gridStep(metresPerPixel(map.getCenter().lat, map.getZoom()));
    if (!step) return lines.setLatLngs([]);
    const { lats, lngs } = gridLines([west, south, east, north], step, origin);
    return lines.setLatLngs([...lats.map((lat) => [[lat, west], [lat, east]]), ...lngs.map((lng) => [[south, lng], [north, lng]])]);
  };
  map.on("moveend", draw);
  draw();
}

/* A bar with a round length, kept true as the map moves. `bar` is an element with a child [data-map-scale-text]. */
export function addScale(map, bar) {
  const text = bar.querySelector("[data-map-scale-text]");
  const draw = () => {
    const { metres, pixels } = scaleBar(metresPerPixel(map.getCenter().lat, map.getZoom()));
    bar.style.inlineSize = `${pixels}px`;
    text.textContent = lengthText(metres);
  };
  map.on("moveend", draw);
  draw();
}
