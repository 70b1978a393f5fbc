import { html } from "lit";
import { titled } from "../brand.ts";
import { DEPARTMENTS } from "../routes.ts";
import type { Page } from "../shop.ts";

export function missingPage(): Page {
  return {
    title: titled("Not found"),
    template: () => html`<div class="empty">
      <h1 tabindex="-1">We looked on every shelf</h1>
      <p>This page is not here, or not any more.</p>
      <a class="button" href=${DEPARTMENTS}>All departments</a>
    </div>`,
  };
}
