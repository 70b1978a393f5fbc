// Where sealed records are kept. Two back ends, one contract suite (tests/wasm/storage-contract.ts).
export interface Storage {
  // What was written last under `key`; undefined when there is nothing.
  read(key: string): Promise<Uint8Array | undefined>;
  // In one step writes the bytes and removes the records `gone` (that one is not there is no error).
  // Resolves once both are durable. Rejects when they are not: everything is as it was before.
  write(key: string, bytes: Uint8Array, gone?: readonly string[]): Promise<void>;
  // The keys that begin with `prefix`, in ascending order of their UTF-16 code units.
  list(prefix: string): Promise<string[]>;
}
