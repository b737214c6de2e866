/* Where a remark is, in words: what the walker set goes before the position, the position before the stop. Knows no DOM. */

import { metres } from "../../map/geometry.js";
import { lengthText } from "../../map/texts.js";

/* `isWalking`: a stretch is being walked; `isLost`: a stretch is wanted and there is no position. */
export function whereWords(draft, { text, walk, position, isWalking, isLost }) {
  const stop = (walk.stops ?? []).find(({ number }) => number === draft.stop);
  const length = lengthText(draft.stretch.length > 1 ? metres(draft.stretch) : 0);
  return isLost ? text("stretch-lost")
    : isWalking ? text("where-stretch-on", { length })
    : draft.stretch.length > 1 ? text("where-stretch", { length })
    : draft.isSet ? text("where-set")
    : draft.place ? text("where-fix", { metres: draft.accuracy })
    : stop ? text("where-stop", stop)
    : position.state === "waiting" ? text("where-waiting") : text("where-none");
}
