// Somebody says who they are, and the visit that is going on was guessed to be another's: was it theirs?
import type { HistoryEvent } from "hearth";
import { html, type TemplateResult } from "lit";
import { count } from "./format.ts";
import type { Shop } from "./shop.ts";

const LISTED = 200;

export class WhoseVisit {
  readonly #shop: Shop;
  #question = "";
  #answer: ((yes: boolean) => void) | null = null;

  constructor(shop: Shop) {
    this.#shop = shop;
  }

  get #dialog(): HTMLDialogElement | null {
    return document.querySelector<HTMLDialogElement>("#whose-visit");
  }

  // True once they said that it was theirs. Nothing to ask about is nobody else's either.
  async ask(member: number): Promise<boolean> {
    const { number } = this.#shop.sitting;
    const { events } = await this.#shop.control.history.list({ limit: LISTED });
    if (!this.#shop.goesOn(number)) return false;
    const what = whatWasDone(events.filter((event) => event.member === null));
    if (what === "") return true;
    this.#settle(false);
    this.#question = `${this.#shop.member(member)?.name ?? "You"}, were you the one ${what}?`;
    this.#shop.draw();
    const answer = new Promise<boolean>((resolve) => {
      this.#answer = resolve;
    });
    this.#dialog?.showModal();
    return answer;
  }

  close(): void {
    this.#dialog?.close();
    this.#question = "";
  }

  template(): TemplateResult {
    return html`<dialog id="whose-visit" class="question" aria-labelledby="whose-visit-heading" @close=${() => this.#settle(false)}>
      <h2 id="whose-visit-heading">${this.#question}</h2>
      <p>A yes adds this visit to your own history.</p>
      <div class="question-buttons">
        <button type="button" class="button plain" @click=${() => this.#say(false)}>No, leave it unsigned</button>
        <button type="button" class="button" @click=${() => this.#say(true)}>Yes</button>
      </div>
    </dialog>`;
  }

  #say(yes: boolean): void {
    this.#settle(yes);
    this.close();
  }

  #settle(yes: boolean): void {
    this.#answer?.(yes);
    this.#answer = null;
  }
}

// "looking at Party Bunting and 3 more", of the newest item; "" when nothing was done.
function whatWasDone(events: readonly HistoryEvent[]): string {
  const done = events.filter(({ type }) => type !== "impression");
  const items = new Map(done.filter(({ type }) => type !== "search").map(({ sku, title }) => [sku, title || sku]));
  const [title] = items.values();
  if (title !== undefined) return `looking at ${title}${items.size > 1 ? ` and ${items.size - 1} more` : ""}`;
  const [search] = done;
  return search ? `searching for “${search.title}”${done.length > 1 ? ` and ${count(done.length - 1, "more thing")}` : ""}` : "";
}
