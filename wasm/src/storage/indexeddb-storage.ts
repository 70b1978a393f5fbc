import { type DBSchema, type IDBPDatabase, openDB } from "idb";
import type { Batch, Storage } from "./storage.js";

interface Schema extends DBSchema {
  records: { key: string; value: Uint8Array };
}

// Deletes a database, and leaves an empty one of that version in its place.
export async function replaceByEmpty(name: string, version: number): Promise<void> {
  indexedDB.deleteDatabase(name); // what is opened next waits for it
  (await openDB(name, version)).close();
}

// Whether there is one of that name and version.
export const hasDatabase = async (name: string, version: number): Promise<boolean> =>
  (await indexedDB.databases()).some((each) => each.name === name && each.version === version);

// One database, one object store. Version 1; a later layout upgrades it here.
export class IndexedDbStorage implements Storage {
  readonly #name: string;
  #connection: Promise<IDBPDatabase<Schema>> | null = null;

  constructor(name: string) {
    this.#name = name;
  }

  async read(key: string): Promise<Uint8Array | undefined> {
    return (await this.#connect()).get("records", key);
  }

  async commit({ clear = [], put = {}, durability = "strict" }: Batch): Promise<void> {
    const database = await this.#connect();
    const transaction = database.transaction("records", "readwrite", { durability });
    const { store, done } = transaction;
    const requests: Promise<unknown>[] = [done];
    try {
      for (const key of clear) requests.push(store.delete(key), store.delete(startingWith(`${key}/`)));
      for (const [key, bytes] of Object.entries(put)) requests.push(store.put(bytes, key));
      await Promise.all(requests);
    } catch (error) {
      for (const request of requests) request.catch(() => {}); // those that the abort ends, too
      abort(transaction);
      await done.catch(() => {});
      throw error;
    }
  }

  async list(prefix: string): Promise<string[]> {
    return (await this.#connect()).getAllKeys("records", startingWith(prefix));
  }

  async close(): Promise<void> {
    (await this.#connection)?.close();
    this.#connection = null;
  }

  // Reconnects when the browser closed the connection, and lets go of it when another tab wants to
  // upgrade or delete the database.
  #connect(): Promise<IDBPDatabase<Schema>> {
    const disconnect = () => {
      this.#connection = null;
    };
    this.#connection ??= openDB<Schema>(this.#name, 1, {
      upgrade: (database) => void database.createObjectStore("records"),
      blocking: (_current, _blocked, event) => {
        (event.target as IDBDatabase).close();
        disconnect();
      },
      terminated: disconnect,
    }).catch((error: unknown) => {
      disconnect();
      throw error;
    });
    return this.#connection;
  }
}

const startingWith = (prefix: string): IDBKeyRange => IDBKeyRange.bound(prefix, `${prefix}\uffff`);

// What the browser refused outright leaves the transaction open, and it would complete with the rest.
function abort(transaction: { abort(): void }): void {
  try {
    transaction.abort();
  } catch {
    // It is over already.
  }
}
