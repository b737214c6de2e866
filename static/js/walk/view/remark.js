/* The page of one remark. What is changed is saved after each pause; leaving it saves at once. */

import { metres } from "../../map/geometry.js";
import { hasContent, take } from "../state.js";
import { fillStops, layChecklist } from "./dom.js";
import { PhotoBox } from "./photo.js";
import { PlaceMap } from "./place.js";
import { whereWords } from "./where.js";

const PAUSE = 1_500; // ms without a change; then it is saved
const LONGEST = 2_000; // ms that a change waits at most, also while somebody writes on

export class RemarkView {
  #root;
  #tools;
  #draft = null;
  #timer = null;
  #since = null; // when the first change that is not saved yet was made
  #walking = false;
  #isFirst = false; // the draft is being made here and now, where the group stands
  #isPlanNew = true; // the plan is another than the one that has been laid out

  /* tools: {walk, keeper, position, awake, text, say, onLeave(draft, isUndone), onStop(number)} */
  constructor(root, tools) {
    this.#root = root;
    this.#tools = tools;
    this.map = new PlaceMap(root, { onPlace: (point) => this.#setPlace(point), text: tools.text });
    this.photos = new PhotoBox(root, { text: tools.text, say: (words) => this.#saved(words), onPhoto: (blob) => this.#addPhoto(blob) });
    this.plan(tools.walk);
    this.#listen();
  }

  #find(name) {
    return this.#root.querySelector(`[data-${name}]`);
  }

  #listen() {
    const changed = (name, change) => this.#find(name).addEventListener("input", ({ target }) => this.#change(() => change(target.value)));
    changed("text-field", (value) => (this.#draft.text = value));
    changed("words", (value) => (this.#draft.words = value));
    changed("stop", (value) => {
      this.#draft.stop = Number(value) || null;
      if (this.#isFirst) this.#tools.onStop(this.#draft.stop);
    });
    this.#root.addEventListener("change", ({ target }) => {
      if (target.name === "feeling") this.#change(() => (this.#draft.feeling = target.value));
      else if (target.name?.startsWith("point-")) this.#change(() => this.#judge(target.name.slice(6), target.value));
    });
    for (const [name, step] of [["fewer", -1], ["more", 1]]) {
      this.#find(name).addEventListener("click", () => this.#change(() => (this.#draft.agreeing = Math.max(1, this.#draft.agreeing + step))));
    }
    this.#find("stretch").addEventListener("click", () => {
      this.#change(() => this.#walk());
      this.#tell(true);
    });
    this.#root.querySelectorAll("[data-done]").forEach((button) => button.addEventListener("click", () => this.leave()));
    this.#find("undo").addEventListener("click", () => (hasContent(this.#draft) || this.photos.isOpen ? this.#sure(true) : this.#undo()));
    this.#find("undo-yes").addEventListener("click", () => this.#undo());
    this.#find("undo-no").addEventListener("click", () => this.#sure(false));
    document.addEventListener("visibilitychange", () => document.hidden && this.#flush());
    addEventListener("pagehide", () => this.#flush());
  }

  get #isLost() {
    return ["denied", "failed"].includes(this.#tools.position.state);
  }

  /* The walk as it is planned by now. What is open on the screen is never changed under anybody's hands. */
  plan(walk) {
    this.#tools.walk = walk;
    this.#isPlanNew = true;
    if (!this.#draft) this.#lay();
  }

  #lay() {
    if (!this.#isPlanNew) return;
    this.#isPlanNew = false;
    fillStops(this.#find("stop"), this.#tools.walk.stops ?? []);
    layChecklist(this.#find("checklist"), this.#tools.walk.checklist ?? [], this.#tools.text("level-none"));
    this.map.plan(this.#tools.walk);
  }

  get draft() {
    return this.#draft;
  }

  /* Show a draft; `isNew`: it has just been begun with one tap, and is saved before anything else is asked. */
  async open(draft, { isNew = false } = {}) {
    this.#lay();
    this.#draft = draft;
    this.#walking = false;
    this.#root.querySelector(`[name=feeling][value=${draft.feeling}]`).checked = true;
    this.#find("text-field").value = draft.text;
    this.#find("words").value = draft.words;
    this.#find("stop").value = draft.stop ?? "";
    for (const one of this.#root.querySelectorAll("[name^=point-]")) one.checked = String(draft.checklist[one.name.slice(6)] ?? "") === one.value;
    this.photos.show(draft.photos.map((id) => this.#tools.keeper.pictures.get(id)));
    this.map.close();
    this.#find("sure").hidden = true;
    this.#tell();
    const isOver = !isNew && ["closed", "archived"].includes(this.#tools.walk.state); // what has arrived stands, says the door
    this.#find("undo").hidden = isOver;
    this.#saved(isOver ? this.#tools.text("undo-over") : "");
    this.#isFirst = isNew;
    if (isNew) await this.#save();
    this.#tools.position.start();
    this.#tools.awake.on();
  }

  /* A new position: the place of a new remark, or the next step of a stretch that is walked. */
  positioned({ fix }) {
    if (!this.#draft) return;
    if (this.#walking && fix && fix.accuracy <= 50) {
      const last = this.#draft.stretch.at(-1);
      if (!last || metres([last, fix]) > 5) this.#change(() => this.#draft.stretch.push({ lat: fix.lat, lng: fix.lng }));
    } else if (fix && take(this.#draft, fix)) this.#later();
    this.#tell();
  }

  /* Once, however often it is pressed: what is open by the time that the first has been saved is another remark. */
  leave() {
    return (this.leaving ??= this.#leave().finally(() => (this.leaving = null)));
  }

  async #leave() {
    const draft = this.#draft;
    clearTimeout(this.#timer);
    if (!draft || !(await this.photos.keep()) || this.#draft !== draft) return;
    if (this.#walking) this.#walk();
    if ((await this.#save()) && this.#draft === draft) this.#close(draft, false);
  }

  /* More than a tap would be lost: ask first, away from where a glove has just pressed. */
  #sure(isAsked) {
    this.#find("sure").hidden = !isAsked;
    this.#find(isAsked ? "undo-no" : "undo").focus();
  }

  async #undo() {
    clearTimeout(this.#timer);
    const draft = this.#draft;
    this.#saved(this.#tools.text("saving"));
    try {
      await this.#tools.keeper.undo(draft);
    } catch (fault) {
      return this.#unsaved(fault);
    }
    if (this.#draft !== draft) return null; // pressed twice
    this.photos.drop();
    return this.#close(draft, true);
  }

  #close(draft, isUndone) {
    this.#draft = null;
    this.#tools.position.stop();
    this.#tools.awake.off();
    this.#tools.onLeave(draft, isUndone);
  }

  #change(deed) {
    if (!this.#draft) return;
    deed();
    this.#tell();
    this.#later();
  }

  #later() {
    clearTimeout(this.#timer);
    this.#since ??= performance.now();
    this.#timer = setTimeout(() => this.#save(), Math.min(PAUSE, Math.max(0, this.#since + LONGEST - performance.now())));
  }

  #flush() {
    if (!this.#draft) return;
    clearTimeout(this.#timer);
    this.#save();
  }

  /* Says "sparat" only when it is on the disk; says why when it is not, and everything stays on the screen. */
  async #save() {
    const { keeper, text } = this.#tools;
    clearTimeout(this.#timer);
    this.#since = null;
    if (!this.#draft) return true; // it was taken back meanwhile
    this.#saved(text("saving"));
    try {
      await keeper.save(this.#draft);
      this.#saved(text("saved"));
      return true;
    } catch (fault) {
      return this.#unsaved(fault);
    }
  }

  #unsaved(fault) {
    const { text } = this.#tools;
    this.#saved(text("not-saved", { reason: fault?.name === "QuotaExceededError" ? text("full") : `${fault?.name ?? ""}.` }), true);
    return false;
  }

  async #addPhoto(blob) {
    const [draft, id] = [this.#draft, crypto.randomUUID()];
    try {
      await this.#tools.keeper.savePhoto(draft, id, blob);
    } catch (fault) {
      return this.#unsaved(fault);
    }
    if (this.#draft !== draft) return true; // it was taken back meanwhile, and its photos with it
    await this.#save();
    this.photos.show(draft.photos.map((one) => this.#tools.keeper.pictures.get(one)));
    return true;
  }

  #setPlace(point) {
    this.#change(() => Object.assign(this.#draft, { place: point, isSet: true, accuracy: null, stretch: [] }));
  }

  /* A stretch is walked by its positions: without any, it is not begun, and #tell says why. */
  #walk() {
    this.#walking = !this.#walking && !this.#isLost;
    if (this.#walking) this.#draft.stretch = [];
    else if (this.#draft.stretch.length < 2) this.#draft.stretch = [];
    this.#find("stretch").setAttribute("aria-pressed", String(this.#walking));
  }

  #judge(slug, value) {
    if (value === "") delete this.#draft.checklist[slug];
    else this.#draft.checklist[slug] = Number(value);
  }

  #saved(words, isWrong = false) {
    const box = this.#find("saved");
    box.textContent = words;
    box.classList.toggle("wrong", isWrong);
  }

  #tell(isWanted = this.#walking) {
    const { text, walk, position } = this.#tools;
    const draft = this.#draft;
    this.#find("place").textContent = whereWords(draft, { text, walk, position, isWalking: this.#walking, isLost: isWanted && this.#isLost });
    this.#find("agreeing").textContent = String(draft.agreeing);
    this.map.mark(draft.stretch.length > 1 ? draft.stretch : draft.place ? [draft.place] : []);
  }
}
