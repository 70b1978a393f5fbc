// The shop's own grid of items, for lists that the shop itself orders and pages.
import { ENGLISH, type Item, type RankedItem, type RankRequest } from "hearth";
import { html, type TemplateResult } from "lit";
import { guard } from "lit/directives/guard.js";
import { repeat } from "lit/directives/repeat.js";
import { pictureOf } from "./picture/picture.ts";
import { itemLink } from "./routes.ts";

export interface TileOptions {
  readonly money: (amount_minor: number) => string;
  readonly onWhy: (item: Item, request: RankRequest | null, button: HTMLElement) => void;
}

export const picture = (item: Item): unknown => guard([item.sku], () => pictureOf(item));

// `request` is the one that put the items in this order; null: the shop did.
export function tiles(
  items: readonly (Item | RankedItem)[], request: RankRequest | null, options: TileOptions,
): TemplateResult {
  return html`<ul class="tiles" role="list">
    ${repeat(items, (item) => item.sku, (item) => tile(item, request, options))}
  </ul>`;
}

// With the price before, where it is a sale's.
export function price({ priceMinor, regularPriceMinor }: Item, money: TileOptions["money"]): TemplateResult {
  const was = regularPriceMinor ? html` <span class="was">${ENGLISH.was(money(regularPriceMinor))}</span>` : "";
  return html`${money(priceMinor)}${was}`;
}

function tile(item: Item | RankedItem, request: RankRequest | null, { money, onWhy }: TileOptions): TemplateResult {
  const reason = "reason" in item ? item.reason.text : "";
  const stock = ENGLISH.unavailable[item.availability];
  return html`<li class="tile" data-sku=${item.sku}>
    <div class="tile-picture">${picture(item)}</div>
    <a class="tile-title" href=${itemLink(item.sku)}>${item.title}</a>
    <p class="tile-price">${price(item, money)}</p>
    <p class="tile-reason">${reason}</p>
    <button type="button" class="quiet" aria-haspopup="dialog" aria-expanded="false" aria-label="Why this? ${item.title}"
      @click=${(event: Event) => onWhy(item, request, event.currentTarget as HTMLElement)}>Why this?</button>
    ${stock ? html`<span class="tile-stock">${stock}</span>` : ""}
  </li>`;
}
