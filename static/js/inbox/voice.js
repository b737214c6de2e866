// What the desk says, in the line that is read aloud. Sentences stand in templates/tag/staff/keys.html.

export class Voice {
  constructor(root) {
    this.said = root.querySelector("[data-said]");
    this.texts = root.querySelector("template[data-texts]").content;
    this.of = ""; // what was said last of the remark that is on the screen
  }

  word(key, facts = {}) {
    const sentence = this.texts.querySelector(`[data-text="${key}"]`).textContent;
    return sentence.replace(/\{(\w+)\}/g, (_, name) => facts[name] ?? "");
  }

  say(key, facts = {}) {
    this.tell(this.word(key, facts));
    this.of = this.said.textContent;
  }

  tell(sentence, isWrong = false) {
    this.of = "";
    this.said.classList.toggle("wrong", isWrong);
    this.said.textContent = sentence;
  }

  /** Tell of another remark than the one on the screen, and let what was last said of that one stand after it. */
  tellBeside(sentence) {
    const of = this.of;
    this.tell(of ? `${sentence} ${of}` : sentence);
    this.of = of;
  }
}
