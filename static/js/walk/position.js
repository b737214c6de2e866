/* Where the tablet is, asked for only while a remark is made. Nothing of it is kept but in the remark itself. */

export class Position {
  #watch = null;
  #onFix;
  fix = null;
  state = "off"; // off, waiting, on, denied, failed

  constructor(onFix) {
    this.#onFix = onFix;
  }

  start() {
    if (this.#watch !== null) return;
    if (!navigator.geolocation) return void this.#tell("failed");
    this.fix = null;
    this.#tell("waiting");
    this.#watch = navigator.geolocation.watchPosition(
      ({ coords: { latitude: lat, longitude: lng, accuracy } }) => {
        this.fix = { lat, lng, accuracy };
        this.#tell("on");
      },
      ({ code }) => this.#tell(code === 1 ? "denied" : "failed"),
      { enableHighAccuracy: true, maximumAge: 5000, timeout: 20000 },
    );
  }

  stop() {
    if (this.#watch !== null) navigator.geolocation.clearWatch(this.#watch);
    this.#watch = null;
    this.state = "off";
  }

  /* Ask once, so that the browser's question comes before setting off. Resolves to "on", "denied" or "failed". */
  async ask() {
    return new Promise((resolve) => {
      if (!navigator.geolocation) return resolve("failed");
      const how = { enableHighAccuracy: true, maximumAge: 60000, timeout: 20000 };
      return navigator.geolocation.getCurrentPosition(() => resolve("on"), ({ code }) => resolve(code === 1 ? "denied" : "failed"), how);
    });
  }

  #tell(state) {
    this.state = state;
    this.#onFix(this);
  }
}

/* Keep the screen on while a remark is made, where the browser can. */
export class Awake {
  #lock = null;

  async on() {
    this.#lock ??= await navigator.wakeLock?.request("screen").catch(() => null);
  }

  async off() {
    await this.#lock?.release().catch(() => {});
    this.#lock = null;
  }
}
