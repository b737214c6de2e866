/* The map of a remark: opened when somebody wants it, with the walk's own map where the tablet has it. */

import { steer } from "./dom.js";

export class PlaceMap {
  #root;
  #tools;
  #map = null;
  #points = [];
  #walk = {};
  #layer = null;
  #way = null;

  constructor(root, tools) {
    this.#root = root;
    this.#tools = tools;
    this.#find("move").addEventListener("click", () => this.#toggle());
    this.#find("here").addEventListener("click", () => this.#set());
    this.#find("in").addEventListener("click", () => this.#map?.zoomBy(1));
    this.#find("out").addEventListener("click", () => this.#map?.zoomBy(-1));
  }

  #find(name) {
    return this.#root.querySelector(`[data-${name}]`);
  }

  /* The walk whose route and stops are drawn behind the place. */
  plan(walk) {
    this.#walk = walk;
    if (this.#map) this.#drawWay();
  }

  #drawWay() {
    this.#way?.remove();
    this.#way = this.#map.with(this.#layer(this.#walk));
  }

  close() {
    this.#find("map").hidden = true;
    this.#find("move").setAttribute("aria-expanded", "false");
  }

  /* Show where the remark lies. */
  mark(points) {
    this.#points = points;
    this.#map?.showPlace(points, { isStretch: points.length > 1 });
  }

  async #toggle() {
    const box = this.#find("map");
    if (!box.hidden) return this.close();
    box.hidden = false;
    this.#find("move").setAttribute("aria-expanded", "true");
    try {
      if (!this.#map) {
        const [{ openMap }, { way }] = await Promise.all([import("../../map/leaflet.js"), import("../../map/leaflet/way.js")]);
        this.#layer = way;
        this.#map = await openMap(box.querySelector("[data-map-config]"));
        this.#map.onTap((point) => this.#tools.onPlace(point));
        this.#drawWay();
        steer(box.querySelector("[data-map-canvas]"), this.#map, () => this.#set());
      }
    } catch {
      return this.close();
    }
    if (this.#points.length > 1) this.#map.fitTo(this.#points);
    else if (this.#points.length) this.#map.goTo(this.#points[0], 17);
    else if (this.#way.points.length) this.#map.fitTo(this.#way.points);
    this.mark(this.#points);
    return this.#root.querySelector("[data-map-canvas]").focus({ preventScroll: true });
  }

  #set() {
    if (this.#map) this.#tools.onPlace(this.#map.centre());
  }
}
