// The keys of one record: of the generation that is stored and, while a new base is being written, of the next one too.
//
//   offset 0      head
//   offset 4096   the other head: one of them, or both; in another block of the disk, so that one survives a torn write
//   offset 8191   1 once something was stored under these keys
//
// A head, else zeros:
//   offset 0      generation   16 random bytes
//   offset 16     keys         17 of 32 random bytes: of the open part, then of the 16 slots
//   offset 560    check        the first 16 bytes of SHA-256 of all before
//
// New keys are written, and flushed, into the half that the stored generation does not need, before the base that needs
// them; when that is stored the older half is overwritten. So there is no moment at which what is stored has no key.
import { KEY_FILE_BYTES, type KeyStore } from "../storage/key-store.js";
import { GENERATION_BYTES, joined, KeyLost, sameBytes } from "./sealer.js";

export const SLOTS = 16;
const KEY_BYTES = 32;
const CHECK_BYTES = 16;
const HALVES = [0, KEY_FILE_BYTES / 2] as const;
const MARK_AT = KEY_FILE_BYTES - 1;
const CHECK_AT = GENERATION_BYTES + (1 + SLOTS) * KEY_BYTES;
const HEAD_BYTES = CHECK_AT + CHECK_BYTES;

export interface Keys {
  readonly open: CryptoKey; // for HKDF
  readonly slots: readonly CryptoKey[]; // by member
}

interface Head {
  readonly generation: Uint8Array;
  readonly keys: Keys;
}

export class KeyFile {
  readonly #store: KeyStore;
  readonly #name: string;
  #held: readonly Head[] = []; // the latest, two at the most

  constructor(store: KeyStore, name: string) {
    this.#store = store;
    this.#name = name;
  }

  // Throws KeyLost.
  async of(generation: Uint8Array): Promise<Keys> {
    const keys = this.#find(generation);
    if (keys) return keys;
    this.#held = (await this.#read()).heads.flatMap((head) => head ?? []);
    const found = this.#find(generation);
    if (!found) throw new KeyLost();
    return found;
  }

  // Into the half that the stored generation does not have; where that is not known, into one that holds no keys.
  async renew(before: Uint8Array | null): Promise<Uint8Array> {
    const { heads } = await this.#read();
    const kept = before ? heads.findIndex((head) => head && sameBytes(head.generation, before)) : -1;
    const half = kept >= 0 ? 1 - kept : Number(!!heads[0] && !heads[1]);
    const generation = crypto.getRandomValues(new Uint8Array(GENERATION_BYTES));
    const bytes = joined(generation, crypto.getRandomValues(new Uint8Array(CHECK_AT - GENERATION_BYTES)));
    const written = joined(bytes, await checkOf(bytes));
    await this.#store.write(this.#name, HALVES[half]!, written);
    this.#held = [(await decode(written))!, ...this.#held.slice(0, 1)];
    return generation;
  }

  // Nothing is destroyed where the keys of that generation are not there.
  async settle(generation: Uint8Array): Promise<void> {
    const { file, heads } = await this.#read();
    const kept = heads.findIndex((head) => head && sameBytes(head.generation, generation));
    if (!file || kept < 0) return;
    const begin = HALVES[1 - kept]!;
    const end = kept === 0 ? MARK_AT : HALVES[1];
    if (file.subarray(begin, end).some((byte) => byte !== 0)) {
      await this.#store.write(this.#name, begin, new Uint8Array(end - begin));
    }
    if (file[MARK_AT] !== 1) await this.#store.write(this.#name, MARK_AT, Uint8Array.of(1));
    this.#held = this.#held.filter((head) => sameBytes(head.generation, generation));
  }

  async forget(): Promise<void> {
    this.#held = [];
    await this.#store.remove(this.#name);
  }

  // Of something that was stored.
  async hasKeys(): Promise<boolean> {
    const { file, heads } = await this.#read();
    return file?.[MARK_AT] === 1 && heads.some((head) => head !== null);
  }

  #find(generation: Uint8Array): Keys | undefined {
    return this.#held.find((head) => sameBytes(head.generation, generation))?.keys;
  }

  // The file, and what its halves hold; without one there are no heads.
  async #read(): Promise<{ file: Uint8Array | undefined; heads: (Head | null)[] }> {
    const file = await this.#store.read(this.#name);
    return { file, heads: file ? await Promise.all(HALVES.map((half) => decode(file.subarray(half, half + HEAD_BYTES)))) : [] };
  }
}

async function checkOf(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)).subarray(0, CHECK_BYTES);
}

// Null for what is none.
async function decode(bytes: Uint8Array): Promise<Head | null> {
  const body = bytes.slice(0, CHECK_AT);
  if (!sameBytes(await checkOf(body), bytes.subarray(CHECK_AT))) return null;
  const [open, ...slots] = await Promise.all(Array.from({ length: 1 + SLOTS }, (_, i) => {
    const at = GENERATION_BYTES + i * KEY_BYTES;
    return crypto.subtle.importKey("raw", body.subarray(at, at + KEY_BYTES), "HKDF", false, ["deriveBits"]);
  }));
  return { generation: body.slice(0, GENERATION_BYTES), keys: { open: open!, slots } };
}
