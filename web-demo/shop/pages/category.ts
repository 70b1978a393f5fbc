import type { Item } from "hearth";
import { html } from "lit";
import { titled } from "../brand.ts";
import { Listing } from "../listing.ts";
import { categoryLink, DEPARTMENTS } from "../routes.ts";
import { categoryLabel, type Page, SEPARATOR, type Shop } from "../shop.ts";
import type { TileOptions } from "../tiles.ts";
import { missingPage } from "./missing.ts";

const LIST_AT_ONCE = 500;

export async function categoryPage(shop: Shop, options: TileOptions, path: string): Promise<Page> {
  if (!shop.categories.some((each) => each.path === path)) return missingPage();
  const listing = await Listing.open(shop, options, await itemsOf(shop, path), { category: path });
  const below = path + SEPARATOR;
  const children = shop.categories.filter((each) =>
    each.path.startsWith(below) && !each.path.slice(below.length).includes(SEPARATOR));
  const label = categoryLabel(path);
  return {
    title: titled(label),
    refresh: () => listing.refresh(),
    template: () => html`
      ${breadcrumbs(path, false)}
      <h1 tabindex="-1">${label}</h1>
      ${children.length > 0
        ? html`<ul class="chips" role="list">${children.map((child) => html`
            <li><a href=${categoryLink(child.path)}>${categoryLabel(child.path)} <span>${child.items}</span></a></li>`)}</ul>`
        : ""}
      <div class="listing">${listing.template()}</div>`,
  };
}

// `itself`: whether the last step is a link too.
export function breadcrumbs(path: string, itself: boolean): unknown {
  const names = path.split(SEPARATOR);
  const paths = names.map((_, i) => names.slice(0, i + 1).join(SEPARATOR));
  return html`<nav class="crumbs" aria-label="Where you are"><ol role="list">
    <li><a href=${DEPARTMENTS}>All departments</a></li>
    ${paths.map((each, i) => html`<li>${itself || i < paths.length - 1
      ? html`<a href=${categoryLink(each)}>${categoryLabel(each)}</a>`
      : html`<span aria-current="page">${categoryLabel(each)}</span>`}</li>`)}
  </ol></nav>`;
}

async function itemsOf(shop: Shop, category: string): Promise<readonly Item[]> {
  const items: Item[] = [];
  for (;;) {
    const page = await shop.hearth.catalog.list({ category, offset: items.length, limit: LIST_AT_ONCE });
    items.push(...page.items);
    if (page.items.length === 0 || items.length >= page.total) return items;
  }
}
