// Seals with AES-256-GCM (WebCrypto). A piece, little-endian:
//
//   offset 0    version      1 byte: 3 (1 and 2 were plain: plain-record.ts)
//   offset 1    algorithm    1 byte: 1
//   offset 2    generation   16 bytes: whose keys these are (key-file.ts)
//   offset 18   previous     16 bytes: the end of the piece before it
//   offset 34   salt         16 random bytes
//   offset 50   slot bytes   4 bytes; 0: there are no slots
//   offset 54   16 slots     commitment 32, ciphertext, tag 16 each; random bytes where there is nothing
//               open part    commitment 32, ciphertext, tag 16
//
// Each part has a key for this one piece: HKDF-SHA-256 of its generation's key, by the salt and the name of the part and
// the piece. The other half of what HKDF gives is the commitment: GCM alone lets one ciphertext open under two keys. As a
// key seals one message, the nonce is zero. What is authenticated beside: everything before the slots, the name, and for
// the open part all slots too; so a slot that is filled, one that is not, and one that was exchanged differ for nobody
// without the keys and for everybody with them.
import { type Keys, KeyFile, SLOTS } from "./key-file.js";
import type { KeyStore } from "../storage/key-store.js";
import {
  GENERATION_BYTES, isNewer, joined, malformed, type Opened, type Place, type Sealer, TAG_BYTES, written_by_newer,
} from "./sealer.js";

const VERSION = 3;
const ALGORITHM = 1;
const GENERATION_AT = 2;
const PREVIOUS_AT = GENERATION_AT + GENERATION_BYTES;
const SALT_AT = PREVIOUS_AT + TAG_BYTES;
const SLOT_BYTES_AT = SALT_AT + 16;
const HEADER_BYTES = SLOT_BYTES_AT + 4;
const COMMITMENT_BYTES = 32;
const ADDED_BYTES = COMMITMENT_BYTES + TAG_BYTES;
const OPEN = SLOTS; // the number of the open part
const NONCE = new Uint8Array(12);

export class AesSealer implements Sealer {
  readonly #file: KeyFile;

  constructor(keys: KeyStore, name: string) {
    this.#file = new KeyFile(keys, name);
  }

  renew(before: Uint8Array | null): Promise<Uint8Array> {
    return this.#file.renew(before);
  }

  settle(generation: Uint8Array): Promise<void> {
    return this.#file.settle(generation);
  }

  forget(): Promise<void> {
    return this.#file.forget();
  }

  hasKeys(): Promise<boolean> {
    return this.#file.hasKeys();
  }

  async seal(bytes: Uint8Array, { generation, context, previous }: Place): Promise<Uint8Array> {
    const keys = await this.#file.of(generation);
    const { open, slots, slot_bytes } = cut(bytes);
    const header = new Uint8Array(HEADER_BYTES);
    header[0] = VERSION;
    header[1] = ALGORITHM;
    header.set(generation, GENERATION_AT);
    header.set(previous, PREVIOUS_AT);
    crypto.getRandomValues(header.subarray(SALT_AT, SLOT_BYTES_AT));
    new DataView(header.buffer).setUint32(SLOT_BYTES_AT, slot_bytes, true);
    const piece = new Piece(keys, header, context);
    const sealed = joined(...await Promise.all(slots.map((slot, number) =>
      slot.some((byte) => byte !== 0) ? piece.seal(number, slot) : randomBytes(slot.length + ADDED_BYTES))));
    return joined(header, sealed, await piece.seal(OPEN, open, await hashOf(sealed)));
  }

  async open(blob: Uint8Array, context: string): Promise<Opened> {
    const [version = 0, algorithm = 0] = blob;
    if (isNewer(version, VERSION) || (version === VERSION && isNewer(algorithm, ALGORITHM))) throw written_by_newer();
    if (version !== VERSION || algorithm !== ALGORITHM || blob.length < HEADER_BYTES + ADDED_BYTES) {
      throw damaged();
    }
    const header = blob.slice(0, HEADER_BYTES);
    const slot_bytes = new DataView(header.buffer).getUint32(SLOT_BYTES_AT, true);
    const each = slot_bytes > 0 ? slot_bytes + ADDED_BYTES : 0;
    const open_at = HEADER_BYTES + SLOTS * each;
    if (blob.length < open_at + ADDED_BYTES) throw damaged();
    const generation = header.slice(GENERATION_AT, PREVIOUS_AT);
    const piece = new Piece(await this.#file.of(generation), header, context);
    const sealed = blob.slice(HEADER_BYTES, open_at);
    const open = await piece.open(OPEN, blob.subarray(open_at), await hashOf(sealed));
    if (!open) throw damaged();
    const slots = await Promise.all(Array.from({ length: each && SLOTS }, async (_, number) =>
      (await piece.open(number, sealed.subarray(number * each, (number + 1) * each))) ?? new Uint8Array(slot_bytes)));
    return { generation, previous: header.slice(PREVIOUS_AT, SALT_AT), bytes: joined(open, ...slots) };
  }
}

const damaged = () => malformed("what is stored is damaged");

class Piece {
  readonly #keys: Keys;
  readonly #header: Uint8Array<ArrayBuffer>;
  readonly #name: Uint8Array;

  constructor(keys: Keys, header: Uint8Array<ArrayBuffer>, context: string) {
    this.#keys = keys;
    this.#header = header;
    this.#name = new TextEncoder().encode(context);
  }

  async seal(number: number, bytes: Uint8Array, beside: Uint8Array = new Uint8Array()): Promise<Uint8Array> {
    const { key, commitment } = await this.#derive(number);
    const sealed = await crypto.subtle.encrypt(this.#parameters(beside), key, bytes as Uint8Array<ArrayBuffer>);
    return joined(commitment, new Uint8Array(sealed));
  }

  // Null where another key, or none, sealed it.
  async open(number: number, sealed: Uint8Array, beside: Uint8Array = new Uint8Array()): Promise<Uint8Array | null> {
    const { key, commitment } = await this.#derive(number);
    if (!commitment.every((byte, i) => byte === sealed[i])) return null;
    try {
      return new Uint8Array(await crypto.subtle.decrypt(this.#parameters(beside), key, sealed.slice(COMMITMENT_BYTES)));
    } catch {
      throw damaged();
    }
  }

  async #derive(number: number): Promise<{ key: CryptoKey; commitment: Uint8Array }> {
    const salt = this.#header.subarray(SALT_AT, SLOT_BYTES_AT);
    const info = joined(new Uint8Array([number]), this.#name);
    const base = number === OPEN ? this.#keys.open : this.#keys.slots[number]!;
    const bits = await crypto.subtle.deriveBits({ name: "HKDF", hash: "SHA-256", salt, info }, base, 512);
    const key = await crypto.subtle.importKey("raw", bits.slice(0, 32), "AES-GCM", false, ["encrypt", "decrypt"]);
    return { key, commitment: new Uint8Array(bits, 32) };
  }

  #parameters(beside: Uint8Array): AesGcmParams {
    return { name: "AES-GCM", iv: NONCE, additionalData: joined(this.#header, beside, this.#name) };
  }
}

// What the engine says is in parts (core/household/parts.h): after 20 bytes, which say how long they are, the open part
// and the slots. Everything else is an open part.
function cut(bytes: Uint8Array): { open: Uint8Array; slots: Uint8Array[]; slot_bytes: number } {
  const head = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const is_parted = bytes.length > 20 && "HEARTHP".split("").every((letter, i) => letter.charCodeAt(0) === bytes[i]);
  const slots_at = is_parted ? 20 + head.getUint32(12, true) : bytes.length;
  const slot_bytes = (bytes.length - slots_at) / SLOTS;
  const slots = Array.from({ length: slot_bytes && SLOTS }, (_, i) =>
    bytes.subarray(slots_at + i * slot_bytes, slots_at + (i + 1) * slot_bytes));
  return { open: bytes.subarray(0, slots_at), slots, slot_bytes };
}

const MOST_RANDOM = 65_536; // that the browser gives at once

function randomBytes(length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  for (let at = 0; at < length; at += MOST_RANDOM) crypto.getRandomValues(bytes.subarray(at, at + MOST_RANDOM));
  return bytes;
}

const hashOf = async (bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> =>
  new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
