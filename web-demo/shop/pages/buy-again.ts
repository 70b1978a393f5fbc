import { html } from "lit";
import { titled } from "../brand.ts";
import { HOME } from "../routes.ts";
import { shelf } from "../shelf.ts";
import type { Page, Shop } from "../shop.ts";

const LIMIT = 48;

export async function buyAgainPage(shop: Shop): Promise<Page> {
  let due = await itemsDue(shop);
  return {
    title: titled("Buy it again"),
    refresh: async () => {
      due = await itemsDue(shop);
    },
    template: () => html`
      <h1 tabindex="-1">Buy it again</h1>
      ${due > 0
        ? html`<p class="soft lead">Things you bought here before. The list is made by your own browser.</p>
            ${shelf(shop, { surface: "buy_again", heading: "", limit: Math.min(LIMIT, due), grid: true })}`
        : html`<div class="empty">
            <p>${shop.isUnsure ? "Say who you are, and what you bought before waits here."
              : shop.status.paused ? "Your history is paused, so there is nothing to show here."
              : "When you have bought something, it waits here for the next time."}</p>
            <a class="button" href=${HOME}>Have a look round</a>
          </div>
          ${shelf(shop, { surface: "home", heading: "Something to begin with", limit: 8 })}`}`,
  };
}

async function itemsDue(shop: Shop): Promise<number> {
  if (shop.isUnsure) return 0;
  return (await shop.hearth.rank({ surface: "buy_again", limit: LIMIT })).items.length;
}
