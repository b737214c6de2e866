/* What of a map package is drawn, and how: a muted ground, few names. Rules for vector.js and names.js, first drawn first.
   Colours are read from the style sheet's --map-… variables, so that light and dark have one source.
   The package's layers and properties: roads, buildings, landuse, water, places, pois; kind, kind_detail, name. */

const FONT = "system-ui, sans-serif";
const GREEN = new Set(["grass", "park", "wood", "forest", "pitch", "playground", "garden", "cemetery", "meadow", "recreation_ground"]);

const kind = (...kinds) => (props) => kinds.includes(props.kind);
const isService = (props) => props.kind === "minor_road" && props.kind_detail === "service";
const isStreet = (props) => props.kind === "minor_road" && props.kind_detail !== "service";
const isRail = (props, z) => props.kind === "rail" && (z >= 17 || props.kind_detail !== "tram");

/* Pixels at zoom z of what is `base` pixels at zoom 16. */
const widen = (base, edge = 0) => (z) => Math.max(0.6, base * 1.45 ** (z - 16)) + edge;

/* {layer, only(props, z), from (zoom), fill, stroke, width(z), dash (pixels)} */
export function areasAndLines(colour) {
  const area = (layer, fill, only, more = {}) => ({ layer, only, fill: colour(fill), ...more });
  const road = (stroke, width, only, more = {}) => ({ layer: "roads", only, stroke: colour(stroke), width, ...more });
  const isMajor = kind("major_road", "highway");
  return [
    area("landuse", "--map-green", (props) => GREEN.has(props.kind)),
    area("landuse", "--map-paved", kind("pedestrian", "parking", "railway", "school", "hospital")),
    area("water", "--map-water"),
    road("--map-path", widen(1), kind("path"), { from: 15, dash: [2, 3] }),
    road("--map-road-edge", widen(2), isService, { from: 14 }),
    road("--map-road-edge", widen(3.4, 1.8), isStreet, { from: 14 }),
    road("--map-road-edge", widen(6, 1.8), isMajor, { from: 11 }),
    road("--map-road", widen(3.4), isStreet),
    road("--map-road", widen(6), isMajor),
    road("--map-rail", () => 1, isRail, { from: 13 }),
    area("buildings", "--map-building", undefined, { from: 14, stroke: colour("--map-building-edge"), width: () => 0.7 }),
  ];
}

/* The names written at zoom z, the most needed first: {layer, only(props), fill, size (pixels), font} */
export function namesAt(colour, z) {
  const name = (layer, from, only, fill, size, style = "") => ({ layer, from, only, fill: colour(fill), size, font: `${style} ${size}px ${FONT}` });
  return [
    name("places", 8, (props) => z < 15 || props.kind_detail !== "city", "--map-place", 15, "600"),
    name("roads", 14, kind("highway", "major_road"), "--map-name", 14, "500"),
    name("roads", 15, isStreet, "--map-name", 13, "500"),
    name("landuse", 15, kind("park", "pedestrian", "wood", "cemetery"), "--map-name", 13, "italic"),
    name("water", 13, () => true, "--map-water-name", 13, "italic"),
    name("pois", 16, kind("station", "library", "school", "hospital", "museum", "theatre"), "--map-name", 13),
    name("pois", 18, kind("bus_stop"), "--map-name", 12),
    name("roads", 17, (props) => props.kind === "path" && props.kind_detail !== "steps", "--map-name", 12),
  ].filter(({ from }) => z >= from);
}
