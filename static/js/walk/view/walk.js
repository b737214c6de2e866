/* The walk itself on the screen: its name, where the group stands, its map, and which group the tablet goes with. What is planned may change
   until the walk starts, so it is asked for again now and then; without a network what is known already stands. */

import { NoAnswer } from "../wire.js";
import { fillStops, node, steer } from "./dom.js";

const REST = 30_000; // ms between two questions

export class WalkView {
  #root;
  #tools;
  #map = null;
  #layer = null;
  #way = null;
  #asked = -Infinity;

  /* tools: {kept, wire, text, say(words), remember(more), onPlan(walk)}; `kept` is the walk as the store keeps it. */
  constructor(root, tools) {
    this.#root = root;
    this.#tools = tools;
    this.#find("stop-now").addEventListener("change", ({ target }) => this.#tools.remember({ stop: target.value }));
    this.#find("group").addEventListener("change", ({ target }) => this.#goWith(target.value));
    this.#find("way-open").addEventListener("click", () => this.#toggle());
    this.#find("way-in").addEventListener("click", () => this.#map?.zoomBy(1));
    this.#find("way-out").addEventListener("click", () => this.#map?.zoomBy(-1));
    this.draw();
  }

  #find(name) {
    return this.#root.querySelector(`[data-${name}]`);
  }

  get stop() {
    return Number(this.#find("stop-now").value) || null;
  }

  /* The group moves on: the next remark is from there. */
  moveTo(stop) {
    this.#find("stop-now").value = stop ?? "";
    this.#tools.remember({ stop: stop ? String(stop) : "" });
  }

  draw() {
    const { kept, text } = this.#tools;
    const { title, stops = [], groups = [], return_words: back, state, route } = kept.walk;
    this.#root.ownerDocument.querySelector("[data-title]").textContent = title;
    fillStops(this.#find("stop-now"), stops);
    this.#find("stop-now").value = stops.some(({ number }) => String(number) === kept.stop) ? kept.stop : "";
    this.#find("return").textContent = back ? text("return", { words: back }) : "";
    this.#find("is-over").hidden = state === "planned" || state === "open";
    this.#root.querySelector("[data-step=group]").hidden = groups.length < 2;
    this.#find("group").replaceChildren(node("option", { value: "", text: text("no-group") }), ...groups.map((letter) => node("option", { value: letter, text: letter })));
    this.#find("group").value = kept.group ?? "";
    this.#find("way").hidden = !route && !stops.some(({ lat }) => lat !== null);
    this.#drawWay();
  }

  #drawWay() {
    this.#way?.remove();
    this.#way = this.#map?.with(this.#layer(this.#tools.kept.walk));
  }

  /* Ask what the walk is by now, and tell the group that could not be told before. Never in the way of anything else. */
  async refresh({ now = false } = {}) {
    if (!now && performance.now() - this.#asked < REST) return;
    this.#asked = performance.now();
    const { kept, wire } = this.#tools;
    try {
      const { group, is_group_told: isTold } = kept;
      const { status, body } = await wire.plan(kept.token, isTold === false ? (group ?? null) : undefined);
      if (status === 422 && isTold === false) return await this.#groupGone(group);
      if (status !== 200 || !body.walk) return;
      const isSame = JSON.stringify(body.walk) === JSON.stringify(kept.walk);
      const isChosenSince = kept.group !== group || kept.is_group_told !== isTold; // an old answer does not undo a new choice
      this.#tools.remember({ walk: body.walk, ...(!isChosenSince && { group: body.tablet?.group ?? null, is_group_told: true }) });
      if (isSame) return;
      this.draw();
      this.#tools.onPlan(body.walk);
    } catch (fault) {
      if (!(fault instanceof NoAnswer)) throw fault;
    }
  }

  async #goWith(letter) {
    const { kept, text } = this.#tools;
    this.#tools.remember({ group: letter || null, is_group_told: false });
    await this.refresh({ now: true });
    if (kept.group === (letter || null)) this.#find("group-said").textContent = text(kept.is_group_told ? "group-told" : "group-waiting");
  }

  /* The leader has taken the group away: say it, and ask what the walk is by now. */
  async #groupGone(group) {
    const { kept, text, say } = this.#tools;
    if (kept.group === group) {
      this.#tools.remember({ group: null, is_group_told: true });
      this.#find("group-said").textContent = text("group-gone", { group });
      say(text("group-gone", { group }));
      this.draw();
    }
    await this.refresh({ now: true });
  }

  async #toggle() {
    const [box, button] = [this.#find("way-map"), this.#find("way-open")];
    box.hidden = !box.hidden;
    button.setAttribute("aria-expanded", String(!box.hidden));
    if (box.hidden || this.#map) return;
    try {
      const [{ openMap }, { way }] = await Promise.all([import("../../map/leaflet.js"), import("../../map/leaflet/way.js")]);
      this.#layer = way;
      this.#map = await openMap(box.querySelector("[data-map-config]"));
      steer(box.querySelector("[data-map-canvas]"), this.#map);
      this.#drawWay();
      if (this.#way.points.length) this.#map.fitTo(this.#way.points);
    } catch {
      box.hidden = true;
      button.setAttribute("aria-expanded", "false");
      this.#tools.say(this.#tools.text("no-map"));
    }
  }
}
