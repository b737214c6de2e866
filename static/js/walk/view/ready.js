/* Before setting off: each question once, with its answer in words. A no stops nothing. */

import { askToKeep, makeReady } from "../offline.js";
import { readPhoto } from "../photos.js";
import { node } from "./dom.js";

export class ReadyView {
  #root;
  #tools;

  /* tools: {text, worker, position, onTrial} */
  constructor(root, tools) {
    this.#root = root;
    this.#tools = tools;
    const { text, position } = tools;
    this.#asks("persist", async () => text((await askToKeep()) ? "persist-yes" : "persist-no"));
    this.#asks("position", async () => text(`position-${await position.ask()}`));
    this.#asks("trial", async () => text((await tools.onTrial()) ? "trial-sent" : "trial-waiting"));
    const camera = this.#step("camera").querySelector("[data-ask]");
    camera.addEventListener("change", async () => {
      const works = camera.files[0] && (await readPhoto(camera.files[0]).then(() => true, () => false));
      this.#state("camera", text(works ? "camera-on" : "camera-failed"));
      camera.value = "";
    });
  }

  #step(name) {
    return this.#root.querySelector(`[data-step="${name}"]`);
  }

  #state(name, words) {
    this.#step(name).querySelector("[data-state]").textContent = words;
  }

  #asks(name, ask) {
    this.#step(name).querySelector("[data-ask]").addEventListener("click", async () => this.#state(name, await ask()));
  }

  /* Fetch what the walk needs, and say when it can be used without a network. */
  async prepare(config) {
    const { text, worker } = this.#tools;
    const part = (share) => this.#state("files", text("files-getting", { part: `${Math.round(share * 100)} %` }));
    part(0);
    const found = await makeReady({ worker, config, onPart: part, onUpdate: (takeOver) => this.#offer(takeOver) });
    this.#state("files", text({ ready: "files-ready", "no-map": "files-no-map", none: "files-none", failed: "files-failed" }[found]));
    if (found === "no-map" || found === "failed") this.#button(text("try-again"), () => this.prepare(config));
  }

  #offer(takeOver) {
    const { text } = this.#tools;
    this.#state("files", text("update"));
    this.#button(text("update-now"), takeOver);
  }

  /* A button beside what was said of the files. */
  #button(words, deed) {
    const button = node("button", { type: "button", className: "secondary", text: words });
    button.addEventListener("click", deed);
    this.#step("files").querySelector("[data-state]").append(" ", button);
  }
}
