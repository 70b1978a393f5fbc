// What everybody at this browser must know, in a bar of its own above the shop.
import { html, type TemplateResult } from "lit";
import type { Shop } from "./shop.ts";

export function notices(shop: Shop, resume: () => Promise<void>): TemplateResult {
  const { paused, persistence } = shop.status;
  return html`
    ${paused ? html`<div class="notice" role="status">
      <p>${pausedText(shop)}</p>
      <button type="button" class="button plain small" @click=${() => void resume()}>Resume</button>
    </div>` : ""}
    ${persistence === "memory" ? html`<div class="notice" role="status"><p>${FORGETS}</p></div>` : ""}`;
}

export const FORGETS = "This window forgets everything when closed.";

const pausedText = ({ members }: Shop): string =>
  `Paused${members.length > 1 ? " for the whole household" : ""}: nothing is recorded, and nothing recorded before is used.`;
