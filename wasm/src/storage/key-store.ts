// Where the keys of sealed records are kept: small files that are overwritten in place, so that what is overwritten is
// gone. (Of IndexedDB the browser keeps old bytes for as long as it likes.) Used under the household's lock alone.
import type { Storage } from "./storage.js";

export const KEY_FILE_BYTES = 8192;

export interface KeyStore {
  // KEY_FILE_BYTES of them; undefined: there is no such file. Another release's may be of another length.
  read(name: string): Promise<Uint8Array | undefined>;
  // Overwrites a part of the file, which is made of zeros where there is none. Resolves once it is on the disk.
  write(name: string, offset: number, bytes: Uint8Array): Promise<void>;
  // Overwrites the file, then removes it.
  remove(name: string): Promise<void>;
}

// Beside the records themselves, where there is nothing better: an overwritten key may stay on the disk for a while.
export class StoredKeys implements KeyStore {
  readonly #storage: Storage;

  constructor(storage: Storage) {
    this.#storage = storage;
  }

  read(name: string): Promise<Uint8Array | undefined> {
    return this.#storage.read(`keys/${name}`);
  }

  async write(name: string, offset: number, bytes: Uint8Array): Promise<void> {
    const file = (await this.read(name)) ?? new Uint8Array(KEY_FILE_BYTES);
    file.set(bytes, offset);
    await this.#storage.commit({ put: { [`keys/${name}`]: file } });
  }

  async remove(name: string): Promise<void> {
    if (!(await this.read(name))) return;
    await this.write(name, 0, new Uint8Array(KEY_FILE_BYTES));
    await this.#storage.commit({ clear: [`keys/${name}`] });
  }
}
