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
