import { html } from "lit";
import { titled } from "../brand.ts";
import { count } from "../format.ts";
import { Listing } from "../listing.ts";
import { categoryLink } from "../routes.ts";
import type { Page, Shop } from "../shop.ts";
import type { TileOptions } from "../tiles.ts";

const FOUND_LIMIT = 200;
const LOOKED_THROUGH = 100;

export async function searchPage(shop: Shop, options: TileOptions, query: string): Promise<Page> {
  const { number } = shop.sitting;
  const words = query.trim();
  const found = words === "" ? { total: 0, items: [] } : await shop.hearth.catalog.search(words, { limit: FOUND_LIMIT });
  const candidates = found.items.map((item) => item.sku);
  const listing = found.items.length > 0 ? await Listing.open(shop, options, found.items, { candidates }) : null;
  const summary = words === "" ? "What are you looking for?"
    : found.total === 0 ? `No results for “${words}”.`
    : found.total > found.items.length ? `The ${found.items.length} most popular of ${count(found.total, "item")} for “${words}”`
    : `${count(found.total, "item")} for “${words}”`;
  let rested = false;
  return {
    rested: async () => {
      if (rested || found.items.length === 0 || !shop.goesOn(number)) return;
      rested = true;
      await recordSearch(shop, words, number);
    },
    title: titled(words === "" ? "Search" : words),
    refresh: async () => listing?.refresh(),
    template: () => html`
      <h1 tabindex="-1">Search</h1>
      <p class="lead" role="status">${summary}</p>
      ${listing
        ? html`<div class="listing">${listing.template()}</div>`
        : html`<ul class="chips" role="list">${shop.departments.map(({ path, label }) => html`
            <li><a href=${categoryLink(path)}>${label}</a></li>`)}</ul>`}`,
  };
}

// Looking at the same list again is not another search. The last words are asked of the history, so that what
// is erased there is not remembered here. (They stand in the page's address, too, and so in the browser's own
// history, as with any shop.)
async function recordSearch(shop: Shop, words: string, sitting: number): Promise<void> {
  const { events } = await shop.control.history.list({ limit: LOOKED_THROUGH }).catch(() => ({ events: [] }));
  const last = events.find(({ type, own }) => type === "search" && own);
  if (last?.title === words && Date.now() - last.time < shop.visitGapMs) return;
  await shop.record({ type: "search", query: words }, sitting);
}
