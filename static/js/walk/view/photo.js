/* Photos of a remark: taken, drawn anew, covered where somebody wants it, and then kept. */

import { asJpeg, cover, readPhoto } from "../photos.js";
import { node } from "./dom.js";

const SQUARE = 0.16; // of the picture's width: what one tap or Enter covers

export class PhotoBox {
  #root;
  #tools;
  #picture = null;
  #from = null;
  #at = { x: 0.5, y: 0.5 };
  #keeping = new Map(); // by picture: the promise that it is kept, so that two taps keep it once

  /* tools: {text, say(words), onPhoto(blob)}; `onPhoto` says whether the photo is on the disk. */
  constructor(root, tools) {
    this.#root = root;
    this.#tools = tools;
    this.#find("photo").addEventListener("change", ({ target }) => this.#take(target));
    this.#find("keep-photo").addEventListener("click", () => this.keep());
    this.#find("drop-photo").addEventListener("click", () => this.#end());
    const canvas = this.#canvas;
    canvas.addEventListener("pointerdown", (event) => {
      canvas.setPointerCapture(event.pointerId);
      this.#from = this.#point(event);
    });
    canvas.addEventListener("pointerup", (event) => this.#cover(this.#from, this.#point(event)));
    canvas.addEventListener("keydown", (event) => this.#pressed(event));
  }

  get isOpen() {
    return Boolean(this.#picture);
  }

  get #canvas() {
    return this.#find("picture");
  }

  #find(name) {
    return this.#root.querySelector(`[data-${name}]`);
  }

  /* The photos that this page has, as small pictures; those it cannot show any longer are counted too. */
  show(blobs) {
    const list = this.#find("thumbs");
    for (const old of list.querySelectorAll("img")) URL.revokeObjectURL(old.src);
    list.replaceChildren(...blobs.map((blob, n) => node("li", {}, node("img", { src: blob ? URL.createObjectURL(blob) : "data:,", alt: this.#tools.text("photo-n", { n: n + 1 }), width: "96", height: "72" }))));
  }

  async #take(input) {
    const [file] = input.files;
    input.value = "";
    if (!file) return;
    try {
      this.#picture = await readPhoto(file);
    } catch {
      return this.#tools.say(this.#tools.text("photo-wrong"));
    }
    this.#find("cover").hidden = false;
    this.#draw();
    this.#canvas.focus({ preventScroll: true });
    this.#find("cover").scrollIntoView({ block: "nearest" });
  }

  /* Keep what is shown, covers and all. It leaves the screen when it is on the disk, and not before; says whether it is. */
  keep() {
    const picture = this.#picture;
    if (!picture) return Promise.resolve(true);
    if (!this.#keeping.has(picture)) this.#keeping.set(picture, this.#keep(picture).finally(() => this.#keeping.delete(picture)));
    return this.#keeping.get(picture);
  }

  async #keep(picture) {
    this.#tools.say(this.#tools.text("saving"));
    if (!(await this.#tools.onPhoto(await asJpeg(picture)))) return false;
    if (this.#picture === picture) this.#end();
    return true;
  }

  /* Let go of what is shown: the remark that it was for is gone. */
  drop() {
    if (this.isOpen) this.#end();
  }

  #end() {
    this.#picture = null;
    this.#find("cover").hidden = true;
    this.#find("photo").focus({ preventScroll: true });
  }

  #draw(hasSquare = false) {
    const [canvas, picture] = [this.#canvas, this.#picture];
    [canvas.width, canvas.height] = [picture.width, picture.height];
    const context = canvas.getContext("2d");
    context.drawImage(picture, 0, 0);
    if (!hasSquare) return;
    const side = SQUARE * picture.width;
    context.lineWidth = Math.max(4, picture.width / 150);
    for (const [colour, dash] of [["#ffffff", []], ["#17211f", [side / 8]]]) {
      context.strokeStyle = colour;
      context.setLineDash(dash);
      context.strokeRect(this.#at.x * picture.width - side / 2, this.#at.y * picture.height - side / 2, side, side);
    }
  }

  #point({ clientX, clientY }) {
    const box = this.#canvas.getBoundingClientRect();
    return { x: ((clientX - box.left) / box.width) * this.#picture.width, y: ((clientY - box.top) / box.height) * this.#picture.height };
  }

  #cover(from, to) {
    if (!this.#picture || !from) return;
    const side = SQUARE * this.#picture.width;
    const isTap = Math.hypot(to.x - from.x, to.y - from.y) < side / 6;
    cover(this.#picture, isTap ? { x: from.x - side / 2, y: from.y - side / 2, width: side, height: side } : { x: from.x, y: from.y, width: to.x - from.x, height: to.y - from.y });
    this.#from = null;
    this.#draw();
  }

  #pressed(event) {
    const moves = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };
    if (!this.#picture) return;
    if (event.key in moves) {
      const [dx, dy] = moves[event.key];
      const within = (value) => Math.min(1, Math.max(0, value));
      this.#at = { x: within(this.#at.x + dx * 0.05), y: within(this.#at.y + dy * 0.05) };
    } else if (event.key === "Enter" || event.key === " ") {
      const point = { x: this.#at.x * this.#picture.width, y: this.#at.y * this.#picture.height };
      this.#cover(point, point);
    } else return;
    event.preventDefault();
    this.#draw(true);
  }
}
