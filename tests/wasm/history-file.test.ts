import assert from "node:assert/strict";
import { test } from "node:test";
import { toShopEvent } from "../../wasm/src/client/history-file.js";
import type { HistoryEvent } from "../../wasm/src/shared/api.js";

const listed: HistoryEvent = {
  id: "00000000000000aa", type: "view", sku: "A", title: "Tea", category: "Food", brand: "",
  time: 5, quantity: 1, priceMinor: 100, session: 3, label: "personal", inCatalog: true,
  gift: null, topic: null, member: 0, own: true,
};
const NOW = 1000;

test("makes a recordable event of a listed one", () => {
  assert.deepEqual(toShopEvent(listed, NOW), {
    type: "view", sku: "A", time: 5, quantity: 1, priceMinor: 100, session: 3, label: "personal",
    item: { title: "Tea", category: "Food", brand: "" },
  });
});

test("what the household held in common is recorded as one's own", () => {
  assert.equal(toShopEvent({ ...listed, label: "shared", member: null }, NOW).label, "personal");
});

test("leaves a recordable event as it is", () => {
  const event = { type: "buy", sku: "A", time: 5 } as const;
  assert.deepEqual(toShopEvent(event, NOW), event);
});

test("leaves what is no event to the engine to refuse", () => {
  for (const nonsense of [null, 7, "view"]) {
    assert.equal(toShopEvent(nonsense as unknown as HistoryEvent, NOW), nonsense);
  }
});

test("keeps a surprise until its day, and makes an ordinary event of it afterwards", () => {
  const gift = { until: NOW + 1, for: 1, then: "forget", taste: false } as const;
  const surprise = { ...listed, label: "gift", gift } as const;
  const { label, gift: kept } = toShopEvent(surprise, NOW);
  assert.deepEqual([label, kept], ["gift", gift]);
  for (const past of [{ ...surprise, gift: null }, { ...surprise, gift: { ...gift, until: NOW } }]) {
    const event = toShopEvent(past, NOW);
    assert.equal(event.label, "personal");
    assert.ok(!("gift" in event));
  }
});
