// A stored record: a base (a snapshot) and segments (the changes since, in order). What is sealed of each piece is
//
//   offset 0    generation   16 random bytes: another base is another generation
//   offset 16   base         the engine's snapshot
//               segment      the engine's encoded changes
//               head         4 bytes, little endian: how many segments there are
//
//   KEY                the base
//   KEY/00000001       the first segment
//   KEY/head           read before each change: tells whether another tab wrote. It is taken away where a piece did
//                      not open, so that a tab that holds them all writes anew
//   damaged/KEY/0001   a copy of a piece that did not open
//
// The first release kept 16 bytes of its own and the snapshot where the base is, and nothing else; its blobs are of
// version 1. A tab of that release takes the base for a newer release's, and leaves it alone.
import { FIRST_VERSION, type Sealer } from "../crypto/sealer.js";
import { EngineError } from "../shared/errors.js";
import type { Batch, Records, Storage } from "../storage/storage.js";

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

// What is to be committed, and the record's head afterwards.
export interface Step {
  readonly batch: Batch;
  readonly head: Head;
}

export class RecordFile {
  readonly #storage: Storage;
  readonly #sealer: Sealer;
  readonly key: string;
  readonly #head_key: string;
  readonly aside: string; // where the copies of damaged pieces lie

  constructor(storage: Storage, sealer: Sealer, key: string) {
    this.#storage = storage;
    this.#sealer = sealer;
    this.key = key;
    this.#head_key = `${key}/head`;
    this.aside = `damaged/${key}`;
  }

  readHead(): Promise<Uint8Array | undefined> {
    return this.#storage.read(this.#head_key);
  }

  // Throws EngineError "malformed" or "unsupported_version", as Sealer.open does; so does open().
  async openHead(blob: Uint8Array): Promise<Head> {
    const record = await this.#sealer.open(blob, this.#head_key);
    if (record.length !== HEAD_BYTES) throw malformed();
    const segments = new DataView(record.buffer, record.byteOffset).getUint32(GENERATION_BYTES, true);
    return { generation: record.slice(0, GENERATION_BYTES), segments };
  }

  read(piece: Piece): Promise<Uint8Array | undefined> {
    return this.#storage.read(this.#keyOf(piece));
  }

  async open(piece: Piece, blob: Uint8Array): Promise<OpenedPiece> {
    const first = piece === "base" && blob[0] === FIRST_VERSION;
    const record = await this.#sealer.open(blob, first ? this.key : this.#contextOf(piece));
    if (record.length < GENERATION_BYTES) throw malformed();
    return {
      generation: first ? null : record.slice(0, GENERATION_BYTES),
      bytes: record.subarray(GENERATION_BYTES),
    };
  }

  // How many segments lie there, whatever the head says.
  async countSegments(): Promise<number> {
    const keys = await this.#storage.list(`${this.key}/0`);
    return Number(keys.at(-1)?.split("/").at(-1) ?? 0);
  }

  // One more segment behind those of `before`.
  async append(before: Head, segment: Uint8Array): Promise<Step> {
    const head = { ...before, segments: before.segments + 1 };
    return { head, batch: { put: await this.#sealAll(head, head.segments, segment) } };
  }

  // A new base, in the place of the base and of all segments.
  async replace(base: Uint8Array): Promise<Step> {
    const head = { generation: crypto.getRandomValues(new Uint8Array(GENERATION_BYTES)), segments: 0 };
    return { head, batch: { clear: [this.key], put: await this.#sealAll(head, "base", base) } };
  }

  // Keeps copies of blobs that do not open (the same bytes once), and takes the head away.
  async keepAside(blobs: readonly Uint8Array[]): Promise<void> {
    const keys = await this.listAside();
    const kept = await Promise.all(keys.map((key) => this.#storage.read(key)));
    const fresh = blobs.filter((blob) => !kept.some((each) => each && sameBytes(each, blob)));
    const last = Number(keys.at(-1)?.slice(-4) ?? 0);
    const name = (i: number) => `${this.aside}/${String(last + 1 + i).padStart(4, "0")}`;
    await this.#storage.commit({
      clear: [this.#head_key],
      put: Object.fromEntries(fresh.map((blob, i) => [name(i), blob])),
    });
  }

  listAside(): Promise<string[]> {
    return this.#storage.list(`${this.aside}/`);
  }

  #keyOf(piece: Piece): string {
    return piece === "base" ? this.key : `${this.key}/${String(piece).padStart(8, "0")}`;
  }

  #contextOf(piece: Piece): string {
    return piece === "base" ? `${this.key}/base` : this.#keyOf(piece);
  }

  // A piece, and the head that counts it.
  async #sealAll({ generation, segments }: Head, piece: Piece, bytes: Uint8Array): Promise<Records> {
    const count = new Uint8Array(4);
    new DataView(count.buffer).setUint32(0, segments, true);
    return {
      [this.#keyOf(piece)]: await this.#sealer.seal(joined(generation, bytes), this.#contextOf(piece)),
      [this.#head_key]: await this.#sealer.seal(joined(generation, count), this.#head_key),
    };
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

const malformed = (): EngineError => new EngineError("malformed", "the stored record is truncated");
