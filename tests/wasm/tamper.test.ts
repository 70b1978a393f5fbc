// Who can write to the storage changes what is stored, of the real engine and sealed as in a browser: it is found and
// said, and everything else is still there.
import assert from "node:assert/strict";
import { test } from "node:test";
import { AesSealer } from "../../wasm/src/crypto/aes-sealer.js";
import { StoredKeys } from "../../wasm/src/storage/key-store.js";
import { MemoryStorage } from "../../wasm/src/storage/memory-storage.js";
import type { RawEngine } from "../../wasm/src/worker/raw-engine.js";
import { BASE, Browser, headOf, PEOPLE, segment } from "./browser-of-tabs.js";
import { makeRealEngine } from "./real-engine.js";
import { SMALL_CATALOG } from "./small-catalog.js";

const NOW = 1_767_225_600_000;
declare const TAMPER_EVERY: number; // of so many bytes of the ciphertext one is changed
const RECORDS = ["people", "shop"] as const;
const SKUS = ["A1", "A2", "A3", "A4"];

async function newEngine(): Promise<RawEngine> {
  const engine = await makeRealEngine(false);
  engine.loadCatalog(SMALL_CATALOG);
  return engine;
}

// One engine for those who only look: a module for each would take more memory than there is.
const looking = newEngine();
const blank = looking.then((engine) => RECORDS.map((record) => [record, engine.snapshot(record)] as const));
async function engineToLook(): Promise<RawEngine> {
  const engine = await looking;
  for (const [record, snapshot] of await blank) engine.restore(record, snapshot);
  for (const record of RECORDS) engine.takeChanges(record);
  return engine;
}

// A browser whose records are sealed, as a real one's are.
class SealedBrowser extends Browser {
  readonly key_storage = new MemoryStorage();
  override sealers = (name: string) => new AesSealer(new StoredKeys(this.key_storage), name);

  async open(shop = "demo", engine?: RawEngine) {
    engine ??= await newEngine();
    engine.enterShop(shop, false);
    const host = this.makeHost(engine, [], true, shop);
    await host.start(NOW);
    return {
      host,
      record: (sku: string, more: object = {}) =>
        host.run("record", { events: [{ type: "view", sku, time: NOW - 1000 + SKUS.indexOf(sku), ...more }] }, NOW),
      skus: async () => {
        const { events } = (await host.run("history.list", { limit: 100 }, NOW)) as { events: { sku: string }[] };
        return events.map(({ sku }) => sku).sort();
      },
      state: async () => (await host.health()).state,
    };
  }
}

// One base, without events, and a segment for each of them.
async function recorded(): Promise<SealedBrowser> {
  const browser = new SealedBrowser();
  const tab = await browser.open();
  await tab.host.sit({ member: 0 }, NOW);
  for (const sku of SKUS) await tab.record(sku);
  assert.deepEqual(await browser.storage.keys(), [BASE, ...SKUS.map((_, i) => segment(i + 1)), headOf(BASE)]);
  return browser;
}

// What is left of the events where that piece does not open.
const withoutPiece = (key: string): string[] => SKUS.filter((_, i) => segment(i + 1) !== key);

async function copyOf(browser: SealedBrowser): Promise<SealedBrowser> {
  const copy = new SealedBrowser();
  for (const [from, to] of [[browser.storage, copy.storage], [browser.key_storage, copy.key_storage]] as const) {
    for (const key of await from.list("")) await to.commit({ put: { [key]: (await from.read(key))! } });
  }
  return copy;
}

async function expectFound(browser: SealedBrowser, left: readonly string[], what: string): Promise<void> {
  const tab = await browser.open("demo", await engineToLook());
  assert.deepEqual(await tab.skus(), left, what);
  assert.ok(["damaged", "newer", "key_lost"].includes(await tab.state()), `${what}: ${await tab.state()}`);
}

test("every changed byte of a header, commitment or tag, and every so many of the rest, is found", async () => {
  const browser = await recorded();
  let tried = 0;
  for (const key of await browser.storage.keys("")) {
    const blob = (await browser.storage.read(key))!;
    for (let at = 0; at < blob.length; ++at) {
      const is_edge = at < 54 + 32 || at >= blob.length - 16;
      if (!is_edge && at % TAMPER_EVERY !== 0) continue;
      const copy = await copyOf(browser);
      const bad = blob.slice();
      bad[at]! ^= 0x81;
      await copy.storage.put(key, bad);
      await expectFound(copy, withoutPiece(key), `${key}, byte ${at}`);
      tried += 1;
    }
  }
  assert.ok(tried > 500, `${tried}`);
});

test("a piece that was taken away is found", async () => {
  const browser = await recorded();
  for (const key of await browser.storage.keys()) {
    const copy = await copyOf(browser);
    const kept = (await copy.storage.keys()).filter((each) => each !== key);
    const put = Object.fromEntries(await Promise.all(kept.map(async (each) => [each, (await copy.storage.read(each))!] as const)));
    await copy.storage.commit({ clear: [BASE], put });
    await expectFound(copy, withoutPiece(key), `without ${key}`);
  }
});

test("pieces that changed places are found", async () => {
  const browser = await recorded();
  const keys = await browser.storage.keys();
  for (const one of keys) {
    for (const other of keys.filter((each) => each > one)) {
      const copy = await copyOf(browser);
      const [a, b] = [(await copy.storage.read(one))!, (await copy.storage.read(other))!];
      await copy.storage.put(one, b);
      await copy.storage.put(other, a);
      const left = withoutPiece(one).filter((sku) => withoutPiece(other).includes(sku));
      await expectFound(copy, left, `${one} and ${other}`);
    }
  }
});

test("the same piece of another shop, or of the people, is found", async () => {
  const browser = await recorded();
  const toys = await browser.open("toys");
  for (const sku of SKUS) await toys.record(sku);
  for (const [from, to] of [["history/toys/home", BASE], [segment(1, "history/toys/home"), segment(1)], [PEOPLE, BASE]] as const) {
    const copy = await copyOf(browser);
    const blob = await copy.storage.read(from);
    if (!blob) continue;
    await copy.storage.put(to, blob);
    await expectFound(copy, withoutPiece(to), `${from} at ${to}`);
  }
});

// Each record as it was before the last write, one at a time.
test("a record that was put back to what it was before is found", async () => {
  const browser = new SealedBrowser();
  const tab = await browser.open();
  for (const sku of SKUS.slice(0, 3)) await tab.record(sku);
  const before = await copyOf(browser);
  await tab.record("A4");
  const copy = await copyOf(browser);
  await copy.storage.put(headOf(BASE), (await before.storage.read(headOf(BASE)))!);
  await expectFound(copy, SKUS, "the head put back");
  await tab.host.run("history.erase", { sku: "A1" }, NOW); // a new base, under new keys
  await tab.record("A1");
  for (const key of [BASE, segment(1), headOf(BASE)]) {
    const copy = await copyOf(browser);
    await copy.storage.put(key, (await before.storage.read(key))!);
    await expectFound(copy, key === BASE ? ["A1"] : key === segment(1) ? SKUS.slice(1) : SKUS, `${key} put back`);
  }
});

test("the keys are gone: it is said, nothing is opened, and the shop goes on", async () => {
  const browser = await recorded();
  await browser.key_storage.commit({ clear: await browser.key_storage.list("") });
  const tab = await browser.open();
  assert.deepEqual(await tab.skus(), []);
  assert.equal(await tab.state(), "key_lost");
  await tab.record("A2");
  assert.deepEqual(await (await browser.open()).skus(), ["A2"]);
});

test("the browser threw the records away: it is said, and the shop goes on", async () => {
  const browser = await recorded();
  await browser.storage.commit({ clear: await browser.storage.list("") });
  const tab = await browser.open();
  assert.deepEqual([await tab.skus(), await tab.state()], [[], "evicted"]);
  await tab.record("A2");
  const late = await browser.open();
  assert.deepEqual([await late.skus(), await late.state()], [["A2"], "stored"]);
});

test("what is stored holds nothing readable, and after an erasure no key opens what was stored before", async () => {
  const browser = await recorded();
  const stored = async () => Buffer.concat(await Promise.all(
    (await browser.storage.list("")).map(async (key) => Buffer.from((await browser.storage.read(key))!))));
  for (const sku of SKUS) assert.ok(!(await stored()).includes(`Item ${sku[1]}`), sku);
  const old = new Map(await Promise.all((await browser.storage.keys()).map(async (key) => [key, (await browser.storage.read(key))!] as const)));
  const tab = await browser.open();
  await tab.host.run("history.erase", { sku: "A2" }, NOW);
  const sealer = browser.sealers(BASE);
  for (const [key, blob] of old) {
    if (key === headOf(BASE)) continue;
    await assert.rejects(sealer.open(blob, key === BASE ? `${BASE}/base` : key), { message: /key .* is gone/ }, key);
  }
  assert.deepEqual(await (await browser.open()).skus(), ["A1", "A3", "A4"]);
});

// ---- What the storage shows of who keeps what

test("number and size of what is stored are the same whoever keeps what as a secret", async () => {
  const shapeOf = async (secrets: boolean) => {
    const browser = new SealedBrowser();
    const tab = await browser.open();
    await tab.host.run("household.add", { name: "Ben", grownUp: { asked: true } }, NOW);
    await tab.host.sit({ member: 0 }, NOW);
    for (const [i, sku] of [...SKUS, ...SKUS].entries()) {
      const gift = { label: "gift", gift: { until: NOW + 86_400_000, for: 1 } };
      await tab.record(sku, { time: NOW - i, ...(secrets && i % 3 === 0 ? { label: "private" } : secrets && i % 3 === 1 ? gift : {}) });
    }
    for (const key of [PEOPLE, BASE]) assert.ok((await browser.storage.list(key)).length > 1, key);
    return Promise.all((await browser.storage.list("")).map(async (key) => [key, (await browser.storage.read(key))!.length]));
  };
  const plain = await shapeOf(false);
  assert.ok(plain.length > 2 * SKUS.length, JSON.stringify(plain));
  assert.deepEqual(await shapeOf(true), plain);
});
