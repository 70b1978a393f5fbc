// A list of items in one of two orders: the shop's own, or the one that the engine makes of exactly
// the same items for this shopper. Both are paged, so that a long list draws quickly.
import type { Item, RankedItem, RankRequest } from "hearth";
import { html, type TemplateResult } from "lit";
import { SHOP_ID } from "./brand.ts";
import { count } from "./format.ts";
import { keep, recall } from "./kept.ts";
import type { Shop } from "./shop.ts";
import { tiles, type TileOptions } from "./tiles.ts";

const PAGE_ITEMS = 24;
const ORDER_KEY = `${SHOP_ID}.order`;
type Order = "yours" | "shop";

export class Listing {
  readonly #shop: Shop;
  readonly #options: TileOptions;
  readonly #items: readonly Item[]; // in the shop's order
  readonly #request: RankRequest;
  #ranked: readonly (Item | RankedItem)[] = [];
  #order: Order = recall("sessionStorage", ORDER_KEY) === "shop" ? "shop" : "yours";
  #shown = PAGE_ITEMS;

  private constructor(
    shop: Shop, options: TileOptions, items: readonly Item[], request: Pick<RankRequest, "category" | "candidates">,
  ) {
    this.#shop = shop;
    this.#options = options;
    this.#items = items;
    this.#request = { ...request, surface: "listing", limit: items.length };
  }

  static async open(
    shop: Shop, options: TileOptions, items: readonly Item[], request: Pick<RankRequest, "category" | "candidates">,
  ): Promise<Listing> {
    const listing = new Listing(shop, options, items, request);
    await listing.refresh();
    return listing;
  }

  // Nothing that the shop lists may be missing from the shopper's own order: what the engine leaves
  // out ("not for me") comes last.
  async refresh(): Promise<void> {
    const { items } = await this.#shop.hearth.rank(this.#request);
    const ranked = new Set(items.map((item) => item.sku));
    this.#ranked = [...items, ...this.#items.filter((item) => !ranked.has(item.sku))];
  }

  template(): TemplateResult {
    const by_shop = this.#order === "shop";
    const items = by_shop ? this.#items : this.#ranked;
    const total = this.#items.length;
    const shown = items.slice(0, this.#shown);
    return html`
      <div class="listing-bar">
        <p class="soft">${count(total, "item")}</p>
        <fieldset class="segments">
          <legend class="visually-hidden">Order of the items</legend>
          ${this.#choice("yours", "Your order")}${this.#choice("shop", "Shop’s order")}
        </fieldset>
      </div>
      ${tiles(shown, by_shop ? null : this.#request, this.#options)}
      ${shown.length < total
        ? html`<div class="more"><p class="soft">${shown.length} of ${count(total, "item")}</p>
            <button type="button" class="button plain" @click=${() => this.#showMore()}>Show more</button></div>`
        : ""}`;
  }

  #choice(order: Order, label: string): TemplateResult {
    return html`<label><input type="radio" name="order" value=${order} .checked=${this.#order === order}
      @change=${() => this.#choose(order)}><span>${label}</span></label>`;
  }

  #choose(order: Order): void {
    this.#order = order;
    keep("sessionStorage", ORDER_KEY, order);
    this.#shop.draw();
  }

  // The focus goes to the first of the new items: the button may be gone.
  #showMore(): void {
    const before = this.#shown;
    this.#shown += PAGE_ITEMS;
    this.#shop.draw();
    document.querySelectorAll<HTMLElement>(".listing .tile-title")[before]?.focus();
  }
}
