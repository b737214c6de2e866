/* The map. This file, with its folder leaflet/, is all that touches Leaflet; the rest speaks to the class below.

   The contract with the server (docs/maps.md tells it in full):
   - GET <data-map-config> → {"kind": "pmtiles"|"tiles"|"outline", "url", "attribution", "bounds": [w, s, e, n], "limits"?, "max_zoom", "districts": address or null}
     pmtiles: url answers Range with 206. tiles: url holds {z}/{x}/{y}, an own address.
   - GET <districts> → FeatureCollection of polygons, properties {"name", "label": [lng, lat]?}, simplified for looking at.
   Everything is asked of the site itself. Leaflet's own controls, popups and tooltips are not used: they write markup strings. */

import { loadStyle, loadVendor } from "./trusted.js";
import { askJson } from "./texts.js";
import { fromGeometry, markSize, spread } from "./geometry.js";
import { addGrid, addScale } from "./leaflet/grid.js";
import { addOutlines } from "./leaflet/outline.js";
import { feelingOf, linkIcon, pinIcon, vertexIcon } from "./leaflet/marks.js";

const SWEDEN = [10.9, 55.3, 24.2, 69.1]; // for a site that knows no district yet
const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
const plain = ({ lat, lng }) => ({ lat, lng });

/* Open a map in `frame`, a node of the macro map_frame; `hasOutlines` draws the districts over streets too. Rejects when Leaflet or the configuration can't be had. */
export async function openMap(frame, { isStill = false, hasOutlines = false } = {}) {
  const [config] = await Promise.all([askJson(frame.dataset.mapConfig), loadVendor("leaflet/leaflet.js"), loadStyle()]);
  const map = new MapView(globalThis.L, frame, config, isStill, hasOutlines);
  await map.ready;
  return map;
}

class MapView {
  #L;
  #map;
  #frame;
  #pins = [];
  #line = null;
  #marks = new Map();

  constructor(L, frame, config, isStill, hasOutlines) {
    this.#L = L;
    this.#frame = frame;
    const first = config.bounds ?? SWEDEN;
    this.config = { ...config, bounds: first, limits: config.limits ?? first };
    const box = ([west, south, east, north]) => L.latLngBounds([south, west], [north, east]);
    const [bounds, limits] = [box(this.config.bounds), box(this.config.limits)];
    const canvas = frame.querySelector("[data-map-canvas]");
    this.#map = L.map(canvas, {
      zoomControl: false, attributionControl: false, keyboard: false, doubleClickZoom: false, scrollWheelZoom: false, boxZoom: false,
      dragging: !isStill, touchZoom: !isStill, tap: false, zoomAnimation: !calm(), fadeAnimation: !calm(), inertia: !calm(),
      zoomSnap: config.kind === "outline" ? 0.5 : 1, minZoom: 3, maxZoom: config.kind === "tiles" ? (config.max_zoom ?? 17) + 2 : 19, maxBounds: limits.extend(bounds).pad(0.5), maxBoundsViscosity: 0.6,
    });
    this.#map.fitBounds(bounds, { animate: false });
    if (!isStill) {
      this.#map.setMinZoom(Math.max(3, this.#map.getBoundsZoom(limits) - 1));
      canvas.addEventListener("focus", () => this.#map.scrollWheelZoom.enable());
      canvas.addEventListener("blur", () => this.#map.scrollWheelZoom.disable());
      canvas.addEventListener("pointerdown", () => canvas.focus({ preventScroll: true }));
    }
    new ResizeObserver(() => this.#map.invalidateSize({ pan: false })).observe(canvas);
    frame.dataset.mapKind = config.kind;
    frame.querySelector("[data-map-attribution]").textContent = config.attribution ?? "";
    addScale(this.#map, frame.querySelector("[data-map-scale]"));
    this.ready = this.#lay(hasOutlines);
  }

  /* The ground: streets, tiles, or a grid; then the outlines, without which the map still works. */
  async #lay(hasOutlines) {
    const { kind, url, bounds, max_zoom: top, districts } = this.config;
    const grid = () => addGrid(this.#L, this.#map, { lng: (bounds[0] + bounds[2]) / 2, lat: (bounds[1] + bounds[3]) / 2 });
    if (kind === "pmtiles") await this.#streets().catch(grid);
    else if (kind === "tiles") this.#L.tileLayer(url, { maxNativeZoom: top ?? 17, maxZoom: (top ?? 17) + 2, attribution: "" }).addTo(this.#map);
    else grid();
    if (!districts || !(hasOutlines || kind === "outline")) return;
    const collection = await askJson(districts).catch(() => null);
    if (collection) addOutlines(this.#L, this.#map, collection, { isQuiet: kind !== "outline" });
  }

  async #streets() {
    const { vectorLayer } = await import("./leaflet/vector.js");
    const colour = (name) => getComputedStyle(this.#frame).getPropertyValue(name).trim();
    (await vectorLayer(this.#L, this.config.url, colour)).addTo(this.#map);
  }

  centre() {
    return plain(this.#map.getCenter());
  }

  zoom() {
    return this.#map.getZoom();
  }

  bounds() {
    const box = this.#map.getBounds();
    return [box.getWest(), box.getSouth(), box.getEast(), box.getNorth()];
  }

  zoomBy(steps) {
    this.#map.setZoom(this.#map.getZoom() + steps, { animate: !calm() });
  }

  /* Move the view by pixels, at once: a key held down must not queue animations. */
  panBy(x, y) {
    this.#map.panBy([x, y], { animate: false });
  }

  goTo(point, zoom = this.#map.getZoom()) {
    this.#map.setView(point, Math.min(Math.max(zoom, this.#map.getMinZoom()), this.#map.getMaxZoom()), { animate: false });
  }

  fitTo(points, closest = 17) {
    this.#map.fitBounds(this.#L.latLngBounds(points), { maxZoom: closest, padding: [40, 40], animate: false });
  }

  onMove(listener) {
    this.#map.on("moveend", () => listener(this.centre()));
  }

  onTap(listener) {
    this.#map.on("click", (event) => listener(plain(event.latlng)));
  }

  /* The resident's place: one pin, or a line with a handle at each point. `onDrag(index, point)` when a pointer has moved one. */
  showPlace(points, { isStretch, onDrag }) {
    for (const pin of this.#pins) pin.remove();
    this.#line?.forEach((line) => line.remove());
    this.#line = points.length > 1 ? this.#stretch(points, "map-stretch") : null;
    const icon = isStretch ? vertexIcon : pinIcon;
    this.#pins = points.map((point, index) => {
      const pin = this.#L.marker(point, { icon: icon(this.#L), draggable: Boolean(onDrag), keyboard: false, autoPan: true, bubblingMouseEvents: false });
      if (onDrag) pin.on("dragend", () => onDrag(index, plain(pin.getLatLng().wrap())));
      return pin.addTo(this.#map);
    });
  }

  #stretch(points, name) {
    return ["map-casing", name].map((className) => this.#L.polyline(points, { interactive: false, className, smoothFactor: 0 }).addTo(this.#map));
  }

  /* Let a file of leaflet/ draw what most maps do without; what `draw(L, map)` returns. */
  with(draw) {
    return draw(this.#L, this.#map);
  }

  /* Linked marks, compared by `key`: what is the same stays in place, and keeps the keyboard's focus.
     A mark: {key, lat, lng, n?, feeling, url?, label, points?}; `points` draws its stretch too. */
  showMarks(marks) {
    const wanted = new Set(marks.map((mark) => mark.key));
    for (const [key, layers] of this.#marks) {
      if (wanted.has(key)) continue;
      layers.forEach((layer) => layer.remove());
      this.#marks.delete(key);
    }
    for (const mark of marks.filter(({ key }) => !this.#marks.has(key))) {
      const marker = this.#L.marker(mark, { icon: linkIcon(this.#L, mark), interactive: false, keyboard: false }).addTo(this.#map);
      marker.getElement().addEventListener("focusin", () => this.#map.panInside(marker.getLatLng(), { padding: [48, 48], animate: false }));
      const line = mark.points ? this.#stretch(mark.points, `map-stretch map-feeling-${feelingOf(mark.feeling)}`) : [];
      this.#marks.set(mark.key, [marker, ...line]);
    }
    const markers = marks.map(({ key }) => this.#marks.get(key)[0]);
    const apart = spread(marks.map((mark) => ({ ...this.#pixels(mark), r: markSize(mark.n) / 2 })));
    markers.forEach((marker, index) => marker.setLatLng(this.#map.layerPointToLatLng([apart[index].x, apart[index].y])));
  }

  #pixels(point) {
    const { x, y } = this.#map.latLngToLayerPoint(point);
    return { x, y };
  }

  /* Show a stored Point, LineString or Polygon and bring it into view. Says whether there was anything to show. */
  showGeometry(geometry, feeling) {
    const points = geometry?.type === "Polygon" ? geometry.coordinates[0].map(([lng, lat]) => ({ lat, lng })) : fromGeometry(geometry);
    if (!points.length) return false;
    if (points.length > 1) this.#stretch(points, `map-stretch map-feeling-${feelingOf(feeling)}`);
    const at = points[Math.floor((points.length - 1) / 2)];
    this.#L.marker(at, { icon: linkIcon(this.#L, { feeling }), interactive: false, keyboard: false }).addTo(this.#map);
    this.fitTo(points, this.config.kind === "outline" ? 13 : 16);
    return true;
  }
}
