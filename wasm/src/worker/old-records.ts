// What a release before encryption stored of a household, in a database of its own: plain records. Each is taken over
// once, into sealed ones; when nothing is left the database is deleted. (A browser may keep its bytes for a while.)
import { FIRST_VERSION, openPlain } from "../crypto/plain-record.js";
import { GENERATION_BYTES } from "../crypto/sealer.js";
import type { Storage } from "../storage/storage.js";

export interface OldRecord {
  // Undefined where there is none. Of its segments those that are not damaged; `base` null: it is. The engine reads both.
  read(): Promise<{ readonly base: Uint8Array | null; readonly segments: readonly Uint8Array[] } | undefined>;
}

export class OldRecords {
  readonly #storage: Storage;
  readonly #deleteDatabase: () => Promise<void>;

  constructor(storage: Storage, deleteDatabase: () => Promise<void>) {
    this.#storage = storage;
    this.#deleteDatabase = deleteDatabase;
  }

  // A record's, by its key.
  of(key: string): OldRecord {
    return { read: () => this.#read(key) };
  }

  // A record, by its key, and what lay beside it: it is stored anew, or erased.
  async drop(key: string): Promise<void> {
    const [kind, shop, household] = key.split("/");
    const beside = kind === "history" ? [`sitting/${shop}/${household}`, `digest/${household}/${shop}`] : [];
    await this.#storage.commit({ clear: [key, `damaged/${key}`, ...beside] });
    const left = (await Promise.all(["people/", "history/"].map((place) => this.#storage.list(place)))).flat();
    if (left.length === 0) await this.#deleteDatabase();
  }

  list(prefix: string): Promise<string[]> {
    return this.#storage.list(prefix);
  }

  async #read(key: string): ReturnType<OldRecord["read"]> {
    const blob = await this.#storage.read(key);
    if (!blob) return undefined;
    const base = opened(blob, blob[0] === FIRST_VERSION ? key : `${key}/base`) ?? null;
    const segments = await Promise.all((await this.#storage.list(`${key}/0`)).map(async (each) => {
      const segment = await this.#storage.read(each);
      return (segment && opened(segment, each)) ?? [];
    }));
    return { base, segments: segments.flat() };
  }
}

function opened(blob: Uint8Array, context: string): Uint8Array | undefined {
  try {
    return openPlain(blob, context).subarray(GENERATION_BYTES);
  } catch {
    return undefined;
  }
}
