/* A photo is drawn anew on the tablet: turned the right way, at most 2,048 pixels, and without anything the camera wrote into it.
   Covers are drawn into the picture itself, so that what lies under them never leaves the tablet. */

const LARGEST = 2048; // pixels, the longer side
const QUALITY = 0.85;
const COVER = "#17211f";

/* Read what the camera or a file gave. Rejects for what is no picture. */
export async function readPhoto(file) {
  const bitmap = await createImageBitmap(file, { imageOrientation: "from-image" });
  const scale = Math.min(1, LARGEST / Math.max(bitmap.width, bitmap.height));
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [Math.max(1, Math.round(bitmap.width * scale)), Math.max(1, Math.round(bitmap.height * scale))];
  canvas.getContext("2d").drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  bitmap.close();
  return canvas;
}

/* Cover a piece of a picture: {x, y, width, height} in its own pixels. */
export function cover(canvas, { x, y, width, height }) {
  const context = canvas.getContext("2d");
  context.fillStyle = COVER;
  context.fillRect(Math.min(x, x + width), Math.min(y, y + height), Math.abs(width), Math.abs(height));
}

export function asJpeg(canvas) {
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("the picture could not be drawn"))), "image/jpeg", QUALITY);
  });
}
