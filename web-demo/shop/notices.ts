// What the shop says by itself: in the corner, or to everybody at this browser in a bar above the shop.
import { html, type TemplateResult } from "lit";
import { noticeOf } from "./keeping.ts";
import type { Announcement, Shop } from "./shop.ts";

// What is said in the corner, and what can be done about it.
export const announced = (said: Announcement | null): TemplateResult => html`<div class="announcement" role="status">${!said ? ""
  : html`<p>${said.text}${said.choices.map(({ label, choose }) => html`<button type="button" @click=${choose}>${label}</button>`)}</p>`}</div>`;

export function notices(shop: Shop, resume: () => Promise<void>): TemplateResult {
  const { paused, persistence, state } = shop.status;
  const keeping = noticeOf(state, persistence);
  return html`
    ${paused ? html`<div class="notice" role="status">
      <p>${pausedText(shop)}</p>
      <button type="button" class="button plain small" @click=${() => void resume()}>Resume</button>
    </div>` : ""}
    ${keeping ? html`<div class="notice" role="status"><p>${keeping}</p></div>` : ""}`;
}

const pausedText = ({ members }: Shop): string =>
  `Paused${members.length > 1 ? " for the whole household" : ""}: nothing is recorded, and nothing recorded before is used.`;
