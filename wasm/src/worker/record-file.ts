// The stored records of a (shop, household): who sits at the browser (sitting.ts), and the history, which is a
// base (a snapshot) and segments (the changes since, in order). What is sealed of each piece is
//
//   offset 0    generation   16 random bytes: another base is another generation
//   offset 16   base         the engine's snapshot
//               segment      the engine's encoded changes
//               head         4 bytes, little endian: how many segments there are
//
//   history/SHOP/HOUSEHOLD                the base
//   history/SHOP/HOUSEHOLD/00000001       the first segment
//   history/SHOP/HOUSEHOLD/head           read before each change: tells whether another tab wrote. It is taken away
//                                         where a piece did not open, so that a tab that holds them all writes anew
//   damaged/history/SHOP/HOUSEHOLD/0001   a copy of a piece that did not open
//   sitting/SHOP/HOUSEHOLD                who sits at the browser
//
// The first release kept 16 bytes of its own and the snapshot where the base is, and nothing else; its blobs are of
// version 1. A tab of that release takes the base for a newer release's, and leaves it alone.
import { FIRST_VERSION, type Sealer } from "../crypto/sealer.js";
import { EngineError } from "../shared/errors.js";
import type { Batch, Durability, Storage } from "../storage/storage.js";

export const GENERATION_BYTES = 16;
const HEAD_BYTES = GENERATION_BYTES + 4;

export interface Head {
  readonly generation: Uint8Array;
  readonly segments: number;
}

// A base, or the segment of that number (the first is 1).
export type Piece = "base" | number;

export interface OpenedPiece {
  readonly generation: Uint8Array | null; // null: a record of the first release
  readonly bytes: Uint8Array;
}

// Every method throws EngineError "storage_failed" when the storage fails, and then nothing was changed.
export class RecordFile {
  readonly #storage: Storage;
  readonly #sealer: Sealer;
  readonly #key: string;
  readonly #head_key: string;
  readonly #sitting_key: string;

  constructor(storage: Storage, sealer: Sealer, shop: string, household: string) {
    this.#storage = storage;
    this.#sealer = sealer;
    const place = `${encodeURIComponent(shop)}/${encodeURIComponent(household)}`;
    this.#key = `history/${place}`;
    this.#head_key = `${this.#key}/head`;
    this.#sitting_key = `sitting/${place}`;
  }

  get key(): string {
    return this.#key;
  }

  readHead(): Promise<Uint8Array | undefined> {
    return this.#read(this.#head_key);
  }

  // Throws EngineError "malformed" or "unsupported_version", as Sealer.open does; so does open().
  async openHead(blob: Uint8Array): Promise<Head> {
    const record = await this.#sealer.open(blob, this.#head_key);
    if (record.length !== HEAD_BYTES) throw malformed();
    const segments = new DataView(record.buffer, record.byteOffset).getUint32(GENERATION_BYTES, true);
    return { generation: record.slice(0, GENERATION_BYTES), segments };
  }

  read(piece: Piece): Promise<Uint8Array | undefined> {
    return this.#read(this.#keyOf(piece));
  }

  async open(piece: Piece, blob: Uint8Array): Promise<OpenedPiece> {
    const first = piece === "base" && blob[0] === FIRST_VERSION;
    const record = await this.#sealer.open(blob, first ? this.#key : this.#contextOf(piece));
    if (record.length < GENERATION_BYTES) throw malformed();
    return {
      generation: first ? null : record.slice(0, GENERATION_BYTES),
      bytes: record.subarray(GENERATION_BYTES),
    };
  }

  // How many segments lie there, whatever the head says.
  async countSegments(): Promise<number> {
    const keys = await attempt(() => this.#storage.list(`${this.#key}/0`));
    return Number(keys.at(-1)?.split("/").at(-1) ?? 0);
  }

  // Adds one segment behind those of `head`. `sitting`: its record, to be written in the same step.
  async append(
    head: Head, segment: Uint8Array, sitting: Uint8Array | null, durability: Durability,
  ): Promise<Head> {
    const next = { ...head, segments: head.segments + 1 };
    await this.#commit({
      put: { ...await this.#sealPiece(next.segments, head.generation, segment), ...await this.#sealHead(next) },
      durability,
    }, sitting);
    return next;
  }

  // A new base takes the place of the base and of all segments; with `forget` of the copies of damaged pieces too.
  async replace(base: Uint8Array, sitting: Uint8Array | null, forget: boolean): Promise<Head> {
    const head = { generation: crypto.getRandomValues(new Uint8Array(GENERATION_BYTES)), segments: 0 };
    await this.#commit({
      clear: [this.#key, ...(forget ? [this.#aside] : [])],
      put: { ...await this.#sealPiece("base", head.generation, base), ...await this.#sealHead(head) },
    }, sitting);
    return head;
  }

  // Undefined when there is none, or none that opens.
  async readSitting(): Promise<Uint8Array | undefined> {
    const blob = await this.#read(this.#sitting_key);
    return blob && this.#sealer.open(blob, this.#sitting_key).catch(() => undefined);
  }

  writeSitting(record: Uint8Array): Promise<void> {
    return this.#commit({}, record);
  }

  // Keeps copies of blobs that do not open (the same bytes once), and takes the head away.
  async keepAside(blobs: readonly Uint8Array[]): Promise<void> {
    const keys = await this.listAside();
    const kept = await Promise.all(keys.map((key) => this.#read(key)));
    const fresh = blobs.filter((blob) => !kept.some((each) => each && sameBytes(each, blob)));
    const last = Number(keys.at(-1)?.slice(-4) ?? 0);
    const name = (i: number) => `${this.#aside}/${String(last + 1 + i).padStart(4, "0")}`;
    await this.#commit({
      clear: [this.#head_key],
      put: Object.fromEntries(fresh.map((blob, i) => [name(i), blob])),
    }, null);
  }

  listAside(): Promise<string[]> {
    return attempt(() => this.#storage.list(`${this.#aside}/`));
  }

  get #aside(): string {
    return `damaged/${this.#key}`;
  }

  #keyOf(piece: Piece): string {
    return piece === "base" ? this.#key : `${this.#key}/${String(piece).padStart(8, "0")}`;
  }

  #contextOf(piece: Piece): string {
    return piece === "base" ? `${this.#key}/base` : this.#keyOf(piece);
  }

  #read(key: string): Promise<Uint8Array | undefined> {
    return attempt(() => this.#storage.read(key));
  }

  async #commit(batch: Batch, sitting: Uint8Array | null): Promise<void> {
    const sealed = sitting && { [this.#sitting_key]: await this.#sealer.seal(sitting, this.#sitting_key) };
    await attempt(() => this.#storage.commit({ ...batch, put: { ...batch.put, ...sealed } }));
  }

  async #sealPiece(piece: Piece, generation: Uint8Array, bytes: Uint8Array): Promise<Record<string, Uint8Array>> {
    return { [this.#keyOf(piece)]: await this.#sealer.seal(joined(generation, bytes), this.#contextOf(piece)) };
  }

  async #sealHead({ generation, segments }: Head): Promise<Record<string, Uint8Array>> {
    const count = new Uint8Array(4);
    new DataView(count.buffer).setUint32(0, segments, true);
    return { [this.#head_key]: await this.#sealer.seal(joined(generation, count), this.#head_key) };
  }
}

export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  const both = new Uint8Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}

const malformed = (): EngineError => new EngineError("malformed", "the stored record is short");

async function attempt<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const name = error instanceof Error ? error.name : "unknown";
    throw new EngineError("storage_failed", `the browser's storage failed (${name})`);
  }
}
