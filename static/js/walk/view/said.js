/* What the page says of itself: quietly, or as an alarm that stands until it is taken away. */

const find = (name) => document.querySelector(`[data-walk] [data-${name}]`);

export function say(words) {
  find("said").textContent = words;
}

export function alarm(words, ...more) {
  find("alarm").hidden = !words;
  find("alarm").replaceChildren(words, ...more);
}
