import type { HistoryEvent, HistoryExport, ShopEvent } from "../shared/api.js";

type Exported = HistoryExport["events"][number];

// What an exported event says, as an event that can be recorded. What becomes of a surprise is the engine's
// to know, and what is no event at all to refuse.
export function toShopEvent(exported: Exported): ShopEvent {
  if (typeof exported !== "object" || exported === null) return exported;
  if (!("inCatalog" in exported || "id" in exported || "title" in exported)) return exported;
  const { id: _id, inCatalog: _inCatalog, topic: _topic, member: _member, own: _own, doubtful: _doubtful, gift, label, title,
    category, brand, ...event } = exported as HistoryEvent;
  const kept = { ...(label && { label: label === "shared" ? "personal" : label }), ...(gift && { gift }) } as const;
  if (event.type === "search") {
    const { sku: _sku, quantity: _quantity, priceMinor: _priceMinor, ...search } = event;
    return { ...search, type: "search", query: title, ...kept };
  }
  return { ...event, type: event.type, ...kept, ...(title !== undefined && { item: { title, category, brand } }) };
}
