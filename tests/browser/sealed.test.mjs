// What is stored, in Chromium and Firefox as they are: sealed, under keys in a file of their own; nothing acknowledged
// is lost when the browser is killed, and what was erased is nowhere in its profile.
import assert from "node:assert/strict";
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before } from "node:test";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { serve } from "../../web-demo/serve.mjs";
import { numberOf } from "../numbers.mjs";
import { closeAll, inEachBrowser, launch, newProfile } from "./browsers.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "hearth-sealed-"));
const log = [];
let server;

// A page that does nothing by itself: it has the package, and a catalog of one item.
const PAGE = `
  import { openWithControl } from "/hearth.js";
  const catalog = JSON.stringify({ shop: "small", currency: "GBP", items: [{ id: "A1", title: "A cup", price: 2, product_type: "Cups" }] });
  const asked = { asked: true };
  globalThis.opened = openWithControl({ shop: "small", pack: { catalog }, worker: "/hearth-worker.js", wasm: "/hearth.wasm", words: "/hearth.words" });
  globalThis.say = (what) => fetch("/said/" + what).then(() => {}, () => {}); // the page may go meanwhile
  const eventOf = (sku, title) => ({ type: "buy", sku, item: { title, category: "Things", brand: "" } });
  globalThis.tell = async (sku, title) => (await opened).hearth.record(eventOf(sku, title));
  globalThis.search = async (query) => (await opened).hearth.record({ type: "search", query });
  globalThis.erase = async (sku) => (await opened).control.history.erase({ sku }, asked);
  globalThis.skus = async () => {
    const { control } = await opened;
    const found = [];
    for (;;) {
      const { total, events } = await control.history.list({ limit: 100, offset: found.length });
      found.push(...events);
      if (found.length >= total || events.length === 0) return found.map(({ sku }) => sku);
    }
  };
  // Records, and takes back every third, until the browser is no more. Says what was acknowledged.
  globalThis.work = async (from) => {
    for (let i = from; ; ++i) {
      await tell("K" + i, "Thing " + i);
      await say("record/" + i);
      if (i % 3 === 0 && i > 2) {
        await erase("K" + (i - 1));
        await say("erase/" + (i - 1));
      }
    }
  };
  globalThis.workAs = async (who) => {
    for (let i = 1; ; ++i) {
      await tell(who + i, "Thing " + who);
      await say(who + i);
    }
  };
  globalThis.keysInUse = async () => {
    const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle("hearth");
    const keys = [];
    for await (const [name, file] of folder.entries()) {
      const bytes = new Uint8Array(await (await file.getFile()).arrayBuffer());
      for (const half of [0, 4096]) {
        for (let i = 0; i < 17; ++i) keys.push([name, [...bytes.slice(half + 16 + 32 * i, half + 48 + 32 * i)]]);
      }
    }
    return keys.filter(([, key]) => key.some((byte) => byte !== 0));
  };
`;

const CONTRACT = `
  import { OpfsKeys } from "./wasm/src/storage/opfs-keys.ts";
  import { StoredKeys } from "./wasm/src/storage/key-store.ts";
  import { IndexedDbStorage } from "./wasm/src/storage/indexeddb-storage.ts";
  import { KEY_STORE_CONTRACT } from "./tests/wasm/key-store-contract.ts";
  const stores = { files: (name) => OpfsKeys.open(name), records: async (name) => new StoredKeys(new IndexedDbStorage(name)) };
  (async () => {
    const broken = [];
    let kept = 0;
    for (const [kind, open] of Object.entries(stores)) {
      for (const [promise, check] of Object.entries(KEY_STORE_CONTRACT)) {
        const name = kind + kept;
        await open(name).then(check).then(() => { kept += 1; }, (error) => broken.push(kind + " " + promise + ": " + error.message));
      }
    }
    postMessage({ kept, broken });
  })();
`;

before(async () => {
  for (const name of ["hearth.js", "hearth.wasm", "hearth.words"]) copyFileSync(join(root, "wasm/dist", name), join(folder, name));
  copyFileSync(join(root, "wasm/dist/worker.js"), join(folder, "hearth-worker.js"));
  writeFileSync(join(folder, "page.js"), PAGE);
  writeFileSync(join(folder, "index.html"), '<!doctype html><title>A page</title><script type="module" src="/page.js"></script>');
  await build({
    stdin: { contents: CONTRACT, resolveDir: root, loader: "ts" }, bundle: true, format: "esm", outfile: join(folder, "contract.js"),
  });
  server = await serve({ folder, port: 0, onRequest: ({ url }) => url.startsWith("/said/") && log.push(url.slice("/said/".length)) });
});
after(async () => {
  await closeAll();
  await server.close();
  rmSync(folder, { recursive: true });
});

async function openPage(browser) {
  await browser.page.goto(`${server.address}/`);
  await browser.page.waitForFunction(() => globalThis.opened);
  await browser.page.evaluate(() => opened.then(() => {}));
  return browser.page;
}

// Every file of a profile, as one text of bytes.
function everythingIn(profile) {
  const files = readdirSync(profile, { recursive: true, withFileTypes: true }).filter((each) => each.isFile());
  return Buffer.concat(files.map((each) => readFileSync(join(each.parentPath, each.name))));
}
const count = (all, bytes) => {
  let hits = 0;
  for (let at = all.indexOf(bytes); at >= 0; at = all.indexOf(bytes, at + 1)) hits += 1;
  return hits;
};
const countText = (all, text) => count(all, Buffer.from(text, "utf8")) + count(all, Buffer.from(text, "utf16le"));

inEachBrowser("both stores of keys keep every promise", async (name) => {
  const browser = await launch(name);
  const page = await openPage(browser);
  const { kept, broken } = await page.evaluate(() => new Promise((resolve) => {
    new Worker("/contract.js", { type: "module" }).onmessage = ({ data }) => resolve(data);
  }));
  assert.deepEqual(broken, []);
  assert.equal(kept, 12);
  await browser.close();
});

inEachBrowser("nothing that was acknowledged is lost when the browser is killed, and nothing comes that never was", async (name) => {
  const profile = newProfile(name);
  const kept = new Set();
  let next = 1; // after the last that was acknowledged
  for (let round = 0; round <= numberOf("browser_kills"); ++round) {
    const browser = await launch(name, { profile });
    const page = await openPage(browser);
    const found = await page.evaluate(() => skus());
    const state = await page.evaluate(async () => (await (await opened).hearth.status()).state);
    assert.equal(state, "stored", `round ${round}`);
    // Begun, and not acknowledged.
    const [more, less] = [`K${next}`, (next - 1) % 3 === 0 ? `K${next - 2}` : null];
    assert.deepEqual(found.filter((sku) => !kept.has(sku) && sku !== more), [], `round ${round}: nothing that never was`);
    assert.deepEqual([...kept].filter((sku) => !found.includes(sku) && sku !== less), [], `round ${round}: nothing is lost`);
    kept.clear();
    found.forEach((sku) => kept.add(sku));
    if (found.includes(more)) next += 1;
    if (round === numberOf("browser_kills")) {
      await browser.close();
      break;
    }
    log.length = 0;
    await page.evaluate((from) => void work(from).catch(() => {}), next);
    while (log.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    await new Promise((resolve) => setTimeout(resolve, 50 + Math.random() * 400));
    await browser.kill();
    for (const said of log) {
      const [what, number] = said.split("/");
      if (what === "record") {
        kept.add(`K${number}`);
        next = Number(number) + 1;
      } else {
        kept.delete(`K${number}`);
      }
    }
  }
  assert.ok(kept.size > numberOf("browser_kills"), `${kept.size} events`);
});

inEachBrowser("a hundred reloads lose nothing, nor do two tabs of which one is closed while it writes", async (name) => {
  const browser = await launch(name);
  const page = await openPage(browser);
  const expected = [];
  for (let i = 1; i <= 100; ++i) {
    await page.evaluate((sku) => tell(sku, "A thing"), `R${i}`);
    expected.push(`R${i}`);
    await page.reload();
    await page.waitForFunction(() => globalThis.opened);
  }
  assert.deepEqual((await page.evaluate(() => skus())).sort(), expected.toSorted());

  const other = await browser.open();
  await other.goto(`${server.address}/`);
  await other.waitForFunction(() => globalThis.opened);
  log.length = 0;
  await Promise.all([page.evaluate(() => void workAs("one")), other.evaluate(() => void workAs("two"))]);
  while (new Set(log.map((said) => said.slice(0, 3))).size < 2) await new Promise((resolve) => setTimeout(resolve, 5));
  await new Promise((resolve) => setTimeout(resolve, 300));
  await other.close();
  await new Promise((resolve) => setTimeout(resolve, 300));
  await page.reload();
  await page.waitForFunction(() => globalThis.opened);
  const found = await page.evaluate(() => skus());
  const told = log.filter((said) => /^(one|two)\d+$/.test(said));
  assert.ok(told.length > 10, `${told.length} were acknowledged`);
  assert.deepEqual(told.filter((sku) => !found.includes(sku)), []);
  assert.equal(new Set(found).size, found.length, "none is there twice");
  await browser.close();
});

const CANARIES = { title: "canary title 5f0c1be2a97d4e36aa", query: "canary query 8d17c3f64b0e92a5cc", other: "canary other 2b6e90d4c81f7a35ee" };

inEachBrowser("of what is recorded nothing readable is in the profile, and of what is erased not even the keys", async (name) => {
  const browser = await launch(name);
  const page = await openPage(browser);
  await page.evaluate(async ({ title, query, other }) => {
    await tell("X1", title);
    await tell("X2", other);
    await search(query);
  }, CANARIES);
  const before = await page.evaluate(() => keysInUse());
  assert.ok(before.length >= 17, `${before.length} keys`);
  // What shows that this test would find it: the same in plain, in a database that is deleted again.
  await page.evaluate(() => new Promise((resolve, reject) => {
    const request = indexedDB.open("plain", 1);
    request.onupgradeneeded = () => request.result.createObjectStore("records");
    request.onerror = () => reject(request.error);
    request.onsuccess = () => {
      const transaction = request.result.transaction("records", "readwrite");
      transaction.objectStore("records").put(new TextEncoder().encode("canary plain 00c5d7e1"), "key");
      transaction.oncomplete = resolve;
    };
  }));
  await page.evaluate(() => erase("X1"));
  assert.deepEqual((await page.evaluate(() => skus())).filter(Boolean), ["X2"]);
  const now = await page.evaluate(() => keysInUse());
  await browser.stop();

  const all = everythingIn(browser.profile);
  assert.ok(countText(all, "canary plain 00c5d7e1") > 0, "the search finds what is there");
  for (const [what, canary] of Object.entries(CANARIES)) assert.equal(countText(all, canary), 0, what);
  const hits = ([, key]) => count(all, Buffer.from(key));
  const in_use = new Set(now.map(([, key]) => key.join()));
  const gone = before.filter(([, key]) => !in_use.has(key.join()));
  assert.ok(gone.length >= 17, "the history's keys were changed");
  assert.equal(gone.reduce((sum, each) => sum + hits(each), 0), 0, "keys of what is erased");
  assert.ok(now.every((each) => hits(each) > 0), "the search finds the keys that are there");

  const again = await launch(name, { profile: browser.profile });
  const late = await openPage(again);
  assert.deepEqual((await late.evaluate(() => skus())).filter(Boolean), ["X2"]);
  await late.evaluate(async () => (await opened).control.household.erase({ asked: true }));
  const last = new Set((await late.evaluate(() => keysInUse())).map(([, key]) => key.join()));
  await again.stop();
  const rest = everythingIn(again.profile);
  for (const [what, canary] of Object.entries(CANARIES)) assert.equal(countText(rest, canary), 0, what);
  for (const [, key] of now.filter(([, each]) => !last.has(each.join()))) assert.equal(count(rest, Buffer.from(key)), 0);
  assert.equal(now.some(([, key]) => last.has(key.join())), false, "all keys were changed");
  await again.close();
});

