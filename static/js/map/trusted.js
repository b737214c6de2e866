/* The only door for script files that are not modules, and for the one markup string Leaflet needs.
   The page's policy is `trusted-types dialog default; require-trusted-types-for 'script'`:
   - `dialog` makes script addresses, and only of our own installed files and the walk's worker;
   - `default` lets exactly two strings into innerHTML: '' and the probe '<svg/>' which Leaflet runs once as it loads.
     All else is refused with a TypeError, so a string given to a popup or a tooltip by mistake never becomes markup. */

const VENDOR = new URL("../../vendor/", import.meta.url).href;
const FILES = new Set(["leaflet/leaflet.js"]);
const HARMLESS = new Set(["", "<svg/>"]);

/* The walk's worker, where the page has one: its address stands in the page, and nothing else is let through. */
const worker = document.querySelector("[data-worker]")?.dataset.worker;

const factory = globalThis.trustedTypes;
const addresses = factory?.createPolicy("dialog", {
  createScriptURL(address) {
    if (address === worker) return address;
    if (address.startsWith(VENDOR) && FILES.has(address.slice(VENDOR.length))) return address;
    throw new TypeError("script address refused");
  },
});
factory?.createPolicy("default", { createHTML: (markup) => (HARMLESS.has(markup) ? markup : null) });

/* The address of the page's own worker, as the browser wants to be given it. */
export const workerAddress = () => (addresses ? addresses.createScriptURL(worker) : worker);

const loading = new Map();

/* Load one installed classic script once. Rejects when it can't be had, and may then be tried again. */
export function loadVendor(file) {
  if (!loading.has(file)) {
    const done = new Promise((resolve, reject) => {
      const script = document.createElement("script");
      const address = VENDOR + file;
      script.src = addresses ? addresses.createScriptURL(address) : address;
      script.onload = () => resolve();
      script.onerror = () => {
        script.remove();
        loading.delete(file);
        reject(new Error(`could not load ${file}`));
      };
      document.head.append(script);
    });
    loading.set(file, done);
  }
  return loading.get(file);
}

/* Load the map's style sheet once; resolves also when it fails, since a bare map is better than none. */
export function loadStyle() {
  if (!loading.has("style")) {
    const href = new URL("../../css/map.css", import.meta.url).href;
    const there = [...document.styleSheets].some((sheet) => sheet.href === href);
    loading.set(
      "style",
      there
        ? Promise.resolve()
        : new Promise((resolve) => {
            const link = document.createElement("link");
            link.rel = "stylesheet";
            link.href = href;
            link.onload = link.onerror = () => resolve();
            document.head.append(link);
          }),
    );
  }
  return loading.get("style");
}
