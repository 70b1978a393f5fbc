// The storage fails at one operation, whichever: what was acknowledged is there, and what is not there was refused or
// is reported. Traces are random, by a seed.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Browser } from "./browser-of-tabs.js";

const TRACES = Number(process.env["FAULT_TRACES"] ?? 5); // each is run once for every operation that may fail
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

// What was acknowledged to be there, in the open.
class Ledger {
  readonly words = new Set<string>();

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
    pick: async (tab) => void (await tab.host.sit({ member: 0 }, 1)),
    start: async (tab) => tab.start(),
  };
}

// Runs a trace in two tabs, the storage failing at its `fail_at`th operation; returns whether it came so far.
async function run(seed: number, fail_at: number): Promise<boolean> {
  const random = makeRandom(seed);
  const browser = new Browser();
  const ledger = new Ledger();
  const names = Object.keys(ledger.steps);
  const tabs = [browser.openTab(), browser.openTab(random(2) === 0)];
  let refused = 0;
  browser.storage.slow = false;
  browser.storage.fail_at = fail_at;
  for (let i = 0; i < STEPS; ++i) {
    const step = ledger.steps[names[random(names.length)]!]!;
    await step(tabs[random(2)]!, `w${i}`).catch((error: { code?: string }) => {
      assert.equal(error.code, "storage_failed");
      refused += 1;
    });
  }
  const failed = browser.storage.fail_at === Infinity;
  browser.storage.fail_at = Infinity;
  const late = browser.openTab();
  for (const tab of [late, ...tabs]) {
    await tab.record();
    const found = ((await tab.words()) as string[]).filter((word) => word !== "*").sort();
    assert.deepEqual(found, [...ledger.words].sort(), `seed ${seed}, failing at ${fail_at}`);
  }
  assert.equal((await late.host.health()).damage, null);
  assert.ok(refused <= 1, "one failure refuses one change");
  return failed;
}

test("whichever operation of the storage fails, what was acknowledged is there and nothing else", async () => {
  for (let seed = 1; seed <= TRACES; ++seed) {
    let fail_at = 1;
    while (await run(seed, fail_at)) fail_at += 1;
    assert.ok(fail_at > STEPS, "the trace reached the storage");
  }
});

// Nothing is believed of a piece that was cut short or overwritten; what is missing is reported.
test("whichever piece is damaged, what is missing is reported", async () => {
  for (let seed = 1; seed <= TRACES; ++seed) {
    const random = makeRandom(seed + 1000);
    const browser = new Browser();
    const tab = browser.openTab(true);
    const words: string[] = [];
    const record = async () => tab.record(`w${words.push(`w${words.length}`) - 1}`);
    for (let round = 0; round < 5; ++round) {
      for (let i = 0; i < 4; ++i) await record();
      const keys = await browser.storage.keys();
      const key = keys[random(keys.length)]!;
      await browser.storage.put(key, damage((await browser.storage.read(key))!, random));
      const late = browser.openTab(true);
      const found = (await late.words()) as string[];
      assert.ok(found.every((word) => words.includes(word)));
      assert.equal((await late.host.health()).damage?.reason, "unreadable", `seed ${seed}, ${key}`);
      await record(); // by the tab that holds everything: it mends the rest
      assert.deepEqual(await browser.openTab(true).words(), words);
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
