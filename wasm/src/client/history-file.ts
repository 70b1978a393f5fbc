import type { HistoryEvent, HistoryExport, ShopEvent } from "../shared/api.js";

type Exported = HistoryExport["events"][number];

// What an exported event says, as an event that can be recorded at `now`. A surprise whose day has come
// is none any more. What is no event at all is left to the engine to refuse.
export function toShopEvent(exported: Exported, now: number): ShopEvent {
  if (typeof exported !== "object" || exported === null) return exported;
  if (!("inCatalog" in exported || "id" in exported || "title" in exported)) return exported;
  const {
    id: _id, inCatalog: _inCatalog, topic: _topic, member: _member, own: _own, gift, label, title, category, brand, ...event
  } = exported as HistoryEvent;
  const is_gift = label === "gift" && !!gift && gift.until > now;
  return {
    ...event,
    ...(label && { label: label === "shared" || (label === "gift" && !is_gift) ? "personal" : label }),
    ...(is_gift && { gift }),
    ...(title !== undefined && { item: { title, category, brand } }),
  };
}
