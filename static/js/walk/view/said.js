/* What the page says of itself: quietly, or as an alarm that stands until it is taken away. */

const find = (name) => document.querySelector(`[data-walk] [data-${name}]`);

export function say(words) {
  find("said").textContent = words;
}

/* What is said stands above all else: a page that has been scrolled down goes there, or it would be said under the bar. */
export function sayAbove(words) {
  say(words);
  scrollTo({ top: 0, behavior: "instant" });
}

export function alarm(words, ...more) {
  find("alarm").hidden = !words;
  find("alarm").replaceChildren(words, ...more);
}
