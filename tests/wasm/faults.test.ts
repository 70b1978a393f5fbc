// The storage fails at one operation, whichever: what was acknowledged is there, and what is not there was refused or
// is reported. Traces are random, by a seed, in tabs of two shops.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Browser } from "./browser-of-tabs.js";
import { WordEngine } from "./word-engine.js";

declare const FAULT_TRACES: number; // each is run once for every operation that may fail
const STEPS = 10;

type Tab = ReturnType<Browser["openTab"]>;

// A small generator (Marsaglia's xorshift), so that a failing trace can be run again.
function makeRandom(seed: number): (below: number) => number {
  let state = seed * 2654435761 >>> 0 || 1;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state = (state ^ state << 5) >>> 0;
    return state % below;
  };
}

// What was acknowledged to be there of the household at a shop, in the open.
class Ledger {
  readonly words = new Set<string>();
  readonly people: { members: number; readonly ledgers: Ledger[] }; // all shops'

  constructor(people: Ledger["people"]) {
    this.people = people;
    people.ledgers.push(this);
  }

  get digest(): string {
    return [...this.words].filter((word) => word.startsWith("+")).join(" ");
  }

  readonly steps: Readonly<Record<string, (tab: Tab, word: string) => Promise<void>>> = {
    record: async (tab, word) => {
      await tab.record(word);
      this.words.add(word);
    },
    buy: async (tab, word) => {
      await tab.buy(word);
      this.words.add(word);
    },
    erase: async (tab) => {
      const [first] = this.words;
      if (first === undefined) return;
      await tab.erase({ sku: first });
      this.words.delete(first);
    },
    seal: async (tab) => {
      const [first] = this.words;
      if (first === undefined) return;
      await tab.seal(first);
      this.words.delete(first);
    },
    add: async (tab) => {
      await tab.add();
      this.people.members += 1;
    },
    // Both records in one step.
    both: async (tab, word) => {
      const [, ...done] = await Promise.allSettled([tab.words(), tab.record(word), tab.add()]);
      const [failure] = done.flatMap((each) => each.status === "rejected" ? [each.reason as Error] : []);
      if (failure) {
        assert.ok(done.every(({ status }) => status === "rejected"), "all of a step or nothing");
        throw failure;
      }
      this.words.add(word);
      this.people.members += 1;
    },
    // Of a sole member: of several, the other shops' would be kept until the time to undo is over.
    wipe: async (tab) => {
      if (this.people.members > 1) return;
      await tab.eraseHousehold();
      for (const ledger of this.people.ledgers) ledger.words.clear();
    },
    pick: async (tab) => void (await tab.host.sit({ member: null }, 1)),
    start: async (tab) => tab.start(),
  };
}

// Runs a trace in tabs of two shops, the storage failing at its `fail_at`th operation; returns whether it came so far.
async function run(seed: number, fail_at: number): Promise<boolean> {
  const random = makeRandom(seed);
  const browser = new Browser();
  const people: Ledger["people"] = { members: 1, ledgers: [] };
  const ledgers = { demo: new Ledger(people), toys: new Ledger(people) };
  const names = Object.keys(ledgers.demo.steps);
  const openAt = (shop: keyof typeof ledgers, deaf = false) =>
    ({ shop, tab: browser.openTab(deaf, new WordEngine(), shop), ledger: ledgers[shop] });
  const tabs = [openAt("demo"), openAt("demo", random(2) === 0), openAt("toys", random(2) === 0)];
  let refused = 0;
  browser.storage.slow = false;
  browser.storage.fail_at = fail_at;
  for (let i = 0; i < STEPS; ++i) {
    const name = names[random(names.length)]!;
    const { tab, ledger } = tabs[random(3)]!;
    await ledger.steps[name]!(tab, `${random(2) ? "+" : ""}w${i}`).catch((error: { code?: string }) => {
      assert.equal(error.code, "storage_failed");
      refused += 1;
    });
  }
  const failed = browser.storage.fail_at === Infinity;
  browser.storage.fail_at = Infinity;
  const late = [openAt("demo"), openAt("toys")];
  for (const { tab, ledger } of [...late, ...tabs]) {
    await tab.record();
    const found = ((await tab.words()) as string[]).filter((word) => word !== "*").sort();
    assert.deepEqual(found, [...ledger.words].sort(), `seed ${seed}, failing at ${fail_at}`);
    const household = await tab.host.run("household.members", {}, 1) as { members: unknown[] };
    assert.equal(household.members.length, people.members, `seed ${seed}, failing at ${fail_at}`);
    assert.equal((await tab.host.health()).damage, null);
  }
  const adopted = [late[1]!, tabs[0]!].map(({ tab }) => [...tab.engine.adopted.values()].join());
  assert.deepEqual(adopted, [ledgers.demo.digest, ledgers.toys.digest], `seed ${seed}, failing at ${fail_at}`);
  assert.ok(refused <= 1, "one failure refuses one change");
  return failed;
}

test("whichever operation of the storage fails, what was acknowledged is there and nothing else", async () => {
  for (let seed = 1; seed <= FAULT_TRACES; ++seed) {
    let fail_at = 1;
    while (await run(seed, fail_at)) fail_at += 1;
    assert.ok(fail_at > STEPS, "the trace reached the storage");
  }
});

// Nothing is believed of a piece that was cut short or overwritten; what is missing is reported.
test("whichever piece is damaged, what is missing is reported", async () => {
  for (let seed = 1; seed <= FAULT_TRACES; ++seed) {
    const random = makeRandom(seed + 1000);
    const browser = new Browser();
    const tab = browser.openTab(true);
    const words: string[] = [];
    const record = async () => tab.record(`w${words.push(`w${words.length}`) - 1}`);
    for (let round = 0; round < 5; ++round) {
      for (let i = 0; i < 4; ++i) await record();
      for (let i = 0; i < 3; ++i) await tab.add();
      const keys = [...await browser.storage.keys(), ...await browser.storage.keys("people/")];
      const key = keys[random(keys.length)]!;
      await browser.storage.put(key, damage((await browser.storage.read(key))!, random));
      const late = browser.openTab(true);
      const found = (await late.words()) as string[];
      assert.ok(found.every((word) => words.includes(word)));
      assert.equal((await late.host.health()).damage?.reason, "unreadable", `seed ${seed}, ${key}`);
      await record(); // by the tab that holds everything: it mends the rest
      const mended = browser.openTab(true);
      assert.deepEqual(await mended.words(), words);
      const household = await mended.host.run("household.members", {}, 1) as { members: unknown[] };
      assert.equal(household.members.length, 4 + 3 * round);
    }
  }
});

// Cut short, or one bit of it changed.
function damage(blob: Uint8Array, random: (below: number) => number): Uint8Array {
  if (random(2)) return blob.slice(0, random(blob.length));
  const bad = blob.slice();
  bad[6 + random(blob.length - 6)]! ^= 1 << random(8);
  return bad;
}
