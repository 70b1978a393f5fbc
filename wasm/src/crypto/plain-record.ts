// Reads what releases before encryption stored, once: versions 1 and 2. After six bytes (version, algorithm 0, and four
// zeros) come a 32-bit FNV-1a checksum of context and record, little-endian, and the record.
import { malformed } from "./sealer.js";

const HEADER_BYTES = 6;
const CHECKSUM_BYTES = 4;
export const FIRST_VERSION = 1;
const LAST_VERSION = 2;

// Throws EngineError "malformed".
export function openPlain(blob: Uint8Array, context: string): Uint8Array {
  const record = blob.subarray(HEADER_BYTES + CHECKSUM_BYTES);
  const is_known = blob[0] === FIRST_VERSION || blob[0] === LAST_VERSION;
  const fits = blob.length >= HEADER_BYTES + CHECKSUM_BYTES && is_known &&
    blob.subarray(1, HEADER_BYTES).every((byte) => byte === 0) &&
    new DataView(blob.buffer, blob.byteOffset).getUint32(HEADER_BYTES, true) === checksum(record, context);
  if (!fits) throw malformed("what is stored is damaged");
  return record;
}

// The zero byte keeps ("a", "bc") and ("ab", "c") apart.
export function checksum(record: Uint8Array, context: string): number {
  let hash = 0x811c9dc5;
  const add = (byte: number) => {
    hash = Math.imul(hash ^ byte, 0x01000193);
  };
  new TextEncoder().encode(context).forEach(add);
  add(0);
  record.forEach(add);
  return hash >>> 0;
}
