// The stored records of a (shop, household): who sits at the browser (sitting.ts), and the history. Of
// that what is sealed is
//
//   offset 0    revision   16 bytes: 8 a counter (little endian), 8 random
//   offset 16   snapshot   the engine's own bytes
//
// The random half tells apart two writes that counted from the same place.
import type { Sealer } from "../crypto/sealer.js";
import { EngineError } from "../shared/errors.js";
import type { Storage } from "../storage/storage.js";

export const REVISION_BYTES = 16;

export interface StoredRecord {
  readonly revision: Uint8Array;
  readonly snapshot: Uint8Array;
}

export class RecordFile {
  readonly #storage: Storage;
  readonly #sealer: Sealer;
  readonly #key: string;
  readonly #sitting_key: string;

  constructor(storage: Storage, sealer: Sealer, shop: string, household: string) {
    this.#storage = storage;
    this.#sealer = sealer;
    const place = `${encodeURIComponent(shop)}/${encodeURIComponent(household)}`;
    this.#key = `history/${place}`;
    this.#sitting_key = `sitting/${place}`;
  }

  get key(): string {
    return this.#key;
  }

  readBlob(): Promise<Uint8Array | undefined> {
    return attempt(() => this.#storage.read(this.#key));
  }

  // Throws EngineError "malformed" or "unsupported_version", as Sealer.open does.
  async open(blob: Uint8Array): Promise<StoredRecord> {
    const record = await this.#sealer.open(blob, this.#key);
    if (record.length < REVISION_BYTES) throw new EngineError("malformed", "the record is short");
    return {
      revision: record.slice(0, REVISION_BYTES),
      snapshot: record.subarray(REVISION_BYTES),
    };
  }

  // Answers with the new revision once the bytes are durable; throws "storage_failed" when they are
  // not, and then nothing was changed. `gone`: what was kept aside, to be removed in the same step.
  async write(
    snapshot: Uint8Array, after: Uint8Array | null, gone: readonly string[] = [],
  ): Promise<Uint8Array> {
    const revision = next(after);
    const record = new Uint8Array(REVISION_BYTES + snapshot.length);
    record.set(revision);
    record.set(snapshot, REVISION_BYTES);
    const blob = await this.#sealer.seal(record, this.#key);
    await attempt(() => this.#storage.write(this.#key, blob, gone));
    return revision;
  }

  // Undefined when there is none, or none that opens.
  async readSitting(): Promise<Uint8Array | undefined> {
    const blob = await attempt(() => this.#storage.read(this.#sitting_key));
    return blob && this.#sealer.open(blob, this.#sitting_key).catch(() => undefined);
  }

  async writeSitting(record: Uint8Array): Promise<void> {
    const blob = await this.#sealer.seal(record, this.#sitting_key);
    await attempt(() => this.#storage.write(this.#sitting_key, blob));
  }

  // Keeps a copy of a blob that does not open; the same bytes are kept once.
  async keepAside(blob: Uint8Array): Promise<void> {
    const keys = await this.listAside();
    for (const key of keys) {
      const kept = await attempt(() => this.#storage.read(key));
      if (kept && sameBytes(kept, blob)) return;
    }
    const number = keys.length === 0 ? 1 : 1 + Number(keys.at(-1)?.slice(-4));
    const name = `${this.#asidePrefix()}${String(number).padStart(4, "0")}`;
    await attempt(() => this.#storage.write(name, blob));
  }

  listAside(): Promise<string[]> {
    return attempt(() => this.#storage.list(this.#asidePrefix()));
  }

  #asidePrefix(): string {
    return `damaged/${this.#key}/`;
  }
}

export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}

function next(after: Uint8Array | null): Uint8Array {
  const revision = crypto.getRandomValues(new Uint8Array(REVISION_BYTES));
  const counter = after ? new DataView(after.buffer, after.byteOffset).getBigUint64(0, true) : 0n;
  new DataView(revision.buffer).setBigUint64(0, counter + 1n, true);
  return revision;
}

async function attempt<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const name = error instanceof Error ? error.name : "unknown";
    throw new EngineError("storage_failed", `the browser's storage failed (${name})`);
  }
}
