// Each state of the storage, brought about in Chromium, and what the shop says of it.
import assert from "node:assert/strict";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { serve } from "../../web-demo/serve.mjs";
import { BUNTING, CAKE_STAND, entriesBecome, openBrowser, openHistory, openServer, reload, SHOP_FOLDER, visit } from "./shop.mjs";

let server;
before(async () => {
  server = await openServer();
});
after(() => server.close());

const HISTORY = "history/wren-willow/me";
const says = (page, text) => page.locator("#history .promise", { hasText: text }).waitFor();

// A browser in which something was looked at, whose shop is closed meanwhile.
async function afterAVisit() {
  const browser = await openBrowser(server);
  await visit(browser.page, server, `#/item/${CAKE_STAND}`);
  await openHistory(browser.page);
  await entriesBecome(browser.page, [`view ${CAKE_STAND}`]);
  await says(browser.page, "Your history is kept in this browser, on this device.");
  return browser;
}

// What a housemate could do with the browser's own tools.
const change = (page, key, damage) => page.evaluate(async ([at, what]) => {
  const opened = indexedDB.open("hearth-sealed");
  await new Promise((resolve) => (opened.onsuccess = resolve));
  const store = opened.result.transaction("records", "readwrite").objectStore("records");
  const read = store.get(at);
  await new Promise((resolve) => (read.onsuccess = resolve));
  const bytes = read.result;
  bytes[what === "middle" ? bytes.length - 40 : 0] ^= 1;
  const write = store.put(bytes, at);
  await new Promise((resolve) => (write.onsuccess = resolve));
  opened.result.close();
}, [key, damage]);

test("damaged: part of it cannot be read", async () => {
  const browser = await afterAVisit();
  await change(browser.page, `${HISTORY}`, "middle");
  await reload(browser.page);
  await openHistory(browser.page);
  await says(browser.page, "Part of what was kept for you here cannot be read.");
  await browser.close();
});

test("evicted: the browser threw it away", async () => {
  const browser = await afterAVisit();
  await browser.page.goto(`${server.address}/samples.json`);
  await browser.page.evaluate(() => new Promise((resolve) => (indexedDB.deleteDatabase("hearth-sealed").onsuccess = resolve)));
  await browser.page.goto("about:blank");
  browser.troubles.length = 0; // that page has no icon
  await visit(browser.page, server);
  await openHistory(browser.page);
  await says(browser.page, "The browser removed what was kept for you here");
  await entriesBecome(browser.page, []);
  await browser.close();
});

test("key_lost: it is there and cannot be opened", async () => {
  const browser = await afterAVisit();
  await browser.page.goto(`${server.address}/samples.json`);
  await browser.page.evaluate(async () => (await navigator.storage.getDirectory()).removeEntry("hearth", { recursive: true }));
  await browser.page.goto("about:blank");
  browser.troubles.length = 0; // that page has no icon
  await visit(browser.page, server);
  await openHistory(browser.page);
  await says(browser.page, "can no longer be opened: its key is gone");
  await browser.close();
});

const HOLDER = `(async () => {
  const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle("hearth");
  self.held = [];
  for await (const file of folder.values()) self.held.push(await file.createSyncAccessHandle());
  postMessage(self.held.length);
})().catch((error) => postMessage(String(error)));`;

test("busy: another page holds the keys, and lets go later", async () => {
  const browser = await afterAVisit();
  const other = await browser.context.newPage();
  await other.goto(`${server.address}/samples.json`);
  await browser.page.goto("about:blank");
  browser.troubles.length = 0;
  await browser.context.route("**/holder.js", (route) => route.fulfill({ contentType: "text/javascript", body: HOLDER }));
  await other.evaluate(() => new Promise((resolve, reject) => {
    globalThis.holder = new Worker("/holder.js");
    globalThis.holder.onmessage = ({ data }) => typeof data === "number" ? resolve(data) : reject(new Error(data));
  }));
  await visit(browser.page, server);
  await openHistory(browser.page);
  await says(browser.page, "Another window holds your history");
  await other.evaluate(() => globalThis.holder.terminate());
  await reload(browser.page);
  await openHistory(browser.page);
  await entriesBecome(browser.page, [`view ${CAKE_STAND}`]);
  await says(browser.page, "Your history is kept in this browser");
  await browser.close();
});

// A shop whose worker finds another browser.
async function serveWith(t, beginning) {
  const folder = mkdtempSync(join(tmpdir(), "hearth-shop-"));
  cpSync(SHOP_FOLDER, folder, { recursive: true });
  const worker = join(folder, "hearth-worker.js");
  writeFileSync(worker, `${beginning}\n${readFileSync(worker, "utf8")}`);
  const served = await serve({ folder, port: 0 });
  t.after(async () => {
    await served.close();
    rmSync(folder, { recursive: true });
  });
  return served;
}

test("session: the browser has no files for the keys", async (t) => {
  const other = await serveWith(t, "delete self.FileSystemSyncAccessHandle;");
  const browser = await openBrowser(other);
  await visit(browser.page, other, `#/item/${CAKE_STAND}`);
  await reload(browser.page);
  await openHistory(browser.page);
  await entriesBecome(browser.page, [`view ${CAKE_STAND}`]);
  await says(browser.page, "This browser may forget your history when it is closed.");
  await browser.close();
});

test("full: there is no room, it is said on the page too, and what was kept stays", async (t) => {
  const other = await serveWith(t, `
    const put = IDBObjectStore.prototype.put;
    let left = 5; // the first base, and a little
    IDBObjectStore.prototype.put = function (...args) {
      if (--left < 0) throw new DOMException("no room", "QuotaExceededError");
      return put.apply(this, args);
    };`);
  const browser = await openBrowser(other);
  await visit(browser.page, other, `#/item/${CAKE_STAND}`);
  for (const sku of [BUNTING, CAKE_STAND, BUNTING]) await visit(browser.page, other, `#/item/${sku}`);
  await browser.page.locator(".notice", { hasText: "There is no room left on this device" }).waitFor();
  await openHistory(browser.page);
  await says(browser.page, "There is no room left on this device, so nothing new is kept.");
  browser.troubles.length = 0; // what the shop says of a write that failed
  await browser.close();
});
