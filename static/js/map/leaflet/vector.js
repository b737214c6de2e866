/* Paints a map package on canvas tiles, and its names on one canvas above them all, so that no name is cut at a tile's edge.
   Reads through pmtiles.js and mvt.js; what is drawn and how is paint.js. Used by ../leaflet.js alone. */

import { readTile } from "./mvt.js";
import { placeNames } from "./names.js";
import { areasAndLines, namesAt } from "./paint.js";
import { MapPackage } from "./pmtiles.js";

const TILE = 256;

/* Give each feature its path and its box in tile units, once: a data tile is painted many times over. */
function prepare(bytes) {
  const layers = readTile(bytes);
  for (const { features } of Object.values(layers)) {
    for (const feature of features) {
      const path = new Path2D();
      const box = [Infinity, Infinity, -Infinity, -Infinity];
      for (const line of feature.lines) {
        for (let i = 0; i < line.length; i += 2) {
          path[i ? "lineTo" : "moveTo"](line[i], line[i + 1]);
          box[0] = Math.min(box[0], line[i]);
          box[1] = Math.min(box[1], line[i + 1]);
          box[2] = Math.max(box[2], line[i]);
          box[3] = Math.max(box[3], line[i + 1]);
        }
      }
      Object.assign(feature, { path, box });
    }
  }
  return layers;
}

/* One tile of the screen at zoom z. `corner` is its upper left corner in the data tile, in tile widths; `times` its magnification. */
function paintTile(context, layers, rules, { z, times, corner, ratio }) {
  for (const rule of rules) {
    const layer = layers[rule.layer];
    if (!layer || z < (rule.from ?? 0)) continue;
    const scale = (TILE * times) / layer.extent;
    const [left, top] = corner.map((value) => (value * TILE) / scale);
    const [margin, side] = [16 / scale, TILE / scale];
    context.setTransform(scale * ratio, 0, 0, scale * ratio, -left * scale * ratio, -top * scale * ratio);
    context.fillStyle = rule.fill ?? "transparent";
    context.strokeStyle = rule.stroke ?? "transparent";
    context.lineWidth = (rule.width?.(z) ?? 0) / scale;
    context.lineCap = context.lineJoin = "round";
    context.setLineDash((rule.dash ?? []).map((pixels) => pixels / scale));
    for (const feature of layer.features) {
      const [x0, y0, x1, y1] = feature.box;
      if (x1 < left - margin || y1 < top - margin || x0 > left + side + margin || y0 > top + side + margin) continue;
      if (rule.only && !rule.only(feature.props, z)) continue;
      if (rule.fill) context.fill(feature.path, "evenodd");
      if (rule.stroke) context.stroke(feature.path);
    }
  }
}

/* The layer for the package at `url`; rejects when it is none. `colour` reads a --map-… variable. */
export async function vectorLayer(L, url, colour) {
  const source = new MapPackage(url);
  const { least, most } = await source.open();
  const ratio = Math.min(globalThis.devicePixelRatio || 1, 2);
  const dataZoom = (z) => Math.max(least, Math.min(most, z - 1));
  let rules = areasAndLines(colour);

  /* A data tile by the screen tile it lies under: its layers, and where in it that tile begins. */
  const under = async ({ x, y, z }) => {
    const zoom = dataZoom(z);
    const times = 2 ** (z - zoom);
    const [dx, dy] = [Math.floor(x / times), Math.floor(y / times)];
    return { layers: await source.tile(zoom, dx, dy, prepare), times, corner: [x - dx * times, y - dy * times] };
  };

  const Streets = L.GridLayer.extend({
    createTile(coords, done) {
      const canvas = document.createElement("canvas");
      canvas.width = canvas.height = TILE * ratio;
      const paint = ({ layers, ...place }) => {
        const context = canvas.getContext("2d");
        context.fillStyle = colour("--map-ground");
        context.fillRect(0, 0, canvas.width, canvas.height);
        if (layers) paintTile(context, layers, rules, { ...place, z: coords.z, ratio });
        done(null, canvas);
      };
      under(coords).then(paint).catch(done);
      return canvas;
    },
  });
  const streets = new Streets({ minZoom: least, maxZoom: 19, keepBuffer: 1, updateWhenZooming: false });

  const names = document.createElement("canvas");
  names.className = "leaflet-zoom-hide";
  let turn = 0;

  /* Draw the names of what is in view, with a margin to move in. Only the last asked-for drawing is shown. */
  const write = async (map) => {
    const mine = (turn += 1);
    const z = map.getZoom();
    const size = map.getSize();
    const corner = map.getPixelBounds().min.subtract(size.multiplyBy(0.25)).round();
    const extent = size.multiplyBy(1.5).round();
    const [zoom, times] = [dataZoom(z), 2 ** (z - dataZoom(z))];
    const side = TILE * times;
    const wanted = [];
    for (let x = Math.floor(corner.x / side); x * side < corner.x + extent.x; x += 1) {
      for (let y = Math.floor(corner.y / side); y * side < corner.y + extent.y; y += 1) wanted.push([x, y]);
    }
    const tile = async ([x, y]) => ({ layers: await source.tile(zoom, x, y, prepare), x: x * side - corner.x, y: y * side - corner.y, side });
    const tiles = (await Promise.all(wanted.map((one) => tile(one).catch(() => ({})))) ).filter(({ layers }) => layers);
    if (mine !== turn) return;
    [names.width, names.height] = [extent.x * ratio, extent.y * ratio];
    [names.style.width, names.style.height] = [`${extent.x}px`, `${extent.y}px`];
    L.DomUtil.setPosition(names, corner.subtract(map.getPixelOrigin()));
    const context = names.getContext("2d");
    context.scale(ratio, ratio);
    placeNames(context, tiles, namesAt(colour, z), colour("--map-ground"));
  };

  return {
    addTo(map) {
      streets.addTo(map);
      map.createPane("names").append(names);
      map.on("moveend", () => write(map));
      write(map);
      matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
        rules = areasAndLines(colour);
        streets.redraw();
        write(map);
      });
    },
  };
}
