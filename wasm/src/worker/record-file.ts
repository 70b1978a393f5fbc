// A stored record: a base (a snapshot) and segments (the changes since, in order), each sealed (crypto/sealer.ts).
//
//   KEY                the base
//   KEY/00000001       the first segment
//   KEY/head           read before each change: tells whether another tab wrote. It is taken away where a piece did
//                      not open, so that a tab that holds them all writes anew
//   damaged/KEY/0001   a copy of a piece that did not open
//   gone/KEY           the record was erased, or a plain one of before is stored anew: keys without a record go, and so
//                      does what was plain (household-file.ts)
//
// Each piece names the one before it, and the head (the number of segments, 4 bytes, little-endian) the last one: so one
// that was taken out or put back is found. That all of a record is put back to what it once was is not found.
//
// Each base is of a generation of its own: its keys are made before it is written, and those of the one before are
// destroyed once it is.
import { malformed, NO_TAG, type Opened, sameBytes, type Sealer, tagOf } from "../crypto/sealer.js";
import type { Batch, Storage } from "../storage/storage.js";

const HEAD_BYTES = 4;

export interface Head {
  readonly generation: Uint8Array;
  readonly segments: number;
  readonly tag: Uint8Array; // of the last piece
  readonly blob: Uint8Array | null; // as it is stored; null: it is not
}

// A base, or the segment of that number (the first is 1).
export type Piece = "base" | number;

// What is to be committed, and the record's head afterwards.
export interface Step {
  readonly batch: Batch;
  readonly head: Head;
}

export class RecordFile {
  readonly #storage: Storage;
  readonly sealer: Sealer;
  readonly key: string;
  readonly #head_key: string;
  readonly aside: string; // where the copies of damaged pieces lie
  readonly gone: string; // says that it was erased, or taken over

  constructor(storage: Storage, sealer: Sealer, key: string) {
    this.#storage = storage;
    this.sealer = sealer;
    this.key = key;
    this.#head_key = `${key}/head`;
    this.aside = `damaged/${key}`;
    this.gone = `gone/${key}`;
  }

  readHead(): Promise<Uint8Array | undefined> {
    return this.#storage.read(this.#head_key);
  }

  // Throws as Sealer.open does.
  async openHead(blob: Uint8Array): Promise<Head> {
    const { generation, previous, bytes } = await this.sealer.open(blob, this.#head_key);
    if (bytes.length !== HEAD_BYTES) throw malformed("what is stored is damaged");
    return { generation, segments: new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true), tag: previous, blob };
  }

  read(piece: Piece): Promise<Uint8Array | undefined> {
    return this.#storage.read(this.#keyOf(piece));
  }

  // Throws as Sealer.open does.
  open(piece: Piece, blob: Uint8Array): Promise<Opened> {
    return this.sealer.open(blob, this.#contextOf(piece));
  }

  // How many segments lie there, whatever the head says.
  async countSegments(): Promise<number> {
    const keys = await this.#storage.list(`${this.key}/0`);
    return Number(keys.at(-1)?.split("/").at(-1) ?? 0);
  }

  // One more segment behind those of `before`.
  append(before: Head, segment: Uint8Array): Promise<Step> {
    return this.#seal(before, before.segments + 1, segment);
  }

  // A new base, in the place of the base and of all segments, under new keys.
  async replace(base: Uint8Array, before: Head | null): Promise<Step> {
    const generation = await this.sealer.renew(before && before.generation);
    const { head, batch } = await this.#seal({ generation, tag: NO_TAG }, "base", base);
    return { head, batch: { ...batch, clear: [this.key] } };
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

  // Whether somebody erased it, and its keys may still be there.
  async isGone(): Promise<boolean> {
    return (await this.#storage.read(this.gone)) !== undefined;
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
  async #seal({ generation, tag: previous }: Pick<Head, "generation" | "tag">, piece: Piece, bytes: Uint8Array): Promise<Step> {
    const blob = await this.sealer.seal(bytes, { generation, previous, context: this.#contextOf(piece) });
    const [segments, tag] = [piece === "base" ? 0 : piece, tagOf(blob)];
    const count = new Uint8Array(HEAD_BYTES);
    new DataView(count.buffer).setUint32(0, segments, true);
    const head_blob = await this.sealer.seal(count, { generation, previous: tag, context: this.#head_key });
    return {
      head: { generation, segments, tag, blob: head_blob },
      batch: { put: { [this.#keyOf(piece)]: blob, [this.#head_key]: head_blob } },
    };
  }
}
