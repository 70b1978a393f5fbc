import type { HistoryEvent, HistoryExport, ShopEvent } from "../shared/api.js";

type Exported = HistoryExport["events"][number];

// What an exported event says, as an event that can be recorded.
export function toShopEvent(exported: Exported): ShopEvent {
  if (!("inCatalog" in exported || "id" in exported || "title" in exported)) return exported;
  const { id: _id, inCatalog: _inCatalog, title, category, brand, ...event } = exported as HistoryEvent;
  return title === undefined ? event : { ...event, item: { title, category, brand } };
}

// Those of `incoming` that `present` does not hold, so that the same file can be imported twice.
export function missingEvents(
  incoming: readonly Exported[],
  present: readonly Exported[],
): ShopEvent[] {
  const seen = new Set(present.map((event) => identity(toShopEvent(event))));
  return incoming.map(toShopEvent).filter((event) => {
    const key = identity(event);
    const is_new = !seen.has(key);
    seen.add(key);
    return is_new;
  });
}

// What the engine tells events apart by; the description of the item is not part of it.
function identity({ type, sku, time, quantity, priceMinor, session, label }: ShopEvent): string {
  return JSON.stringify([type, sku, time, quantity ?? 1, priceMinor, session, label ?? "personal"]);
}
