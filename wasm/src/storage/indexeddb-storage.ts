import { type DBSchema, type IDBPDatabase, openDB } from "idb";
import type { Storage } from "./storage.js";

interface Schema extends DBSchema {
  records: { key: string; value: Uint8Array };
}

// One database per origin, one object store. Version 1; a later layout upgrades it here.
export class IndexedDbStorage implements Storage {
  readonly #name: string;
  #connection: Promise<IDBPDatabase<Schema>> | null = null;

  constructor(name = "hearth") {
    this.#name = name;
  }

  async read(key: string): Promise<Uint8Array | undefined> {
    return (await this.#connect()).get("records", key);
  }

  // "strict" asks the browser to flush before it reports the transaction as complete.
  async write(key: string, bytes: Uint8Array, gone: readonly string[] = []): Promise<void> {
    const database = await this.#connect();
    const { store, done } = database.transaction("records", "readwrite", { durability: "strict" });
    await Promise.all([store.put(bytes, key), ...gone.map((each) => store.delete(each)), done]);
  }

  async list(prefix: string): Promise<string[]> {
    const range = IDBKeyRange.bound(prefix, `${prefix}\uffff`);
    return (await this.#connect()).getAllKeys("records", range);
  }

  // Reconnects when the browser closed the connection, and lets go of it when another tab wants to
  // upgrade or delete the database.
  #connect(): Promise<IDBPDatabase<Schema>> {
    const forget = () => {
      this.#connection = null;
    };
    this.#connection ??= openDB<Schema>(this.#name, 1, {
      upgrade: (database) => void database.createObjectStore("records"),
      blocking: (_current, _blocked, event) => {
        (event.target as IDBDatabase).close();
        forget();
      },
      terminated: forget,
    }).catch((error: unknown) => {
      forget();
      throw error;
    });
    return this.#connection;
  }
}
