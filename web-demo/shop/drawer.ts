// "Your data": the shopper's history in plain words, and what can be done about it.
import {
  ENGLISH, EngineError, eventPhrase, type Gift, type HistoryEvent, type HistoryExport, type HistorySelection, type Label, type Labelled,
} from "hearth";
import { html, type TemplateResult } from "lit";
import { guard as unchanged } from "lit/directives/guard.js";
import { live } from "lit/directives/live.js";
import { repeat } from "lit/directives/repeat.js";
import { face } from "./face.ts";
import { clockTime, count, dayName, shortDay, startOfDay } from "./format.ts";
import { isOver } from "./guard.ts";
import { KEEPING } from "./keeping.ts";
import { announced } from "./notices.ts";
import { closeIcon, giftIcon, lockIcon, moreIcon, searchIcon, sharedIcon } from "./icons.ts";
import { pictureOf } from "./picture/picture.ts";
import { HOUSEHOLD, itemLink, searchLink } from "./routes.ts";
import { Importing } from "./importing.ts";
import type { Shop } from "./shop.ts";
import { giftQuestions, usualGift } from "./surprise.ts";

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
  readonly #openPicker: () => void;
  readonly #importing: Importing;
  #surprising: { readonly event: HistoryEvent; readonly gift: Gift } | null = null;
  #expanded: string | null = null; // the entry that shows what else can be done with it
  #events: readonly HistoryEvent[] = [];
  #total = 0;
  #limit = PAGE_EVENTS;
  #opened_in = 0; // the sitting
  #exported: HistoryExport | null = null; // asked about, and not written yet

  // `beforeErasing` lets the shelves record what they gathered, or it would come after the erasure;
  // `onErased` is told when what the pages show may have changed.
  constructor(shop: Shop, reactions: {
    readonly beforeErasing: () => Promise<void>;
    readonly onErased: () => Promise<void>;
    readonly openPicker: () => void;
  }) {
    this.#shop = shop;
    this.#beforeErasing = reactions.beforeErasing;
    this.#onErased = reactions.onErased;
    this.#openPicker = reactions.openPicker;
    this.#importing = new Importing(shop, (sitting) => this.#changed("", sitting));
  }

  get #dialog(): HTMLDialogElement | null {
    return document.querySelector<HTMLDialogElement>("#history");
  }

  get #question(): HTMLDialogElement | null {
    return document.querySelector<HTMLDialogElement>("#erase-question");
  }

  get #exportQuestion(): HTMLDialogElement | null {
    return document.querySelector<HTMLDialogElement>("#export-question");
  }

  get isOpen(): boolean {
    return this.#dialog?.open ?? false;
  }

  async open(): Promise<void> {
    const { number } = this.#shop.sitting;
    this.#limit = PAGE_EVENTS;
    await this.load();
    if (!this.#shop.goesOn(number)) return;
    this.#opened_in = number;
    this.#dialog?.showModal();
  }

  get #surprise(): HTMLDialogElement | null {
    return document.querySelector<HTMLDialogElement>("#surprise");
  }

  // Whatever was listed is not kept for whoever comes next.
  close(): void {
    this.#dialog?.close();
    this.#question?.close();
    this.#exportQuestion?.close();
    this.#exported = null;
    this.#surprise?.close();
    this.#importing.close();
    this.#events = [];
    this.#total = 0;
    this.#surprising = null;
    this.#expanded = null;
  }

  async load(): Promise<void> {
    const { number } = this.#shop.sitting;
    const { total, events } = await this.#shop.control.history.list({ limit: this.#limit });
    if (!this.#shop.goesOn(number)) return;
    this.#total = total;
    this.#events = events;
    this.#shop.draw();
  }

  template(): TemplateResult {
    return html`
      <dialog id="history" class="drawer" aria-labelledby="history-heading" @click=${this.#closeOutside} @close=${() => this.#shop.draw()}>
        <div class="drawer-inside">
          <div class="drawer-head">
            <h2 id="history-heading">Your data</h2>
            <button type="button" class="round" aria-label="Close" @click=${() => this.#dialog?.close()}>${closeIcon}</button>
          </div>
          <p class="promise">${lockIcon}<span>${KEEPING[this.#shop.status.state]} The shop arranges itself for you right here: nothing of it is sent to us or to anybody else.</span></p>
          ${this.#whose()}
          ${this.#controls()}
          ${this.#list()}
        </div>
        ${this.isOpen ? announced(this.#shop.announcement) : "" /* nothing outside can be reached */}
      </dialog>
      <dialog id="erase-question" class="question" aria-labelledby="question-heading">
        <h2 id="question-heading">Erase everything?</h2>
        <p>${this.#allOfIt()} will be gone from this browser for good. Your basket stays as it is.</p>
        <div class="question-buttons">
          <button type="button" class="button plain" @click=${() => this.#question?.close()}>Keep it</button>
          <button type="button" class="button danger" @click=${() => void this.#eraseAll()}>Erase everything</button>
        </div>
      </dialog>
      <dialog id="export-question" class="question" aria-labelledby="export-heading">
        <h2 id="export-heading">Export as a readable file?</h2>
        <p>${exportWarning(this.#exported)}</p>
        <div class="question-buttons">
          <button type="button" class="button plain" @click=${() => this.#exportQuestion?.close()}>Cancel</button>
          <button type="button" class="button" @click=${() => this.#export()}>Export</button>
        </div>
      </dialog>
      ${this.#importing.template()}
      <dialog id="surprise" class="question" aria-labelledby="surprise-heading">
        <h2 id="surprise-heading">Make it a surprise</h2>
        ${this.#surprising ? this.#surpriseForm(this.#surprising.event, this.#surprising.gift) : ""}
      </dialog>`;
  }

  // What others share stays: it is theirs.
  #allOfIt(): string {
    const { me, members } = this.#shop;
    if (me) return `Everything that is yours, ${me.name},`;
    return members.length > 1 ? "Everything of this visit" : "Everything that is listed here";
  }

  #surpriseForm(event: HistoryEvent, gift: Gift): TemplateResult {
    return html`
      <p>${event.type === "search" ? `That you searched for ${event.title} stays off everyone else’s pages.`
        : `Whatever you did with ${event.title || event.sku} that day stays off everyone else’s pages.`}</p>
      ${giftQuestions(this.#shop, gift, "entry", (changed) => {
        this.#surprising = { event, gift: changed };
        this.#shop.draw();
      })}
      <div class="question-buttons">
        <button type="button" class="button plain" @click=${() => this.#surprise?.close()}>Cancel</button>
        <button type="button" class="button" @click=${() => void this.#hide(event, gift)}>Hide it</button>
      </div>`;
  }

  // Whose history it is; while nobody said, it is only the visit that is going on.
  #whose(): TemplateResult | "" {
    const { me, members } = this.#shop;
    if (me) return html`<p class="whose">${face(me)}<span><strong>${me.name}’s history.</strong> <a href=${HOUSEHOLD}>Your household</a></span></p>`;
    if (members.length < 2) return "";
    return html`<p class="whose"><span><strong>This visit.</strong> Say who you are to see what is yours.</span>
      <button type="button" class="button plain small" @click=${() => {
        this.#dialog?.close();
        this.#openPicker();
      }}>Who’s shopping?</button></p>`;
  }

  #controls(): TemplateResult {
    const { paused } = this.#shop.status;
    return html`<div class="controls">
      <label class="switch">
        <input type="checkbox" role="switch" .checked=${paused} @change=${(event: Event) =>
          void this.pause((event.currentTarget as HTMLInputElement).checked)}>
        <span><strong>${this.#shop.members.length > 1 ? "Pause for the whole household" : "Pause"}</strong> ${paused
          ? "Nothing is being recorded, and nothing recorded before is used."
          : "Stop recording, and show the shop as if you were new."}</span>
      </label>
      ${this.#shop.me && !this.#shop.surprise ? html`<label class="switch">
        <input type="checkbox" role="switch" .checked=${live(this.#shop.sitting.mode.label === "private")} @change=${(event: Event) =>
          void this.#shop.control.controls.private((event.currentTarget as HTMLInputElement).checked)}>
        <span><strong>Private visit</strong> Not used for suggestions. Others see it only if they open your profile.</span>
      </label>` : ""}
      <div class="control-buttons">
        <button type="button" class="button plain small" ?disabled=${this.#total === 0} aria-haspopup="dialog" @click=${() => void this.#askExport()}>Export as a file</button>
        <label class="button plain small file">Import<input type="file" accept=".json,.jsonl,.csv,.tsv,.txt,.html,.htm,.eml,.mbox,application/json,text/csv" class="visually-hidden"
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
    const phrase = this.#phrase(event);
    const title = event.title || event.sku;
    const searched = event.type === "search";
    const link = searched ? searchLink(title) : event.inCatalog ? itemLink(event.sku) : null;
    return html`<li class="entry" data-event=${event.id} data-sku=${event.sku} data-type=${event.type} data-label=${event.label}>
      ${searched ? html`<div class="entry-picture entry-search">${searchIcon}</div>`
        : html`<div class="entry-picture">${unchanged([event.sku], () => pictureOf(event))}</div>`}
      <div class="entry-words">
        <p>${phrase} ${link ? html`<a href=${link}>${title}</a>` : title}</p>
        <p class="soft"><time datetime=${new Date(event.time).toISOString()}>${clockTime(event.time)}</time>${this.#sign(event)}</p>
      </div>
      ${!event.own ? "" : html`<div class="entry-buttons">
        <button type="button" class="quiet" aria-label="Erase: ${phrase} ${title}"
          @click=${() => void this.#erase({ events: [event.id] }, "Erased")}>Erase</button>
        ${searched && !this.#shop.me ? "" : html`
        <button type="button" class="quiet dots" aria-label="More: ${phrase} ${title}" aria-expanded=${this.#expanded === event.id ? "true" : "false"}
          @click=${() => this.#expand(event)}>${moreIcon}</button>`}
      </div>
      ${this.#expanded === event.id ? html`<div class="entry-more">
        ${this.#shop.me ? this.#labels(event, title) : ""}
        ${searched ? "" : html`<button type="button" class="quiet" aria-label="Erase all about it: ${title}"
          @click=${() => void this.#erase({ sku: event.sku }, `Everything about ${title} was erased`)}>Erase all about it</button>`}
      </div>` : ""}`}
    </li>`;
  }

  #expand({ id }: HistoryEvent): void {
    this.#expanded = this.#expanded === id ? null : id;
    this.#shop.draw();
  }

  #labels(event: HistoryEvent, title: string): TemplateResult | "" {
    const label = (text: string, to: Label, said: string): TemplateResult => html`<button type="button" class="quiet" aria-label="${text}: ${title}"
      @click=${() => void this.#label({ events: [event.id] }, to, said)}>${text}</button>`;
    const surprise = html`<button type="button" class="quiet" aria-haspopup="dialog" aria-label="Make it a surprise: ${title}"
      @click=${() => void this.#askSurprise(event)}>Make it a surprise</button>`;
    switch (event.label) {
      case "sensitive":
      case "shared": return "";
      case "private": return label("Not private any more", "personal", "An ordinary entry again.");
      case "gift": return event.gift ? label("Not a surprise", "personal", "An ordinary entry again.") : "";
      case "personal": return html`${label("Keep it private", "private", "Private: not used for suggestions.")}${surprise}`;
    }
  }

  // What is said of an entry that is kept apart, to its own member.
  #sign(event: HistoryEvent): TemplateResult | "" {
    const sharer = event.own ? null : this.#shop.member(event.member);
    if (sharer) return html`<span class="sign">${sharedIcon}Shared by ${sharer.name}</span>`;
    if (!event.own || event.label === "shared") return html`<span class="sign">${sharedIcon}Shared</span>`;
    if (event.label === "personal") return "";
    if (event.label !== "gift") return html`<span class="sign">${lockIcon}${event.label === "private" ? "Private" : "Sensitive"}</span>`;
    if (!event.gift) return "";
    const whom = this.#shop.member(event.gift.for ?? null);
    return html`<span class="sign">${giftIcon}Surprise${whom ? ` for ${whom.name}` : ""}, visible from ${shortDay(event.gift.until, Date.now())}</span>`;
  }

  // "You bought", or "Ben bought" of what Ben shares.
  #phrase(event: HistoryEvent): string {
    const sharer = event.own ? null : this.#shop.member(event.member);
    if (!sharer) return eventPhrase(event);
    return eventPhrase({ ...event, own: true }).replace(ENGLISH.event.impression, `${sharer.name} was shown`)
      .replace(/^You /, `${sharer.name} `).replace("your", "their");
  }

  async #askSurprise(event: HistoryEvent): Promise<void> {
    const { number } = this.#shop.sitting;
    const { until } = await this.#shop.control.gift.suggest(event.type === "search" ? [] : [event.sku]);
    if (!this.#shop.goesOn(number)) return;
    this.#surprising = { event, gift: usualGift(until) };
    this.#shop.draw();
    this.#surprise?.showModal();
  }

  async #hide(event: HistoryEvent, gift: Gift): Promise<void> {
    this.#surprise?.close();
    const which = event.type === "search" ? { events: [event.id] } : { skus: [event.sku], from: startOfDay(event.time) };
    await this.#label(which, "gift", `Visible from ${shortDay(gift.until, Date.now())}.`, gift);
  }

  async #label(which: Labelled, to: Label, said: string, gift?: Gift): Promise<void> {
    const place = focusedEntry();
    const { number } = this.#shop.sitting;
    await this.#beforeErasing();
    if (!this.#shop.goesOn(number)) return;
    await this.#shop.control.controls.label(which, to, gift);
    await this.#changed(said, number);
    this.#expanded = null;
    this.#shop.draw();
    focusEntry(place, ".dots");
  }

  async #erase(selection: HistorySelection, said: string): Promise<void> {
    const place = focusedEntry();
    await this.#takeOut(selection, said);
    focusEntry(place, "button:first-child");
  }

  async #takeOut(selection: HistorySelection, said: string): Promise<void> {
    const { number } = this.#shop.sitting;
    await this.#beforeErasing();
    if (!this.#shop.goesOn(number)) return;
    try {
      const gone = await this.#shop.control.history.erase(selection);
      await this.#changed("", number);
      this.#shop.undos.announce(said, gone, undefined, number);
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      if (isOver(error)) return;
      this.#shop.announce(error.code === "unsupported_version"
        ? "A newer version of this shop keeps your history. Load the page again to erase it."
        : "Your browser could not erase that.");
    }
  }

  async #eraseAll(): Promise<void> {
    this.#question?.close();
    await this.#takeOut({ all: true }, "Your history was erased");
  }

  async pause(paused: boolean): Promise<void> {
    const { number } = this.#shop.sitting;
    await this.#shop.control.controls.pause(paused);
    await this.#changed(paused ? "Paused." : "Recording again.", number);
  }

  async #askExport(): Promise<void> {
    const { number } = this.#shop.sitting;
    const exported = await this.#shop.control.history.export();
    if (!this.#shop.goesOn(number)) return;
    this.#exported = exported;
    this.#shop.draw();
    this.#exportQuestion?.showModal();
  }

  #export(): void {
    const url = URL.createObjectURL(new Blob([JSON.stringify(this.#exported, null, 2)], { type: "application/json" }));
    const link = document.createElement("a");
    link.href = url;
    link.download = "my-shop-history.json";
    link.click();
    this.#exportQuestion?.close();
    this.#exported = null;
    setTimeout(() => URL.revokeObjectURL(url), 10_000);
  }

  async #import(event: Event): Promise<void> {
    const input = event.currentTarget as HTMLInputElement;
    const [file] = input.files ?? [];
    const sitting = this.#opened_in; // the browser's list of files stays open when somebody else sits down
    if (!file || !this.#shop.goesOn(sitting)) return void (input.value = "");
    try {
      const { control, guard } = this.#shop;
      const history = await exportedIn(file);
      if (!this.#shop.goesOn(sitting)) return;
      if (!history) return void await this.#importing.begin(file, sitting);
      const added = await guard.run("Importing a history", (grown_up) => control.history.import(history, grown_up));
      if (added) await this.#changed(`${count(added.recorded, "entry", "entries")} added.`, sitting);
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      this.#shop.announce("That file is not a history that this shop can read.");
    } finally {
      input.value = "";
    }
  }

  // `sitting`: whose it was, and to whom it is said.
  async #changed(said: string, sitting: number): Promise<void> {
    await this.load();
    await this.#onErased();
    if (said !== "") this.#shop.announce(said, [], sitting);
  }

  async #showMore(): Promise<void> {
    this.#limit += PAGE_EVENTS;
    await this.load();
  }

  readonly #closeOutside = (event: Event): void => {
    if (event.target === this.#dialog) this.#dialog?.close();
  };
}

// What this shop itself exported; null where the file is something else.
async function exportedIn(file: File): Promise<HistoryExport | null> {
  if (!/"format"\s*:\s*"hearth-history"/.test(await file.slice(0, 4096).text())) return null;
  try {
    const history = JSON.parse(await file.text()) as HistoryExport | null;
    return history?.format === "hearth-history" ? history : null;
  } catch {
    return null;
  }
}

// What is kept apart on the screen stands in the file as plainly as the rest.
function exportWarning(exported: HistoryExport | null): string {
  const events = exported?.events ?? [];
  const kept = (label: Label): number => events.filter((event) => event.label === label).length;
  const apart = [[kept("private"), "private"], [kept("gift"), "of surprises"], [kept("sensitive"), "sensitive"]] as const;
  const words = apart.filter(([number]) => number > 0).map(([number, what]) => `${number} ${what}`);
  const among = words.length > 0 ? `, among them ${new Intl.ListFormat("en-GB").format(words)}` : "";
  return `${count(events.length, "entry", "entries")}${among}. The file is not encrypted, private visits and surprises included: ` +
    "whoever can open your downloads can read it.";
}

function focusedEntry(): number {
  const entry = document.activeElement?.closest(".entry");
  return entry ? [...document.querySelectorAll(".drawer .entry")].indexOf(entry) : 0;
}

function focusEntry(place: number, selector: string): void {
  const found = document.querySelectorAll<HTMLElement>(`.drawer .entry-buttons ${selector}`);
  (found[Math.min(place, found.length - 1)] ?? document.querySelector<HTMLElement>(".drawer button"))?.focus();
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
