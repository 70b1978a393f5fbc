import { ENGLISH, EngineError, type ItemDetails } from "hearth";
import { html, nothing } from "lit";
import { SHOP_ID, titled } from "../brand.ts";
import { optionsOf } from "../format.ts";
import { keep, recall } from "../kept.ts";
import { BASKET, itemLink } from "../routes.ts";
import { shelf } from "../shelf.ts";
import { categoryLabel, type Page, type Shop } from "../shop.ts";
import { stepper } from "../stepper.ts";
import { picture, price } from "../tiles.ts";
import { breadcrumbs } from "./category.ts";
import { missingPage } from "./missing.ts";

const LAST_VIEW = `${SHOP_ID}.last-view`;

export async function itemPage(shop: Shop, sku: string): Promise<Page> {
  const { number } = shop.sitting;
  const item = await find(shop, sku);
  if (!item) return missingPage();
  await recordView(shop, sku, number);
  let quantity = 1;
  const setQuantity = (value: number): void => {
    quantity = value;
    shop.draw();
  };
  return {
    title: titled(item.title),
    template: () => html`
      ${breadcrumbs(item.category, true)}
      <article class="item">
        <div class="item-picture">${picture(item)}</div>
        <div class="item-words">
          <h1 tabindex="-1">${item.title}</h1>
          <p class="item-price">${price(item, shop.money)}</p>
          <p class="soft">${ENGLISH.unavailable[item.availability] ?? "In stock"} · ${categoryLabel(item.category)} · No. ${item.sku}</p>
          ${variants(item)}
          <div class="item-buy">
            ${stepper(quantity, "Quantity", setQuantity)}
            <button type="button" class="button" ?disabled=${item.availability === "out_of_stock"}
              @click=${() => void shop.putInBasket(item, quantity)}>Add to basket</button>
          </div>
          ${shop.basket.quantityOf(sku) > 0
            ? html`<p class="item-inside">${shop.basket.quantityOf(sku)} in your <a href=${BASKET}>basket</a></p>`
            : html`<p class="item-inside soft">The picture was drawn by your browser, from the item’s name.</p>`}
        </div>
      </article>
      ${shelf(shop, { surface: "similar", heading: "You might also like", limit: 12, sku, basket: shop.basket.skus })}`,
  };
}

// The sizes or colours that it comes in; nothing where there is one.
function variants({ sku, variants = [] }: ItemDetails): unknown {
  if (variants.length < 2) return nothing;
  const options = optionsOf(variants.map(({ title }) => title));
  return html`
    <ul class="chips item-variants" role="list" aria-label="Choose">${variants.map((each, i) => html`
      <li><a href=${itemLink(each.sku)} aria-current=${each.sku === sku ? "true" : nothing}>${options[i]}${
        each.availability === "out_of_stock" ? html`<span> sold out</span>` : nothing}</a></li>`)}
    </ul>`;
}

async function find(shop: Shop, sku: string): Promise<ItemDetails | null> {
  try {
    return await shop.hearth.catalog.item(sku);
  } catch (error) {
    if (error instanceof EngineError && error.code === "not_found") return null;
    throw error;
  }
}

// A reload of the page is not another view.
async function recordView(shop: Shop, sku: string, sitting: number): Promise<void> {
  const view = `${shop.choice.id} ${shop.owner ?? "nobody"} ${sku}`;
  if (recall("sessionStorage", LAST_VIEW) === view) return;
  keep("sessionStorage", LAST_VIEW, view);
  await shop.record({ type: "view", sku }, sitting);
}
