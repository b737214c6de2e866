// Asking the server from the desk: pages as documents, forms as JSON.
// XMLHttpRequest parses a page into a document by itself: no markup is ever set from text (Trusted Types).

/** Fetch a page of ours and return its document; rejects when the answer is no page of the desk. `isAhead`: nobody looks at it yet. */
export function page(url, { isAhead = false, withList = true } = {}) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("GET", url);
    request.responseType = "document";
    request.setRequestHeader("Accept", "text/html");
    request.setRequestHeader("X-Dialog-Part", withList ? "list" : "thing");
    if (isAhead) request.setRequestHeader("X-Dialog-Ahead", "1");
    request.onload = () => (request.status === 200 && request.response?.querySelector("#thing") ? resolve(request.response) : reject(request.status));
    request.onerror = () => reject(0);
    request.send();
  });
}

const PATIENCE = 20_000; // milliseconds: then nobody has answered

/** Send a form's fields and return {status, body}; the status is 0 when nobody answered. It arrives although the page is left meanwhile. */
export async function send(url, fields, csrf) {
  try {
    const response = await fetch(url, {
      method: "POST",
      body: new URLSearchParams(fields),
      headers: { Accept: "application/json", "X-CSRF-Token": csrf },
      redirect: "manual",
      keepalive: true,
      signal: AbortSignal.timeout(PATIENCE),
    });
    const isJson = (response.headers.get("Content-Type") ?? "").includes("json");
    const status = response.type === "opaqueredirect" ? 303 : response.status; // the browser tells no more of where it led
    return { status, body: isJson ? await response.json() : null };
  } catch {
    return { status: 0, body: null };
  }
}

/** Return what a remark is known by: two addresses may differ in their filters alone. */
export const pathOf = (url) => new URL(url, location.href).pathname;
