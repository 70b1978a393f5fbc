import type { Storage } from "./storage.js";

// Lives as long as the worker. Copies in and out, as a disk would.
export class MemoryStorage implements Storage {
  readonly #records = new Map<string, Uint8Array>();

  async read(key: string): Promise<Uint8Array | undefined> {
    return this.#records.get(key)?.slice();
  }

  async write(key: string, bytes: Uint8Array, gone: readonly string[] = []): Promise<void> {
    this.#records.set(key, bytes.slice());
    for (const each of gone) this.#records.delete(each);
  }

  async list(prefix: string): Promise<string[]> {
    return [...this.#records.keys()].filter((key) => key.startsWith(prefix)).sort();
  }
}
