import { html } from "lit";
import { titled } from "../brand.ts";
import { count } from "../format.ts";
import { categoryLink } from "../routes.ts";
import { categoryLabel, type Department, type Page, SEPARATOR, type Shop } from "../shop.ts";

export function departmentsPage(shop: Shop): Page {
  return {
    title: titled("All departments"),
    template: () => html`
      <h1 tabindex="-1">All departments</h1>
      <div class="departments">${shop.departments.map((department) => section(shop, department))}</div>`,
  };
}

// Only what can be listed at one glance: the categories that hold no others.
function section(shop: Shop, department: Department): unknown {
  const leaves = shop.categories
    .filter(({ path }) => path.startsWith(department.path + SEPARATOR) &&
      !shop.categories.some((other) => other.path.startsWith(path + SEPARATOR)))
    .toSorted((a, b) => b.items - a.items);
  return html`<section>
    <h2><a href=${categoryLink(department.path)}>${department.label}</a></h2>
    <p class="soft">${count(department.items, "item")}</p>
    <ul role="list">${leaves.map(({ path, items }) => html`
      <li><a href=${categoryLink(path)}>${categoryLabel(path)}</a> <span class="soft">${items}</span></li>`)}</ul>
  </section>`;
}
