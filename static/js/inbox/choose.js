// Choosing focus areas and how the remark speaks of them, by key. What is chosen stands in the form's own boxes.

const STANCES = { b: "brist", p: "positiv", f: "forslag", i: "" };

export class Chooser {
  constructor(thing, say) {
    this.thing = thing;
    this.say = say;
    this.active = null; // the focus area that was chosen last: stance keys mean it
    this.wantsFiner = false;
    thing.addEventListener("change", (event) => {
      const area = event.target.closest(".area");
      if (area) this.activate(event.target.name.startsWith("fokus") && !event.target.checked ? null : area);
    });
    thing.addEventListener("click", (event) => {
      const one = event.target.closest("[data-accept]")?.closest("[data-suggestion]");
      if (one) this.accept([one]);
    });
    const chosen = [...thing.querySelectorAll(".area")].filter((area) => box(area).checked);
    this.activate(chosen.at(-1) ?? null);
  }

  activate(area) {
    this.active?.classList.remove("active");
    this.active = area;
    area?.classList.add("active");
  }

  /** Take a key that was pressed; say whether it meant something here. */
  take(key) {
    if (this.wantsFiner) {
      this.wantsFiner = false;
      return this.toggle(`x ${key}`) || key === "Escape";
    }
    if (key === "x" && this.thing.querySelector(".finer")) {
      this.thing.querySelector(".finer").open = true;
      this.wantsFiner = true;
      this.say("finer");
      return true;
    }
    if (key in STANCES) return this.stance(STANCES[key]);
    if (key === "n") return this.deny();
    if (key === "g") return this.person();
    if (key === "c") return this.accept([...this.thing.querySelectorAll("[data-suggestion]")]), true;
    return this.toggle(key);
  }

  toggle(key) {
    const found = this.thing.querySelector(`input[data-key="${CSS.escape(key)}"]`);
    if (!found) return false;
    found.checked = !found.checked;
    const area = found.closest(".area");
    this.activate(found.checked ? area : null);
    area.scrollIntoView({ block: "nearest" });
    this.say(found.checked ? "chosen" : "left", { name: name(area) });
    return true;
  }

  /** Choose what is suggested, as it is suggested; saving is another key. */
  accept(suggested) {
    const areas = [];
    for (const one of suggested) {
      const area = this.thing.querySelector(`.area[data-area="${CSS.escape(one.dataset.suggestion)}"]`);
      if (!area) continue;
      box(area).checked = true;
      area.querySelector(`input[type="radio"][value="${one.dataset.polarity}"]`).checked = true;
      area.querySelector(".denied input").checked = false;
      const finer = area.closest(".finer");
      if (finer) finer.open = true;
      areas.push(area);
    }
    if (!areas.length) return this.say("nothing-suggested");
    this.activate(areas[0]);
    this.say("accepted", { names: areas.map(name).join(", ") });
  }

  stance(value) {
    const radio = this.active?.querySelector(`input[type="radio"][value="${value}"]`);
    if (!radio) return this.say("choose-first"), true;
    radio.checked = true;
    this.say("stance", { name: name(this.active), stance: radio.parentElement.textContent.trim() });
    return true;
  }

  deny() {
    const denied = this.active?.querySelector(".denied input");
    if (!denied) return this.say("choose-first"), true;
    denied.checked = !denied.checked;
    this.say(denied.checked ? "denied" : "not-denied", { name: name(this.active) });
    return true;
  }

  person() {
    const person = this.thing.querySelector('[data-deed="person"]');
    person.checked = !person.checked;
    this.say(person.checked ? "person" : "not-person");
    return true;
  }
}

const box = (area) => area.querySelector(".choice input");
const name = (area) => area.querySelector(".name").textContent.trim();

/** Say whether a decision says enough to be kept: else the server tells what it lacks while the remark is still on the screen. */
export function isWhole(fields, deed, thing) {
  if (deed === "vetej" || fields.some(([name]) => name === "fokus")) return true;
  return deed === "godta" && thing.querySelector("[data-suggestion]") !== null;
}

/** Return what a remark can be known by in a sentence: how its text begins. */
export function beginning(thing) {
  const words = (thing.querySelector(".remark") ?? thing.querySelector("h1")).textContent.trim();
  return words.length > 60 ? `${words.slice(0, 58).trim()}…` : words;
}
