// The host over an engine whose answers are obvious: it keeps a list of words. "ring@5" is a surprise
// that any request at 5 or later forgets, as the core does.
import assert from "node:assert/strict";
import { test } from "node:test";
import { plainSealer } from "../../wasm/src/crypto/plain-sealer.js";
import type { ChangeNotice } from "../../wasm/src/shared/api.js";
import { MemoryStorage } from "../../wasm/src/storage/memory-storage.js";
import { EngineHost } from "../../wasm/src/worker/engine-host.js";
import type { RawEngine } from "../../wasm/src/worker/raw-engine.js";
import { RecordFile } from "../../wasm/src/worker/record-file.js";

const KEY = "history/demo/home";

class WordEngine implements RawEngine {
  words: string[] = [];
  paused = false;
  trap = false;
  snapshots = 0;

  loadPack = () => "{}";
  loadCatalog = () => "{}";

  handle(text: string): string {
    const request = JSON.parse(text) as {
      op: string; now?: number; events?: { sku: string }[]; sku?: string; paused?: boolean;
    };
    if (this.trap) throw new WebAssembly.RuntimeError("unreachable");
    const skus = request.events?.map((event) => event.sku) ?? [];
    if (skus.includes("bad")) {
      return JSON.stringify({ error: { code: "invalid_argument", message: "bad" } });
    }
    const { now = 0 } = request;
    this.words = this.words.filter((word) => !(Number(word.split("@")[1]) <= now));
    const before = this.words.length;
    this.words.push(...skus);
    if (request.op === "history.erase") {
      this.words = this.words.filter((word) => request.sku && word !== request.sku);
    }
    if (request.op === "household.erase") this.words = [];
    this.paused = request.paused ?? this.paused;
    const answers: Record<string, unknown> = {
      "record": { recorded: skus.length },
      "history.erase": { erased: before - this.words.length },
      "household.erase": { erased: true },
      "household.settle": { settled: true },
      "controls.pause": { paused: this.paused },
      "status": { paused: this.paused },
    };
    return JSON.stringify({ ok: answers[request.op] ?? this.words });
  }

  snapshot(): Uint8Array {
    this.snapshots += 1;
    return new TextEncoder().encode(`words:${this.words.join(" ")}`);
  }

  restore(bytes: Uint8Array): string {
    const text = new TextDecoder().decode(bytes);
    if (!text.startsWith("words:")) return '{"error":{"code":"malformed","message":"no words"}}';
    this.words = text.slice(6).split(" ").filter(Boolean);
    return '{"ok":{}}';
  }
}

class CountingStorage extends MemoryStorage {
  writes = 0;
  full = false;

  override async write(key: string, bytes: Uint8Array, gone?: readonly string[]): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, 1));
    if (this.full) throw new DOMException("disk is full", "QuotaExceededError");
    this.writes += 1;
    await super.write(key, bytes, gone);
  }

  async text(): Promise<string> {
    const records = await Promise.all((await this.list("")).map((key) => this.read(key)));
    return records.map((bytes) => new TextDecoder().decode(bytes)).join("\n");
  }
}

// A browser: one storage, one lock, any number of tabs that hear each other.
class Browser {
  readonly storage = new CountingStorage();
  readonly #tabs: EngineHost[] = [];
  #last: Promise<unknown> = Promise.resolve();
  locked = true; // false: the browser gives no lock
  speaks = true; // false: its channel throws

  openTab(deaf = false) {
    const notices: ChangeNotice[] = [];
    const engine = new WordEngine();
    const host: EngineHost = new EngineHost({
      engine,
      file: new RecordFile(this.storage, plainSealer, "demo", "home"),
      persistence: "indexeddb",
      exclusive: <T>(work: () => Promise<T>) => {
        if (!this.locked) return Promise.reject(new DOMException("no lock", "InvalidStateError"));
        const result = this.#last.then(work);
        this.#last = result.catch(() => {});
        return result;
      },
      announce: () => {
        if (!this.speaks) throw new DOMException("closed", "InvalidStateError");
        this.#tabs.filter((tab) => tab !== host).forEach((tab) => tab.markStale());
      },
      notify: (notice) => notices.push(notice),
    });
    if (!deaf) this.#tabs.push(host);
    const record = (now: number, ...skus: string[]) =>
      host.run("record", { events: skus.map((sku) => ({ type: "view", sku })) }, now);
    return {
      engine,
      notices,
      host,
      record: (...skus: string[]) => record(1, ...skus),
      recordAt: record,
      words: (now = 1) => host.run("history.list", {}, now),
      erase: (selection: object) => host.run("history.erase", selection, 1),
      eraseHousehold: () => host.run("household.erase", { everything: true }, 1),
      settle: (now: number) => host.run("household.settle", {}, now),
      pause: (paused: boolean) => host.run("controls.pause", { paused }, 1),
    };
  }
}

test("finds after a restart what was acknowledged before", async () => {
  const browser = new Browser();
  await browser.openTab().record("tea", "milk");
  assert.deepEqual(await browser.openTab().words(), ["tea", "milk"]);
});

test("writes changes that wait together once", async () => {
  const browser = new Browser();
  const tab = browser.openTab();
  await tab.words();
  await Promise.all(["a", "b", "c", "d", "e"].map((sku) => tab.record(sku)));
  assert.ok(browser.storage.writes <= 2, `${browser.storage.writes} writes`);
  assert.deepEqual(await browser.openTab().words(), ["a", "b", "c", "d", "e"]);
});

test("answers in the order of the calls", async () => {
  const tab = new Browser().openTab();
  const [, between] = await Promise.all([tab.record("a"), tab.words(), tab.record("b")]);
  assert.deepEqual(between, ["a"]);
});

test("refuses one bad change of a write and keeps the others", async () => {
  const browser = new Browser();
  const tab = browser.openTab();
  const results = await Promise.allSettled([tab.record("a"), tab.record("bad"), tab.record("b")]);
  assert.deepEqual(results.map((each) => each.status), ["fulfilled", "rejected", "fulfilled"]);
  assert.deepEqual(await browser.openTab().words(), ["a", "b"]);
});

test("leaves nothing half done when the disk is full", async () => {
  const browser = new Browser();
  const tab = browser.openTab();
  await tab.record("tea");
  browser.storage.full = true;
  await assert.rejects(tab.record("milk"), { code: "storage_failed" });
  assert.deepEqual(await tab.words(), ["tea"]);
  browser.storage.full = false;
  await tab.record("rice");
  assert.deepEqual(await browser.openTab().words(), ["tea", "rice"]);
});

test("loses nothing when two tabs write at the same time", async () => {
  const browser = new Browser();
  const [one, two] = [browser.openTab(), browser.openTab()];
  await Promise.all(Array.from({ length: 10 }, (_, i) => (i % 2 ? one : two).record(`w${i}`)));
  const words = (await browser.openTab().words()) as string[];
  assert.deepEqual(words.sort(), Array.from({ length: 10 }, (_, i) => `w${i}`));
});

test("catches up before writing although it did not hear of the other tab", async () => {
  const browser = new Browser();
  const deaf = browser.openTab(true);
  await deaf.words();
  await browser.openTab().record("tea");
  await deaf.record("milk");
  assert.deepEqual(await deaf.words(), ["tea", "milk"]);
});

test("tells its page of changes, its own and another tab's", async () => {
  const browser = new Browser();
  const [one, two] = [browser.openTab(), browser.openTab()];
  await two.words();
  await one.record("tea");
  assert.deepEqual(one.notices, [{ elsewhere: false }]);
  assert.deepEqual(two.notices, [{ elsewhere: true }]);
  assert.deepEqual(await two.words(), ["tea"]);
});

test("neither writes nor tells when a change changed nothing", async () => {
  const browser = new Browser();
  const tab = browser.openTab();
  const { snapshots } = tab.engine;
  await tab.record();
  await tab.erase({ sku: "tea" });
  await tab.pause(false);
  assert.equal(browser.storage.writes, 0);
  assert.equal(tab.engine.snapshots, snapshots);
  assert.deepEqual(tab.notices, []);
});

test("writes a change of the controls", async () => {
  const browser = new Browser();
  const tab = browser.openTab();
  await tab.pause(true);
  await tab.pause(true);
  assert.equal(browser.storage.writes, 1);
});

test("encodes the history once for a change", async () => {
  const tab = new Browser().openTab();
  const { snapshots } = tab.engine;
  await tab.record("tea");
  await tab.record("milk");
  assert.equal(tab.engine.snapshots, snapshots + 2);
});

for (const [what, erase] of [
  ["all of it", (tab) => tab.erase({ all: true })], ["the household", (tab) => tab.eraseHousehold()],
] as readonly (readonly [string, (tab: ReturnType<Browser["openTab"]>) => Promise<unknown>])[]) {
  test(`leaves no trace in the storage after ${what} was erased`, async () => {
    const browser = new Browser();
    await browser.storage.write(KEY, new TextEncoder().encode("damaged, but says tea"));
    const tab = browser.openTab();
    await tab.record("tea", "milk");
    assert.match(await browser.storage.text(), /tea/);
    await erase(tab);
    assert.doesNotMatch(await browser.storage.text(), /tea|milk/);
    assert.equal((await tab.host.health()).damage, null);
  });
}

test("what is kept aside goes with all of a history, although the history was empty", async () => {
  const browser = new Browser();
  await browser.storage.write(KEY, new TextEncoder().encode("damaged, but says tea"));
  const tab = browser.openTab();
  await tab.erase({ all: true });
  assert.doesNotMatch(await browser.storage.text(), /tea/);
  assert.equal((await tab.host.health()).damage, null);
});

test("settling neither writes nor tells while no day has come", async () => {
  const browser = new Browser();
  const tab = browser.openTab();
  assert.deepEqual(await tab.settle(1), { settled: true });
  assert.equal(browser.storage.writes, 0);
  await tab.record("tea", "ring@5");
  await tab.settle(4);
  assert.equal(browser.storage.writes, 1);
  assert.equal(tab.notices.length, 1);
});

test("what settling forgets leaves the storage, and what was kept aside too", async () => {
  const browser = new Browser();
  const tab = browser.openTab();
  await tab.record("tea", "ring@5");
  await browser.storage.write(KEY, new TextEncoder().encode("damaged, but says ring"));
  await tab.record("milk");
  await tab.settle(5);
  assert.doesNotMatch(await browser.storage.text(), /ring/);
  assert.deepEqual(await browser.openTab().words(), ["tea", "milk"]);
  assert.equal((await tab.host.health()).damage, null);
  assert.deepEqual(tab.notices.at(-1), { elsewhere: false });
});

test("settling writes what an earlier answer had forgotten in memory alone", async () => {
  const browser = new Browser();
  const tab = browser.openTab();
  await tab.record("tea", "ring@5");
  assert.deepEqual(await tab.words(5), ["tea"]);
  assert.match(await browser.storage.text(), /ring/);
  await tab.settle(5);
  assert.doesNotMatch(await browser.storage.text(), /ring/);
});

for (const look of [true, false]) {
  test(`what is kept aside goes with a surprise's day whatever is asked first${look ? ", also when an answer forgot it before" : ""}`, async () => {
    const browser = new Browser();
    const tab = browser.openTab();
    await tab.record("tea", "ring@5");
    await browser.storage.write(KEY, new TextEncoder().encode("damaged, but says ring"));
    await tab.record("milk");
    assert.match(await browser.storage.text(), /damaged, but says ring/);
    if (look) await tab.words(5);
    await tab.recordAt(5, "rice");
    await tab.settle(5);
    assert.doesNotMatch(await browser.storage.text(), /ring/);
    assert.equal((await tab.host.health()).damage, null);
    assert.deepEqual(await browser.openTab().words(), ["tea", "milk", "rice"]);
  });
}

test("what is kept aside stays as long as no day has come, whatever is written together", async () => {
  const browser = new Browser();
  const tab = browser.openTab();
  await tab.record("tea", "ring@5");
  await browser.storage.write(KEY, new TextEncoder().encode("damaged"));
  await tab.record("milk");
  const { snapshots } = tab.engine;
  await Promise.all([tab.words(4), tab.recordAt(4, "rice"), tab.recordAt(4, "bread"), tab.settle(4)]);
  assert.equal((await tab.host.health()).damage?.copies, 1);
  assert.ok(tab.engine.snapshots <= snapshots + 2);
});

test("what a day's coming takes from what is kept aside stays when the write fails", async () => {
  const browser = new Browser();
  const tab = browser.openTab();
  await tab.record("tea", "ring@5");
  await browser.storage.write(KEY, new TextEncoder().encode("damaged, but says ring"));
  await tab.record("milk");
  browser.storage.full = true;
  await assert.rejects(tab.recordAt(5, "rice"), { code: "storage_failed" });
  browser.storage.full = false;
  assert.match(await browser.storage.text(), /damaged, but says ring/);
  await tab.recordAt(5, "bread");
  assert.doesNotMatch(await browser.storage.text(), /ring/);
  assert.deepEqual(await browser.openTab().words(), ["tea", "milk", "bread"]);
});

for (const selection of [{ sku: "tea" }, { all: true }]) {
  const name = JSON.stringify(selection);

  test(`erasing ${name} takes what was kept aside too`, async () => {
    const browser = new Browser();
    const tab = browser.openTab();
    await tab.record("tea", "milk");
    await browser.storage.write(KEY, new TextEncoder().encode("damaged, but says tea"));
    await tab.record("rice");
    assert.equal((await tab.host.health()).damage?.copies, 1);
    await tab.erase({ sku: "bread" });
    assert.equal((await tab.host.health()).damage?.copies, 1);
    await tab.erase(selection);
    assert.doesNotMatch(await browser.storage.text(), /tea/);
    assert.deepEqual(await browser.storage.list("damaged/"), []);
    assert.equal((await tab.host.health()).damage, null);
  });

  test(`erasing ${name} changes nothing, kept aside or not, when the write fails`, async () => {
    const browser = new Browser();
    const tab = browser.openTab();
    await tab.record("tea", "milk");
    await browser.storage.write(KEY, new TextEncoder().encode("damaged"));
    await tab.record("rice");
    const before = await browser.storage.text();
    browser.storage.full = true;
    await assert.rejects(tab.erase(selection), { code: "storage_failed" });
    browser.storage.full = false;
    assert.equal(await browser.storage.text(), before);
    assert.deepEqual(await tab.words(), ["tea", "milk", "rice"]);
    await tab.erase(selection);
    assert.doesNotMatch(await browser.storage.text(), /damaged|tea/);
  });
}

test("reports a damaged record and keeps it aside, once", async () => {
  const browser = new Browser();
  await browser.openTab().record("tea");
  const blob = await browser.storage.read(KEY);
  blob![blob!.length - 1]! ^= 1;
  await browser.storage.write(KEY, blob!);
  for (const tab of [browser.openTab(), browser.openTab()]) {
    assert.deepEqual(await tab.words(), []);
    const { damage } = await tab.host.health();
    assert.deepEqual(damage, { reason: "unreadable", copies: 1 });
  }
  const tab = browser.openTab();
  await tab.record("milk");
  assert.deepEqual((await tab.host.health()).damage, { reason: "unreadable", copies: 1 });
  assert.deepEqual(await browser.storage.read(`damaged/${KEY}/0001`), blob);
});

test("keeps what an open tab holds when the record is damaged under it", async () => {
  const browser = new Browser();
  const tab = browser.openTab();
  await tab.record("tea");
  await browser.storage.write(KEY, new Uint8Array(40));
  await tab.record("milk");
  assert.deepEqual(await browser.openTab().words(), ["tea", "milk"]);
});

test("does not bring back what was removed from the storage", async () => {
  const browser = new Browser();
  const tab = browser.openTab();
  await tab.record("tea");
  await browser.storage.write("other", new Uint8Array(), [KEY]);
  await tab.record("milk");
  assert.deepEqual(await tab.words(), ["milk"]);
});

// A browser that holds what a newer release wrote.
async function afterNewerRelease(): Promise<{ browser: Browser; blob: Uint8Array }> {
  const browser = new Browser();
  await browser.openTab().record("tea");
  const blob = (await browser.storage.read(KEY))!;
  blob[0] = 9;
  await browser.storage.write(KEY, blob);
  return { browser, blob };
}

test("leaves a newer release's record alone until the whole household is erased", async () => {
  const { browser, blob } = await afterNewerRelease();
  const tab = browser.openTab();
  await tab.record("milk");
  assert.deepEqual(await tab.words(), ["milk"]);
  assert.deepEqual(await tab.host.health(), {
    persistence: "memory",
    damage: { reason: "newer_version", copies: 0 },
  });
  assert.deepEqual(await browser.storage.read(KEY), blob);
  await tab.eraseHousehold();
  assert.doesNotMatch(await browser.storage.text(), /tea/);
  assert.equal((await tab.host.health()).persistence, "indexeddb");
});

test("one member's erasure never takes a newer release's record, and does not claim to have", async () => {
  const { browser, blob } = await afterNewerRelease();
  const tab = browser.openTab();
  await tab.record("milk");
  for (const selection of [{ all: true }, { sku: "milk" }, { category: "Food" }, { from: 0, to: 9 }]) {
    await assert.rejects(tab.erase(selection), { code: "unsupported_version" });
  }
  assert.deepEqual(await tab.words(), ["milk"]);
  await tab.erase({ event: "0000000000000001", sku: "milk" }); // what is in memory alone
  assert.deepEqual(await tab.words(), []);
  assert.deepEqual(await browser.storage.read(KEY), blob);
});

test("drops a change that was aborted before it began", async () => {
  const tab = new Browser().openTab();
  const controller = new AbortController();
  const event = { type: "view", sku: "tea" };
  const change = tab.host.run("record", { events: [event] }, 1, controller.signal);
  controller.abort();
  await assert.rejects(change);
  assert.deepEqual(await tab.words(), []);
});

test("writes nothing after the module trapped", async () => {
  const browser = new Browser();
  const tab = browser.openTab();
  await tab.record("tea");
  tab.engine.trap = true;
  await assert.rejects(tab.record("milk"));
  tab.engine.trap = false;
  await assert.rejects(tab.record("rice"));
  assert.deepEqual(await browser.openTab().words(), ["tea"]);
});

test("is not broken when the browser gives no lock", async () => {
  const browser = new Browser();
  const tab = browser.openTab();
  browser.locked = false;
  await assert.rejects(tab.record("tea"), { name: "InvalidStateError" });
  browser.locked = true;
  await tab.record("milk");
  assert.deepEqual(await browser.openTab().words(), ["milk"]);
});

test("acknowledges what is stored although the other tabs cannot be told", async () => {
  const browser = new Browser();
  const [tab, other] = [browser.openTab(), browser.openTab()];
  await other.words();
  browser.speaks = false;
  await tab.record("tea");
  await tab.record("milk");
  assert.deepEqual(tab.notices, [{ elsewhere: false }, { elsewhere: false }]);
  browser.speaks = true;
  await other.record("rice");
  assert.deepEqual(await other.words(), ["tea", "milk", "rice"]);
});

test("refuses an operation that is none", async () => {
  const { host } = new Browser().openTab();
  await assert.rejects(host.run("toString" as "record", {}, 1), { code: "not_found" });
});
