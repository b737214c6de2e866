/* A walk's way on a map: its route and its numbered stops, each exactly where it lies, behind everything else.
   Used by the walk's page, through MapView.with() of ../leaflet.js. */

import { fromGeometry } from "../geometry.js";
import { linkIcon } from "./marks.js";

/* Draws a walk {route, stops: [{number, lat, lng}]}. Returns {points, remove()}. */
export const way = ({ route, stops = [] }) => (L, map) => {
  const line = fromGeometry(route);
  const known = stops.filter(({ lat }) => lat !== null);
  const stretch = line.length > 1 ? ["map-casing", "map-stretch map-feeling-none"].map((className) => L.polyline(line, { interactive: false, className, smoothFactor: 0 })) : [];
  const marks = known.map((stop) => L.marker(stop, { icon: linkIcon(L, { number: stop.number, feeling: "none" }), interactive: false, keyboard: false, zIndexOffset: -1000 }));
  const drawn = L.layerGroup([...stretch, ...marks]).addTo(map);
  return { points: [...line, ...known.map(({ lat, lng }) => ({ lat, lng }))], remove: () => drawn.remove() };
};
