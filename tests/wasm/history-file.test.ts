import assert from "node:assert/strict";
import { test } from "node:test";
import { toShopEvent } from "../../wasm/src/client/history-file.js";
import type { HistoryEvent } from "../../wasm/src/shared/api.js";

const listed: HistoryEvent = {
  id: "00000000000000aa", type: "view", sku: "A", title: "Tea", category: "Food", brand: "",
  time: 5, quantity: 1, priceMinor: 100, session: 3, label: "personal", inCatalog: true,
  gift: null, topic: null, member: 0, own: true, doubtful: false,
};

test("makes a recordable event of a listed one", () => {
  assert.deepEqual(toShopEvent(listed), {
    type: "view", sku: "A", time: 5, quantity: 1, priceMinor: 100, session: 3, label: "personal",
    item: { title: "Tea", category: "Food", brand: "" },
  });
});

test("makes a recordable search of a listed one", () => {
  const search: HistoryEvent = { ...listed, type: "search", sku: "", title: "green tea", category: "", priceMinor: 0, inCatalog: false };
  assert.deepEqual(toShopEvent(search), { type: "search", query: "green tea", time: 5, session: 3, label: "personal" });
});

test("what the household held in common is recorded as one's own", () => {
  assert.equal(toShopEvent({ ...listed, label: "shared", member: null }).label, "personal");
});

test("leaves a recordable event as it is", () => {
  const event = { type: "buy", sku: "A", time: 5 } as const;
  assert.deepEqual(toShopEvent(event), event);
});

test("passes what is not an event on, for the engine to refuse", () => {
  for (const nonsense of [null, 7, "view"]) {
    assert.equal(toShopEvent(nonsense as unknown as HistoryEvent), nonsense);
  }
});

test("leaves to the engine what becomes of a surprise, past or to come", () => {
  const gift = { until: 1000, for: 1, then: "forget", taste: false } as const;
  const { label, gift: kept } = toShopEvent({ ...listed, label: "gift", gift });
  assert.deepEqual([label, kept], ["gift", gift]);
  const nameless = toShopEvent({ ...listed, label: "gift" });
  assert.equal(nameless.label, "gift");
  assert.ok(!("gift" in nameless));
});
