/* What stands on the map: the resident's pin and stretch, and the staff map's marks. Built of nodes, never of markup.
   Otrygg is a triangle, trygg a circle, blandat a half-filled diamond: the shape says it before the colour. Used by ../leaflet.js alone. */

import { markSize } from "../geometry.js";

const SVG = "http://www.w3.org/2000/svg";
const SHAPES = {
  unsafe: [["path", { d: "M12 3 22 20.5H2Z", class: "map-fill" }]],
  safe: [["circle", { cx: 12, cy: 12, r: 9, class: "map-fill" }]],
  mixed: [["path", { d: "M12 1.5 22.5 12 12 22.5 1.5 12Z", class: "map-half" }], ["path", { d: "M12 1.5V22.5L1.5 12Z", class: "map-fill" }]],
  none: [["rect", { x: 4.5, y: 4.5, width: 15, height: 15, rx: 2, class: "map-fill" }]],
  pin: [["path", { d: "M12 23.2C8 17.4 4.6 13.6 4.6 9.3a7.4 7.4 0 1 1 14.8 0c0 4.3-3.4 8.1-7.4 13.9Z", class: "map-fill" }], ["circle", { cx: 12, cy: 9.2, r: 2.8, class: "map-hole" }]],
  vertex: [["circle", { cx: 12, cy: 12, r: 7, class: "map-vertex" }]],
};

export const feelingOf = (feeling) => (feeling in SHAPES ? feeling : "none");

export function drawShape(name, size) {
  const svg = document.createElementNS(SVG, "svg");
  for (const [attribute, value] of Object.entries({ viewBox: "0 0 24 24", width: size, height: size, "aria-hidden": "true", focusable: "false" })) {
    svg.setAttribute(attribute, value);
  }
  for (const [tag, attributes] of SHAPES[name]) {
    const part = document.createElementNS(SVG, tag);
    for (const [attribute, value] of Object.entries(attributes)) part.setAttribute(attribute, value);
    svg.append(part);
  }
  return svg;
}

export function pinIcon(L) {
  return L.divIcon({ html: drawShape("pin", 48), className: "map-mark map-pin", iconSize: [48, 48], iconAnchor: [24, 46] });
}

export function vertexIcon(L) {
  return L.divIcon({ html: drawShape("vertex", 44), className: "map-mark map-vertex-mark", iconSize: [44, 44], iconAnchor: [22, 22] });
}

/* A mark that leads somewhere: {lat, lng, n?, number?, feeling, url?, label}. Larger for more remarks; the number stands in it.
   `number` is a stop's own, and says nothing of how many. */
export function linkIcon(L, mark) {
  const many = mark.n > 1 || mark.number;
  const size = markSize(mark.n);
  const node = document.createElement(mark.url ? "a" : "span");
  if (mark.url) {
    node.href = mark.url;
    node.draggable = false;
    L.DomEvent.disableClickPropagation(node);
  }
  node.className = `map-link map-feeling-${feelingOf(mark.feeling)}${many ? " map-cluster" : ""}`;
  if (mark.url) node.setAttribute("aria-label", mark.label);
  node.append(drawShape(feelingOf(mark.feeling), many ? size : 26));
  if (many) {
    const count = document.createElement("span");
    count.className = "map-count";
    count.textContent = mark.number ?? mark.n;
    node.append(count);
  }
  return L.divIcon({ html: node, className: "map-mark", iconSize: [size, size], iconAnchor: [size / 2, size / 2] });
}
