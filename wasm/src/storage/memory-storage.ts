import type { Batch, Storage } from "./storage.js";

// Lives as long as the worker. Copies in and out, as a disk would.
export class MemoryStorage implements Storage {
  readonly #records = new Map<string, Uint8Array>();

  async read(key: string): Promise<Uint8Array | undefined> {
    return this.#records.get(key)?.slice();
  }

  async commit({ clear = [], put = {} }: Batch): Promise<void> {
    const keys = [...this.#records.keys()];
    for (const prefix of clear) for (const key of keys) if (key.startsWith(prefix)) this.#records.delete(key);
    for (const [key, bytes] of Object.entries(put)) this.#records.set(key, bytes.slice());
  }

  async list(prefix: string): Promise<string[]> {
    return [...this.#records.keys()].filter((key) => key.startsWith(prefix)).sort();
  }
}
