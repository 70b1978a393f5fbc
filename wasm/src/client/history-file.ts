import type { HistoryEvent, HistoryExport, ShopEvent } from "../shared/api.js";

type Exported = HistoryExport["events"][number];

// What an exported event says, as an event that can be recorded. What is no event at all is left to
// the engine to refuse.
export function toShopEvent(exported: Exported): ShopEvent {
  if (typeof exported !== "object" || exported === null) return exported;
  if (!("inCatalog" in exported || "id" in exported || "title" in exported)) return exported;
  const { id: _id, inCatalog: _inCatalog, title, category, brand, ...event } = exported as HistoryEvent;
  return title === undefined ? event : { ...event, item: { title, category, brand } };
}
