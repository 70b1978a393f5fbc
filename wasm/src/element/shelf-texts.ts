// Every text that the shelf itself says. A page that speaks another language sets `shelf.texts`, and
// `reason` to translate the codes.
import type { EventType, HistoryEvent, RankedItem, Reason } from "../shared/api.js";

export interface ShelfTexts {
  readonly why: string;
  readonly whyOf: (item: RankedItem) => string;
  readonly dismiss: string;
  readonly dismissOf: (item: RankedItem) => string;
  readonly dismissed: string;
  readonly undo: string;
  readonly close: string;
  readonly empty: string;
  readonly failed: string;
  readonly basedOn: string;
  readonly basedOnNothing: string;
  readonly basedOnHousehold: string; // what others share is among it
  readonly shared: string; // the title of an item follows that somebody else did something with
  readonly shopOrder: string;
  readonly private: string;
  readonly was: (price: string) => string; // beside a sale's price
  readonly unavailable: Readonly<Record<string, string>>; // by availability; in_stock has none
  readonly event: Readonly<Record<EventType, string>>; // the item's title follows, or a search's words
  readonly reason: (reason: Reason) => string;
}

export const ENGLISH: ShelfTexts = {
  why: "Why this?",
  whyOf: (item) => `Why this? ${item.title}`,
  dismiss: "Not for me",
  dismissOf: (item) => `Not for me: ${item.title}`,
  dismissed: "Hidden on your shelves. It still shows in search.",
  undo: "Undo",
  close: "Close",
  empty: "Nothing here yet.",
  failed: "These suggestions could not be loaded.",
  basedOn: "Based on what you did here:",
  basedOnHousehold: "Based on what you and your household did here:",
  shared: "Shared in your household:",
  basedOnNothing: "This comes from the shop, not from anything you did.",
  shopOrder: "This is the shop’s own order. It is the same for everybody.",
  private: "Worked out on this device. Your history was not sent anywhere.",
  was: (price) => `was ${price}`,
  unavailable: { out_of_stock: "Out of stock", preorder: "Pre-order", backorder: "On back-order" },
  event: {
    impression: "You were shown",
    view: "You looked at",
    search: "You searched for",
    basket_add: "You put in your basket",
    basket_remove: "You took out of your basket",
    wish: "You wished for",
    buy: "You bought",
    return: "You returned",
    dismiss: "You said “not for me” to",
    like: "You liked",
  },
  reason: (reason) => reason.text,
};

// What somebody else did, or who left: not "you".
export const isSharedByOthers = ({ own, label }: HistoryEvent): boolean => !own || label === "shared";

// "You bought 6 ×": the item's title follows.
export function eventPhrase(event: HistoryEvent, texts: ShelfTexts = ENGLISH): string {
  const { type, quantity } = event;
  if (isSharedByOthers(event)) return texts.shared;
  return texts.event[type] + (quantity > 1 ? ` ${quantity} ×` : "");
}
