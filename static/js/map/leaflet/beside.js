/* Districts' names stand beside the marks: what covers a name moves it a little, and a name without room is left out until the next zoom.
   Reads where both stand on the screen, and moves names alone. Used by maps with marks, after each drawing of them. */

const FAR = 48; // pixels that a name may be moved
const STEPS = Array.from({ length: 13 }, (_, row) => row * 8 - FAR).flatMap((y) => Array.from({ length: 9 }, (_, n) => ({ x: n * 12 - FAR, y })))
  .sort((a, b) => Math.hypot(a.x, a.y) - Math.hypot(b.x, b.y));
const MOST_COVERED = 0.12; // of a name; else it is left out
const CORNER = 0.14; // of a mark's box that its shape leaves empty, on each side

const common = (from, to, a, b) => Math.max(0, Math.min(to, b) - Math.max(from, a));
const covered = (one, other) => common(one.left, one.right, other.left, other.right) * common(one.top, one.bottom, other.top, other.bottom);

function inkOf(name) {
  const range = document.createRange();
  range.selectNodeContents(name); // the words, not the box they are centred in
  return range.getBoundingClientRect();
}

function shapeOf(mark) {
  const { left, right, top, bottom, width } = mark.getBoundingClientRect();
  const air = width * CORNER;
  return { left: left + air, right: right - air, top: top + air, bottom: bottom - air };
}

export function namesBeside(canvas) {
  const names = [...canvas.querySelectorAll(".map-name span")];
  for (const name of names) name.style.translate = "";
  const taken = [...canvas.querySelectorAll(".map-link svg")].map(shapeOf);
  const inks = names.map(inkOf);
  names.forEach((name, index) => {
    const ink = inks[index];
    const room = (ink.right - ink.left) * (ink.bottom - ink.top);
    let best = null;
    for (const { x, y } of STEPS) {
      const at = { left: ink.left + x, right: ink.right + x, top: ink.top + y, bottom: ink.bottom + y };
      const lost = taken.reduce((sum, other) => sum + covered(at, other), 0) / room;
      if (!best || lost < best.lost) best = { at, lost, x, y };
      if (!lost) break;
    }
    const isShown = best.lost <= MOST_COVERED;
    name.style.visibility = isShown ? "" : "hidden";
    if (!isShown) return;
    name.style.translate = `${best.x}px ${best.y}px`;
    taken.push(best.at);
  });
}
