import type { Item, ReasonCode } from "hearth";
import { html } from "lit";
import { IS_DEMO, SHOP_NAME } from "../brand.ts";
import { count } from "../format.ts";
import { heroMarkup } from "../hero.ts";
import { categoryLink, DEPARTMENTS } from "../routes.ts";
import { shelf } from "../shelf.ts";
import { categoryLabel, type Page, type Shop } from "../shop.ts";
import { picture, tiles, type TileOptions } from "../tiles.ts";

const SHELF_ITEMS = 12;
const CORNERS = 8;

interface Corner {
  readonly path: string;
  readonly items: number;
  readonly item: Item;
}

export async function homePage(shop: Shop, options: TileOptions): Promise<Page> {
  const corners = await loadCorners(shop);
  const favourites = (await shop.hearth.catalog.list({ limit: SHELF_ITEMS })).items;
  let [again, personal] = [await dueAgain(shop), await isPersonal(shop)];
  return {
    title: IS_DEMO ? `${SHOP_NAME} – gifts and things for the home` : SHOP_NAME,
    refresh: async () => {
      [again, personal] = [await dueAgain(shop), await isPersonal(shop)];
    },
    template: () => html`
      <section class="hero" aria-labelledby="hero-heading">
        <div class="hero-words">
          <h1 id="hero-heading" tabindex="-1">${IS_DEMO ? "Small things that make a home" : SHOP_NAME}</h1>
          <p>${IS_DEMO ? "Candles, china, paper and play: " : ""}${count(shop.status.catalog?.items ?? 0, "find")}, on shelves your own browser sorts for you.</p>
          <a class="button" href=${DEPARTMENTS}>Have a look round</a>
        </div>
        <div class="hero-picture">${heroPicture()}</div>
      </section>
      ${again.length > 0
        ? shelf(shop, { surface: "buy_again", heading: "Buy it again", limit: SHELF_ITEMS, subtle: true })
        : ""}
      ${shelf(shop, {
        surface: "home", limit: SHELF_ITEMS, exclude: again,
        heading: personal ? "Picked for you" : "A good place to start",
      })}
      <section aria-labelledby="corners-heading">
        <h2 id="corners-heading">Corners of the shop</h2>
        <ul class="corners" role="list">${corners.map(corner)}</ul>
      </section>
      <section class="favourites" aria-labelledby="favourites-heading">
        <h2 id="favourites-heading">The shop’s favourites</h2>
        ${tiles(favourites, null, options)}
      </section>`,
  };
}

// What the first shelf shows, so that the second shows something else.
async function dueAgain(shop: Shop): Promise<readonly string[]> {
  if (shop.isUnsure) return [];
  const { items } = await shop.hearth.rank({ surface: "buy_again", limit: SHELF_ITEMS });
  return items.map((item) => item.sku);
}

// A shelf that holds only what everybody sees must not say that it was picked for somebody.
const FOR_EVERYBODY: readonly ReasonCode[] = ["popular", "popular_now", "new_here"];
async function isPersonal(shop: Shop): Promise<boolean> {
  const { items } = await shop.hearth.rank({ surface: "home", limit: SHELF_ITEMS });
  return items.some(({ reason }) => !FOR_EVERYBODY.includes(reason.code));
}

function heroPicture(): unknown {
  const template = document.createElement("template");
  template.innerHTML = heroMarkup();
  return template.content;
}

function corner({ path, items, item }: Corner): unknown {
  return html`<li class="corner">
    <div class="corner-picture">${picture(item)}</div>
    <a href=${categoryLink(path)}>${categoryLabel(path)}</a>
    <p>${count(items, "item")}</p>
  </li>`;
}

// The fullest categories that hold no others, one picture each.
async function loadCorners(shop: Shop): Promise<readonly Corner[]> {
  const fullest = shop.categories
    .filter(({ path }) => !shop.categories.some((other) => other.path.startsWith(`${path} > `)))
    .toSorted((a, b) => b.items - a.items)
    .slice(0, CORNERS);
  const corners = await Promise.all(fullest.map(async ({ path, items }) => {
    const { items: [item] } = await shop.hearth.catalog.list({ category: path, limit: 1 });
    return item ? [{ path, items, item }] : [];
  }));
  return corners.flat();
}
