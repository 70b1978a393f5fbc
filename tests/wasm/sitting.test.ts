// Who sits at the browser: what the host adds to requests, what it keeps, and when it lets go. The engine
// here has three members and writes down what it is asked.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { ChangeNotice, Mode, OperationName, Sitting } from "../../wasm/src/shared/api.js";
import { HouseholdFile } from "../../wasm/src/worker/household-file.js";
import type { RawEngine, RecordName } from "../../wasm/src/worker/raw-engine.js";
import { Browser as BrowserOfTabs } from "./browser-of-tabs.js";

const MINUTE = 60_000;
const NOW = 1_700_000_000_000;
const [ANNA, BEN, CHLOE] = [0, 1, 2];
const GIFT = { until: NOW + 86_400_000, for: BEN } as const;
const TOGETHER = { ...GIFT, then: "forget", taste: true } as const;

interface Asked {
  readonly op: string;
  readonly viewer?: number | null;
  readonly now?: number;
  readonly events?: readonly { readonly sku: string; readonly label?: string; readonly gift?: object }[];
}

class ListeningEngine implements RawEngine {
  members = [ANNA, BEN, CHLOE];
  readonly asked: Asked[] = [];

  loadPack = () => "{}";
  loadCatalog = () => "{}";
  loadWords = () => '{"ok":{}}';
  needsWords = () => false;
  snapshot = (record: RecordName) =>
    new TextEncoder().encode(record === "people" ? this.members.join(" ") : String(this.asked.length));
  apply = () => '{"ok":{}}';
  reconcile = () => '{"ok":{}}';
  effect = (record: RecordName) => this.#changed.has(record) ? "rewritten" as const : "none" as const;
  takeChanges = (record: RecordName) => (this.#changed.delete(record), new Uint8Array());
  digests = () => new Uint8Array();
  adopt = () => '{"ok":{}}';
  enterShop = () => {};
  readonly #changed = new Set<RecordName>();

  handle(text: string): string {
    const request = JSON.parse(text) as Asked & { member?: number };
    const answer = (ok: object) => JSON.stringify({ ok });
    if (request.op === "household.members") return answer({ members: this.members.map((id) => ({ id })) });
    if (request.op === "constants") return answer({ limits: { sittingGapMs: 30 * MINUTE, maxGiftMs: 5 * 366 * 86_400_000 } });
    if (request.op === "household.withheld") return answer({ withheld: [] });
    if (request.op === "household.release") return answer({});
    this.asked.push(request);
    if (request.op === "record") this.#changed.add("shop");
    if (request.op === "household.remove") {
      this.#changed.add("people");
      this.members = this.members.filter((id) => id !== request.member);
      return answer({ erased: 1, handedOver: 0 });
    }
    if (request.op === "record") return answer({ recorded: request.events?.length ?? 0, ids: [], skipped: 0 });
    return answer({});
  }

  restore(record: RecordName, bytes: Uint8Array): string {
    if (record === "people") this.members = new TextDecoder().decode(bytes).split(" ").map(Number);
    return '{"ok":{}}';
  }
}

class Browser {
  readonly #tabs = new BrowserOfTabs();
  readonly storage = this.#tabs.storage;
  readonly sealers = this.#tabs.sealers;

  async openTab(at = NOW) {
    const notices: ChangeNotice[] = [];
    const engine = new ListeningEngine();
    const host = this.#tabs.makeHost(engine, notices);
    const tab = {
      engine, notices, host,
      number: (await host.sit(null, at)).number,
      pick: async (member: number | null, now = at) => tab.follow(await host.sit({ member }, now)),
      mode: async (mode: Mode, now = at) => tab.follow(await host.sit({ mode }, now, undefined, tab.number)),
      leave: async (now = at) => tab.follow(await host.sit({ leave: true }, now)),
      look: (now = at) => host.sit(null, now),
      follow: (sitting: Sitting) => {
        tab.number = sitting.number;
        return sitting;
      },
      run: (op: OperationName, request: object = {}, now = at) => host.run(op, request, now, undefined, tab.number),
      record: (sku: string, now = at, more: object = {}) =>
        host.run("record", { events: [{ type: "view", sku }], ...more }, now, undefined, tab.number),
      asked: (op: string) => engine.asked.filter((each) => each.op === op),
    };
    return tab;
  }
}

const record = (tab: { asked: (op: string) => Asked[] }) => tab.asked("record").at(-1);

test("adds who was picked to what asks for it, and to nothing else", async () => {
  const tab = await new Browser().openTab();
  await tab.run("rank");
  await tab.pick(BEN);
  for (const op of ["rank", "status", "history.export", "catalog.item", "household.inbox"] as const) await tab.run(op);
  assert.deepEqual(tab.engine.asked.map(({ op, viewer }) => [op, viewer]), [
    ["rank", undefined], ["rank", BEN], ["status", BEN], ["history.export", BEN], ["catalog.item", BEN],
    ["household.inbox", undefined],
  ]);
});

test("says so when somebody shops as nobody in particular", async () => {
  const tab = await new Browser().openTab();
  await tab.pick(null);
  await tab.run("rank");
  assert.equal(tab.asked("rank")[0]?.viewer, null);
  await tab.leave();
  await tab.run("rank");
  assert.equal(tab.asked("rank")[1]?.viewer, undefined);
});

test("a surprise that was begun as one is not switched on for the next", async () => {
  const tab = await new Browser().openTab();
  await tab.pick(ANNA);
  const annas = tab.number;
  const picked = tab.host.sit({ member: BEN }, NOW, undefined, annas); // Anna's page has not heard of Ben yet
  const late = tab.host.sit({ mode: { label: "gift", gift: { until: NOW + 24 * 60 * MINUTE } } }, NOW, undefined, annas);
  await picked;
  await assert.rejects(late, { code: "sitting_over" });
  assert.deepEqual((await tab.look()).mode, { label: "personal" });
});

test("does not let a page say who is asking", async () => {
  const tab = await new Browser().openTab();
  await tab.run("rank", { viewer: BEN });
  await tab.pick(ANNA);
  await tab.run("rank", { viewer: BEN });
  assert.deepEqual(tab.asked("rank").map(({ viewer }) => viewer), [undefined, ANNA]);
});

test("refuses somebody whom the household does not have", async () => {
  const tab = await new Browser().openTab();
  await assert.rejects(tab.pick(7), { code: "not_found" });
  assert.equal((await tab.look()).picked, false);
});

test("a reload keeps who was picked, and the mode", async () => {
  const browser = new Browser();
  const tab = await browser.openTab();
  await tab.pick(ANNA);
  const sitting = await tab.mode({ label: "gift", gift: GIFT });
  assert.deepEqual(await (await browser.openTab()).look(), sitting);
});

test("all tabs hear at once of who sits down", async () => {
  const browser = new Browser();
  const [one, two] = [await browser.openTab(), await browser.openTab()];
  const sitting = await one.pick(ANNA);
  await new Promise((resolve) => setTimeout(resolve, 5));
  assert.deepEqual(two.notices.filter((each) => each.sitting), [{ elsewhere: true, sitting }]);
  await two.run("rank");
  assert.equal(two.asked("rank")[0]?.viewer, ANNA);
});

test("half an hour without a request ends it, a request keeps it going", async () => {
  const browser = new Browser();
  const tab = await browser.openTab();
  await tab.pick(ANNA);
  await tab.run("rank", {}, NOW + 29 * MINUTE);
  assert.equal((await tab.look(NOW + 58 * MINUTE)).member, ANNA);
  assert.deepEqual((await tab.look(NOW + 59 * MINUTE)).picked, false);
  await tab.run("rank", {}, NOW + 59 * MINUTE);
  assert.equal(tab.asked("rank").at(-1)?.viewer, undefined);
});

test("asking who sits there does not keep it going, and a closed browser ends it too", async () => {
  const browser = new Browser();
  const tab = await browser.openTab();
  await tab.pick(ANNA);
  await tab.look(NOW + 20 * MINUTE);
  assert.equal((await (await browser.openTab(NOW + 29 * MINUTE)).look(NOW + 29 * MINUTE)).member, ANNA);
  assert.equal((await (await browser.openTab(NOW + 30 * MINUTE)).look(NOW + 30 * MINUTE)).member, null);
});

test("one tab's rest does not end what another tab uses", async () => {
  const browser = new Browser();
  const [busy, resting] = [await browser.openTab(), await browser.openTab()];
  await busy.pick(ANNA);
  await resting.run("rank");
  for (let minutes = 0; minutes <= 60; minutes += 20) await busy.record(`A${minutes}`, NOW + minutes * MINUTE);
  assert.equal((await resting.look(NOW + 61 * MINUTE)).member, ANNA);
});

test("a clock that was set back ends it", async () => {
  const tab = await new Browser().openTab();
  await tab.pick(ANNA);
  assert.equal((await tab.look(NOW - 31 * MINUTE)).member, null);
});

test("in gift mode everything recorded is a surprise, in private mode private", async () => {
  const tab = await new Browser().openTab();
  await tab.pick(ANNA);
  await tab.record("A1");
  assert.deepEqual(record(tab)?.events, [{ type: "view", sku: "A1" }]);
  await tab.mode({ label: "gift", gift: TOGETHER });
  await tab.record("A2");
  assert.deepEqual(record(tab)?.events, [{ type: "view", sku: "A2", label: "gift", gift: TOGETHER }]);
  await tab.mode({ label: "private" });
  await tab.record("A3");
  assert.deepEqual(record(tab)?.events, [{ type: "view", sku: "A3", label: "private" }]);
  await tab.mode({ label: "personal" });
  await tab.record("A4");
  assert.deepEqual(record(tab)?.events, [{ type: "view", sku: "A4" }]);
});

test("events that are no list are refused where the mode would label them", async () => {
  const tab = await new Browser().openTab();
  await tab.pick(ANNA);
  await tab.mode({ label: "private" });
  const request = { events: 1 } as unknown as { events: [] };
  await assert.rejects(tab.host.run("record", request, NOW, undefined, tab.number), { code: "invalid_argument" });
  assert.equal(record(tab), undefined, "the engine is not asked");
});

test("an imported history says itself what is sealed", async () => {
  const tab = await new Browser().openTab();
  await tab.pick(ANNA);
  await tab.mode({ label: "private" });
  await tab.record("A1", NOW, { skipKnown: true });
  assert.deepEqual(record(tab)?.events, [{ type: "view", sku: "A1" }]);
});

test("a surprise needs somebody, a day to come and a member to be for", async () => {
  const tab = await new Browser().openTab();
  await assert.rejects(tab.mode({ label: "gift", gift: GIFT }), { code: "invalid_argument" });
  await tab.pick(null);
  await assert.rejects(tab.mode({ label: "private" }), { code: "invalid_argument" });
  await tab.pick(ANNA);
  for (const until of [NOW, NOW - 1, Number.NaN, NOW + 6 * 366 * 86_400_000]) {
    await assert.rejects(tab.mode({ label: "gift", gift: { until } }), { code: "invalid_argument" });
  }
  await assert.rejects(tab.mode({ label: "gift", gift: { ...GIFT, for: 9 } }), { code: "not_found" });
  assert.deepEqual((await tab.look()).mode, { label: "personal" });
});

test("the only member of a household need not say who they are", async () => {
  const tab = await new Browser().openTab();
  tab.engine.members = [CHLOE];
  const { member, mode } = await tab.mode({ label: "private" });
  assert.deepEqual([member, mode], [CHLOE, { label: "private" }]);
});

test("picking another ends the mode, picking the same keeps it", async () => {
  const tab = await new Browser().openTab();
  await tab.pick(ANNA);
  const sitting = await tab.mode({ label: "private" });
  assert.deepEqual(await tab.pick(ANNA), sitting);
  assert.deepEqual((await tab.pick(BEN)).mode, { label: "personal" });
  assert.deepEqual((await tab.pick(ANNA)).mode, { label: "personal" });
});

test("the mode ends when the surprise's day has come", async () => {
  const tab = await new Browser().openTab();
  await tab.pick(ANNA);
  await tab.mode({ label: "gift", gift: { until: NOW + 10 * MINUTE } });
  await tab.record("A1", NOW + 10 * MINUTE);
  assert.deepEqual(record(tab)?.events, [{ type: "view", sku: "A1" }]);
});

test("when gift mode ran out with the sitting, nothing is recorded at all", async () => {
  const browser = new Browser();
  const tab = await browser.openTab();
  await tab.pick(ANNA);
  await tab.mode({ label: "gift", gift: GIFT });
  const before = await browser.storage.read("history/demo/home");
  await assert.rejects(tab.record("A1", NOW + 31 * MINUTE), { code: "sitting_over" });
  assert.deepEqual(tab.asked("record"), []);
  assert.deepEqual(await browser.storage.read("history/demo/home"), before);
});

test("what a page began for one is not done as another", async () => {
  const browser = new Browser();
  const [annas, bens] = [await browser.openTab(), await browser.openTab()];
  await annas.pick(ANNA);
  await bens.pick(BEN);
  for (const op of ["record", "history.erase", "controls.label", "controls.share", "household.claim"] as const) {
    await assert.rejects(annas.run(op, { events: [] }), { code: "sitting_over" }, op);
  }
  assert.deepEqual(annas.engine.asked, []);
});

test("who is removed does not sit there any more, nor does who gets the same number next", async () => {
  const browser = new Browser();
  const tab = await browser.openTab();
  await tab.pick(BEN);
  await tab.run("household.remove", { member: BEN, history: "erase" });
  tab.engine.members.push(BEN);
  assert.equal((await tab.look()).picked, false);
  assert.equal((await (await browser.openTab()).look()).picked, false);
});

test("a surprise for somebody who left is for nobody in particular", async () => {
  const tab = await new Browser().openTab();
  await tab.pick(ANNA);
  await tab.mode({ label: "gift", gift: GIFT });
  await tab.run("household.remove", { member: BEN, history: "erase" });
  assert.deepEqual((await tab.look()).mode, { label: "gift", gift: { until: GIFT.until } });
});

test("whom the stored household does not have, does not sit there", async () => {
  const browser = new Browser();
  const tab = await browser.openTab();
  await tab.pick(CHLOE);
  const other = await browser.openTab();
  other.engine.members = [ANNA];
  other.host.markStale({ shop: "demo", people: true, digests: false });
  await other.run("rank");
  assert.equal(other.asked("rank")[0]?.viewer, undefined);
});

test("what is stored is of one size whatever it says", async () => {
  const browser = new Browser();
  const tab = await browser.openTab();
  const sizes = new Set<number | undefined>();
  const weigh = async () => sizes.add((await browser.storage.read("sitting/demo/home"))?.length);
  await tab.pick(ANNA);
  await weigh();
  await tab.mode({ label: "private" });
  await weigh();
  await tab.mode({ label: "gift", gift: TOGETHER });
  await weigh();
  await tab.leave();
  await weigh();
  assert.equal(sizes.size, 1);
});

test("a damaged record is read as nobody's sitting", async () => {
  const browser = new Browser();
  await (await browser.openTab()).pick(ANNA);
  const blob = await browser.storage.read("sitting/demo/home");
  blob![20]! ^= 1;
  await browser.storage.put("sitting/demo/home", blob!);
  assert.equal((await (await browser.openTab()).look()).member, null);
});

const STORED = { version: 1, number: 7, picked: true, member: ANNA, mode: { label: "personal" }, at: NOW };

async function openTabOnStored(stored: unknown) {
  const browser = new Browser();
  const text = typeof stored === "string" ? stored : JSON.stringify(stored);
  const file = new HouseholdFile(browser.storage, browser.sealers, "demo", "home");
  const generation = await file.history.sealer.renew(null);
  await file.commit([await file.putSitting(new TextEncoder().encode(text), generation)], "strict");
  return browser.openTab();
}

test("what is stored is taken over, field by field", async () => {
  const { version: _version, at: _at, ...sitting } = STORED;
  const modes: Mode[] = [{ label: "personal" }, { label: "private" }, { label: "gift", gift: { until: GIFT.until } },
    { label: "gift", gift: TOGETHER }];
  for (const mode of modes) {
    const tab = await openTabOnStored({ ...STORED, mode, unknown: 1 });
    assert.deepEqual(await tab.look(), { ...sitting, mode });
  }
  const nobody = await openTabOnStored({ ...STORED, member: null });
  assert.deepEqual(await nobody.look(), { ...sitting, member: null });
});

test("a stored sitting of another shape is read as nobody's, and the shop goes on", async () => {
  const { mode: _mode, ...no_mode } = STORED;
  const { version: _version, ...no_version } = STORED;
  const of_mode = (mode: unknown) => ({ ...STORED, mode });
  const of_gift = (gift: unknown) => of_mode({ label: "gift", gift });
  const shapes = [
    "", "null", "7", "[]", "{}", '{"picked":true}', no_version, no_mode,
    { ...STORED, version: 2 }, { ...STORED, version: "1" },
    { ...STORED, number: "7" }, { ...STORED, number: 1.5 }, { ...STORED, number: -1 }, { ...STORED, number: undefined },
    { ...STORED, picked: 1 }, { ...STORED, picked: false }, { ...STORED, picked: undefined },
    { ...STORED, member: "0" }, { ...STORED, member: -1 }, { ...STORED, member: 0.5 }, { ...STORED, member: undefined },
    { ...STORED, at: null }, { ...STORED, at: "now" }, { ...STORED, at: undefined },
    of_mode(null), of_mode("private"), of_mode({}), of_mode({ label: "secret" }), of_mode({ label: "secret", gift: TOGETHER }),
    { ...of_mode({ label: "private" }), member: null }, { ...of_mode({ label: "private" }), picked: false, member: null },
    of_gift(undefined), of_gift(null), of_gift({}), of_gift({ until: "soon" }), of_gift({ until: null }),
    of_gift({ ...GIFT, for: "Ben" }), of_gift({ ...GIFT, for: null }), of_gift({ ...GIFT, then: "reveal" }),
    of_gift({ ...GIFT, then: true }), of_gift({ ...GIFT, taste: 1 }),
  ];
  for (const shape of shapes) {
    const what = JSON.stringify(shape);
    const tab = await openTabOnStored(shape);
    assert.deepEqual(await tab.look(), { number: 0, picked: false, member: null, mode: { label: "personal" } }, what);
    await tab.run("rank");
    assert.equal(tab.asked("rank")[0]?.viewer, undefined, what);
    assert.equal((await tab.pick(BEN)).member, BEN, what);
    assert.equal((await tab.mode({ label: "private" })).mode.label, "private", what);
  }
});

test("a pick that cannot be kept is refused and changes nothing", async () => {
  const browser = new Browser();
  const tab = await browser.openTab();
  const sitting = await tab.pick(ANNA);
  browser.storage.full = true;
  await assert.rejects(tab.pick(BEN), { code: "storage_failed" });
  await tab.run("rank");
  assert.equal(tab.asked("rank")[0]?.viewer, ANNA);
  await assert.rejects(tab.mode({ label: "gift", gift: GIFT }), { code: "storage_failed" });
  assert.deepEqual(await tab.look(), sitting);
  await tab.run("rank", {}, NOW + 2 * MINUTE); // cannot be noted, is answered all the same
  assert.equal(tab.asked("rank")[1]?.viewer, ANNA);
});

test("writes who sits there about once a minute, and never while nobody does", async () => {
  const browser = new Browser();
  const tab = await browser.openTab();
  let writes = 0;
  const commit = browser.storage.commit.bind(browser.storage);
  browser.storage.commit = (batch) => (writes += 1, commit(batch));
  for (let second = 0; second < 180; second += 5) await tab.run("rank", {}, NOW + second * 1000);
  assert.equal(writes, 0);
  await tab.pick(ANNA);
  writes = 0;
  for (let second = 0; second < 180; second += 5) await tab.run("rank", {}, NOW + second * 1000);
  assert.equal(writes, 2);
});
