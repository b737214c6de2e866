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

/** Send a form's fields and return {status, body}; the status is 0 when nobody answered. */
export async function send(url, fields, csrf) {
  try {
    const response = await fetch(url, {
      method: "POST",
      body: new URLSearchParams(fields),
      headers: { Accept: "application/json", "X-CSRF-Token": csrf },
      redirect: "manual",
    });
    const isJson = (response.headers.get("Content-Type") ?? "").includes("json");
    return { status: response.status, body: isJson ? await response.json() : null };
  } catch {
    return { status: 0, body: null };
  }
}
