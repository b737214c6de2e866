/* Where the names of streets and places are written: the first rule first, never over one another. Draws on a canvas; no Leaflet. */

import { labelPoint } from "../geometry.js";

const AGAIN = 260; // pixels before the same name is written once more
const OVER = 1.3; // times its street's straight piece a name may be long
const BEND = 0.35; // radians a street may bend under its name

/* The longest nearly straight piece of a line [x, y, x, y, …], as {x, y, length, angle} at its middle. */
export function straightest(line) {
  let [best, start] = [null, 0];
  const angleOf = (i) => Math.atan2(line[i + 3] - line[i + 1], line[i + 2] - line[i]);
  for (let i = 0; i + 3 < line.length; i += 2) {
    const turned = Math.abs(angleOf(i) - angleOf(start));
    if (Math.min(turned, 2 * Math.PI - turned) > BEND) start = i;
    const [dx, dy] = [line[i + 2] - line[start], line[i + 3] - line[start + 1]];
    const length = Math.hypot(dx, dy);
    if (!best || length > best.length) {
      const angle = Math.atan2(dy, dx);
      best = { x: line[start] + dx / 2, y: line[start + 1] + dy / 2, length, angle: Math.abs(angle) > Math.PI / 2 ? angle + Math.PI : angle };
    }
  }
  return best;
}

/* A feature's spot in tile units: on a street its straightest piece, in an area its middle. */
function spotOf({ type, lines }) {
  if (type === 1) return { x: lines[0][0], y: lines[0][1], angle: 0 };
  if (type === 2) return lines.map(straightest).filter(Boolean).sort((a, b) => b.length - a.length)[0];
  const ring = [];
  for (let i = 0; i < lines[0].length; i += 2) ring.push([lines[0][i], lines[0][i + 1]]);
  const { centre } = labelPoint({ type: "Polygon", coordinates: [ring] });
  return { x: centre.lng, y: centre.lat, angle: 0 };
}

/* Words in at most two lines, broken near the middle. */
export function inLines(name) {
  if (name.length < 16 || !name.includes(" ")) return [name];
  const breaks = [...name.matchAll(/ /g)].map(({ index }) => index);
  const at = breaks.sort((a, b) => Math.abs(a - name.length / 2) - Math.abs(b - name.length / 2))[0];
  return [name.slice(0, at), name.slice(at + 1)];
}

/* Discs that cover a turned text, to see whether two names touch. */
function discs({ x, y, angle }, width, height) {
  const count = Math.max(1, Math.ceil(width / height));
  return Array.from({ length: count }, (_one, i) => {
    const along = count === 1 ? 0 : (i / (count - 1) - 0.5) * (width - height);
    return { x: x + Math.cos(angle) * along, y: y + Math.sin(angle) * along, r: height / 2 + 2 };
  });
}

/* Write the names of `tiles` ({layers, x, y, side}: where a data tile lies, in pixels) by `rules` of paint.js. */
export function placeNames(context, tiles, rules, ground) {
  const [taken, written] = [[], new Map()];
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.lineJoin = "round";
  context.lineWidth = 3.5;
  context.strokeStyle = ground;
  for (const rule of rules) {
    context.font = rule.font;
    context.fillStyle = rule.fill;
    for (const { layers, x, y, side } of tiles) {
      const { extent, features } = layers[rule.layer] ?? { features: [] };
      for (const feature of features) {
        const { name } = feature.props;
        if (!name || !rule.only(feature.props)) continue;
        const spot = (feature.spot ??= spotOf(feature) ?? null);
        if (!spot || spot.x < 0 || spot.y < 0 || spot.x >= extent || spot.y >= extent) continue;
        const at = { x: x + (spot.x * side) / extent, y: y + (spot.y * side) / extent, angle: spot.angle };
        const lines = feature.type === 2 ? [name] : inLines(name);
        const width = Math.max(...lines.map((line) => context.measureText(line).width));
        if (feature.type === 2 && width > (OVER * spot.length * side) / extent) continue;
        const others = written.get(name) ?? [];
        if (others.some((other) => Math.hypot(other.x - at.x, other.y - at.y) < AGAIN)) continue;
        const room = discs(at, width, rule.size * 1.2 * lines.length);
        if (taken.some((a) => room.some((b) => Math.hypot(a.x - b.x, a.y - b.y) < a.r + b.r))) continue;
        taken.push(...room);
        written.set(name, [...others, at]);
        context.save();
        context.translate(at.x, at.y);
        context.rotate(at.angle);
        lines.forEach((line, i) => {
          const down = (i - (lines.length - 1) / 2) * rule.size * 1.15;
          context.strokeText(line, 0, down);
          context.fillText(line, 0, down);
        });
        context.restore();
      }
    }
  }
}
