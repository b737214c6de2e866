/* Pure arithmetic of places: GeoJSON in and out, lengths, grid lines, scale bars. No DOM, no Leaflet.
   A point is {lat, lng} in WGS 84 degrees; lengths are metres; bounds are [west, south, east, north]. */

const EARTH = 6371008.8;
const METRES_PER_DEGREE = (Math.PI / 180) * EARTH;
const radians = (degrees) => (degrees * Math.PI) / 180;

/* Six decimals are about a decimetre: more would only pretend. */
export const round6 = (value) => Math.round(value * 1e6) / 1e6;

/* GeoJSON for none, one or several points: null, Point or LineString. */
export function toGeometry(points) {
  const coordinates = points.map(({ lat, lng }) => [round6(lng), round6(lat)]);
  if (!coordinates.length) return null;
  if (coordinates.length === 1) return { type: "Point", coordinates: coordinates[0] };
  return { type: "LineString", coordinates };
}

/* The points of a stored Point or LineString, and none for whatever else the text may be. */
export function fromGeometry(text) {
  let geometry;
  try {
    geometry = typeof text === "string" ? JSON.parse(text) : text;
  } catch {
    return [];
  }
  if (!geometry || !Array.isArray(geometry.coordinates)) return [];
  const pairs = geometry.type === "Point" ? [geometry.coordinates] : geometry.type === "LineString" ? geometry.coordinates : [];
  const sound = pairs.every((pair) => Array.isArray(pair) && Number.isFinite(pair[0]) && Number.isFinite(pair[1]));
  return sound ? pairs.map(([lng, lat]) => ({ lat, lng })) : [];
}

/* Length of a stretch in metres (haversine). */
export function metres(points) {
  let sum = 0;
  for (let i = 1; i < points.length; i += 1) {
    const [a, b] = [points[i - 1], points[i]];
    const h =
      Math.sin(radians(b.lat - a.lat) / 2) ** 2 +
      Math.cos(radians(a.lat)) * Math.cos(radians(b.lat)) * Math.sin(radians(b.lng - a.lng) / 2) ** 2;
    sum += 2 * EARTH * Math.asin(Math.sqrt(h));
  }
  return sum;
}

export function metresPerPixel(lat, zoom) {
  return (Math.cos(radians(lat)) * 2 * Math.PI * 6378137) / (256 * 2 ** zoom);
}

/* The finest grid whose squares are still at least `least` pixels wide. */
export function gridStep(perPixel, least = 64) {
  return [100, 500, 1000, 5000, 10000, 50000].find((step) => step / perPixel >= least) ?? null;
}

/* Meridians and parallels of a metric grid laid from `origin`, as lists of degrees inside the bounds.
   Squares are true to size at the origin's latitude; over a municipality they drift by about one per cent. */
export function gridLines([west, south, east, north], step, origin) {
  const dLat = step / METRES_PER_DEGREE;
  const dLng = dLat / Math.cos(radians(origin.lat));
  const between = (from, to, start, by) => {
    const lines = [];
    for (let i = Math.ceil((from - start) / by); start + i * by <= to && lines.length < 400; i += 1) lines.push(start + i * by);
    return lines;
  };
  return { lats: between(south, north, origin.lat, dLat), lngs: between(west, east, origin.lng, dLng) };
}

/* The longest round length (1, 2 or 5 times a power of ten) that fits in `room` pixels. */
export function scaleBar(perPixel, room = 110) {
  const most = perPixel * room;
  const power = 10 ** Math.floor(Math.log10(most));
  const length = [5, 2, 1].map((n) => n * power).find((n) => n <= most);
  return { metres: length, pixels: Math.round(length / perPixel) };
}

/* Whether a point lies within the bounds, widened by a part of their size. */
export function isWithin({ lat, lng }, [west, south, east, north], margin = 0.5) {
  const [dx, dy] = [(east - west) * margin, (north - south) * margin];
  return lng >= west - dx && lng <= east + dx && lat >= south - dy && lat <= north + dy;
}

/* Twice the signed area and the centroid of a closed ring, in square degrees: good enough to place a name. */
function ringCentre(ring) {
  let [area, x, y] = [0, 0, 0];
  for (let i = 0; i < ring.length - 1; i += 1) {
    const cross = ring[i][0] * ring[i + 1][1] - ring[i + 1][0] * ring[i][1];
    area += cross;
    x += (ring[i][0] + ring[i + 1][0]) * cross;
    y += (ring[i][1] + ring[i + 1][1]) * cross;
  }
  return { area: Math.abs(area), centre: area ? { lng: x / (3 * area), lat: y / (3 * area) } : { lng: ring[0][0], lat: ring[0][1] } };
}

/* Where a polygon's name is written: the centre of its largest part, with that part's area. */
export function labelPoint(geometry) {
  const polygons = geometry.type === "MultiPolygon" ? geometry.coordinates : [geometry.coordinates];
  return polygons.map((rings) => ringCentre(rings[0])).sort((a, b) => b.area - a.area)[0];
}

/* The point halfway along a line of points, where its mark stands. */
export function midway(points) {
  let left = metres(points) / 2;
  for (let i = 1; i < points.length; i += 1) {
    const [a, b] = [points[i - 1], points[i]];
    const length = metres([a, b]);
    if (length && length >= left) {
      const part = left / length;
      return { lat: a.lat + (b.lat - a.lat) * part, lng: a.lng + (b.lng - a.lng) * part };
    }
    left -= length;
  }
  return points[0];
}

/* The feeling most of a cluster's remarks have; mixed when none has more than half. */
export function leaning({ n, unsafe = 0, safe = 0, mixed = 0 }) {
  const [most, feeling] = [[unsafe, "unsafe"], [safe, "safe"], [mixed, "mixed"]].sort((a, b) => b[0] - a[0])[0];
  return most * 2 > n ? feeling : "mixed";
}

/* Move marks apart that would lie on one another. Each is {x, y, r} in pixels; returns new {x, y} in the same order.
   The same input gives the same output; a mark that touches no other stays where it is. */
export function spread(marks, rounds = 24) {
  const at = marks.map(({ x, y, r }, index) => ({ x, y, r, index }));
  const most = 2 * Math.max(0, ...marks.map(({ r }) => r));
  let isMoved = true;
  for (let round = 0; round < rounds && isMoved; round += 1) {
    isMoved = false;
    at.sort((a, b) => a.x - b.x || a.index - b.index);
    for (let i = 0; i < at.length; i += 1) {
      for (let j = i + 1; j < at.length && at[j].x - at[i].x < most; j += 1) {
        const [a, b] = [at[i], at[j]];
        const distance = Math.hypot(b.x - a.x, b.y - a.y);
        const lack = a.r + b.r - distance;
        if (lack <= 0.5) continue;
        const angle = distance ? Math.atan2(b.y - a.y, b.x - a.x) : 2.4 * (a.index + b.index); // the golden angle, for those on one spot
        const push = { x: (Math.cos(angle) * lack) / 2, y: (Math.sin(angle) * lack) / 2 };
        [a.x, a.y, b.x, b.y] = [a.x - push.x, a.y - push.y, b.x + push.x, b.y + push.y];
        isMoved = true;
      }
    }
  }
  return at.sort((a, b) => a.index - b.index).map(({ x, y }) => ({ x, y }));
}

/* How wide a mark is drawn, in pixels: larger for more remarks, up to a bound. */
export const markSize = (n) => (n > 1 ? Math.round(Math.min(72, 40 + 5 * Math.log2(n))) : 44);
