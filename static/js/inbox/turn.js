// Putting another remark on the desk: the thing itself, the steps, and the mark in the list.

/** Return the link of a remark in the list, if it is there. */
export function rowOf(root, url) {
  const path = new URL(url, location.href).pathname;
  return [...root.querySelectorAll("#desk-list a")].find((link) => link.pathname === path);
}

/** Say whether a remark stands so near the end of the list that the server's is wanted. */
export function isNearEnd(root, url, most = 6) {
  const here = rowOf(root, url);
  const links = [...root.querySelectorAll("#desk-list a")];
  return !here || links.indexOf(here) >= links.length - most;
}

/** Show the remark of a fetched page and return its element; `wasAhead`: it was fetched earlier, so its list may be older than ours. */
export function turn(root, found, url, wasAhead) {
  const fresh = document.importNode(found.querySelector("#thing"), true);
  root.querySelector("#thing").replaceWith(fresh);
  root.querySelector("#steps").replaceWith(document.importNode(found.querySelector("#steps"), true));
  turnList(root, found, url, wasAhead);
  return fresh;
}

/** Put a page back on the desk as it was left: {thing, steps, url}. */
export function putBack(root, page) {
  root.querySelector("#thing").replaceWith(page.thing);
  root.querySelector("#steps").replaceWith(page.steps);
  for (const link of root.querySelectorAll("#desk-list [aria-current]")) link.removeAttribute("aria-current");
  rowOf(root, page.url)?.setAttribute("aria-current", "true");
}

/** Move the mark in the list; take the server's list when this one has come to its end or is not the latest. */
function turnList(root, found, url, keep) {
  const list = root.querySelector("#desk-list");
  const links = [...list.querySelectorAll("a")];
  const here = rowOf(root, url);
  const fresh = found.querySelector("#desk-list");
  if (fresh && (!keep || isNearEnd(root, url, 3))) {
    const top = list.scrollTop;
    list.replaceChildren(...[...fresh.childNodes].map((node) => document.importNode(node, true)));
    list.scrollTop = top;
  } else if (here) {
    for (const link of links) link.removeAttribute("aria-current");
    here.setAttribute("aria-current", "true");
  }
  const current = rowOf(root, url);
  if (current && getComputedStyle(list).position === "sticky") current.scrollIntoView({ block: "nearest" });
}

/** Let the remark that is shown have the focus, and be in sight. */
export function come(root, thing) {
  thing.focus({ preventScroll: true });
  if (thing.getBoundingClientRect().top < 0) root.scrollIntoView({ block: "start" });
}

/** Tell on the spot that somebody else was first, with both ways on; the choices stand as they are. */
export function contest(form, body, deed) {
  const thing = form.closest("#thing"), box = thing.querySelector("#conflict");
  box.querySelector("[data-conflict]").textContent = body.detail;
  box.querySelector("[data-anyway]").value = deed;
  box.hidden = false;
  thing.querySelector(".history")?.setAttribute("hidden", ""); // as it was before the other decided
  form.elements.version.value = body.version;
  box.scrollIntoView({ block: "nearest" });
}
