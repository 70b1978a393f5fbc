// <hearth-shelf>, with the shop's pictures and links.
import type { SelectDetail, Surface } from "hearth";
import { html, nothing, type TemplateResult } from "lit";
import { guard } from "lit/directives/guard.js";
import { pictureOf } from "./picture/picture.ts";
import { itemLink } from "./routes.ts";
import type { Shop } from "./shop.ts";

export interface ShelfOptions {
  readonly surface: Surface;
  readonly heading: string;
  readonly limit: number;
  readonly sku?: string;
  readonly basket?: readonly string[];
  readonly exclude?: readonly string[];
  readonly grid?: boolean;
}

// Lit sets a property anew at every drawing unless it is guarded, and a shelf asks anew at every setting.
const same = (value: unknown): unknown => guard([value], () => value);

function followSelect(event: CustomEvent<SelectDetail>): void {
  event.preventDefault();
  location.hash = itemLink(event.detail.sku);
}

export function shelf(shop: Shop, { surface, heading, limit, sku, basket, exclude, grid }: ShelfOptions): TemplateResult {
  return html`<hearth-shelf surface=${surface} heading=${heading} limit=${limit}
    layout=${grid ? "grid" : "row"} sku=${sku ?? nothing}
    .hearth=${same(shop.hearth)} .picture=${same(pictureOf)} .basket=${same(basket)} .exclude=${same(exclude)}
    @hearth-select=${followSelect}></hearth-shelf>`;
}
