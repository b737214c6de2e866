/* District outlines with their names, for maps without streets (and, thinner, over streets). Used by ../leaflet.js alone.
   Names are text nodes in icons; where two would touch, the larger district keeps its name. */

import { labelPoint } from "../geometry.js";

const ROOM = { inline: 104, block: 34 };

function nameIcon(L, name) {
  const label = document.createElement("span");
  label.textContent = name;
  label.dir = "auto";
  return L.divIcon({ html: label, className: "map-name", iconSize: null });
}

/* Draw a FeatureCollection of polygons; properties: name, and optionally label [lng, lat]. Returns its Leaflet bounds. */
export function addOutlines(L, map, collection, { isQuiet }) {
  const shapes = L.geoJSON(collection, {
    interactive: false,
    filter: ({ geometry }) => geometry?.type === "Polygon" || geometry?.type === "MultiPolygon",
    style: () => ({ className: isQuiet ? "map-district map-district-quiet" : "map-district", smoothFactor: 0.8 }),
  }).addTo(map);
  shapes.eachLayer((shape) => shape.getElement()?.setAttribute("aria-hidden", "true"));
  if (!map.getPane("labels")) map.createPane("labels"); // beneath the marks: what people told is never covered
  const names = L.layerGroup().addTo(map);
  const labels = shapes.getLayers().filter(({ feature }) => feature.properties?.name).map((shape) => {
    const { geometry, properties } = shape.feature;
    const { area, centre } = labelPoint(geometry);
    const at = properties.label ? { lng: properties.label[0], lat: properties.label[1] } : centre;
    const marker = L.marker(at, { icon: nameIcon(L, properties.name), pane: "labels", interactive: false, keyboard: false });
    return { area, marker, bounds: shape.getBounds() };
  }).sort((a, b) => b.area - a.area);
  const place = () => {
    const taken = [];
    const view = map.getBounds().pad(0.1);
    for (const { marker, bounds } of labels) {
      const at = map.latLngToLayerPoint(marker.getLatLng());
      const [from, to] = [map.latLngToLayerPoint(bounds.getNorthWest()), map.latLngToLayerPoint(bounds.getSouthEast())];
      const fits = to.x - from.x > 44 && to.y - from.y > 24;
      const isFree = taken.every((other) => Math.abs(other.x - at.x) > ROOM.inline || Math.abs(other.y - at.y) > ROOM.block);
      if (fits && isFree && view.contains(marker.getLatLng())) {
        taken.push(at);
        names.addLayer(marker);
      } else names.removeLayer(marker);
    }
  };
  map.on("moveend", place);
  place();
  return shapes.getBounds();
}
