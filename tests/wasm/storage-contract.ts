// What every storage back end promises. Run over memory here and over IndexedDB in the browser: it
// uses nothing of Node's. Each check begins with an empty storage.
import type { Storage } from "../../wasm/src/storage/storage.js";

const bytes = (...values: number[]) => Uint8Array.from(values);

function same(actual: unknown, expected: unknown): void {
  const text = (value: unknown) =>
    JSON.stringify(value, (_key, each: unknown) => (each instanceof Uint8Array ? [...each] : each));
  if (text(actual) !== text(expected)) throw new Error(`${text(actual)} is not ${text(expected)}`);
}

const write = (storage: Storage, key: string, value: Uint8Array) => storage.commit({ put: { [key]: value } });

export const STORAGE_CONTRACT: Readonly<Record<string, (storage: Storage) => Promise<void>>> = {
  "reads undefined where nothing was written": async (storage) => {
    same(await storage.read("a"), undefined);
  },
  "reads what was written last": async (storage) => {
    await write(storage, "a", bytes(1, 2));
    await write(storage, "a", bytes(3));
    same(await storage.read("a"), bytes(3));
  },
  "keeps an empty record apart from none": async (storage) => {
    await write(storage, "a", bytes());
    same(await storage.read("a"), bytes());
  },
  "keeps its own copy of the bytes": async (storage) => {
    const mine = bytes(1, 2);
    await write(storage, "a", mine);
    mine[0] = 9;
    const read = await storage.read("a");
    if (read) read[1] = 9;
    same(await storage.read("a"), bytes(1, 2));
  },
  "writes only the part that a view shows": async (storage) => {
    await write(storage, "a", bytes(1, 2, 3, 4).subarray(1, 3));
    same(await storage.read("a"), bytes(2, 3));
  },
  "clears a record and all below it, then puts, in one step": async (storage) => {
    for (const key of ["a", "a/1", "a/2/3", "a2", "a2/1", "b/1"]) await write(storage, key, bytes(1));
    await storage.commit({ clear: ["a", "b", "x"], put: { "a/2": bytes(2), "c": bytes(3) } });
    same(await storage.list(""), ["a/2", "a2", "a2/1", "c"]);
    same(await storage.read("a/2"), bytes(2));
    await storage.commit({ clear: ["a2/1"] });
    same(await storage.list(""), ["a/2", "a2", "c"]);
  },
  "puts several records at once, strictly or not": async (storage) => {
    await storage.commit({ put: { a: bytes(1), b: bytes(2) }, durability: "relaxed" });
    await storage.commit({ put: { c: bytes(3) }, durability: "strict" });
    same(await storage.list(""), ["a", "b", "c"]);
  },
  "takes an empty batch": async (storage) => {
    await storage.commit({});
    same(await storage.list(""), []);
  },
  "lists the keys of a prefix in order": async (storage) => {
    for (const key of ["b/2", "a/1", "b/10", "b", "c"]) await write(storage, key, bytes(1));
    same(await storage.list("b/"), ["b/10", "b/2"]);
    same(await storage.list("x"), []);
    same(await storage.list(""), ["a/1", "b", "b/10", "b/2", "c"]);
  },
  "holds a megabyte": async (storage) => {
    const big = new Uint8Array(1 << 20).fill(7);
    await write(storage, "a", big);
    same((await storage.read("a"))?.length, big.length);
  },
};
