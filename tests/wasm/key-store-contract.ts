// What every store of keys promises. Run in Node over records in memory, and in a worker of each browser over files
// and over IndexedDB: it uses nothing of Node's. Each check begins with an empty store.
import { KEY_FILE_BYTES, type KeyStore } from "../../wasm/src/storage/key-store.js";

const NAME = "history/a%2Fshop/home";

function same(actual: unknown, expected: unknown): void {
  const [is, should] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (is !== should) throw new Error(`${is} is not ${should}`);
}

const filled = (length: number, value: number) => new Uint8Array(length).fill(value);
const sumOf = (bytes: Uint8Array | undefined) => bytes?.reduce((sum, byte) => sum + byte, 0);

export const KEY_STORE_CONTRACT: Readonly<Record<string, (store: KeyStore) => Promise<void>>> = {
  "reads undefined where nothing was written": async (store) => {
    same(await store.read(NAME), undefined);
  },
  "makes a file of zeros, and writes a part of it": async (store) => {
    await store.write(NAME, 2048, filled(3, 7));
    const bytes = await store.read(NAME);
    same(bytes?.length, KEY_FILE_BYTES);
    same([...(bytes ?? []).slice(2047, 2052)], [0, 7, 7, 7, 0]);
    same(sumOf(bytes), 21);
  },
  "overwrites in place": async (store) => {
    await store.write(NAME, 0, filled(100, 1));
    await store.write(NAME, 2048, filled(100, 2));
    await store.write(NAME, 0, filled(2048, 0));
    const bytes = await store.read(NAME);
    same([bytes?.length, sumOf(bytes)], [KEY_FILE_BYTES, 200]);
  },
  "keeps its own copy": async (store) => {
    const mine = filled(4, 5);
    await store.write(NAME, 0, mine);
    mine.fill(9);
    (await store.read(NAME))?.fill(9);
    same(sumOf(await store.read(NAME)), 20);
  },
  "keeps names apart": async (store) => {
    for (const name of ["people/b", "people/a", "digest/x/y", NAME]) await store.write(name, 0, filled(1, name.length));
    same(sumOf(await store.read("people/b")), 8);
    same(sumOf(await store.read("digest/x/y")), 10);
  },
  "removes, also what is not there": async (store) => {
    await store.write(NAME, 0, filled(1, 1));
    await store.remove(NAME);
    await store.remove(NAME);
    same(await store.read(NAME), undefined);
    await store.write(NAME, 1, filled(1, 1));
    same(sumOf(await store.read(NAME)), 1);
  },
};
