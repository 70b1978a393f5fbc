// "Why this?" for the shop's own tiles, in the words and the popover of the shelves.
import { type HearthControl, type Item, type RankRequest, showWhy } from "hearth";

// `request` is the one that put the item in its place; null: the shop did.
export async function explain(
  control: HearthControl, item: Item, request: RankRequest | null, button: HTMLElement,
): Promise<void> {
  const why = request ? await control.why(item.sku, request) : { title: item.title, shopOrder: true as const };
  if (button.isConnected) showWhy(button, why, { language: "en-GB" });
}
