/* The device's own position, asked for once and kept nowhere. Rejects with {reason: "denied" | "failed"}. */

export function locate() {
  return new Promise((resolve, reject) => {
    if (!navigator.geolocation) return reject({ reason: "failed" });
    return navigator.geolocation.getCurrentPosition(
      ({ coords }) => resolve({ point: { lat: coords.latitude, lng: coords.longitude }, accuracy: coords.accuracy }),
      ({ code }) => reject({ reason: code === 1 ? "denied" : "failed" }),
      { enableHighAccuracy: true, timeout: 15000, maximumAge: 0 },
    );
  });
}
