import type { Storage } from "./storage.js";

// Lives as long as the worker. Copies in and out, as a disk would.
export class MemoryStorage implements Storage {
  readonly #records = new Map<string, Uint8Array>();

  async read(key: string): Promise<Uint8Array | undefined> {
    return this.#records.get(key)?.slice();
  }

  async write(key: string, bytes: Uint8Array): Promise<void> {
    this.#records.set(key, bytes.slice());
  }

  async remove(key: string): Promise<void> {
    this.#records.delete(key);
  }

  async list(prefix: string): Promise<string[]> {
    return [...this.#records.keys()].filter((key) => key.startsWith(prefix)).sort();
  }
}
