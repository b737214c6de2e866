/* Reads a vector tile (Mapbox Vector Tile 2, a protocol buffer) into layers of features. No DOM, no Leaflet.
   Comes from pmtiles.js, goes to vector.js. Only what our maps use is read: texts, numbers and truths, and geometry. */

const text = new TextDecoder();

export class Reader {
  constructor(bytes) {
    this.bytes = bytes;
    this.at = 0;
  }

  get isLeft() {
    return this.at < this.bytes.length;
  }

  varint() {
    let [value, factor, byte] = [0, 1, 0];
    do {
      if (!this.isLeft) throw new Error("cut short");
      byte = this.bytes[this.at++];
      value += (byte & 127) * factor;
      factor *= 128;
    } while (byte > 127);
    return value;
  }

  part() {
    const length = this.varint();
    const part = this.bytes.subarray(this.at, this.at + length);
    this.at += length;
    return part;
  }

  /* Calls on[field]() for each known field, which reads it; passes over the rest. */
  fields(on) {
    while (this.isLeft) {
      const tag = this.varint();
      const [field, kind] = [Math.floor(tag / 8), tag % 8];
      if (on[field]) on[field](this);
      else if (kind === 0) this.varint();
      else if (kind === 2) this.part();
      else this.at += kind === 1 ? 8 : 4;
    }
  }
}

function readValue(bytes) {
  let value;
  const whole = (reader) => (value = reader.varint());
  new Reader(bytes).fields({ 1: (reader) => (value = text.decode(reader.part())), 4: whole, 5: whole, 7: (reader) => (value = Boolean(reader.varint())) });
  return value;
}

/* Command integers to lines of [x, y, x, y, …] in the tile's own units; rings are closed. */
export function readGeometry(bytes) {
  const reader = new Reader(bytes);
  const step = () => {
    const n = reader.varint();
    return n % 2 ? -(n + 1) / 2 : n / 2;
  };
  const lines = [];
  let [x, y, line] = [0, 0, null];
  while (reader.isLeft) {
    const command = reader.varint();
    for (let count = Math.floor(command / 8); count > 0; count -= 1) {
      if (command % 8 === 7) {
        line?.push(line[0], line[1]);
        continue;
      }
      x += step();
      y += step();
      if (command % 8 === 1) lines.push((line = []));
      line?.push(x, y);
    }
  }
  return lines;
}

function readFeature(bytes, keys, values) {
  const feature = { props: {}, type: 0, lines: [] };
  new Reader(bytes).fields({
    2: (reader) => {
      for (const tags = new Reader(reader.part()); tags.isLeft; ) {
        const key = keys[tags.varint()];
        feature.props[key] = values[tags.varint()];
      }
    },
    3: (reader) => (feature.type = reader.varint()),
    4: (reader) => (feature.lines = readGeometry(reader.part())),
  });
  return feature;
}

/* The tile as {layer name: {extent, features: [{props, type (1 point, 2 line, 3 area), lines}]}}. */
export function readTile(bytes) {
  const layers = {};
  const layer = (reader) => {
    const [raw, keys, values] = [[], [], []];
    let [name, extent] = ["", 4096];
    new Reader(reader.part()).fields({
      1: (part) => (name = text.decode(part.part())),
      2: (part) => raw.push(part.part()),
      3: (part) => keys.push(text.decode(part.part())),
      4: (part) => values.push(readValue(part.part())),
      5: (part) => (extent = part.varint()),
    });
    layers[name] = { extent, features: raw.map((feature) => readFeature(feature, keys, values)) };
  };
  new Reader(bytes).fields({ 3: layer });
  return layers;
}
