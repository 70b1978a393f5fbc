// The built module, under Node: the C++ engine through the binding.
import assert from "node:assert/strict";
import { test } from "node:test";
import { toShopEvent } from "../../wasm/src/client/history-file.js";
import { newCodeKind } from "../../wasm/src/client/household-code.js";
import {
  type Answer, type CalendarDate, type CatalogStatus, type CodeKind, COLOURS, type Constants, CORE_ERROR_CODES, type CoreStatus, EVENT_TYPES, type Gift, type Limits,
  type HistoryEvent, type HistoryExport, type HistoryList, type Household, type Item, type ItemDetails, KINDS, LABELS,
  type Member, type OperationName, OPERATIONS, type RankedItem, type RankRequest, REASON_CODES, type Recorded,
  type Request, type Sharing, type Slate, type Surface, SURFACES, TIERS, type Topic, type UnsignedVisit, type Visit,
  type Who, type Why, type Withheld,
} from "../../wasm/src/shared/api.js";
import { EFFECTS, type RawEngine, type RecordName, unwrap } from "../../wasm/src/worker/raw-engine.js";
import { makeRealEngine, wordsFile } from "./real-engine.js";
import { SMALL_CATALOG } from "./small-catalog.js";

const NOW = 1_700_000_000_000;
const RECORDS: readonly RecordName[] = ["people", "shop"];

async function makeShop(): Promise<RawEngine> {
  const engine = await makeRealEngine();
  engine.enterShop("demo", false);
  unwrap(engine.loadCatalog(SMALL_CATALOG));
  return engine;
}

function ask<T>(engine: RawEngine, op: string, request: object = {}): T {
  const now = OPERATIONS[op as OperationName]?.needs.includes("clock") ? { now: NOW } : {};
  return unwrap(engine.handle(JSON.stringify({ op, ...request, ...now }))) as T;
}

const snapshotsOf = (engine: RawEngine) => RECORDS.map((record) => engine.snapshot(record));
const effectsOf = (engine: RawEngine) => ({ people: engine.effect("people"), shop: engine.effect("shop") });

test("the module has no words of its own, and takes none but its own file", async () => {
  const engine = await makeRealEngine(false);
  unwrap(engine.loadCatalog(SMALL_CATALOG));
  const home = () => ask<Slate>(engine, "rank", { surface: "home" }).items.length;
  const altered = wordsFile().map((byte, i) => (i === 1000 ? byte ^ 1 : byte));
  for (const other of [new Uint8Array(), altered, wordsFile().subarray(1)]) {
    assert.throws(() => unwrap(engine.loadWords(other)), { code: "malformed" });
    assert.equal(engine.needsWords(), true);
    assert.deepEqual([home(), ask<CoreStatus>(engine, "status").words], [0, false]);
  }
  unwrap(engine.loadWords(wordsFile()));
  assert.equal(engine.needsWords(), false);
  assert.ok(home() > 0);
  assert.equal(ask<CoreStatus>(engine, "status").words, true);
});

test("the lists of the core and of the package are the same", async () => {
  const { operations: _operations, limits, ...lists } = ask<Constants>(await makeRealEngine(), "constants");
  assert.deepEqual(lists, {
    errors: CORE_ERROR_CODES,
    eventTypes: EVENT_TYPES,
    labels: LABELS,
    surfaces: SURFACES,
    reasons: REASON_CODES,
    colours: COLOURS,
    kinds: KINDS,
    tiers: TIERS,
    effects: EFFECTS,
  });
  const every: Record<keyof Limits, true> = {
    sittingGapMs: true, maxGiftMs: true, maxMembers: true, maxNameBytes: true, maxQueryBytes: true,
    minCodeIterations: true, undoMs: true, releaseGapMs: true, maxClockGapMs: true,
  };
  assert.deepEqual(Object.keys(limits).sort(), Object.keys(every).sort());
  assert.ok(newCodeKind().iterations >= limits.minCodeIterations);
});

test("the tables of operations of the core and of the package are the same", async () => {
  const { operations } = ask<Constants>(await makeRealEngine(), "constants");
  const rows = operations.map(({ name, needs, writes, caller, guard }) => [name, { needs, writes, caller, guard }] as const);
  assert.equal(operations.length, new Set(rows.map(([name]) => name)).size);
  assert.deepEqual(Object.fromEntries(rows), OPERATIONS);
});

test("segments make of one engine what another is", async () => {
  const [engine, other] = [await makeShop(), await makeShop()];
  const nothing = { people: "none", shop: "none" };
  assert.deepEqual(effectsOf(engine), nothing);
  const segments: (readonly [RecordName, Uint8Array])[] = [];
  const take = (record: RecordName, effect: string) => {
    assert.deepEqual(effectsOf(engine), { ...nothing, [record]: effect });
    segments.push([record, engine.takeChanges(record)]);
    assert.deepEqual(effectsOf(engine), nothing);
    for (const each of RECORDS) assert.equal(engine.takeChanges(each).length, 0);
  };
  ask(engine, "record", { events: [{ type: "view", sku: "A1" }] });
  ask(engine, "record", { events: [{ type: "view", sku: "A2" }] });
  take("shop", "appended");
  ask(engine, "household.change", { member: 0, name: "Anna" });
  take("people", "appended");
  ask(engine, "controls.label", { viewer: 0, skus: ["A2"], label: "private" });
  take("shop", "rewritten");
  ask(engine, "history.erase", { viewer: 0, sku: "A1" });
  take("shop", "erased");
  for (const [record, segment] of [...segments, ...segments.slice(-1)]) unwrap(other.apply(record, segment));
  unwrap(other.reconcile());
  assert.deepEqual(snapshotsOf(other), snapshotsOf(engine));
  assert.deepEqual(effectsOf(other), nothing);
  for (const read of ["status", "history.list", "household.inbox", "household.who"]) ask(engine, read);
  assert.deepEqual(effectsOf(engine), nothing);
  ask(engine, "household.erase", { everything: true, grownUp: { asked: true } });
  assert.equal(engine.effect("people"), "everything");
});

test("refuses bad bytes for a segment and keeps its history", async () => {
  const engine = await makeShop();
  ask(engine, "record", { events: [{ type: "view", sku: "A1" }] });
  const segment = engine.takeChanges("shop");
  const before = snapshotsOf(engine);
  for (let i = 1; i < segment.length; ++i) {
    assert.throws(() => unwrap(engine.apply("shop", segment.subarray(0, i))), { name: "EngineError" });
  }
  assert.throws(() => unwrap(engine.apply("shop", new Uint8Array(4096).fill(170))), { name: "EngineError" });
  assert.deepEqual(snapshotsOf(engine), before);
});

test("every operation of the package is one of the core's", async () => {
  const engine = await makeShop();
  for (const op of Object.keys(OPERATIONS)) {
    const envelope = engine.handle(JSON.stringify({ op, nonsense: true }));
    assert.doesNotMatch(envelope, /"not_found"/, op);
    assert.match(envelope, /"error"/, `${op} took an unknown key`);
  }
});

test("refuses bad bytes for a pack and stays usable", async () => {
  const engine = await makeShop();
  for (const bytes of [new Uint8Array(0), new Uint8Array(3), new Uint8Array(5000).fill(255)]) {
    assert.throws(() => unwrap(engine.loadPack(bytes)), { name: "EngineError" });
  }
  assert.equal(ask<{ total: number }>(engine, "catalog.list").total, 4);
});

test("refuses bad bytes for a snapshot and keeps its history", async () => {
  const engine = await makeShop();
  ask(engine, "record", { event: { type: "view", sku: "A1" } });
  for (const record of RECORDS) {
    const good = engine.snapshot(record);
    for (let i = 0; i < good.length; ++i) {
      assert.throws(() => unwrap(engine.restore(record, good.subarray(0, i))), { name: "EngineError" });
    }
    assert.throws(() => unwrap(engine.restore(record, new Uint8Array(4096).fill(170))), { name: "EngineError" });
  }
  assert.equal(ask<HistoryList>(engine, "history.list").total, 1);
});

test("refuses text that is not a request", async () => {
  const engine = await makeShop();
  for (const text of ["", "{", "[]", "null", '{"op":7}', '{"op":"nothing"}', "\ud800"]) {
    assert.throws(() => unwrap(engine.handle(text)), { name: "EngineError" }, text);
  }
});

test("a snapshot stays valid while memory grows, and restores to the same answers", async () => {
  const engine = await makeShop();
  ask(engine, "record", { events: [{ type: "view", sku: "A1" }, { type: "buy", sku: "A2" }] });
  const snapshot = engine.snapshot("shop");
  const before = snapshot.slice();
  assert.throws(() => unwrap(engine.loadPack(new Uint8Array(64 << 20))));
  assert.deepEqual(snapshot, before);
  const again = await makeShop();
  unwrap(again.restore("shop", snapshot));
  assert.deepEqual(again.snapshot("shop"), before);
  const request = { surface: "home", limit: 4 };
  assert.deepEqual(ask(again, "rank", request), ask(engine, "rank", request));
});

test("ranks, explains and forgets", async () => {
  const engine = await makeShop();
  const { ids } = ask<Recorded>(engine, "record", { event: { type: "dismiss", sku: "A1" } });
  const shown = () =>
    ask<Slate>(engine, "rank", { surface: "home", limit: 4 }).items.map((item) => item.sku);
  assert.ok(!shown().includes("A1"));
  assert.equal(ask<{ events: unknown[] }>(engine, "why", { sku: "A1" }).events.length, 1);
  ask(engine, "history.erase", { events: [ids[0]] });
  assert.ok(shown().includes("A1"));
});

test("keeps a search in its words, exports it and takes it back", async () => {
  const engine = await makeShop();
  const search = { type: "search", query: "tea for two" };
  const { ids } = ask<Recorded>(engine, "record", { event: search });
  const [listed] = ask<HistoryList>(engine, "history.list").events;
  assert.deepEqual([listed?.type, listed?.title, listed?.sku, listed?.inCatalog], ["search", "tea for two", "", false]);
  const { events } = ask<HistoryExport>(engine, "history.export");
  const again = await makeShop();
  ask(again, "record", { events: events.map(toShopEvent) });
  assert.deepEqual(snapshotsOf(again), snapshotsOf(engine));
  for (const query of ["", "  ", "a\u0007b", "x".repeat(513), 7]) {
    assert.throws(() => ask(engine, "record", { event: { ...search, query } }), { code: "invalid_argument" });
  }
  assert.deepEqual(snapshotsOf(again), snapshotsOf(engine), "what is refused changes nothing");
  ask(engine, "history.erase", { events: [ids[0]] });
  assert.equal(ask<HistoryList>(engine, "history.list").total, 0);
});

test("steers by a search at once, says why, and no longer once it is erased", async () => {
  const engine = await makeShop();
  const home = (): readonly RankedItem[] => ask<Slate>(engine, "rank", { surface: "home" }).items;
  const before = home();
  const { ids } = ask<Recorded>(engine, "record", { event: { type: "search", query: "lights" } });
  const [first] = home();
  assert.notEqual(before[0]?.sku, "A4");
  assert.deepEqual([first?.sku, first?.reason], ["A4", { code: "matches_search", text: "Matches your search" }]);
  assert.deepEqual(ask<Why>(engine, "why", { sku: "A4" }).events.map(({ id }) => id), ids);
  ask(engine, "history.erase", { events: [ids[0]] });
  assert.deepEqual(home(), before);
});

test("erasing everything gives the snapshot of no history", async () => {
  const engine = await makeShop();
  const blank = snapshotsOf(engine);
  ask(engine, "record", { event: { type: "view", sku: "A1" } });
  assert.notDeepEqual(snapshotsOf(engine), blank);
  ask(engine, "history.erase", { all: true });
  assert.deepEqual(snapshotsOf(engine), blank);
});

// Compiled against the types and sent to the engine: a field that one of them lacks fails here.
type Every<T> = T extends readonly (infer Each)[] ? readonly Every<Each>[]
  : T extends object ? { readonly [Key in keyof T]-?: Every<T[Key]> } : T;
const LISTS = { limit: 3, basket: ["A2"], exclude: ["A4"] };
type Given<S extends Surface, Field extends keyof RankRequest> =
  Every<Pick<RankRequest, "limit" | "basket" | "exclude" | Field>> & { readonly surface: S };
const RANKS: readonly [
  Given<"home", never>, Given<"basket", never>, Given<"buy_again", "subtle">, Given<"similar", "sku">,
  Given<"listing", "candidates">, Given<"listing", "category">,
] = [
  { surface: "home", ...LISTS },
  { surface: "basket", ...LISTS },
  { surface: "buy_again", ...LISTS, subtle: true },
  { surface: "similar", ...LISTS, sku: "A1" },
  { surface: "listing", ...LISTS, candidates: ["A1", "A3"] },
  { surface: "listing", ...LISTS, category: "Kitchen" },
];
// A field of RankRequest that no surface above sends is a mistake of the type.
type Sent = (typeof RANKS)[number] extends infer Each ? Each extends object ? keyof Each : never : never;
const all_sent: Exclude<keyof RankRequest, Sent> extends never ? true : never = true;

const GIFT: Every<Gift> = { until: NOW + 86_400_000, for: 0, then: "forget", taste: true };
const TODAY: Every<CalendarDate> = { year: 2023, month: 11, day: 14 };
const NO_VISIT = "0000000000000000";
const ASKED = { asked: true } as const;
const HASH = "ab".repeat(32);

const EVERY_FIELD: { readonly [Op in Exclude<OperationName, "rank" | "why">]: readonly Every<Request<Op>>[] } = {
  "status": [{}],
  "constants": [{}],
  "record": [{
    events: [{
      type: "buy", sku: "A1", time: NOW - 5, quantity: 2, priceMinor: 100, session: 1, label: "gift", giftCue: true,
      item: { title: "Tea", category: "Food", brand: "Leaf" }, gift: GIFT,
    }],
    skipKnown: true, currency: "GBP",
    grownUp: ASKED,
  }],
  "history.list": [{ limit: 3, offset: 0 }],
  "history.export": [{}],
  "controls.pause": [{ paused: false }],
  "controls.label": [
    { events: ["0000000000000000"], label: "gift", gift: GIFT }, { skus: ["A1"], from: NOW, label: "gift", gift: GIFT },
    { visit: NO_VISIT, label: "gift", gift: GIFT },
  ],
  "controls.share": [{ category: "Kitchen", shared: true }],
  "controls.sharing": [{}],
  "controls.sensitive": [{ topic: "alcohol", allowed: true }],
  "controls.topics": [{}],
  "controls.surprise": [{ skus: ["A1"], gift: GIFT }, { visit: NO_VISIT, gift: GIFT }],
  "controls.mute": [{ category: "Kitchen", muted: true }],
  "controls.muted": [{}],
  "controls.join": [{ shop: "demo", joined: true }],
  "controls.joined": [{}],
  "gift.suggest": [{ basket: ["A1"], today: TODAY }],
  "household.members": [{}],
  "household.change": [{ member: 0, name: "Anna", colour: "plum", kind: "adult", locked: false, grownUp: ASKED }],
  "household.add": [{ name: "Ben", colour: "sea", kind: "child", grownUp: ASKED }],
  "household.settings": [{ threshold: 90, margin: 10, dates: [{ month: 2, day: 29, name: "Leap" }], grownUp: ASKED }],
  "household.who": [{}],
  "household.inbox": [{}],
  "household.visits": [{ limit: 3 }],
  "household.claim": [{ visit: NO_VISIT, member: 1 }, { visit: NO_VISIT, member: null }],
  "household.discard": [{ visit: NO_VISIT, grownUp: ASKED }],
  "household.release": [{}],
  "household.remove": [{ member: 1, history: "hand_over", grownUp: ASKED }],
  "household.code": [
    { salt: "00".repeat(16), iterations: 100_000, hash: HASH, grownUp: ASKED }, { hash: null, grownUp: { code: HASH } },
  ],
  "household.undo": [{ undo: NO_VISIT }],
  "household.withheld": [{}],
  "household.erase": [{ everything: true, grownUp: ASKED }],
  "catalog.item": [{ sku: "A1" }],
  "catalog.categories": [{}],
  "catalog.list": [{ category: "Kitchen", limit: 3, offset: 1 }],
  "catalog.search": [{ query: "item", limit: 3 }],
  "history.erase": [
    { events: ["0000000000000000"] }, { sku: "A1" }, { category: "Kitchen" }, { from: 0, to: NOW }, { all: true },
  ],
};

test("takes every field of every request", async () => {
  assert.ok(all_sent);
  const engine = await makeShop();
  for (const [op, requests] of Object.entries(EVERY_FIELD)) {
    for (const each of requests) {
      const request = { ...each, ...(OPERATIONS[op as OperationName].needs.includes("viewer") && { viewer: 0 }) };
      const names_none = "visit" in request || "undo" in request || (op !== "record" && "events" in request);
      if (names_none) assert.throws(() => ask(engine, op, request), { code: "not_found" }, op);
      else if (op === "controls.share") assert.throws(() => ask(engine, op, request), { message: /category/ });
      else ask(engine, op, request);
    }
  }
  for (const rank of RANKS) {
    ask(engine, "rank", rank);
    const why: Readonly<Record<keyof Request<"why">, unknown>> = { sku: "A1", rank };
    ask(engine, "why", why);
  }
});

// The fields of a type that are always there, so that a test that leaves one out does not compile.
type Always<T> = { [K in keyof T as undefined extends T[K] ? never : K]: true };

test("answers with every field that the types promise, and no other", async () => {
  const engine = await makeShop();
  const keys = (value: object) => Object.keys(value).sort();
  const of = <T>(fields: Always<T>) => Object.keys(fields).sort();
  const item = { sku: true, title: true, priceMinor: true, category: true, brand: true, availability: true,
    link: true, image: true } as const;
  const recorded = ask<Recorded>(engine, "record", { events: [{ type: "view", sku: "A1" }] });
  assert.deepEqual(keys(recorded), of<Recorded>({ recorded: true, ids: true, skipped: true }));
  const slate = ask<Slate>(engine, "rank", { surface: "home" });
  assert.deepEqual(keys(slate), of<Slate>({ surface: true, items: true, unknown: true }));
  assert.deepEqual(keys(slate.items[0]!), of<RankedItem>({ ...item, reason: true }));
  const why = ask<Why>(engine, "why", { sku: "A1" });
  assert.deepEqual(keys(why), of<Why>({ sku: true, title: true, reasons: true, events: true }));
  assert.deepEqual(keys(why.events[0]!), of<HistoryEvent>({
    id: true, type: true, sku: true, title: true, category: true, brand: true, time: true, quantity: true,
    priceMinor: true, session: true, label: true, inCatalog: true, gift: true, topic: true, member: true,
    own: true, doubtful: true,
  }));
  assert.deepEqual(keys(ask<Item>(engine, "catalog.item", { sku: "A1" })), of<Item>(item));
  const variants = JSON.parse(SMALL_CATALOG);
  for (const each of variants.items) Object.assign(each, { item_group_id: "G", product_type: "Kitchen" });
  const sized = await makeRealEngine();
  unwrap(sized.loadCatalog(JSON.stringify(variants)));
  const details = ask<ItemDetails>(sized, "catalog.item", { sku: "A3" });
  assert.deepEqual(keys(details), [...of<Item>(item), "group", "variants"].sort());
  assert.deepEqual(details.variants!.map(keys), Array(4).fill([...of<Item>(item), "group"].sort()));
  const status = ask<CoreStatus>(engine, "status");
  assert.deepEqual(keys(status),
    of<CoreStatus>({ paused: true, events: true, items: true, catalog: true, words: true, version: true }));
  assert.deepEqual(keys(status.catalog!), of<CatalogStatus>({
    shop: true, items: true, asOf: true, currency: true, minorDigits: true, hash: true, k: true,
  }));
});

test("answers of the household have every field that the types promise, and no other", async () => {
  const engine = await makeShop();
  const keys = (value: object) => Object.keys(value).sort();
  const of = <T>(fields: Record<keyof T, true>) => Object.keys(fields).sort();
  const member = of<Member>({ id: true, name: true, colour: true, kind: true, locked: true });
  assert.deepEqual(keys(ask<Member>(engine, "household.change", { member: 0, name: "Anna" })), member);
  assert.deepEqual(keys(ask<Member>(engine, "household.add", { name: "Ben" })), member);
  const household = ask<Household>(engine, "household.settings", { dates: [{ month: 5, day: 1, name: "May" }] });
  assert.deepEqual(keys(household), of<Household>({ members: true, threshold: true, margin: true, dates: true, code: true }));
  assert.deepEqual(household.dates, [{ month: 5, day: 1, name: "May" }]);
  const anna = { viewer: 0 };
  const gift = { until: NOW + 1000, for: 1, then: "forget", taste: true } as const;
  ask(engine, "record", { ...anna, events: [{ type: "buy", sku: "A1", label: "gift" }], gift });
  const [kept] = ask<HistoryList>(engine, "history.list", anna).events;
  assert.deepEqual([kept?.label, kept?.gift, kept?.member], ["gift", gift, 0]);
  ask(engine, "record", { ...anna, events: [{ type: "buy", sku: "A2" }] });
  ask(engine, "record", { events: [{ type: "view", sku: "A3", time: NOW - 3_600_000 }, { type: "view", sku: "A4" }] });
  const who = ask<Who>(engine, "household.who");
  assert.deepEqual(keys(who), of<Who>({
    state: true, member: true, beliefs: true, somebodyNewPercent: true, ask: true, somebodyNew: true, visit: true,
  }));
  assert.equal(typeof who.visit, "string");
  assert.deepEqual(keys(who.beliefs[0]!), ["member", "percent"]);
  const [unsigned] = ask<{ visits: UnsignedVisit[] }>(engine, "household.inbox").visits;
  assert.deepEqual(keys(unsigned!), of<UnsignedVisit>({ visit: true, from: true, to: true, items: true, searches: true, guess: true }));
  const [own] = ask<{ visits: Visit[] }>(engine, "household.visits", anna).visits;
  assert.deepEqual(keys(own!), of<Visit>({ visit: true, from: true, to: true, items: true, searches: true }));
  const [topic] = ask<{ topics: Topic[] }>(engine, "controls.topics", anna).topics;
  assert.deepEqual(keys(topic!), of<Topic>({ id: true, name: true, tier: true, adultsOnly: true, allowed: true }));
  for (const each of ask<{ categories: Sharing[] }>(engine, "controls.sharing", anna).categories) {
    assert.deepEqual(keys(each), of<Sharing>({ category: true, shared: true }));
  }
  const released: Answer<"household.release"> = { released: true, household: false };
  assert.deepEqual(ask(engine, "household.release"), released);
  for (const op of ["controls.join", "controls.joined"]) {
    const request = { ...anna, ...(op === "controls.join" && { shop: "demo", joined: true }) };
    assert.deepEqual(ask(engine, op, request), { shop: "demo", shops: ["demo"], gpc: false } satisfies Answer<"controls.joined">);
  }
  for (const op of ["controls.mute", "controls.muted"]) {
    const request = { ...anna, ...(op === "controls.mute" && { category: "Kitchen", muted: true }) };
    assert.deepEqual(ask(engine, op, request), { categories: ["Kitchen"] } satisfies Answer<"controls.muted">);
  }
  const suggestion = ask<Answer<"gift.suggest">>(engine, "gift.suggest", { basket: ["A1"] });
  assert.deepEqual(keys(suggestion), of<Answer<"gift.suggest">>({ suggest: true, because: true, date: true }));
  assert.deepEqual(keys(suggestion.date), of<CalendarDate>({ year: true, month: true, day: true }));
  const removed = ask<Answer<"household.remove">>(engine, "household.remove", { member: 1, history: "erase", grownUp: ASKED });
  assert.deepEqual(keys(removed), of<Answer<"household.remove">>({ erased: true, handedOver: true, undo: true, undoUntil: true }));
  const [withheld] = ask<Answer<"household.withheld">>(engine, "household.withheld").withheld;
  assert.deepEqual(keys(withheld!), of<Withheld>({ undo: true, what: true, name: true, until: true }));
  assert.deepEqual([withheld?.undo, withheld?.what, withheld?.name], [removed.undo, "member", "Ben"]);
  const restored: Answer<"household.undo"> = { restored: true };
  assert.deepEqual(ask(engine, "household.undo", { undo: removed.undo }), restored);
  const coded = ask<Household>(engine, "household.code", { salt: "01".repeat(16), iterations: 100_000, hash: HASH, grownUp: ASKED });
  assert.deepEqual(coded.code, { salt: "01".repeat(16), iterations: 100_000 } satisfies CodeKind);
  assert.throws(() => ask(engine, "household.erase", { everything: true, grownUp: ASKED }), { code: "needs_grown_up" });
  const erased = ask<Answer<"household.erase">>(engine, "household.erase", { everything: true, grownUp: { code: HASH } });
  assert.deepEqual(keys(erased), of<Answer<"household.erase">>({ erased: true, undo: true, undoUntil: true }));
});

test("an explanation fits the slate that showed the item", async () => {
  const engine = await makeShop();
  ask(engine, "record", { events: [{ type: "view", sku: "A1" }, { type: "buy", sku: "A2" }] });
  for (const rank of RANKS) {
    for (const { sku, reason } of ask<Slate>(engine, "rank", rank).items) {
      const { reasons } = ask<Why>(engine, "why", { sku, rank });
      assert.ok(reasons.some(({ code }) => code === reason.code), `${rank.surface} ${sku} ${reason.code}`);
    }
  }
});

test("the same file can be imported twice, and what has not happened yet is left out", async () => {
  const engine = await makeShop();
  ask(engine, "record", { events: [{ type: "view", sku: "A1" }, { type: "buy", sku: "A2" }] });
  const { events } = ask<HistoryExport>(engine, "history.export");
  const file = [...events.map(toShopEvent), { type: "view", sku: "A3", time: NOW + 1 }];
  const other = await makeShop();
  const first = ask<Recorded>(other, "record", { events: file, skipKnown: true, grownUp: ASKED });
  assert.deepEqual([first.recorded, first.ids.length, first.skipped], [2, 2, 1]);
  const again = ask<Recorded>(other, "record", { events: file, skipKnown: true, grownUp: ASKED });
  assert.deepEqual([again.recorded, again.ids.length, again.skipped], [0, 0, 3]);
  assert.deepEqual(ask<Recorded>(other, "record", { events: [], skipKnown: true, grownUp: ASKED }).recorded, 0);
});

test("a file read after a surprise's day holds an ordinary entry, or nothing where it was to be forgotten", async () => {
  const engine = await makeShop();
  const gift = { until: GIFT.until, for: 0 };
  ask(engine, "record", { viewer: 0, events: [
    { type: "buy", sku: "A1", label: "gift", gift }, { type: "buy", sku: "A2", label: "gift", gift: { ...gift, then: "forget" } },
    { type: "view", sku: "A3" },
  ] });
  for (const from of ["history.export", "history.list"]) {
    const events = ask<HistoryExport>(engine, from, { viewer: 0 }).events.map(toShopEvent);
    assert.equal(events.filter(({ label }) => label === "gift").length, 2);
    const other = await makeShop();
    const late = (op: string, request: object = {}) =>
      unwrap(other.handle(JSON.stringify({ op, ...request, viewer: 0, now: GIFT.until })));
    late("record", { events, skipKnown: true });
    const listed = (late("history.list") as HistoryList).events;
    assert.deepEqual(listed.map(({ sku, gift: left }) => [sku, left]).sort(), [["A1", null], ["A3", null]], from);
  }
});

test("an exported history can be recorded in another engine", async () => {
  const engine = await makeShop();
  ask(engine, "record", { events: [{ type: "view", sku: "A1" }, { type: "buy", sku: "A2" }] });
  const { events } = ask<HistoryExport>(engine, "history.export");
  const other = await makeShop();
  ask(other, "record", { events: events.map(toShopEvent) });
  assert.deepEqual(ask(other, "history.list"), ask(engine, "history.list"));
});
