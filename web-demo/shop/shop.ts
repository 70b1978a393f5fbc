// What every page of the shop has at hand.
import { type Category, type Hearth, type Item, moneyFormat, type ShopEvent, type Status } from "hearth";
import { Basket, MAX_QUANTITY } from "./basket.ts";
import { count } from "./format.ts";
import type { Shopper } from "./shoppers.ts";

export interface Department extends Category {
  readonly label: string;
}

// The taxonomy's names of departments are for feeds; these are for people.
const LABELS: Readonly<Record<string, string>> = {
  "Apparel & Accessories": "Jewellery & accessories",
  "Arts & Entertainment": "Parties & crafts",
  "Baby & Toddler": "Little ones",
  "Food, Beverages & Tobacco": "Food & drink",
  "Hardware": "Hooks & hardware",
  "Health & Beauty": "Bath & wellbeing",
  "Home & Garden": "Home & garden",
  "Luggage & Bags": "Bags",
  "Office Supplies": "Stationery",
  "Toys & Games": "Toys & games",
};
export const SEPARATOR = " > ";

export const categoryLabel = (path: string): string =>
  LABELS[path] ?? path.split(SEPARATOR).at(-1) ?? path;

export class Shop {
  readonly hearth: Hearth;
  readonly shopper: Shopper;
  readonly shoppers: readonly Shopper[];
  readonly basket: Basket;
  readonly categories: readonly Category[];
  readonly money: (amount_minor: number) => string;
  status: Status;
  #announcement = "";
  #announcements = 0;
  readonly #draw: () => void;

  constructor(parts: {
    readonly hearth: Hearth;
    readonly shopper: Shopper;
    readonly shoppers: readonly Shopper[];
    readonly categories: readonly Category[];
    readonly status: Status;
    readonly draw: () => void;
  }) {
    const { hearth, shopper, shoppers, categories, status, draw } = parts;
    if (!status.catalog) throw new Error("the shop's catalog could not be read");
    this.hearth = hearth;
    this.shopper = shopper;
    this.shoppers = shoppers;
    this.categories = categories;
    this.status = status;
    this.money = moneyFormat(status.catalog, "en-GB");
    this.#draw = draw;
    this.basket = new Basket(shopper.household, draw);
  }

  draw(): void {
    this.#draw();
  }

  get departments(): readonly Department[] {
    return this.categories
      .filter(({ path }) => !path.includes(SEPARATOR))
      .toSorted((a, b) => b.items - a.items)
      .map((category) => ({ ...category, label: categoryLabel(category.path) }));
  }

  // Said in the corner of the page and to a screen reader; goes away by itself.
  get announcement(): string {
    return this.#announcement;
  }

  announce(text: string): void {
    this.#announcement = text;
    const number = ++this.#announcements;
    this.draw();
    setTimeout(() => {
      if (number !== this.#announcements) return;
      this.#announcement = "";
      this.draw();
    }, 4000);
  }

  // The shop goes on when the history cannot be written, but says so.
  async record(events: ShopEvent | readonly ShopEvent[]): Promise<void> {
    try {
      await this.hearth.record(events);
    } catch {
      this.announce("Your browser could not save that to your history.");
    }
  }

  async putInBasket(item: Item, pieces: number): Promise<void> {
    const before = this.basket.quantityOf(item.sku);
    const added = this.basket.set(item.sku, before + pieces) - before;
    if (added <= 0) return this.announce(`There are ${MAX_QUANTITY} in your basket already.`);
    this.announce(`${count(added, "piece")} of ${item.title} added to your basket.`);
    await this.record({ type: "basket_add", sku: item.sku, quantity: added });
  }

  async changeQuantity(item: Item, quantity: number): Promise<void> {
    const before = this.basket.quantityOf(item.sku);
    const difference = this.basket.set(item.sku, quantity) - before;
    if (difference === 0) return;
    const type = difference > 0 ? "basket_add" : "basket_remove";
    await this.record({ type, sku: item.sku, quantity: Math.abs(difference) });
  }

  // Pretends: the only trace of it is in this browser.
  async buy(items: readonly Item[]): Promise<void> {
    const events = items.flatMap(({ sku }): ShopEvent[] => {
      const quantity = this.basket.quantityOf(sku);
      return quantity > 0 ? [{ type: "buy", sku, quantity }] : [];
    });
    this.basket.clear();
    await this.record(events);
  }
}

// A page: its template is drawn again whenever anything changed; refresh() asks the engine again,
// after the shopper changed the history.
export interface Page {
  readonly title: string;
  template(): unknown;
  refresh?(): Promise<void>;
}
