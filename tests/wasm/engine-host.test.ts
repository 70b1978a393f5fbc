// The host over an engine whose answers are obvious (word-engine.ts).
import assert from "node:assert/strict";
import { test } from "node:test";
import { BASE, Browser, CountingStorage, HEAD, segment } from "./browser-of-tabs.js";
import { oldBlob } from "./plain-sealer.js";
import { SEGMENTS_MEANWHILE } from "../../wasm/src/worker/stored-household.js";
import { UNDO_MS, WordEngine } from "./word-engine.js";

const HOUR = 3_600_000;
const text = (words: string): Uint8Array => new TextEncoder().encode(words);

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

test("who only asks who sits there is told who does when the answer comes", async () => {
  const { host } = new Browser().openTab();
  await host.sit({ member: 0 }, 1000);
  const before = host.sit({ member: null }, 1000); // what follows waits, and is answered together
  const asking = host.sit(null, 1000);
  const after = await host.sit({ member: 0 }, 1000);
  assert.deepEqual(await asking, after);
  assert.notEqual((await before).number, after.number);
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
  await tab.words();
  const before = { ...tab.engine.calls };
  await tab.record();
  await tab.erase({ sku: "tea" });
  await tab.pause(false);
  assert.equal(browser.storage.writes, 0);
  assert.deepEqual(tab.engine.calls, before);
  assert.deepEqual(tab.notices, []);
});

test("writes a change of the controls", async () => {
  const browser = new Browser();
  const tab = browser.openTab();
  await tab.pause(true);
  await tab.pause(true);
  assert.equal(browser.storage.writes, 1);
});

test("encodes the whole history for its first change alone", async () => {
  const tab = new Browser().openTab();
  const { snapshot } = tab.engine.calls;
  for (const word of ["tea", "milk", "rice"]) await tab.record(word);
  assert.equal(tab.engine.calls.snapshot, snapshot + 1);
});

for (const [what, erase] of [
  ["all of it", (tab) => tab.erase({ all: true })], ["the household", (tab) => tab.eraseHousehold()],
] as readonly (readonly [string, (tab: ReturnType<Browser["openTab"]>) => Promise<unknown>])[]) {
  test(`leaves no trace in the storage after ${what} was erased`, async () => {
    const browser = new Browser();
    await browser.storage.put(BASE, text("damaged, but says tea"));
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
  await browser.storage.put(BASE, text("damaged, but says tea"));
  const tab = browser.openTab();
  await tab.erase({ all: true });
  assert.doesNotMatch(await browser.storage.text(), /tea/);
  assert.equal((await tab.host.health()).damage, null);
});

// The base is damaged on the disk, and a tab that opens finds it.
async function damageBase(browser: Browser, bytes = text("damaged")): Promise<void> {
  await browser.storage.put(BASE, bytes);
  await browser.openTab(true).words();
}

test("asks for a release when a tab opens, when somebody sits down, and every hour", async () => {
  const browser = new Browser();
  const tab = browser.openTab();
  await tab.start(1000);
  assert.deepEqual(tab.engine.released, [1000]);
  await tab.host.sit({ member: 0 }, 2000);
  await tab.host.sit({ member: 0 }, 2500); // sits there already
  await tab.host.sit({ leave: true }, 2600);
  assert.deepEqual(tab.engine.released, [1000, 2000]);
  await browser.pass(HOUR - 1000);
  assert.deepEqual(tab.engine.released, [1000, 2000]);
  await browser.pass(2000);
  await browser.pass(HOUR + 1000);
  assert.equal(tab.engine.released.length, 4);
  assert.ok(tab.engine.released.every((now, i, all) => Number.isInteger(now) && now > (all[i - 1] ?? 0)));
});

test("asks for a release too when a page's clock says that it is time", async () => {
  const tab = new Browser().openTab();
  await tab.start(1000);
  await tab.recordAt(1000 + HOUR, "tea");
  await tab.words(1000 + HOUR);
  assert.deepEqual(tab.engine.released, [1000, 1000 + HOUR]);
});

test("a release that changes nothing neither writes nor tells", async () => {
  const browser = new Browser();
  const tab = browser.openTab();
  await tab.start();
  await browser.pass(2 * HOUR);
  assert.equal(tab.engine.released.length, 2);
  assert.equal(browser.storage.writes, 0);
  assert.deepEqual(tab.notices, []);
});

test("what a release forgets leaves the storage, and what was kept aside too", async () => {
  const browser = new Browser();
  const tab = browser.openTab();
  await tab.record("tea", "ring@5");
  await damageBase(browser, text("damaged, but says ring"));
  await tab.record("milk");
  assert.match(await browser.storage.text(), /damaged, but says ring/);
  assert.deepEqual(await tab.words(5), ["tea", "ring@5", "milk"], "answers forget nothing");
  await browser.openTab().start(5);
  assert.doesNotMatch(await browser.storage.text(), /ring/);
  assert.deepEqual(await browser.openTab().words(), ["tea", "milk"]);
  assert.equal((await tab.host.health()).damage, null);
});

test("what is kept aside stays as long as a release forgets nothing", async () => {
  const browser = new Browser();
  const tab = browser.openTab();
  await tab.record("tea", "ring@5");
  await damageBase(browser);
  await tab.recordAt(4, "milk");
  await browser.openTab().start(4);
  assert.equal((await tab.host.health()).damage?.copies, 1);
});

test("a release that cannot be stored forgets nothing, and a tab opens all the same", async () => {
  const browser = new Browser();
  await browser.openTab().record("tea", "ring@5");
  browser.storage.full = true;
  const tab = browser.openTab();
  await tab.start(5);
  assert.deepEqual(await tab.words(), ["tea", "ring@5"]);
  browser.storage.full = false;
  await browser.openTab().start(6);
  assert.doesNotMatch(await browser.storage.text(), /ring/);
});

test("what was withheld is erased when its time to undo is over", async () => {
  const browser = new Browser();
  const [tab, other] = [browser.openTab(), browser.openTab()];
  await tab.start();
  await other.start();
  await damageBase(browser);
  await tab.remove(1);
  assert.equal((await tab.host.health()).damage?.copies, 1);
  await browser.pass(UNDO_MS - 2);
  assert.equal(tab.engine.released.length, 1);
  await browser.pass(10);
  assert.equal(tab.engine.released.length, 2);
  assert.equal((await tab.host.health()).damage, null);
  assert.ok(other.engine.released.length >= 1);
});

test("what another tab withheld, closed since, is erased by one that is open", async () => {
  const browser = new Browser();
  const tab = browser.openTab();
  await tab.start();
  await browser.openTab().remove(1);
  await tab.words();
  await browser.pass(UNDO_MS + 10);
  assert.equal(tab.engine.released.length, 2);
});

for (const selection of [{ sku: "tea" }, { all: true }]) {
  const name = JSON.stringify(selection);

  test(`erasing ${name} takes what was kept aside too`, async () => {
    const browser = new Browser();
    const tab = browser.openTab();
    await tab.record("tea", "milk");
    await damageBase(browser, text("damaged, but says tea"));
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
    await damageBase(browser);
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
  const blob = await browser.storage.read(BASE);
  blob![blob!.length - 1]! ^= 1;
  await browser.storage.put(BASE, blob!);
  for (const tab of [browser.openTab(), browser.openTab()]) {
    assert.deepEqual(await tab.words(), []);
    const { damage } = await tab.host.health();
    assert.deepEqual(damage, { reason: "unreadable", copies: 1 });
  }
  const tab = browser.openTab();
  await tab.record("milk");
  assert.deepEqual((await tab.host.health()).damage, { reason: "unreadable", copies: 1 });
  assert.deepEqual(await browser.storage.read(`damaged/${BASE}/0001`), blob);
});

test("keeps what an open tab holds when the base is damaged under it", async () => {
  const browser = new Browser();
  const tab = browser.openTab();
  await tab.record("tea");
  await tab.record("bread");
  await damageBase(browser, new Uint8Array(40));
  await tab.record("milk");
  assert.deepEqual(await browser.openTab().words(), ["tea", "bread", "milk"]);
});

test("keeps what an open tab holds when a segment, or the head, is damaged under it", async () => {
  for (const key of [segment(1), HEAD]) {
    const browser = new Browser();
    const tab = browser.openTab();
    for (const word of ["tea", "bread", "rice"]) await tab.record(word);
    await browser.storage.put(key, new Uint8Array(60));
    const other = browser.openTab(true);
    assert.deepEqual(await other.words(), key === HEAD ? ["tea", "bread", "rice"] : ["tea", "rice"], key);
    assert.deepEqual((await other.host.health()).damage, { reason: "unreadable", copies: 1 });
    await tab.record("milk");
    assert.deepEqual(await browser.openTab().words(), ["tea", "bread", "rice", "milk"], key);
    assert.deepEqual(await other.words(), key === HEAD ? ["tea", "bread", "rice"] : ["tea", "rice"], "it is deaf");
    await other.record();
    assert.deepEqual(await other.words(), ["tea", "bread", "rice", "milk"]);
  }
});

test("takes the segments that open where one does not, says so, and keeps it aside", async () => {
  for (const damaged of [1, 2, 3]) {
    const browser = new Browser();
    const tab = browser.openTab(true);
    for (const word of ["tea", "w1", "w2", "w3"]) await tab.record(word);
    const blob = (await browser.storage.read(segment(damaged)))!;
    blob[blob.length - 3]! ^= 4;
    await browser.storage.put(segment(damaged), blob);
    const left = ["tea", "w1", "w2", "w3"].filter((word) => word !== `w${damaged}`);
    const late = browser.openTab();
    assert.deepEqual(await late.words(), left);
    assert.deepEqual((await late.host.health()).damage, { reason: "unreadable", copies: 1 });
    assert.deepEqual(await browser.storage.read(`damaged/${BASE}/0001`), blob);
    await late.record("milk");
    assert.deepEqual(await browser.openTab().words(), [...left, "milk"]);
    assert.deepEqual(await browser.storage.keys(), [BASE, HEAD]);
  }
});

test("says so when a piece is missing", async () => {
  for (const key of [BASE, segment(1), segment(2), HEAD]) {
    const browser = new Browser();
    const tab = browser.openTab(true);
    for (const word of ["tea", "bread", "rice"]) await tab.record(word);
    const kept = await Promise.all((await browser.storage.keys()).filter((each) => each !== key)
      .map(async (each) => [each, (await browser.storage.read(each))!] as const));
    await browser.storage.commit({ clear: ["history"], put: Object.fromEntries(kept) });
    const late = browser.openTab();
    await late.start();
    assert.equal((await late.host.health()).damage?.reason, "unreadable", key);
  }
});

test("a segment of another base, or in another's place, is damage", async () => {
  const browser = new Browser();
  const tab = browser.openTab(true);
  for (const word of ["tea", "bread", "rice"]) await tab.record(word);
  const [first, second] = [await browser.storage.read(segment(1)), await browser.storage.read(segment(2))];
  await browser.storage.put(segment(1), second!);
  assert.deepEqual(await browser.openTab(true).words(), ["tea", "rice"]);
  await tab.seal("tea");
  await tab.record("milk");
  await browser.storage.put(segment(1), first!);
  assert.deepEqual(await browser.openTab(true).words(), ["*", "bread", "rice"]);
});

test("stores anew what the browser dropped under an open tab, and says so", async () => {
  const browser = new Browser();
  const tab = browser.openTab();
  await tab.record("tea");
  await browser.storage.commit({ clear: [BASE] });
  await tab.record("milk");
  assert.deepEqual(await tab.words(), ["tea", "milk"]);
  assert.equal((await tab.host.health()).state, "evicted");
  assert.deepEqual(await browser.openTab().words(), ["tea", "milk"]);
});

test("does not bring back what another shop's tab erased, though its keys are still there", async () => {
  const browser = new Browser();
  const tab = browser.openTab(true);
  await tab.record("tea");
  await browser.storage.commit({ clear: [BASE], put: { [`gone/${BASE}`]: new Uint8Array() } });
  await tab.record("milk");
  assert.deepEqual(await tab.words(), ["milk"]);
  assert.equal((await tab.host.health()).state, "stored");
});

// A browser that holds what a newer release wrote.
async function afterNewerRelease(): Promise<{ browser: Browser; blob: Uint8Array }> {
  const browser = new Browser();
  await browser.openTab().record("tea");
  const blob = (await browser.storage.read(BASE))!;
  blob[0] = 9;
  await browser.storage.put(BASE, blob);
  return { browser, blob };
}

test("leaves a newer release's record alone until the whole household is erased", async () => {
  const { browser, blob } = await afterNewerRelease();
  const tab = browser.openTab();
  await tab.record("milk");
  assert.deepEqual(await tab.words(), ["milk"]);
  assert.deepEqual(await tab.host.health(), {
    state: "newer",
    persistence: "memory",
    damage: { reason: "newer_version", copies: 0 },
  });
  assert.deepEqual(await browser.storage.read(BASE), blob);
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
  await tab.erase({ events: ["0000000000000001"], sku: "milk" }); // what is in memory alone
  assert.deepEqual(await tab.words(), []);
  assert.deepEqual(await browser.storage.read(BASE), blob);
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

test("refuses an unknown operation", async () => {
  const { host } = new Browser().openTab();
  await assert.rejects(host.run("toString" as "record", {}, 1), { code: "not_found" });
});

// ---- Segments

test("stores one more segment with each event, and finds them all after a restart", async () => {
  const browser = new Browser();
  const tab = browser.openTab();
  for (const word of ["tea", "milk", "rice"]) await tab.record(word);
  assert.deepEqual(await browser.storage.keys(), [BASE, segment(1), segment(2), HEAD]);
  assert.deepEqual(await browser.openTab().words(), ["tea", "milk", "rice"]);
});

test("an event costs the host as much after 20,000 events as after 100", async () => {
  const cost = async (events: number) => {
    const browser = new Browser();
    await browser.openTab(true).add();
    await browser.openTab(true).record(...Array.from({ length: events }, (_, i) => `w${100_000 + i}`));
    const tab = browser.openTab();
    await tab.start();
    await tab.record("w000000");
    const { storage } = browser;
    const before = { bytes: storage.bytes, reads: storage.reads, writes: storage.writes, ...tab.engine.calls };
    for (let i = 0; i < 20; ++i) await tab.record(`w00000${i % 10}`);
    assert.deepEqual(tab.engine.calls, { snapshot: before.snapshot, restore: before.restore, apply: before.apply });
    assert.equal(storage.writes, before.writes + 20);
    assert.equal(storage.reads, before.reads + 60, "both heads, and who sits there");
    return storage.bytes - before.bytes;
  };
  const [few, many] = [await cost(100), await cost(20_000)];
  assert.ok(Math.abs(many - few) < 0.2 * few, `${few} and ${many} bytes`);
});

test("another tab catches up with the segments that it lacks, and reads no more", async () => {
  const browser = new Browser();
  const [tab, other] = [browser.openTab(), browser.openTab()];
  await tab.add();
  for (const word of ["tea", "milk", "rice"]) await tab.record(word);
  await other.words();
  const { restore, apply } = other.engine.calls;
  const { reads } = browser.storage;
  await tab.record("bread");
  await other.words();
  assert.deepEqual([other.engine.calls.restore, other.engine.calls.apply], [restore, apply + 1]);
  assert.ok(browser.storage.reads - reads <= 7, "heads, segment and sitting");
  assert.deepEqual(await other.words(), ["tea", "milk", "rice", "bread"]);
});

test("what is sealed stands in the open nowhere any more, in no step", async () => {
  const browser = new Browser();
  const [tab, other] = [browser.openTab(), browser.openTab()];
  await tab.record("tea");
  await tab.record("ring");
  const { writes } = browser.storage;
  await tab.seal("ring");
  assert.equal(browser.storage.writes, writes + 1);
  assert.deepEqual(await browser.storage.keys(), [BASE, HEAD]);
  assert.doesNotMatch(await browser.storage.text(), /ring/);
  assert.deepEqual(await other.words(), ["tea", "*"]);
});

test("a tab that opens makes a new base of more than 32 segments", async () => {
  const browser = new Browser();
  const tab = browser.openTab(true);
  for (let i = 0; i <= 32; ++i) await tab.record(`w${i}`);
  await browser.openTab(true).start();
  assert.equal((await browser.storage.keys()).length, 2 + 32);
  await tab.record("w33");
  browser.storage.full = true;
  await browser.openTab(true).start(); // cannot, and opens all the same
  browser.storage.full = false;
  await browser.openTab(true).start();
  assert.deepEqual(await browser.storage.keys(), [BASE, HEAD]);
  assert.equal(((await browser.openTab(true).words()) as string[]).length, 34);
  await tab.record("w34");
  assert.equal(((await browser.openTab(true).words()) as string[]).at(-1), "w34");
});

test("a tab that stays open makes a new base of many segments, but no event waits for it", async () => {
  const browser = new Browser();
  const tab = browser.openTab();
  for (let i = 0; i <= SEGMENTS_MEANWHILE; ++i) await tab.record(`w${i}`);
  assert.equal((await browser.storage.keys()).length, 2 + SEGMENTS_MEANWHILE);
  const { snapshot } = tab.engine.calls;
  await tab.record("last");
  assert.equal(tab.engine.calls.snapshot, snapshot, "answered first");
  await browser.pass(0);
  assert.deepEqual(await browser.storage.keys(), [BASE, HEAD]);
  assert.equal(((await browser.openTab().words()) as string[]).length, SEGMENTS_MEANWHILE + 2);
});

test("what was only looked at may be written later by the disk, all else may not", async () => {
  const browser = new Browser();
  const tab = browser.openTab();
  await tab.record("tea");
  await tab.record("milk");
  await tab.buy("milk");
  await Promise.all([tab.record("rice"), tab.buy("rice")]);
  await tab.pause(true);
  await tab.seal("tea");
  await tab.erase({ sku: "milk" });
  await tab.host.sit({ member: 0 }, 1);
  assert.deepEqual(browser.storage.batches.map(({ durability = "strict" }) => durability),
    ["strict", "relaxed", "strict", "strict", "strict", "strict", "strict", "strict"]);
});

// A browser in which the first release stored two words, or none.
async function afterFirstRelease(words: readonly string[] = []): Promise<Browser> {
  const browser = new Browser();
  const before = new WordEngine();
  before.handle(JSON.stringify({ op: "record", events: words.map((sku) => ({ sku })) }));
  const record = new Uint8Array([...text("sixteen bytes!!!"), ...before.oldSnapshot()]);
  browser.old_storage = new CountingStorage();
  await browser.old_storage.put(BASE, oldBlob(record, BASE, 1));
  return browser;
}

test("takes over what the first release stored, once, and deletes its database", async () => {
  const browser = await afterFirstRelease(["tea", "milk"]);
  browser.storage.full = true;
  assert.deepEqual(await browser.openTab(true).words(), ["tea", "milk"]);
  browser.storage.full = false;
  const tab = browser.openTab();
  await tab.start();
  assert.equal(browser.old_storage, null);
  assert.deepEqual((await tab.host.health()).damage, null);
  assert.deepEqual(await browser.openTab().words(), ["tea", "milk"]);
  await tab.record("rice");
  assert.deepEqual(await browser.openTab().words(), ["tea", "milk", "rice"]);
});

test("a change takes over what the first release stored too, and its bytes go", async () => {
  const browser = await afterFirstRelease();
  await browser.openTab().record("tea");
  assert.deepEqual(await browser.storage.keys(), [BASE, HEAD]);
  assert.equal(browser.old_storage, null);
  assert.deepEqual(await browser.openTab().words(), ["tea"]);
});

test("of two tabs that took over the same, the later one loses nothing that the other one stored meanwhile", async () => {
  for (const words of [["tea", "milk"], []]) {
    const browser = await afterFirstRelease(words);
    const [one, two] = [browser.openTab(true), browser.openTab(true)];
    await Promise.all([one.words(), two.words()]);
    await one.start();
    await one.record("rice");
    await two.start();
    await two.record("bread");
    assert.deepEqual(await browser.openTab().words(), [...words, "rice", "bread"]);
  }
});

test("a plain record that is damaged is left where it is and reported, until something is erased", async () => {
  const browser = await afterFirstRelease(["tea"]);
  const blob = (await browser.old_storage!.read(BASE))!;
  blob[30]! ^= 1;
  await browser.old_storage!.put(BASE, blob);
  const tab = browser.openTab();
  await tab.start();
  assert.deepEqual([await tab.words(), (await tab.host.health()).state], [[], "damaged"]);
  await tab.record("rice");
  assert.deepEqual(await browser.old_storage!.read(BASE), blob);
  await tab.erase({ sku: "rice" });
  assert.equal(browser.old_storage, null);
});

test("leaves a newer release's segment alone, and everything beside it", async () => {
  const browser = new Browser();
  const first = browser.openTab(true);
  await first.record("tea");
  await first.record("milk");
  const blob = (await browser.storage.read(segment(1)))!;
  blob[0] = 9;
  await browser.storage.put(segment(1), blob);
  const before = await browser.storage.text();
  const tab = browser.openTab();
  await tab.record("rice");
  await tab.seal("rice");
  assert.deepEqual(await tab.words(), ["*"]);
  assert.equal((await tab.host.health()).damage?.reason, "newer_version");
  assert.equal(await browser.storage.text(), before);
});

test("a change in memory beside a newer release's record is kept when a later one fails", async () => {
  const { browser } = await afterNewerRelease();
  const tab = browser.openTab();
  await tab.record("milk");
  await assert.rejects(tab.record("bad"));
  browser.storage.full = true;
  await assert.rejects(tab.eraseHousehold(), { code: "storage_failed" });
  assert.deepEqual(await tab.words(), ["milk"]);
});

test("writes what the engine sealed by itself when it was restored", async () => {
  const browser = new Browser();
  await browser.openTab().record("tea", "pills");
  browser.storage.full = true;
  const engine = new WordEngine();
  engine.sensitive = "pills";
  const tab = browser.openTab(true, engine);
  await tab.start();
  assert.deepEqual(await tab.words(), ["tea", "*"], "sealed in memory at least");
  assert.match(await browser.storage.text(), /pills/);
  browser.storage.full = false;
  await tab.record("milk");
  assert.doesNotMatch(await browser.storage.text(), /pills/);
  assert.deepEqual(await browser.openTab().words(), ["tea", "*", "milk"]);
});

test("goes back to base and segments when a write fails", async () => {
  const browser = new Browser();
  const tab = browser.openTab();
  for (const word of ["tea", "milk"]) await tab.record(word);
  browser.storage.full = true;
  await assert.rejects(tab.record("rice"), { code: "storage_failed" });
  await assert.rejects(tab.seal("tea"), { code: "storage_failed" });
  await assert.rejects(tab.erase({ all: true }), { code: "storage_failed" });
  assert.deepEqual(await tab.words(), ["tea", "milk"]);
  browser.storage.full = false;
  await tab.record("bread");
  assert.deepEqual(await browser.storage.keys(), [BASE, segment(1), segment(2), HEAD]);
  assert.deepEqual(await browser.openTab().words(), ["tea", "milk", "bread"]);
});

test("after five wrong codes, codes are refused for half a minute", async () => {
  const browser = new Browser();
  const tab = browser.openTab();
  tab.engine.code = "right";
  const erase = (code: string) => tab.host.run("household.erase", { everything: true, grownUp: { code } }, 1);
  for (let i = 0; i < 4; ++i) await assert.rejects(erase("wrong"), { code: "needs_grown_up" });
  await erase("right"); // or one that the engine had no reason to look at: it clears no wrong one
  await assert.rejects(erase("wrong"), { code: "needs_grown_up" });
  await assert.rejects(erase("right"), { code: "too_many_tries" });
  await browser.pass(29_999);
  await assert.rejects(erase("right"), { code: "too_many_tries" });
  await browser.pass(2);
  await erase("right");
  for (let i = 0; i < 6; ++i) {
    await assert.rejects(erase("wrong"), { code: "needs_grown_up" }); // so slow that nothing is refused
    await browser.pass(30_000);
  }
});

test("what was recorded before the words came is sealed and stored so when they come", async () => {
  const browser = new Browser();
  const { host, record } = browser.openTab();
  await record("tea", "pills");
  await host.heed(text("pills"));
  assert.deepEqual(await browser.openTab().words(), ["tea", "*"]);
  await assert.rejects(host.heed(text("")), { code: "malformed" });
  assert.deepEqual(await browser.openTab().words(), ["tea", "*"]);
});
