// Every text that the shelf itself says. A page that speaks another language sets `shelf.texts`, and
// `reason` to translate the codes.
import type { EventType, RankedItem, Reason } from "../shared/api.js";

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
  readonly private: string;
  readonly unavailable: Readonly<Record<string, string>>; // by availability; in_stock has none
  readonly event: Readonly<Record<EventType, string>>;
  readonly reason: (reason: Reason) => string;
}

export const ENGLISH: ShelfTexts = {
  why: "Why this?",
  whyOf: (item) => `Why this? ${item.title}`,
  dismiss: "Not for me",
  dismissOf: (item) => `Not for me: ${item.title}`,
  dismissed: "You won’t see this again.",
  undo: "Undo",
  close: "Close",
  empty: "Nothing here yet.",
  failed: "These suggestions could not be loaded.",
  basedOn: "Based on what you did here:",
  basedOnNothing: "This comes from the shop, not from anything you did.",
  private: "Worked out on this device. Your history was not sent anywhere.",
  unavailable: { out_of_stock: "Out of stock", preorder: "Pre-order", backorder: "On back-order" },
  event: {
    impression: "Shown to you",
    view: "Looked at",
    basket_add: "Put in the basket",
    basket_remove: "Taken out of the basket",
    wish: "Wished for",
    buy: "Bought",
    return: "Returned",
    dismiss: "Not for you",
    like: "Liked",
  },
  reason: (reason) => reason.text,
};
