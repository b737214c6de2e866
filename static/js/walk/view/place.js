/* The map of a remark: opened when somebody wants it, with the walk's own map where the tablet has it. */

const STEP = 60; // pixels for an arrow key

export class PlaceMap {
  #root;
  #tools;
  #map = null;
  #points = [];

  constructor(root, tools) {
    this.#root = root;
    this.#tools = tools;
    this.#find("move").addEventListener("click", () => this.#toggle());
    this.#find("here").addEventListener("click", () => this.#set());
    this.#find("in").addEventListener("click", () => this.#map?.zoomBy(1));
    this.#find("out").addEventListener("click", () => this.#map?.zoomBy(-1));
    const moves = { ArrowUp: [0, -STEP], ArrowDown: [0, STEP], ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0] };
    root.querySelector("[data-map-canvas]").addEventListener("keydown", (event) => {
      if (event.key in moves) this.#map?.panBy(...moves[event.key]);
      else if (event.key === "Enter") this.#set();
      else if (event.key === "+" || event.key === "-") this.#map?.zoomBy(event.key === "+" ? 1 : -1);
      else return;
      event.preventDefault();
    });
  }

  #find(name) {
    return this.#root.querySelector(`[data-${name}]`);
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
        const { openMap } = await import("../../map/leaflet.js");
        this.#map = await openMap(box.querySelector("[data-map-config]"));
        this.#map.onTap((point) => this.#tools.onPlace(point));
      }
    } catch {
      return this.close();
    }
    if (this.#points.length > 1) this.#map.fitTo(this.#points);
    else if (this.#points.length) this.#map.goTo(this.#points[0], 17);
    this.mark(this.#points);
    return this.#root.querySelector("[data-map-canvas]").focus({ preventScroll: true });
  }

  #set() {
    if (this.#map) this.#tools.onPlace(this.#map.centre());
  }
}
