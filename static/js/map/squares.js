/* The squares of the staff map as the server tells them, made into marks. Pure: no DOM, no Leaflet.
   {south, west, high, wide, steps, columns, url, is_whole, label}: lengths and corners in millionths of a degree; the columns are
   [north, east, y, x, n, unsafe, safe, mixed]: which square from the corner, where in it its mark stands (of `steps`), and how many.
   `url` lacks the square itself, which is written last; `is_whole` for who sees squares alone, whose edges belong to them. */

const MICRO = 1_000_000;
const degrees = (micro) => micro / MICRO;

export function fromSquares({ south, west, high, wide, steps, columns, url, is_whole: isWhole, label }) {
  return (columns[0] ?? []).map((_, nth) => {
    const [north, east, y, x, n, unsafe = 0, safe = 0, mixed = 0] = columns.map((column) => column[nth]);
    const [low, left] = [south + north * high, west + east * wide];
    // A remark on the upper edge belongs to the next square: six decimals are all that a position has.
    const edge = isWhole ? 0 : 1;
    const box = [low, left, low + high - edge, left + wide - edge].map(degrees);
    return {
      lat: degrees(low + ((y + 0.5) * high) / steps), lng: degrees(left + ((x + 0.5) * wide) / steps), n, unsafe, safe, mixed,
      url: url + box.join(","), ...(label ? { label: label.replace("{n}", n) } : {}),
    };
  });
}
