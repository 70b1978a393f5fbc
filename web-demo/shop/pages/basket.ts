import type { GiftSuggestion, Item } from "hearth";
import { html } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { titled } from "../brand.ts";
import { count, shortDay } from "../format.ts";
import { HOME, itemLink, THANKS } from "../routes.ts";
import { shelf } from "../shelf.ts";
import type { Bought, Page, Shop } from "../shop.ts";
import { stepper } from "../stepper.ts";
import { addMore, surpriseSwitch, termsHold } from "../surprise.ts";
import { picture } from "../tiles.ts";

export async function basketPage(shop: Shop): Promise<Page> {
  const items_by_sku = new Map<string, Item>();
  await Promise.all(shop.basket.skus.map(async (sku) => {
    const item = await shop.hearth.catalog.item(sku).catch(() => null);
    if (item) items_by_sku.set(sku, item);
  }));
  const suggestion = await shop.control.gift.suggest(shop.basket.skus);
  const items = (): readonly Item[] => shop.basket.skus.flatMap((sku) => items_by_sku.get(sku) ?? []);
  return {
    title: titled("Your basket"),
    template: () => html`
      <h1 tabindex="-1">Your basket</h1>
      ${items().length > 0 ? filled(shop, items(), suggestion) : empty()}
      ${items().length > 0
        ? shelf(shop, { surface: "basket", heading: "Goes with your basket", limit: 8, basket: shop.basket.skus })
        : shelf(shop, { surface: "home", heading: "Something to begin with", limit: 8 })}`,
  };
}

const empty = (): unknown => html`<div class="empty">
  <p>There is nothing in it yet.</p>
  <a class="button" href=${HOME}>Have a look round</a>
</div>`;

function filled(shop: Shop, items: readonly Item[], suggestion: GiftSuggestion): unknown {
  const total = items.reduce((sum, item) => sum + item.priceMinor * shop.basket.quantityOf(item.sku), 0);
  const buy = async (): Promise<void> => {
    const { number } = shop.sitting;
    lately = null;
    await termsHold();
    if (!shop.goesOn(number)) return; // what is in the basket stays there
    lately = await shop.buy(items);
    if (!shop.goesOn(number)) return;
    shop.go(THANKS);
    if (lately) tellSaved(shop, lately);
  };
  return html`<div class="basket">
    <ul class="lines" role="list">${repeat(items, (item) => item.sku, (item) => line(shop, item))}</ul>
    <section class="summary" aria-labelledby="summary-heading">
      <h2 id="summary-heading">Summary</h2>
      <dl>
        <div><dt>${count(shop.basket.pieces, "piece")}</dt><dd>${shop.money(total)}</dd></div>
        <div><dt>Delivery</dt><dd>Nothing is delivered</dd></div>
        <div class="total"><dt>Total</dt><dd>${shop.money(total)}</dd></div>
      </dl>
      ${surpriseSwitch(shop, suggestion)}
      <button type="button" class="button wide" @click=${() => void buy()}>Buy</button>
      <p class="soft">This is a demo. Nothing is charged and nothing is sent: buying only adds these items to the history that your browser keeps.</p>
    </section>
  </div>`;
}

function line(shop: Shop, item: Item): unknown {
  const quantity = shop.basket.quantityOf(item.sku);
  const remove = (): void => {
    void shop.changeQuantity(item, 0);
    shop.announce(`${item.title} was taken out of your basket.`);
    document.querySelector<HTMLElement>("main h1")?.focus();
  };
  return html`<li class="line">
    <div class="line-picture">${picture(item)}</div>
    <div class="line-words">
      <a href=${itemLink(item.sku)}>${item.title}</a>
      <p class="soft">${shop.money(item.priceMinor)} each</p>
      <div class="line-controls">
        ${stepper(quantity, `Quantity of ${item.title}`, (value) => void shop.changeQuantity(item, value))}
        <button type="button" class="quiet" aria-label="Remove ${item.title}" @click=${remove}>Remove</button>
      </div>
    </div>
    <p class="line-total">${shop.money(item.priceMinor * quantity)}</p>
  </li>`;
}

// The surprise that was bought last, while its giver has not done anything else with it.
let lately: Bought | null = null;

const more = async (shop: Shop, { gift }: Bought): Promise<void> => {
  if (await addMore(shop, gift)) shop.announce("Surprise mode is on again.");
};

async function undo(shop: Shop, bought: Bought): Promise<void> {
  lately = null;
  await shop.unhide(bought);
  shop.announce("It is an ordinary purchase now.", [], bought.sitting);
}

function tellSaved(shop: Shop, bought: Bought): void {
  shop.announce("Surprise saved.", [
    { label: "Undo", choose: () => void undo(shop, bought) },
    { label: "Add more", choose: () => void more(shop, bought) },
  ]);
}

export function thanksPage(shop: Shop): Page {
  const bought = lately;
  return {
    title: titled("Thank you"),
    template: () => {
      const saved = bought === lately && bought?.sitting === shop.sitting.number ? bought : null;
      return html`
      <div class="empty">
        <h1 tabindex="-1">Thank you</h1>
        <p>Nothing was charged and nothing was sent. ${saved
          ? `It stays off everyone else’s pages until ${shortDay(saved.gift.until, Date.now())}.`
          : "Your browser remembers what you “bought”, so that the shop can arrange itself a little better for you."}</p>
        ${saved && !shop.surprise ? html`<p><button type="button" class="button plain" @click=${() => void more(shop, saved)}>Add more to the surprise</button></p>` : ""}
        <a class="button" href=${HOME}>Back to the shop</a>
      </div>
      ${shelf(shop, { surface: "home", heading: "For next time", limit: 8 })}`;
    },
  };
}
