// The storage's contract (tests/wasm/storage-contract.ts) over the browser's IndexedDB.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { openBrowser, openServer, visit } from "./shop.mjs";

let server;
before(async () => {
  server = await openServer();
});
after(() => server.close());

const SOURCE = `
  import { IndexedDbStorage } from "./wasm/src/storage/indexeddb-storage.ts";
  import { STORAGE_CONTRACT } from "./tests/wasm/storage-contract.ts";
  Object.assign(globalThis, { IndexedDbStorage, STORAGE_CONTRACT });
`;

async function openPage() {
  const root = fileURLToPath(new URL("../..", import.meta.url));
  const { outputFiles: [bundle] } = await build({
    stdin: { contents: SOURCE, resolveDir: root, loader: "ts" }, bundle: true, format: "iife", write: false,
  });
  const browser = await openBrowser(server);
  await visit(browser.page, server);
  await browser.page.evaluate(bundle.text);
  return browser;
}

test("IndexedDB keeps every promise of the storage", async () => {
  const browser = await openPage();
  const broken = await browser.page.evaluate(async () => {
    const found = [];
    for (const [promise, check] of Object.entries(globalThis.STORAGE_CONTRACT)) {
      await check(new globalThis.IndexedDbStorage(`contract ${promise}`)).catch((error) => found.push(`${promise}: ${error.message}`));
    }
    return found;
  });
  assert.deepEqual(broken, []);
  await browser.close();
});

test("a write that fails removes nothing", async () => {
  const browser = await openPage();
  const [failed, keys] = await browser.page.evaluate(async () => {
    const storage = new globalThis.IndexedDbStorage("failing");
    await storage.commit({ put: { aside: new Uint8Array(3) } });
    const write = storage.commit({ clear: ["aside"], put: { record: () => "cannot be stored" } });
    return [await write.then(() => false, () => true), await storage.list("")];
  });
  assert.deepEqual([failed, keys], [true, ["aside"]]);
  await browser.close();
});
