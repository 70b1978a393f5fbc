import type { Batch, Storage } from "./storage.js";

// Lives as long as the worker. Copies in and out, as a disk would.
export class MemoryStorage implements Storage {
  readonly #records = new Map<string, Uint8Array>();

  async read(key: string): Promise<Uint8Array | undefined> {
    return this.#records.get(key)?.slice();
  }

  async commit({ clear = [], put = {} }: Batch): Promise<void> {
    for (const key of this.#records.keys()) {
      if (clear.some((name) => key === name || key.startsWith(`${name}/`))) this.#records.delete(key);
    }
    for (const [key, bytes] of Object.entries(put)) this.#records.set(key, bytes.slice());
  }

  async list(prefix: string): Promise<string[]> {
    return [...this.#records.keys()].filter((key) => key.startsWith(prefix)).sort();
  }
}
