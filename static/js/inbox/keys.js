// The desk's keys: when they are listened to, what each means, and those pressed while something is being saved or shown, which
// mean the remark that comes.

import { turnKeys } from "./switch.js";

const MOST = 40; // kept while the desk is busy

export class Keys {
  /** `desk`: does what the keys mean (enhance/inbox.js). */
  constructor(desk) {
    this.desk = desk;
    this.waiting = [];
    document.addEventListener("keydown", (event) => this.pressed(event));
    desk.root.addEventListener("submit", (event) => this.turned(event));
    // What was pressed while the script was on its way (inbox/early.js) is done now, in its order.
    for (const event of window.dialogEarly?.() ?? []) this.pressed(event);
  }

  turned(event) {
    if (event.defaultPrevented || !event.target.matches("[data-keys-form]")) return;
    event.preventDefault();
    turnKeys(this.desk.root, event.submitter.value).then((key) => this.desk.voice.say(key));
  }

  pressed(event) {
    const { desk } = this;
    if (desk.root.dataset.keys !== "on" || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const on = event.target;
    if (event.key === "Escape" && on.matches("textarea")) return void desk.thing.focus({ preventScroll: true });
    if (on.matches("textarea, select, input:not([type=checkbox], [type=radio])")) return;
    if (on.closest(".session, .menu, header")) return;
    if (event.repeat && !event.key.startsWith("Arrow")) {
      // A key that is held down means the remark that it was pressed at, not all that come after it.
      if (event.key === "Enter" && !on.matches("a, button, summary")) event.preventDefault();
      return;
    }
    if (desk.busy) {
      event.preventDefault();
      if (this.waiting.length < MOST) this.waiting.push(event.key);
    } else if (this.take(event.key, on)) event.preventDefault();
  }

  /** The desk is free again: do what was pressed meanwhile, or forget it where the remark is not the one that was meant. */
  rest(isMeant) {
    if (!isMeant) this.waiting = [];
    while (this.waiting.length && !this.desk.busy) this.take(this.waiting.shift(), document.activeElement);
  }

  /** Do what a key means here; say whether it meant something. */
  take(key, on) {
    const { desk } = this;
    const isControl = on.matches("a, button, summary");
    if (key === "Enter") return isControl ? false : (desk.saveOrGo(), true);
    if (key.startsWith("Arrow")) {
      if (on.matches("[type=radio]") || on.closest(".map")) return false;
      if (key === "ArrowRight") return desk.saveOrGo(), true;
      if (key === "ArrowLeft") return desk.back(), true;
      return false;
    }
    const letter = key.length === 1 ? key.toLowerCase() : key;
    if (desk.chooser.wantsFiner) return desk.chooser.take(letter);
    if (letter === "u") return desk.undo(), true;
    if (letter === "v") return desk.save("vetej"), true;
    if (letter === "m") return this.note();
    if (letter === "?") return this.help();
    return letter === "Escape" ? false : desk.chooser.take(letter);
  }

  note() {
    const field = this.desk.form.querySelector("textarea");
    field.closest("details").open = true;
    field.focus();
    return true;
  }

  help() {
    const box = this.desk.root.querySelector("[data-keys-help]");
    box.open = !box.open;
    if (box.open) box.scrollIntoView({ block: "nearest" });
    return true;
  }
}
