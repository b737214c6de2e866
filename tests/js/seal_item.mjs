// Seals with WebCrypto as a browser does: remarks and one photo, read from standard input, for tests/unit/base/test_sealing.py.
const { subtle } = globalThis.crypto;
const INFO = new TextEncoder().encode("dialog/walk/1");
const P256 = { name: "ECDH", namedCurve: "P-256" };
const base64url = (bytes) => Buffer.from(bytes).toString("base64url");

async function seal(publicKey, data, about) {
  const theirs = await subtle.importKey("raw", Buffer.from(publicKey, "base64url"), P256, false, []);
  const mine = await subtle.generateKey(P256, false, ["deriveBits"]);
  const shared = await subtle.importKey("raw", await subtle.deriveBits({ name: "ECDH", public: theirs }, mine.privateKey, 256), "HKDF", false, ["deriveKey"]);
  const hkdf = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info: INFO };
  const key = await subtle.deriveKey(hkdf, shared, { name: "AES-GCM", length: 256 }, false, ["encrypt"]);
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const sealed = await subtle.encrypt({ name: "AES-GCM", iv, additionalData: new TextEncoder().encode(about) }, key, data);
  return { key: new Uint8Array(await subtle.exportKey("raw", mine.publicKey)), iv, data: new Uint8Array(sealed) };
}

let text = "";
for await (const part of process.stdin) text += part;
const asked = JSON.parse(text);
const remarks = [];
for (const { id, revision, text: words } of asked.items) {
  const rest = new TextEncoder().encode(JSON.stringify({ feeling: "unsafe", text: words }));
  const { key, iv, data } = await seal(asked.public_key, rest, `${id}/${revision}`);
  remarks.push({ id, revision, sealed: { key: base64url(key), iv: base64url(iv), data: base64url(data) } });
}
const pixels = Uint8Array.from({ length: 1024 }, (_, n) => n % 256);
const photo = await seal(asked.public_key, pixels, asked.items[0].id);
process.stdout.write(JSON.stringify({ remarks, photo: base64url(Buffer.concat([photo.key, photo.iv, photo.data])) }));
