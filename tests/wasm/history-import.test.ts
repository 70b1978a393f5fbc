// A chosen file from its bytes to the history: the built modules, without a browser's workers.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test, type TestContext } from "node:test";
import { KnownSitting } from "../../wasm/src/client/calls.js";
import { HearthControl } from "../../wasm/src/client/hearth-control.js";
import type { ImportProgress } from "../../wasm/src/client/history-reading.js";
import { importService } from "../../wasm/src/importer/import-service.js";
import { IMPORT_PROTOCOL, type ImportApi } from "../../wasm/src/shared/import-api.js";
import type { Port } from "../../wasm/src/shared/rpc.js";
import { serve } from "../../wasm/src/shared/rpc-server.js";
import { servePorts } from "../../wasm/src/worker/ports.js";
import { Browser } from "./browser-of-tabs.js";
import { makeRealEngine } from "./real-engine.js";
import { SMALL_CATALOG } from "./small-catalog.js";

declare const IMPORT_WASM: string;

const NOW = Date.UTC(2025, 10, 30);
const ASKED = { asked: true } as const;

// `pack`: of the page that reads the file; the engine has SMALL_CATALOG.
async function openShop(t: TestContext, pack = SMALL_CATALOG) {
  const engine = await makeRealEngine();
  engine.loadCatalog(SMALL_CATALOG);
  const host = new Browser().makeHost(engine, []);
  await host.start(NOW);
  const [shop, member] = [new MessageChannel(), new MessageChannel()];
  const ports = servePorts(host, shop.port2 as unknown as Port, member.port2 as unknown as Port, (told) => told);
  const workers = { started: 0, ended: 0 };
  const sources = {
    start: () => {
      workers.started += 1;
      const { port1, port2 } = new MessageChannel();
      serve<ImportApi>(port2 as unknown as Port, IMPORT_PROTOCOL, importService());
      return Object.assign(port1, { terminate: () => (workers.ended += 1, port1.close()) }) as unknown as Worker;
    },
    wasm: async () => new Uint8Array(readFileSync(IMPORT_WASM)),
    pack: async () => ({ catalog: pack }),
  };
  const seat = ports.seat(await host.sit(null, NOW));
  const control = new HearthControl(member.port1 as unknown as Port, new KnownSitting(), () => NOW, seat, sources);
  t.after(() => [shop, member].forEach(({ port1 }) => port1.close()));
  return { control, workers };
}

const table = (rows: number): Blob =>
  new Blob([`order,time,sku,title,price\n${Array.from({ length: rows }, (_, i) =>
    `${i},2024-01-01 10:00,A${(i % 4) + 1},Item ${(i % 4) + 1},2.50`).join("\n")}`]);

test("a file is looked at without recording, then recorded, and twice is once", async (t) => {
  const { control, workers } = await openShop(t);
  const file = new Blob(["order,time,sku,title,category,price\n7,2024-01-01,A1,Item 1,,2.50\n",
    "7,2024-01-01,A1,Item 1,,2.50\n8,2024-01-02,Z1,Garden hose,Garden > Pots,9\n9,,A1,Item 1,,1\n"]);
  const reading = await control.history.read(file);
  assert.equal(reading.found.recognised, "table, comma, UTF-8");
  assert.deepEqual(reading.found.matched, { sku: 1, gtin: 0, title: 0 });
  assert.deepEqual(reading.found.skipped.first, [{ unit: "line", row: 5, reason: "no_time", words: "without a date", detail: "" }]);
  assert.equal((await control.history.list()).total, 0);

  const report = await reading.record({ grownUp: ASKED });
  reading.close();
  assert.deepEqual([report.recorded, report.known, report.refused.events, report.ids.length], [2, 0, 0, 2]);
  const { events } = await control.history.list();
  assert.deepEqual(events.map(({ type, sku, title, category, quantity, priceMinor, inCatalog }) =>
    [type, sku, title, category, quantity, priceMinor, inCatalog]), [
    ["buy", "Z1", "Garden hose", "Garden > Pots", 1, 900, false],
    ["buy", "A1", "Item 1", "Kitchen > Cups", 2, 250, true],
  ]);
  const again = await control.history.import(file, { grownUp: ASKED });
  assert.deepEqual([again.recorded, again.known], [0, 2]);
  assert.deepEqual(workers, { started: 2, ended: 2 });
});

test("asks what columns mean, and takes the answer", async (t) => {
  const { control } = await openShop(t);
  const file = new Blob(["Delivery date;What\n03/04/2024;Item 1\n"]);
  const reading = await control.history.read(file);
  assert.deepEqual(reading.found.asks, ["columns"]);
  await assert.rejects(reading.record(), { code: "invalid_argument" });
  assert.deepEqual((await reading.again({ columns: { time: "Delivery date", title: "What" } })).asks, ["dates"]);
  await assert.rejects(reading.again({ columns: { time: "When" } }), { code: "invalid_argument" });
  assert.deepEqual(reading.found.asks, ["dates"]); // what was found before stays
  const found = await reading.again({ columns: { time: "Delivery date", title: "What" }, dates: "month-first" });
  assert.deepEqual([found.asks, found.events, found.examples[0]?.time], [[], 1, Date.UTC(2024, 2, 4)]);
  assert.equal((await reading.record({ grownUp: ASKED })).recorded, 1);
  reading.close();
});

test("records in batches, says how far it is, and goes on where it was stopped", async (t) => {
  const { control } = await openShop(t);
  const stop = new AbortController();
  const steps: ImportProgress[] = [];
  const onProgress = (step: ImportProgress) => {
    steps.push(step);
    if (step.phase === "recording" && step.done === 1000) stop.abort();
  };
  await assert.rejects(control.history.import(table(1200), { grownUp: ASKED, signal: stop.signal, onProgress }), { name: "AbortError" });
  assert.equal((await control.history.list()).total, 1000);
  assert.deepEqual(steps.map(({ phase, done }) => `${phase} ${done}`),
    ["loading 0", "reading 0", "recording 0", "recording 500", "recording 1000"]);
  const rest = await control.history.import(table(1200), { grownUp: ASKED });
  assert.deepEqual([rest.recorded, rest.known], [200, 1000]);
});

test("what was recorded before it was stopped can be taken back", async (t) => {
  const { control } = await openShop(t);
  const reading = await control.history.read(table(1200));
  const stop = new AbortController();
  const onProgress = ({ done }: ImportProgress) => done === 500 && stop.abort();
  await assert.rejects(reading.record({ grownUp: ASKED, signal: stop.signal, onProgress }), { name: "AbortError" });
  assert.equal(reading.recorded.length, 500);
  await control.history.erase({ events: reading.recorded });
  assert.equal((await control.history.list()).total, 0);
  const all = await reading.record({ grownUp: ASKED });
  assert.deepEqual([all.recorded, all.ids.length, reading.recorded.length], [1200, 1200, 1700]);
  reading.close();
});

test("an event that the engine refuses costs no other", async (t) => {
  const { control } = await openShop(t);
  const event = (time: number, type = "buy") => ({ type, time, sku: "A1", session: 0, quantity: 1, priceMinor: 1 });
  const events = [event(NOW - 3), event(NOW - 2, "sold"), event(NOW - 1)];
  const file = new Blob([JSON.stringify({ format: "hearth-history", version: 1, currency: "GBP", events })]);
  const report = await control.history.import(file, { grownUp: ASKED });
  assert.equal(report.recorded, 2);
  assert.deepEqual([report.refused.events, report.refused.first[0]?.event], [1, 2]);
});

test("a mail is read, and what looks like a present is kept for its giver alone", async (t) => {
  const { control } = await openShop(t);
  const order = JSON.stringify({ "@type": "Order", orderNumber: "7", orderDate: "2024-05-06", isGift: true, orderedItem: { sku: "A1", name: "Item 1" } });
  const page = Buffer.from(`<script type="application/ld+json">${order}</script>`).toString("base64");
  const mail = new Blob([`From: Shop <a@example.com>\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: base64\r\n\r\n${page}`]);
  const report = await control.history.import(mail, { grownUp: ASKED });
  assert.deepEqual([report.found.recognised, report.found.gifts, report.recorded], ["schema.org orders, 1 mail", 1, 1]);
  assert.deepEqual((await control.history.list()).events.map(({ sku, label }) => [sku, label]), [["A1", "private"]]);
  assert.equal((await control.history.import(mail, { grownUp: ASKED })).known, 1);
});

test("more pieces of a known line are recorded beside it", async (t) => {
  const { control } = await openShop(t);
  const file = (pieces: number): Blob => new Blob([`order,time,sku,title,quantity\n7,2024-01-01,A1,Item 1,${pieces}\n`]);
  for (const [pieces, recorded, known] of [[1, 1, 0], [2, 1, 0], [2, 0, 1], [1, 0, 1]] as const) {
    const report = await control.history.import(file(pieces), { grownUp: ASKED });
    assert.deepEqual([report.recorded, report.known], [recorded, known]);
  }
  assert.deepEqual((await control.history.list()).events.map(({ quantity }) => quantity), [1, 1]);
});

test("a file is not matched by another pack than the engine has", async (t) => {
  const { control, workers } = await openShop(t, SMALL_CATALOG.replace("A4", "A5"));
  const file = new Blob(["time,sku,title\n2024-01-01,A5,Item 4\n"]);
  await assert.rejects(control.history.import(file, { grownUp: ASKED }), { code: "pack_changed", message: /reload the page/ });
  assert.deepEqual([workers, (await control.history.list()).total], [{ started: 1, ended: 1 }, 0]);
});

test("what one exports here can be chosen as a file there", async (t) => {
  const [{ control }, other] = [await openShop(t), await openShop(t)];
  await control.history.import(table(3), { grownUp: ASKED });
  const exported = JSON.stringify(await control.history.export());
  const report = await other.control.history.import(new Blob([exported]), { grownUp: ASKED });
  assert.equal(report.recorded, 3);
  assert.equal(JSON.stringify(await other.control.history.export()), exported);
});

test("says in words what is no history, and ends its worker", async (t) => {
  const { control, workers } = await openShop(t);
  await assert.rejects(control.history.read(new Blob(["PK\x03\x04"])), { code: "malformed", message: /zip/ });
  await assert.rejects(control.history.read(new Blob([])), { code: "malformed", message: "the file is empty" });
  assert.deepEqual(workers, { started: 2, ended: 2 });
});
