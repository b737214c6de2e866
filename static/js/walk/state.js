/* What a remark is while it is made, and what the page says of the queue. Pure: no DOM, no storage, no clock of its own.

   A draft: {id, revision, feeling, place, accuracy, stretch, stop, words, text, checklist, agreeing, part_of_day, photos, is_trial}.
   `place` is {lat, lng} or null; `stretch` a list of them. Where the place comes from is the first that there is of: what the walker
   set, the position, the stop where the group stands, words. */

import { round6 } from "../map/geometry.js";

export const FEELINGS = ["unsafe", "safe", "mixed"];
const COARSE = 100; // metres: a worse position than this is not taken for where somebody stands
const REAR = 40; // points of a stretch at most, evenly chosen

export function newDraft({ id, feeling, hour, isTrial = false, stop = null }) {
  return {
    id, revision: 0, feeling, hour, place: null, isSet: false, accuracy: null, stretch: [], stop, words: "", text: "", checklist: {},
    agreeing: 1, part_of_day: null, photos: [], is_trial: isTrial,
  };
}

/* Whether more has been made of a draft than the first tap: then it is not thrown away without a question. */
export function hasContent({ text, words, photos, stretch, checklist }) {
  return Boolean(text.trim() || words.trim() || photos.length || stretch.length || Object.keys(checklist).length);
}

/* A new fix of the position changes a draft whose place nobody has set by hand. Says whether it did. */
export function take(draft, { lat, lng, accuracy }) {
  if (draft.isSet || draft.stretch.length || accuracy > COARSE) return false;
  if (draft.place && draft.accuracy <= accuracy) return false;
  Object.assign(draft, { place: { lat, lng }, accuracy: Math.round(accuracy) });
  return true;
}

/* The draft as the tablet's door wants it. What was left out is left out; but a remark has some place, and where nobody
   has said any, the words `nowhere` say so. */
export function payloadOf(draft, nowhere) {
  const { feeling, text, checklist, agreeing, stop } = draft;
  const place = geometryOf(draft);
  const words = draft.words.trim() || (place || stop ? "" : nowhere);
  return {
    feeling, ...(place && { place }), ...(place?.type === "Point" && draft.accuracy !== null && !draft.isSet && { accuracy_m: draft.accuracy }),
    ...(words && { place_words: words }), ...(text.trim() && { text: text.trim() }),
    ...(Object.keys(checklist).length && { checklist }), ...(stop && { stop }), ...(agreeing > 1 && { agreeing }),
    ...(draft.part_of_day && { part_of_day: draft.part_of_day }), ...(draft.photos.length && { photos: draft.photos }),
    ...(draft.is_trial && { trial: true }), made_at: draft.hour,
  };
}

function geometryOf({ place, stretch }) {
  const pair = ({ lat, lng }) => [round6(lng), round6(lat)];
  if (stretch.length > 1) return { type: "LineString", coordinates: thinned(stretch).map(pair) };
  return place ? { type: "Point", coordinates: pair(place) } : null;
}

/* No more points than a stretch needs, the first and the last among them. */
export function thinned(points, most = REAR) {
  if (points.length <= most) return points;
  return Array.from({ length: most }, (_, i) => points[Math.round((i * (points.length - 1)) / (most - 1))]);
}

/* The hour of a clock, in the tablet's own time: a claim, as coarse as the walk needs. */
export function hourOf(date) {
  const two = (n) => String(n).padStart(2, "0");
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}T${two(date.getHours())}:00`;
}

/* What would be lost if the tablet were emptied now, counted: `left` has neither arrived nor lies in a file as it is now (`filed`: the
   revisions in files, by id); `undone` has been taken back here, and the door that has had it does not know yet. */
export function losses(items, filed) {
  const left = items.filter(({ id, kind, state, revision }) => state !== "sent" && kind !== "undo" && filed.get(id) !== revision);
  const undone = items.filter(({ kind, state, has_come: hasCome }) => kind === "undo" && state === "waiting" && hasCome);
  return { left: left.length, undone: undone.length };
}

/* How many items stand where. Photos count by themselves, since each must arrive; a trial that has
   arrived counts nowhere. */
export function summary(items) {
  const n = { waiting: 0, sent: 0, help: 0, remarks: 0, photos: 0 };
  for (const { state, kind, is_trial: isTrial } of items) {
    if (kind === "undo" || (isTrial && state === "sent")) continue;
    n[state] += 1;
    n[kind === "photo" ? "photos" : "remarks"] += 1;
  }
  return { ...n, unsent: n.waiting + n.help };
}
