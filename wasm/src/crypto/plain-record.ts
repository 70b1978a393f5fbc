import { EngineError } from "../shared/errors.js";
import { BLOB_VERSION, FIRST_VERSION, HEADER_BYTES, type Sealer } from "./sealer.js";

const ALGORITHM_PLAIN = 0;
const CHECKSUM_BYTES = 4;

// THIS DOES NOT ENCRYPT YET. Whoever can read the origin's storage can read the record. It keeps the
// place, and the header, of a sealer that does, and finds accidental damage: the header is followed
// by a 32-bit FNV-1a checksum of context and record, then the record itself.
export const plainSealer: Sealer = {
  async seal(record, context) {
    const blob = new Uint8Array(HEADER_BYTES + CHECKSUM_BYTES + record.length);
    blob[0] = BLOB_VERSION;
    blob[1] = ALGORITHM_PLAIN;
    new DataView(blob.buffer).setUint32(HEADER_BYTES, checksum(record, context), true);
    blob.set(record, HEADER_BYTES + CHECKSUM_BYTES);
    return blob;
  },

  async open(blob, context) {
    if (blob.length < HEADER_BYTES + CHECKSUM_BYTES) throw malformed("the stored record is truncated");
    const fields = new DataView(blob.buffer, blob.byteOffset);
    const version = fields.getUint8(0);
    const algorithm = fields.getUint8(1);
    const is_known = version >= FIRST_VERSION && version <= BLOB_VERSION;
    if (isNewer(version, BLOB_VERSION) || (is_known && isNewer(algorithm, ALGORITHM_PLAIN))) {
      throw new EngineError("unsupported_version", "the stored record was written by a newer release");
    }
    const record = blob.subarray(HEADER_BYTES + CHECKSUM_BYTES);
    const intact = is_known && algorithm === ALGORITHM_PLAIN &&
      fields.getUint32(2, true) === 0 &&
      fields.getUint32(HEADER_BYTES, true) === checksum(record, context);
    if (!intact) throw malformed("the stored record is damaged");
    return record;
  },
};

// Numbers are given out one by one: a large one is damage, not the future.
function isNewer(number: number, ours: number): boolean {
  return number > ours && number < 16;
}

function malformed(message: string): EngineError {
  return new EngineError("malformed", message);
}

// FNV-1a; the zero byte keeps ("a", "bc") and ("ab", "c") apart.
function checksum(record: Uint8Array, context: string): number {
  let hash = 0x811c9dc5;
  const add = (byte: number) => {
    hash = Math.imul(hash ^ byte, 0x01000193);
  };
  new TextEncoder().encode(context).forEach(add);
  add(0);
  record.forEach(add);
  return hash >>> 0;
}
