// The built module, under Node: the C++ engine through the binding.
import assert from "node:assert/strict";
import { test } from "node:test";
import { toShopEvent } from "../../wasm/src/client/history-file.js";
import {
  type Constants, CORE_ERROR_CODES, EVENT_TYPES, type HistoryExport, type HistoryList, LABELS,
  OPERATIONS, REASON_CODES, type Recorded, type Slate, SURFACES,
} from "../../wasm/src/shared/api.js";
import { type RawEngine, unwrap } from "../../wasm/src/worker/raw-engine.js";
import { makeRealEngine } from "./real-engine.js";
import { SMALL_CATALOG } from "./small-catalog.js";

const NOW = 1_700_000_000_000;

async function makeShop(): Promise<RawEngine> {
  const engine = await makeRealEngine();
  unwrap(engine.loadCatalog(SMALL_CATALOG));
  return engine;
}

function ask<T>(engine: RawEngine, op: string, request: object = {}): T {
  const now = OPERATIONS[op as keyof typeof OPERATIONS]?.now ? { now: NOW } : {};
  return unwrap(engine.handle(JSON.stringify({ op, ...request, ...now }))) as T;
}

test("the lists of the core and of the package are the same", async () => {
  const constants = ask<Constants>(await makeRealEngine(), "constants");
  assert.deepEqual(constants, {
    errors: CORE_ERROR_CODES,
    eventTypes: EVENT_TYPES,
    labels: LABELS,
    surfaces: SURFACES,
    reasons: REASON_CODES,
  });
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
  const good = engine.snapshot();
  for (let i = 0; i < good.length; ++i) {
    assert.throws(() => unwrap(engine.restore(good.subarray(0, i))), { name: "EngineError" });
  }
  assert.throws(() => unwrap(engine.restore(new Uint8Array(4096).fill(170))), { name: "EngineError" });
  assert.equal(ask<HistoryList>(engine, "history.list").total, 1);
});

test("refuses text that is no request", async () => {
  const engine = await makeShop();
  for (const text of ["", "{", "[]", "null", '{"op":7}', '{"op":"nothing"}', "\ud800"]) {
    assert.throws(() => unwrap(engine.handle(text)), { name: "EngineError" }, text);
  }
});

test("a snapshot stays valid while memory grows, and restores to the same answers", async () => {
  const engine = await makeShop();
  ask(engine, "record", { events: [{ type: "view", sku: "A1" }, { type: "buy", sku: "A2" }] });
  const snapshot = engine.snapshot();
  const before = snapshot.slice();
  assert.throws(() => unwrap(engine.loadPack(new Uint8Array(64 << 20))));
  assert.deepEqual(snapshot, before);
  const again = await makeShop();
  unwrap(again.restore(snapshot));
  assert.deepEqual(again.snapshot(), before);
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
  ask(engine, "history.erase", { event: ids[0] });
  assert.ok(shown().includes("A1"));
});

test("erasing everything gives the snapshot of no history", async () => {
  const engine = await makeShop();
  const blank = engine.snapshot();
  ask(engine, "record", { event: { type: "view", sku: "A1" } });
  assert.notDeepEqual(engine.snapshot(), blank);
  ask(engine, "history.erase", { all: true });
  assert.deepEqual(engine.snapshot(), blank);
});

test("an exported history can be recorded in another engine", async () => {
  const engine = await makeShop();
  ask(engine, "record", { events: [{ type: "view", sku: "A1" }, { type: "buy", sku: "A2" }] });
  const { events } = ask<HistoryExport>(engine, "history.export");
  const other = await makeShop();
  ask(other, "record", { events: events.map(toShopEvent) });
  assert.deepEqual(ask(other, "history.list"), ask(engine, "history.list"));
});
