// "What this browser knows": the shopper's history in plain words, and what can be done about it.
import { EngineError, eventPhrase, type HistoryEvent, type HistoryExport, type HistorySelection } from "hearth";
import { html, type TemplateResult } from "lit";
import { guard } from "lit/directives/guard.js";
import { repeat } from "lit/directives/repeat.js";
import { clockTime, count, dayName, startOfDay } from "./format.ts";
import { closeIcon, lockIcon } from "./icons.ts";
import { pictureOf } from "./picture/picture.ts";
import { itemLink } from "./routes.ts";
import type { Shop } from "./shop.ts";

const PAGE_EVENTS = 60;

interface Day {
  readonly start: number;
  readonly done: readonly HistoryEvent[];
  readonly shown: readonly HistoryEvent[]; // impressions: many, and of little interest
}

export class Drawer {
  readonly #shop: Shop;
  readonly #beforeErasing: () => Promise<void>;
  readonly #onErased: () => Promise<void>;
  #events: readonly HistoryEvent[] = [];
  #total = 0;
  #limit = PAGE_EVENTS;

  // `beforeErasing` lets the shelves record what they gathered, or it would come after the erasure;
  // `onErased` is told when what the pages show may have changed.
  constructor(shop: Shop, beforeErasing: () => Promise<void>, onErased: () => Promise<void>) {
    this.#shop = shop;
    this.#beforeErasing = beforeErasing;
    this.#onErased = onErased;
  }

  get #dialog(): HTMLDialogElement | null {
    return document.querySelector<HTMLDialogElement>("#history");
  }

  get #question(): HTMLDialogElement | null {
    return document.querySelector<HTMLDialogElement>("#erase-question");
  }

  get isOpen(): boolean {
    return this.#dialog?.open ?? false;
  }

  async open(): Promise<void> {
    this.#limit = PAGE_EVENTS;
    await this.load();
    this.#dialog?.showModal();
  }

  close(): void {
    this.#dialog?.close();
  }

  async load(): Promise<void> {
    const { total, events } = await this.#shop.hearth.history.list({ limit: this.#limit });
    this.#total = total;
    this.#events = events;
    this.#shop.draw();
  }

  template(): TemplateResult {
    return html`
      <dialog id="history" class="drawer" aria-labelledby="history-heading" @click=${this.#closeOutside}>
        <div class="drawer-inside">
          <div class="drawer-head">
            <h2 id="history-heading">What this browser knows</h2>
            <button type="button" class="round" aria-label="Close" @click=${() => this.#dialog?.close()}>${closeIcon}</button>
          </div>
          <p class="promise">${lockIcon}<span>Your history is kept in this browser, on this device, and the shop arranges itself for you right here. Nothing of it is sent to us or to anybody else.</span></p>
          ${this.#controls()}
          ${this.#list()}
        </div>
      </dialog>
      <dialog id="erase-question" class="question" aria-labelledby="question-heading">
        <h2 id="question-heading">Erase everything?</h2>
        <p>All ${count(this.#total, "entry", "entries")} will be gone from this browser for good. Your basket stays as it is.</p>
        <div class="question-buttons">
          <button type="button" class="button plain" @click=${() => this.#question?.close()}>Keep it</button>
          <button type="button" class="button danger" @click=${() => void this.#eraseAll()}>Erase everything</button>
        </div>
      </dialog>`;
  }

  #controls(): TemplateResult {
    const { paused } = this.#shop.status;
    return html`<div class="controls">
      <label class="switch">
        <input type="checkbox" role="switch" .checked=${paused} @change=${(event: Event) =>
          void this.#pause((event.currentTarget as HTMLInputElement).checked)}>
        <span><strong>Pause</strong> ${paused
          ? "Nothing is being recorded, and nothing recorded before is used."
          : "Stop recording, and show the shop as if you were new."}</span>
      </label>
      <div class="control-buttons">
        <button type="button" class="button plain small" ?disabled=${this.#total === 0} @click=${() => void this.#export()}>Export as a file</button>
        <label class="button plain small file">Import<input type="file" accept="application/json,.json" class="visually-hidden"
          aria-label="Import a history from a file" @change=${(event: Event) => void this.#import(event)}></label>
        <button type="button" class="button plain small danger-text" ?disabled=${this.#total === 0}
          @click=${() => this.#question?.showModal()}>Erase everything</button>
      </div>
    </div>`;
  }

  #list(): TemplateResult {
    const now = Date.now();
    const nothing_done = this.#events.length === this.#total && this.#events.every(({ type }) => type === "impression");
    return html`
      ${nothing_done
        ? html`<p class="nothing">Nothing yet. What you look at, gather and buy will be listed here.</p>`
        : html`<p class="soft" id="history-count">${count(this.#total, "entry", "entries")}</p>`}
      ${repeat(daysOf(this.#events), (day) => day.start, (day) => html`
        <section class="day">
          <h3>${dayName(day.start, now)}</h3>
          <ul role="list">${repeat(day.done, (event) => event.id, (event) => this.#entry(event))}</ul>
          ${day.shown.length > 0
            ? html`<details><summary>${count(day.shown.length, "item")} shown to you</summary>
                <ul role="list">${repeat(day.shown, (event) => event.id, (event) => this.#entry(event))}</ul></details>`
            : ""}
        </section>`)}
      ${this.#events.length < this.#total
        ? html`<button type="button" class="button plain wide" @click=${() => void this.#showMore()}>Show older entries</button>`
        : ""}`;
  }

  #entry(event: HistoryEvent): TemplateResult {
    const what = `${eventPhrase(event)} ${event.title || event.sku}`;
    return html`<li class="entry" data-event=${event.id} data-sku=${event.sku} data-type=${event.type}>
      <div class="entry-picture">${guard([event.sku], () => pictureOf(event))}</div>
      <div class="entry-words">
        <p>${eventPhrase(event)} ${event.inCatalog
          ? html`<a href=${itemLink(event.sku)}>${event.title}</a>`
          : event.title || event.sku}</p>
        <p class="soft"><time datetime=${new Date(event.time).toISOString()}>${clockTime(event.time)}</time></p>
      </div>
      <div class="entry-buttons">
        <button type="button" class="quiet" aria-label="Erase: ${what}"
          @click=${() => void this.#erase({ event: event.id }, "Erased.")}>Erase</button>
        <button type="button" class="quiet" aria-label="All about it: erase every entry of ${event.title || event.sku}"
          @click=${() => void this.#erase({ sku: event.sku }, `Everything about ${event.title || event.sku} was erased.`)}>All about it</button>
      </div>
    </li>`;
  }

  async #erase(selection: HistorySelection, said: string): Promise<void> {
    const place = focusedEntry();
    await this.#beforeErasing();
    await this.#shop.hearth.history.erase(selection);
    await this.#changed(said);
    const buttons = document.querySelectorAll<HTMLElement>(".drawer .entry-buttons button:first-child");
    (buttons[Math.min(place, buttons.length - 1)] ?? document.querySelector<HTMLElement>(".drawer button"))?.focus();
  }

  async #eraseAll(): Promise<void> {
    this.#question?.close();
    await this.#beforeErasing();
    await this.#shop.hearth.history.erase({ all: true });
    await this.#changed("Your history was erased.");
  }

  async #pause(paused: boolean): Promise<void> {
    await this.#shop.hearth.controls.pause(paused);
    await this.#changed(paused ? "Paused." : "Going on.");
  }

  async #export(): Promise<void> {
    const history = await this.#shop.hearth.history.export();
    const url = URL.createObjectURL(new Blob([JSON.stringify(history, null, 2)], { type: "application/json" }));
    const link = document.createElement("a");
    link.href = url;
    link.download = "my-shop-history.json";
    link.click();
    setTimeout(() => URL.revokeObjectURL(url), 10_000);
  }

  async #import(event: Event): Promise<void> {
    const input = event.currentTarget as HTMLInputElement;
    const [file] = input.files ?? [];
    if (!file) return;
    try {
      const { recorded } = await this.#shop.hearth.history.import(JSON.parse(await file.text()) as HistoryExport);
      await this.#changed(`${count(recorded, "entry", "entries")} added.`);
    } catch (error) {
      const known = error instanceof EngineError || error instanceof SyntaxError;
      if (!known) throw error;
      this.#shop.announce("That file is not a history that this shop can read.");
    } finally {
      input.value = "";
    }
  }

  async #changed(said: string): Promise<void> {
    await this.load();
    await this.#onErased();
    this.#shop.announce(said);
  }

  async #showMore(): Promise<void> {
    this.#limit += PAGE_EVENTS;
    await this.load();
  }

  readonly #closeOutside = (event: Event): void => {
    if (event.target === this.#dialog) this.#dialog?.close();
  };
}

function focusedEntry(): number {
  const entry = document.activeElement?.closest(".entry");
  return entry ? [...document.querySelectorAll(".drawer .entry")].indexOf(entry) : 0;
}

// Newest first, as they come.
function daysOf(events: readonly HistoryEvent[]): readonly Day[] {
  const days = new Map<number, HistoryEvent[]>();
  for (const event of events) {
    const start = startOfDay(event.time);
    days.set(start, [...(days.get(start) ?? []), event]);
  }
  return [...days].map(([start, list]) => ({
    start,
    done: list.filter((event) => event.type !== "impression"),
    shown: list.filter((event) => event.type === "impression"),
  }));
}
