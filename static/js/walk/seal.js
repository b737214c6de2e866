/* Seals what a walker has made to the walk's public key, so that what lies on the tablet can be sent but not read there (TRUST D9).
   ECDH P-256 with a key made for the item, HKDF-SHA-256 (no salt, info "dialog/walk/1"), AES-256-GCM with a tag last.
   `docs/offline.md` tells the format; dialog/base/sealing.py opens it. No DOM, no storage, no network. */

const CURVE = { name: "ECDH", namedCurve: "P-256" };
const INFO = new TextEncoder().encode("dialog/walk/1");

/* A walk's public key, as the server gives it (base64url of an uncompressed point), made ready for `seal`. */
export function readKey(text) {
  return crypto.subtle.importKey("raw", fromBase64(text), CURVE, false, []);
}

/* Seal bytes under a name: "<id>/<revision>" for a remark, "<id>" for a photo. Returns {key, iv, data}, all Uint8Array. */
export async function seal(walkKey, name, bytes) {
  const own = await crypto.subtle.generateKey(CURVE, false, ["deriveBits"]);
  const shared = await crypto.subtle.deriveBits({ name: "ECDH", public: walkKey }, own.privateKey, 256);
  const root = await crypto.subtle.importKey("raw", shared, "HKDF", false, ["deriveKey"]);
  const how = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(0), info: INFO };
  const key = await crypto.subtle.deriveKey(how, root, { name: "AES-GCM", length: 256 }, false, ["encrypt"]);
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const data = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: new TextEncoder().encode(name) }, key, bytes);
  return { key: new Uint8Array(await crypto.subtle.exportKey("raw", own.publicKey)), iv, data: new Uint8Array(data) };
}

/* A sealed remark as it stands in JSON. */
export function asJson({ key, iv, data }) {
  return { key: toBase64(key), iv: toBase64(iv), data: toBase64(data) };
}

/* A sealed photo as it is sent: key, iv and data, one after the other. */
export function asBytes({ key, iv, data }) {
  return new Blob([key, iv, data], { type: "application/octet-stream" });
}

export function toBase64(bytes) {
  let text = "";
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return btoa(text).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

export function fromBase64(text) {
  return Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (sign) => sign.charCodeAt(0));
}
