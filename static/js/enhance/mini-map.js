/* Shows one remark's place on a small, still map (macro mini_map). The words beside it say the same; without a map they are enough. */

import { openMap } from "../map/leaflet.js";

export default async function miniMap(frame) {
  try {
    frame.hidden = false;
    const map = await openMap(frame, { isStill: true });
    frame.hidden = !map.showGeometry(JSON.parse(frame.dataset.geometry), frame.dataset.feeling);
  } catch {
    frame.hidden = true;
  }
}
