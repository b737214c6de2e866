/* How a vector map package is painted: a muted ground, few names. Used by ../leaflet.js alone.
   Colours are read from the style sheet's --map-… variables, so that light, dark and forced themes have one source.
   Layers and properties are those of the package: roads, buildings, landuse, water, places, pois; kind, kind_detail, name. */

import { loadVendor } from "../trusted.js";

const FONT = "system-ui, sans-serif";
const GREEN = new Set(["grass", "park", "wood", "forest", "pitch", "playground", "garden", "cemetery", "meadow", "recreation_ground"]);
const WIDTHS = { highway: 7, major_road: 6, minor_road: 3.4, path: 1, rail: 1 };

const kind = (...kinds) => (_zoom, feature) => kinds.includes(feature.props.kind);
const detail = (feature) => feature.props.kind_detail;
const widen = (base) => (zoom) => Math.max(0.6, base * 1.45 ** (zoom - 16));

function paintRules(P, colour) {
  const area = (dataLayer, fill, filter, more = {}) => ({ dataLayer, filter, symbolizer: new P.PolygonSymbolizer({ fill: colour(fill), ...more }) });
  const line = (fill, width, filter, more = {}) => ({
    dataLayer: "roads",
    filter,
    ...more,
    symbolizer: new P.LineSymbolizer({ color: colour(fill), width, lineCap: "round", lineJoin: "round", ...more.line }),
  });
  const service = (_zoom, feature) => feature.props.kind === "minor_road" && detail(feature) === "service";
  const street = (_zoom, feature) => feature.props.kind === "minor_road" && detail(feature) !== "service";
  const cased = (name, filter, minzoom) => [
    line("--map-road-edge", (zoom) => widen(WIDTHS[name])(zoom) + 1.6, filter, { minzoom }),
    line("--map-road", widen(WIDTHS[name]), filter),
  ];
  const minor = cased("minor_road", street, 14);
  const major = cased("major_road", kind("major_road", "highway"), 11);
  return [
    area("earth", "--map-ground"),
    area("landuse", "--map-green", (_zoom, feature) => GREEN.has(feature.props.kind)),
    area("landuse", "--map-paved", kind("pedestrian", "parking", "railway", "school", "hospital")),
    area("water", "--map-water"),
    line("--map-path", widen(1), kind("path"), { minzoom: 15, line: { dash: [3, 2] } }),
    line("--map-road-edge", widen(2), service, { minzoom: 14 }),
    minor[0], major[0], minor[1], major[1],
    line("--map-rail", () => 1, (zoom, feature) => feature.props.kind === "rail" && (zoom >= 17 || detail(feature) !== "tram"), { minzoom: 13 }),
    { ...area("buildings", "--map-building", undefined, { stroke: colour("--map-building-edge"), width: 0.6 }), minzoom: 14 },
  ];
}

function labelRules(P, colour) {
  const halo = { stroke: colour("--map-ground"), width: 3 };
  const streets = (filter, minzoom, fontSize) => ({
    dataLayer: "roads",
    minzoom,
    filter: (zoom, feature) => feature.props.name && filter(zoom, feature),
    symbolizer: new P.LineLabelSymbolizer({
      fill: colour("--map-name"), ...halo, fontFamily: FONT, fontSize, fontWeight: 500, position: 2, repeatDistance: 320,
    }),
  });
  const name = (dataLayer, filter, fill, minzoom, options) => ({
    dataLayer,
    minzoom,
    filter: (zoom, feature) => feature.props.name && filter(zoom, feature),
    symbolizer: new P.CenteredTextSymbolizer({ fill: colour(fill), ...halo, lineHeight: 1.15, fontFamily: FONT, ...options }),
  });
  return [
    name("places", (zoom, f) => zoom < 15 || detail(f) !== "city", "--map-place", 10, { fontSize: 15, fontWeight: 600 }),
    streets(kind("highway", "major_road"), 14, 14),
    name("landuse", kind("park", "pedestrian", "wood", "cemetery"), "--map-name", 15, { fontSize: 13, fontStyle: "italic" }),
    name("water", () => true, "--map-water-name", 13, { fontSize: 12, fontStyle: "italic" }),
    streets(kind("minor_road"), 15, 13),
    name("pois", kind("station", "library", "school", "hospital", "museum", "theatre"), "--map-name", 16, { fontSize: 13 }),
    name("pois", kind("bus_stop"), "--map-name", 18, { fontSize: 12 }),
    streets((_zoom, f) => f.props.kind === "path" && detail(f) !== "steps", 17, 12),
  ];
}

/* A layer of the package at config.url, whose path ends in .pmtiles and answers Range; config.max_zoom is its header's. */
export async function vectorLayer(config, colour) {
  await loadVendor("protomaps-leaflet/protomaps-leaflet.js");
  const P = globalThis.protomapsL;
  const rules = () => ({ paintRules: paintRules(P, colour), labelRules: labelRules(P, colour), backgroundColor: colour("--map-ground") });
  const layer = P.leafletLayer({ url: config.url, maxDataZoom: config.max_zoom ?? 15, attribution: "", maxZoom: 19, noWrap: true, ...rules() });
  layer.repaint = () => {
    Object.assign(layer, rules());
    layer.clearLayout();
    layer.rerenderTiles();
  };
  return layer;
}
