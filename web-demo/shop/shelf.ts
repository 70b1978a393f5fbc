// <hearth-shelf>, with the shop's pictures and links.
import type { SelectDetail, Surface } from "hearth";
import { html, nothing, type TemplateResult } from "lit";
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
  readonly subtle?: boolean;
}

export function shelf(shop: Shop, options: ShelfOptions): TemplateResult {
  const { surface, heading, limit, sku, basket, exclude, grid, subtle } = options;
  const followSelect = (event: CustomEvent<SelectDetail>): void => {
    event.preventDefault();
    shop.go(itemLink(event.detail.sku));
  };
  return html`<hearth-shelf surface=${surface} heading=${heading} limit=${limit}
    layout=${grid ? "grid" : "row"} sku=${sku ?? nothing} ?subtle=${subtle}
    .hearth=${shop.hearth} .picture=${pictureOf} .basket=${basket} .exclude=${exclude}
    @hearth-select=${followSelect}></hearth-shelf>`;
}
