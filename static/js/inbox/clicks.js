// What a click at the desk means: the remark that was there when it was begun, and a link to another one.

/** Let the second click of a double one do nothing to the remark that has come in the place of the one that was clicked. */
export function onceForEach(root, shown) {
  let thing = null;
  const first = (event) => {
    if (event.detail > 1 && thing !== shown() && event.target.closest("#thing")) {
      event.preventDefault();
      event.stopPropagation();
    } else thing = shown();
  };
  root.addEventListener("click", first, true);
}

/** Return the link to another remark that was clicked, to be followed in place; null where it was none. */
export function linkOf(event) {
  const link = event.target.closest("#desk-list a, #steps a, [data-keep]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return null;
  return /\/admin\/synpunkter\/[0-9a-f-]{36}$/.test(link.pathname) ? link : null;
}
