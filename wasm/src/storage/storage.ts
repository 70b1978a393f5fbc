// Where sealed records are kept. Two back ends, one contract suite (tests/wasm/storage-contract.ts).
export interface Storage {
  // What was written last under `key`; undefined when there is nothing.
  read(key: string): Promise<Uint8Array | undefined>;
  // Resolves once the bytes are durable. Rejects when they are not: what was there before is there
  // still.
  write(key: string, bytes: Uint8Array): Promise<void>;
  // Removing what is not there is no error.
  remove(key: string): Promise<void>;
  // The keys that begin with `prefix`, in ascending order of their UTF-16 code units.
  list(prefix: string): Promise<string[]>;
}
