// Where sealed records are kept. Two back ends, one contract suite (tests/wasm/storage-contract.ts).

// "strict": flushed to the disk before it counts as written. "relaxed": there after the browser is killed, but
// a power cut may take the last seconds.
export type Durability = "strict" | "relaxed";

export type Records = Readonly<Record<string, Uint8Array>>; // by key

// What happens in one step: first the records that `clear` names go, each with all below it ("a" takes "a" and "a/1",
// not "ab"), then `put` is written.
export interface Batch {
  readonly clear?: readonly string[];
  readonly put?: Records;
  readonly durability?: Durability; // default "strict"
}

export interface Storage {
  // What was written last under `key`; undefined when there is nothing.
  read(key: string): Promise<Uint8Array | undefined>;
  // All of it or nothing. Resolves once it is durable; rejects when it is not, and then everything is as before.
  commit(batch: Batch): Promise<void>;
  // The keys that begin with `prefix`, in ascending order of their UTF-16 code units.
  list(prefix: string): Promise<string[]>;
}
