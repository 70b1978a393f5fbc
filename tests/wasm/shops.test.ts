// Two shops of one household in one browser: they share the people, and nothing of what happened at the other.
import assert from "node:assert/strict";
import { test } from "node:test";
import { NO_TAG } from "../../wasm/src/crypto/sealer.js";
import type { RecordName } from "../../wasm/src/worker/raw-engine.js";
import { BASE, Browser, CountingStorage, headOf, PEOPLE, segment } from "./browser-of-tabs.js";
import { oldBlob } from "./plain-sealer.js";
import { UNDO_MS, WordEngine } from "./word-engine.js";

const OTHER = "history/toys/home";
const DIGEST = "digest/home/demo";
const text = (words: string): Uint8Array => new TextEncoder().encode(words);

type Tab = ReturnType<Browser["openTab"]>;

const openAt = (browser: Browser, shop: string, deaf = false): Tab => browser.openTab(deaf, new WordEngine(), shop);
const membersOf = async (tab: Tab) =>
  (await tab.host.run("household.members", {}, 1) as { members: { id: number }[] }).members.map(({ id }) => id);

// Tabs of two shops that know nothing yet.
function openTwo(deaf = false) {
  const browser = new Browser();
  return { browser, storage: browser.storage, demo: openAt(browser, "demo", deaf), toys: openAt(browser, "toys", deaf) };
}

const hasBoth = (bytes: Readonly<Record<string, Uint8Array>> | undefined, ...keys: string[]) =>
  keys.every((key) => bytes && key in bytes);

test("who joins the household at one shop belongs to it at the other's next request", async () => {
  const { demo, toys } = openTwo();
  await toys.words();
  await demo.add();
  assert.deepEqual(await membersOf(toys), [0, 1]);
  await toys.add();
  assert.deepEqual(await membersOf(demo), [0, 1, 2]);
});

test("a household that is paused at one shop is paused at the other, before its next event", async () => {
  const { browser, demo, toys } = openTwo(true);
  await toys.record("doll");
  await demo.pause(true);
  await toys.record("ball"); // it did not hear
  assert.deepEqual(await toys.words(), ["doll"]);
  assert.equal(await toys.isPaused(), true);
  assert.equal(await openAt(browser, "toys").isPaused(), true);
});

test("what happens at one shop is neither in the other's engine nor in its record", async () => {
  const { browser, storage, demo, toys } = openTwo();
  for (const word of ["tea", "milk"]) await demo.record(word);
  await demo.add();
  for (const word of ["doll", "ball"]) await toys.record(word);
  await demo.seal("milk");
  await demo.record("bread");
  const late = openAt(browser, "toys");
  for (const tab of [toys, late]) {
    assert.deepEqual(await tab.words(), ["doll", "ball"]);
    assert.doesNotMatch(tab.engine.seen, /tea|milk|bread/);
  }
  const textAt = async (place: string) => new TextDecoder().decode(
    Buffer.concat(await Promise.all((await storage.keys(place)).map(async (key) => (await storage.read(key))!))));
  assert.doesNotMatch(await textAt("history/toys/"), /tea|milk|bread/);
  assert.doesNotMatch(await textAt("people/"), /tea|milk|bread|doll|ball/);
  assert.match(await textAt("history/demo/"), /tea.*bread/s);
});

test("one step holds both records where both were changed", async () => {
  const { storage, demo } = openTwo();
  await Promise.all([demo.words(), demo.record("tea"), demo.add()]);
  await Promise.all([demo.words(), demo.record("milk"), demo.pause(true)]);
  assert.equal(storage.writes, 2);
  const [bases, segments] = storage.batches;
  assert.ok(hasBoth(bases?.put, PEOPLE, BASE), "bases");
  assert.ok(hasBoth(segments?.put, segment(1, PEOPLE), segment(1)), "segments");
});

test("of a record that nothing changed nothing is written", async () => {
  const { storage, demo } = openTwo();
  await demo.record("tea");
  assert.deepEqual(await storage.keys("people/"), []);
  await demo.add();
  assert.deepEqual(await storage.keys("people/"), [PEOPLE, headOf(PEOPLE)]);
  await demo.record("milk");
  assert.deepEqual(await storage.keys(""), [BASE, segment(1), headOf(BASE), PEOPLE, headOf(PEOPLE)]);
});

test("when a step fails both records go back", async () => {
  const { browser, storage, demo } = openTwo();
  await demo.add();
  await demo.record("tea");
  storage.full = true;
  const results = await Promise.allSettled([demo.words(), demo.record("milk"), demo.add(), demo.pause(true)]);
  assert.deepEqual(results.map(({ status }) => status), ["fulfilled", "rejected", "rejected", "rejected"]);
  assert.deepEqual([await demo.words(), await membersOf(demo), await demo.isPaused()], [["tea"], [0, 1], false]);
  storage.full = false;
  await Promise.all([demo.record("rice"), demo.add()]);
  for (const tab of [demo, openAt(browser, "demo")]) {
    assert.deepEqual([await tab.words(), await membersOf(tab)], [["tea", "rice"], [0, 1, 2]]);
  }
});

test("the page of one shop does not hear of what happens at the other, but of the people", async () => {
  const { browser, demo, toys } = openTwo();
  const second = openAt(browser, "demo");
  await demo.record("tea", "+milk");
  await demo.pick(0);
  await demo.seal("tea");
  await demo.erase({ all: true });
  await browser.pass(0);
  assert.deepEqual(toys.notices, []);
  assert.ok(second.notices.length > 0, "another tab of that shop does");
  await demo.add();
  assert.deepEqual(toys.notices, [{ elsewhere: true }]);
});

test("a worker says which shop wrote, and what", async () => {
  const { browser, demo } = openTwo();
  await demo.record("tea");
  await demo.add();
  await demo.record("+milk");
  await demo.pick(0);
  assert.deepEqual(browser.announced, [[false, false], [true, false], [false, true], [false, false]]
    .map(([people, digests]) => ({ shop: "demo", people, digests })));
});

// ---- Digests

test("a shop's digest is written with the change that made it, and removed when it is empty", async () => {
  const { browser, storage, demo } = openTwo();
  await demo.record("tea");
  assert.deepEqual(await storage.keys("digest/"), []);
  await demo.record("+milk");
  assert.ok(hasBoth(storage.batches.at(-1)?.put, segment(1), DIGEST));
  await demo.record("bread");
  assert.deepEqual(Object.keys(storage.batches.at(-1)?.put ?? {}).sort(), [segment(2), headOf(BASE)]);
  const { writes } = storage;
  await demo.erase({ sku: "+milk" });
  assert.equal(storage.writes, writes + 2, "the erasure, and that its keys are gone");
  assert.deepEqual(await storage.keys("digest/"), []);
  assert.deepEqual([await storage.keys("gone/"), [...browser.keys.generations.keys()].sort()], [[], [BASE]]);
  assert.doesNotMatch(await storage.text(), /milk/);
});

test("a digest that cannot be written is not counted as written", async () => {
  const { storage, demo } = openTwo();
  await demo.record("+tea");
  storage.full = true;
  await assert.rejects(demo.record("+milk"), { code: "storage_failed" });
  storage.full = false;
  await demo.record("+milk");
  assert.match(new TextDecoder().decode(await storage.read(DIGEST)), /tea \+milk/);
});

test("a digest that another tab of the shop wrote is compared, not one's own last", async () => {
  const { browser, storage, demo } = openTwo(true);
  const second = openAt(browser, "demo", true);
  await demo.record("+tea");
  await second.record("+milk");
  await demo.erase({ sku: "+milk" }); // what it wrote first, again
  assert.doesNotMatch(new TextDecoder().decode(await storage.read(DIGEST)), /milk/);
});

test("another shop adopts a digest at its next request, and lets go of it", async () => {
  const { browser, demo, toys } = openTwo();
  await toys.words();
  await demo.record("+milk");
  await toys.words();
  assert.deepEqual([...toys.engine.adopted], [["demo", "+milk"]]);
  const [late, own] = [openAt(browser, "toys"), openAt(browser, "demo")];
  for (const tab of [late, own]) await tab.words();
  assert.deepEqual([...late.engine.adopted], [["demo", "+milk"]]);
  assert.deepEqual([...own.engine.adopted], [], "nobody adopts their own");
  await demo.erase({ sku: "+milk" });
  for (const tab of [toys, late]) await tab.words();
  assert.deepEqual([...toys.engine.adopted, ...late.engine.adopted], []);
});

// As this shop's worker would seal it.
async function sealed(browser: Browser, words: string, context: string): Promise<Uint8Array> {
  const sealer = browser.keys.sealer(DIGEST);
  return sealer.seal(text(words), { generation: browser.keys.generations.get(DIGEST)![0]!, context, previous: NO_TAG });
}

for (const [what, bytes] of [
  ["is damaged", async () => new Uint8Array(40)],
  ["the engine refuses", (place) => sealed(place, "another thing", DIGEST)],
  ["stands in another's place", (place) => sealed(place, "digest:+milk", "digest/home/books")],
] as readonly (readonly [string, (browser: Browser) => Promise<Uint8Array>])[]) {
  test(`a digest that ${what} counts as none`, async () => {
    const { browser, storage, demo, toys } = openTwo();
    await demo.record("+milk");
    await toys.words();
    await storage.put(DIGEST, await bytes(browser));
    const late = openAt(browser, "toys");
    await late.words();
    toys.host.markStale({ shop: "demo", people: false, digests: true });
    await toys.words();
    assert.deepEqual([...late.engine.adopted, ...toys.engine.adopted], []);
    assert.equal((await late.host.health()).damage, null);
    await openAt(browser, "demo").words(); // which mends it
    const later = openAt(browser, "toys");
    await later.words();
    assert.deepEqual([...later.engine.adopted], [["demo", "+milk"]]);
  });
}

test("with Global Privacy Control a digest goes as soon as its shop is opened, and the others hear of it", async () => {
  const { browser, storage, demo, toys } = openTwo();
  await demo.record("+milk");
  await toys.words();
  assert.deepEqual([...toys.engine.adopted], [["demo", "+milk"]]);
  const engine = new WordEngine();
  engine.enterShop("x", true);
  await browser.openTab(false, engine, "demo").start();
  assert.deepEqual(await storage.keys("digest/"), []);
  await toys.words();
  assert.deepEqual([...toys.engine.adopted], []);
});

// ---- What goes

test("what a member did at one shop goes when they were removed at another, after the time to undo", async () => {
  const { browser, storage, demo, toys } = openTwo(true);
  await demo.start();
  await demo.add();
  await toys.record("ball");
  await toys.pick(1);
  await toys.record("doll");
  await demo.remove();
  await browser.pass(UNDO_MS + 10);
  assert.match(await storage.text(), /doll/, "nobody opened that shop");
  assert.deepEqual(await openAt(browser, "toys").words(), ["ball"]);
  assert.doesNotMatch(await storage.text(), /doll/);
});

// The household records at two shops, another household at the same ones; some of it is damaged.
async function recordEverywhere() {
  const { browser, storage, demo, toys } = openTwo();
  for (const tab of [demo, toys]) {
    await tab.record("+tea");
    await tab.record("milk");
    await tab.pick(0);
  }
  await storage.put(`damaged/${OTHER}/0001`, text("tea"));
  const others: Readonly<Record<string, Uint8Array>> = Object.fromEntries(
    ["history/toys/home2", "history/toys/home2/head", "history/home/toys", "damaged/history/toys/home2/0001",
      "digest/home2/toys", "sitting/toys/home2", "people/home2"].map((key) => [key, text("another household's")]));
  await storage.commit({ put: others });
  return { browser, storage, demo, toys, others };
}

async function checkOthers(storage: Browser["storage"], others: Readonly<Record<string, Uint8Array>>): Promise<void> {
  for (const [key, bytes] of Object.entries(others)) assert.deepEqual(await storage.read(key), bytes, key);
}

test("erasing everything clears the other shops' records, and no other household's", async () => {
  const { browser, storage, demo, toys, others } = await recordEverywhere();
  const { writes } = storage;
  await demo.eraseHousehold();
  assert.equal(storage.writes, writes + 2, "the erasure, and that its keys are gone");
  assert.deepEqual([...browser.keys.generations.keys()].sort(), [BASE, PEOPLE].sort());
  assert.doesNotMatch(await storage.text(), /tea|milk/);
  await checkOthers(storage, others);
  for (const place of [OTHER, `damaged/${OTHER}`, "digest/home/", "sitting/toys/home"]) {
    assert.deepEqual((await storage.list(place)).filter((key) => !(key in others)), [], place);
  }
  for (const tab of [toys, demo, openAt(browser, "toys")]) {
    assert.deepEqual([await tab.words(), [...tab.engine.adopted]], [[], []]);
  }
  await toys.record("doll");
  assert.deepEqual(await openAt(browser, "toys").words(), ["doll"]);
});

test("erasing everything changes no shop's record when the write fails", async () => {
  const { storage, demo, toys } = await recordEverywhere();
  const before = await storage.text();
  storage.full = true;
  await assert.rejects(demo.eraseHousehold(), { code: "storage_failed" });
  storage.full = false;
  assert.equal(await storage.text(), before);
  await demo.record("bread");
  assert.deepEqual([await demo.words(), await toys.words()], [["+tea", "milk", "bread"], ["+tea", "milk"]]);
  assert.ok(await storage.read(OTHER));
});

test("a household of several that is erased keeps the other shops' records until its time to undo is over", async () => {
  for (const releasing of ["demo", "toys", "books"]) {
    const { browser, storage, demo, others } = await recordEverywhere();
    await demo.add();
    await demo.start();
    await demo.eraseHousehold();
    assert.deepEqual(await demo.words(), []);
    assert.match(new TextDecoder().decode(await storage.read(OTHER)), /tea/);
    await openAt(browser, releasing).start(UNDO_MS);
    assert.match(await storage.text(), /tea/, "not yet");
    await openAt(browser, releasing).start(UNDO_MS + 2); // every other tab was closed
    await openAt(browser, "demo").words();
    await openAt(browser, "toys").words();
    assert.doesNotMatch(await storage.text(), /tea|milk/, releasing);
    await checkOthers(storage, others);
  }
});

test("what a tab lets go of when the time to undo an erasure is over is gone at shops that nobody opens", async () => {
  const { browser, storage, demo, toys } = await recordEverywhere();
  await demo.add();
  await demo.start();
  await toys.words();
  await demo.eraseHousehold();
  await browser.pass(UNDO_MS + 10);
  assert.doesNotMatch(await storage.text(), /tea|milk/);
});

test("an erasure of everything that is undone in time leaves the other shops' records", async () => {
  const { browser, demo, toys } = await recordEverywhere();
  await demo.add();
  await demo.start();
  await demo.eraseHousehold();
  await demo.undo();
  await browser.pass(UNDO_MS + 10);
  for (const tab of [demo, toys]) assert.deepEqual(await tab.words(), ["+tea", "milk"]);
});

test("a release that could not be stored clears the other shops' records the next time", async () => {
  const { browser, storage, demo } = await recordEverywhere();
  await demo.add();
  await demo.eraseHousehold();
  storage.full = true;
  const tab = openAt(browser, "demo", true);
  await tab.start(UNDO_MS + 2);
  storage.full = false;
  await tab.record("bread"); // which releases nothing
  assert.match(new TextDecoder().decode(await storage.read(OTHER)), /tea/);
  await openAt(browser, "demo").start(UNDO_MS + 2);
  assert.equal(await storage.read(OTHER), undefined);
});

test("an erasure takes what was kept aside of either record", async () => {
  const { browser, storage, demo } = openTwo();
  await demo.add();
  await demo.record("tea", "milk");
  for (const key of [PEOPLE, BASE]) await storage.put(key, text("damaged, but says tea"));
  await openAt(browser, "demo", true).words();
  await demo.record("rice");
  assert.equal((await demo.host.health()).damage?.copies, 2);
  await demo.erase({ sku: "tea" });
  assert.deepEqual(await storage.list("damaged/"), []);
  assert.doesNotMatch(await storage.text(), /tea/);
});

// ---- Damage

test("a change of either record mends what is damaged of the other", async () => {
  for (const change of [(tab: Tab) => tab.record("rice"), (tab: Tab) => tab.pause(true)]) {
    const { browser, storage, demo } = openTwo(true);
    await demo.add();
    await demo.record("tea");
    for (const key of [PEOPLE, BASE]) await storage.put(key, text("damaged"));
    await openAt(browser, "demo", true).words(); // finds it
    await change(demo);
    const late = openAt(browser, "demo");
    assert.deepEqual(await membersOf(late), [0, 1]);
    assert.equal((await late.words() as string[])[0], "tea");
    assert.deepEqual((await late.host.health()).damage, { reason: "unreadable", copies: 2 });
    assert.deepEqual(await storage.list(headOf(PEOPLE)), [headOf(PEOPLE)]);
  }
});

test("while the people cannot be read nobody's history goes", async () => {
  const { browser, storage, demo } = openTwo(true);
  await demo.add();
  await demo.pick(1);
  await demo.record("tea");
  await storage.put(PEOPLE, text("damaged"));
  const late = openAt(browser, "demo");
  assert.deepEqual(await late.words(), [], "whose it is it does not know");
  assert.equal((await late.host.health()).damage?.reason, "unreadable");
  await demo.record("milk"); // by the tab that holds everything
  assert.deepEqual(await late.words(), ["tea", "milk"]);
});

for (const newer of [PEOPLE, BASE]) {
  test(`nothing is written of either record while ${newer} is a newer release's`, async () => {
    const { browser, storage, demo, toys } = openTwo(true);
    await Promise.all([demo.pause(true), demo.pause(false), demo.record("+tea")]);
    await toys.record("doll");
    const blob = (await storage.read(newer))!;
    blob[0] = 9;
    await storage.put(newer, blob);
    const before = await storage.text();
    const tab = openAt(browser, "demo");
    await tab.record("+milk");
    await tab.pause(true);
    assert.equal((await tab.words() as string[]).at(-1), "+milk");
    assert.equal(await tab.isPaused(), true, "in memory");
    assert.deepEqual(await tab.host.health(), { state: "newer", persistence: "memory", damage: { reason: "newer_version", copies: 0 } });
    await assert.rejects(tab.erase({ all: true }), { code: "unsupported_version" });
    assert.equal(await storage.text(), before);
    await tab.eraseHousehold();
    assert.doesNotMatch(await storage.text(), /tea|milk/);
    assert.equal((await tab.host.health()).persistence, "indexeddb");
  });
}

test("a newer release's record is reported before one that cannot be read", async () => {
  const { browser, storage, demo } = openTwo(true);
  await Promise.all([demo.add(), demo.record("tea")]);
  const blob = (await storage.read(BASE))!;
  blob[0] = 9;
  await storage.put(BASE, blob);
  await storage.put(PEOPLE, text("damaged"));
  const late = openAt(browser, "demo");
  await late.words();
  assert.deepEqual((await late.host.health()).damage, { reason: "newer_version", copies: 1 });
});

test("what was changed in memory beside a newer release's record is stored once that is gone", async () => {
  const { browser, storage, demo } = openTwo(true);
  await Promise.all([demo.add(), demo.record("tea")]);
  const blob = (await storage.read(BASE))!;
  blob[0] = 9;
  await storage.put(BASE, blob);
  const tab = openAt(browser, "demo", true);
  await tab.add();
  await openAt(browser, "toys", true).pause(true);
  await storage.commit({ clear: [BASE] });
  await tab.pause(false);
  assert.deepEqual(await membersOf(tab), [0, 1, 2]);
  const late = openAt(browser, "toys");
  assert.deepEqual([await membersOf(late), await late.isPaused()], [await membersOf(tab), false]);
});

test("a record that became long is made anew, the other stays", async () => {
  const { browser, storage, demo } = openTwo(true);
  await demo.record("tea");
  await demo.record("milk");
  for (let i = 0; i <= 33; ++i) await demo.pause(i % 2 === 0);
  await openAt(browser, "demo", true).start();
  assert.deepEqual(await storage.keys("people/"), [PEOPLE, headOf(PEOPLE)]);
  assert.deepEqual(await storage.keys(), [BASE, segment(1), headOf(BASE)]);
});

// ---- What releases before encryption stored: in the first, one record, of the shop, that holds the people too

for (const version of [1, 2] as const) {
  // A browser that holds it, of a household of two.
  const stored = async () => {
    const browser = new Browser();
    const engine = new WordEngine();
    for (const op of ["household.add", "controls.pause"]) engine.handle(JSON.stringify({ op, paused: false }));
    engine.handle('{"op":"record","events":[{"sku":"tea"},{"sku":"milk"}]}');
    const record = new Uint8Array([...text("sixteen bytes!!!"), ...engine.oldSnapshot()]);
    browser.old_storage = new CountingStorage();
    await browser.old_storage.put(BASE, oldBlob(record, version === 1 ? BASE : `${BASE}/base`, version));
    return browser;
  };
  const checkBoth = async (browser: Browser, words: readonly string[]) => {
    assert.deepEqual(await browser.storage.keys("people/"), [PEOPLE, headOf(PEOPLE)]);
    const [late, toys] = [openAt(browser, "demo"), openAt(browser, "toys")];
    assert.deepEqual([await late.words(), await membersOf(late)], [words, [0, 1]]);
    assert.deepEqual([await toys.words(), await membersOf(toys)], [[], [0, 1]]);
    assert.equal((await late.host.health()).damage, null);
    await late.start();
    assert.equal(browser.old_storage, null);
  };

  test(`what version ${version} stored becomes two records, in one step`, async () => {
    const browser = await stored();
    const tab = openAt(browser, "demo");
    await tab.start();
    assert.ok(browser.storage.batches.some(({ put }) => hasBoth(put, PEOPLE, BASE)));
    await checkBoth(browser, ["tea", "milk"]);
  });

  test(`what version ${version} stored becomes two records with the first change that can be stored`, async () => {
    const browser = await stored();
    browser.storage.full = true;
    const tab = openAt(browser, "demo");
    await tab.start();
    await assert.rejects(tab.record("rice"), { code: "storage_failed" });
    assert.equal((await tab.host.health()).state, "full");
    assert.deepEqual([await tab.words(), await membersOf(tab)], [["tea", "milk"], [0, 1]]);
    browser.storage.full = false;
    await tab.record("bread");
    assert.equal((await tab.host.health()).state, "stored");
    await checkBoth(browser, ["tea", "milk", "bread"]);
  });

  test(`people who are stored already are not taken from what version ${version} stored`, async () => {
    const browser = await stored();
    const toys = openAt(browser, "toys");
    for (let i = 0; i < 2; ++i) await toys.add();
    const tab = openAt(browser, "demo");
    await tab.start();
    await tab.record("rice");
    assert.deepEqual([await tab.words(), await membersOf(tab)], [["tea", "milk", "rice"], [0, 1, 2]]);
    assert.deepEqual(await membersOf(openAt(browser, "toys")), [0, 1, 2]);
  });
}

test("what another shop stored in plain stays until that shop is opened, and goes when the household is erased", async () => {
  const browser = new Browser();
  const old = browser.old_storage = new CountingStorage();
  const engine = new WordEngine();
  engine.handle('{"op":"record","events":[{"sku":"tea"}]}');
  const plain = (record: RecordName, context: string) =>
    oldBlob(new Uint8Array([...new Uint8Array(16), ...engine.snapshot(record)]), `${context}/base`);
  await old.put(PEOPLE, plain("people", PEOPLE));
  await old.put(OTHER, plain("shop", OTHER));
  const demo = openAt(browser, "demo");
  await demo.start();
  assert.deepEqual(await old.list(""), [OTHER], "the people are taken over");
  await demo.eraseHousehold();
  assert.deepEqual(await old.list(""), []);
  assert.equal(browser.old_storage, null);
});

test("keys that could not be destroyed at once are later, and never those of what was stored since", async () => {
  const { browser, storage, demo, toys } = openTwo();
  await demo.record("tea");
  await toys.record("doll");
  let failing = true;
  const sealer = browser.keys.sealer.bind(browser.keys);
  browser.keys.sealer = (name) => ({
    ...sealer(name),
    forget: async () => {
      if (failing) throw new DOMException("it failed", "UnknownError");
      await sealer(name).forget();
    },
  });
  await demo.eraseHousehold();
  assert.ok(browser.keys.generations.has(OTHER), "still there");
  const late = openAt(browser, "toys");
  assert.deepEqual(await late.words(), []);
  assert.equal((await late.host.health()).state, "stored", "it was erased, not dropped by the browser");
  await late.record("ball");
  failing = false;
  await demo.words();
  await demo.record("rice");
  assert.deepEqual(await storage.list("gone/"), []);
  const later = openAt(browser, "toys");
  assert.deepEqual([await later.words(), (await later.host.health()).state], [["ball"], "stored"]);
});

test("what another shop stored in plain does not come back when the browser is killed right after the erasure", async () => {
  const browser = new Browser();
  const old = browser.old_storage = new CountingStorage();
  const engine = new WordEngine();
  engine.handle('{"op":"record","events":[{"sku":"tea"}]}');
  await old.put(OTHER, oldBlob(new Uint8Array([...new Uint8Array(16), ...engine.snapshot("shop")]), `${OTHER}/base`));
  const demo = openAt(browser, "demo");
  await demo.start();
  old.full = true; // nothing is dropped of it
  await demo.eraseHousehold();
  assert.deepEqual(await old.list(""), [OTHER]);
  const toys = openAt(browser, "toys");
  assert.deepEqual(await toys.words(), []);
  old.full = false;
  await openAt(browser, "toys").start();
  assert.equal(browser.old_storage, null);
});
