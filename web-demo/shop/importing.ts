// A chosen file of purchases: what it is, what its columns mean where that is not known, and adding it to the history.
import { EngineError, type HistoryField, type HistoryFound, type HistoryReading, type ImportReport, type ReadOptions } from "hearth";
import { html, type TemplateResult } from "lit";
import { live } from "lit/directives/live.js";
import { count, shortDay } from "./format.ts";
import type { Shop } from "./shop.ts";

// What a person is asked of a table, and how the fields are called to them. The rest is found by itself or left out.
const ASKED: readonly (readonly [HistoryField, string])[] = [
  ["time", "When it was bought"], ["title", "What it was"], ["sku", "Article number"], ["gtin", "Barcode (EAN, GTIN)"],
  ["order", "Order number"], ["quantity", "How many"], ["price", "Price of one"], ["category", "Category"], ["brand", "Brand"],
];

const AT_ONCE = 1000; // events that are taken back in one step

type Step =
  | { readonly is: "reading" }
  | { readonly is: "found" }
  | { readonly is: "recording" | "taking back"; readonly done: number; readonly total: number }
  | { readonly is: "done"; readonly report: ImportReport }
  | { readonly is: "failed" | "stopped"; readonly words: string; readonly ids: readonly string[] };

export class Importing {
  readonly #shop: Shop;
  readonly #onChanged: (sitting: number) => Promise<void>;
  #reading: HistoryReading | null = null;
  #step: Step | null = null;
  #options: ReadOptions = {};
  #name = "";
  #sitting = 0;
  #stop: AbortController | null = null;

  // `onChanged` is told when the history has become another.
  constructor(shop: Shop, onChanged: (sitting: number) => Promise<void>) {
    this.#shop = shop;
    this.#onChanged = onChanged;
  }

  get #dialog(): HTMLDialogElement | null {
    return document.querySelector<HTMLDialogElement>("#import");
  }

  async begin(file: File, sitting: number): Promise<void> {
    this.close();
    const stop = new AbortController();
    [this.#name, this.#sitting, this.#options, this.#stop] = [file.name, sitting, {}, stop];
    this.#goTo({ is: "reading" });
    this.#dialog?.showModal();
    try {
      const reading = await this.#shop.control.history.read(file, { signal: stop.signal });
      if (stop.signal.aborted || !this.#shop.goesOn(sitting)) return reading.close();
      this.#reading = reading;
      this.#goTo({ is: "found" });
    } catch (error) {
      if (!stop.signal.aborted) this.#fail(error);
    }
  }

  // Whatever was read is not kept for whoever comes next.
  close(): void {
    this.#stop?.abort();
    this.#reading?.close();
    [this.#reading, this.#step, this.#stop] = [null, null, null];
    this.#dialog?.close();
  }

  template(): TemplateResult {
    return html`<dialog id="import" class="question import" aria-labelledby="import-heading" @close=${() => this.#step && this.close()}>
      ${this.#step ? this.#content(this.#step) : html`<h2 id="import-heading">Add what you bought</h2>`}
    </dialog>`;
  }

  #content(step: Step): TemplateResult {
    switch (step.is) {
      case "reading": return html`<h2 id="import-heading">Reading the file</h2>
        <p role="status">Reading ${this.#name}. It stays in this browser.</p>${this.#buttons("Cancel")}`;
      case "found": return this.#foundForm();
      case "recording":
      case "taking back": return html`<h2 id="import-heading">${step.is === "recording" ? "Adding your purchases" : "Taking them back"}</h2>
        <p><progress max=${step.total} value=${step.done} aria-label="Progress"></progress></p>
        <p role="status">${step.done.toLocaleString("en-GB")} of ${step.total.toLocaleString("en-GB")}</p>
        ${step.is === "recording" ? html`<div class="question-buttons"><button type="button" class="button plain" @click=${() => this.#stop?.abort()}>Stop</button></div>` : ""}`;
      case "done": return this.#result(step.report);
      case "stopped":
      case "failed": return html`<h2 id="import-heading">${step.is === "stopped" ? "Stopped" : "That did not work"}</h2><p role="alert">${step.words}</p>${this.#buttons("Close", this.#undoButton(step.ids))}`;
    }
  }

  #buttons(close: string, more: TemplateResult | "" = ""): TemplateResult {
    return html`<div class="question-buttons">
      <button type="button" class="button plain" @click=${() => this.close()}>${close}</button>${more}</div>`;
  }

  #foundForm(): TemplateResult {
    const { found } = this.#reading!;
    const asks_columns = found.asks.includes("columns");
    const ready = found.asks.length === 0 && found.events > 0;
    return html`<h2 id="import-heading">${asks_columns ? "What do the columns mean?" : "Add what you bought?"}</h2>
      <p class="soft">${this.#name}: ${found.recognised}</p>
      ${asks_columns ? html`<p>This table is not one that the shop knows. Say where the date is, and what was bought.</p>` : html`<div role="status">${summary(found)}</div>`}
      ${found.asks.includes("dates") || this.#options.dates ? this.#datesQuestion() : ""}
      ${found.columns.length > 0 && found.unit === "line" ? html`<details ?open=${asks_columns}>
        <summary>${asks_columns ? "Columns" : "What the columns mean"}</summary>${this.#columnsForm(found)}</details>` : ""}
      ${this.#buttons("Cancel", html`<button type="button" class="button" ?disabled=${!ready} @click=${() => void this.#record()}>
        ${ready ? `Add ${count(found.events, "purchase")}` : "Add them"}</button>`)}`;
  }

  #datesQuestion(): TemplateResult {
    const radio = (value: "day-first" | "month-first", words: string): TemplateResult => html`<label>
      <input type="radio" name="import-dates" value=${value} .checked=${live(this.#options.dates === value)}
        @change=${() => void this.#again({ ...this.#options, dates: value })}><span>${words}</span></label>`;
    return html`<fieldset class="choices"><legend>The dates can be read in two ways. 03/04/2024 is</legend>
      ${radio("day-first", "3 April")}${radio("month-first", "4 March")}</fieldset>`;
  }

  #columnsForm(found: HistoryFound): TemplateResult {
    const choose = (field: HistoryField, event: Event): void => {
      const { value } = event.currentTarget as HTMLSelectElement;
      const columns = Object.fromEntries(ASKED.map(([each]) => [each, found.mapping[each]]));
      void this.#again({ ...this.#options, columns: { ...columns, [field]: value === "" ? null : value } });
    };
    return html`<div class="import-columns">${ASKED.map(([field, words]) => html`<label class="field"><span>${words}</span>
        <select data-field=${field} @change=${(event: Event) => choose(field, event)}>
          <option value="" ?selected=${found.mapping[field] === null}>Not in this file</option>
          ${found.columns.map((name) => html`<option value=${name} ?selected=${found.mapping[field] === name}>${name}</option>`)}
        </select></label>`)}</div>
      <div class="import-rows" tabindex="0" role="region" aria-label="The first rows of the file"><table>
        <thead><tr>${found.columns.map((name) => html`<th scope="col">${name}</th>`)}</tr></thead>
        <tbody>${found.firstRows.map((row) => html`<tr>${row.map((cell) => html`<td>${cell}</td>`)}</tr>`)}</tbody>
      </table></div>`;
  }

  #result(report: ImportReport): TemplateResult {
    const { paused } = this.#shop.status;
    const words = paused ? "Recording is paused, so nothing was added."
      : `${count(report.recorded, "purchase was", "purchases were")} added to your history.`;
    const known = report.known > 0 && !paused ? ` ${count(report.known, "was", "were")} there already.` : "";
    const refused = report.refused.events > 0 ? ` ${count(report.refused.events, "could", "could")} not be added.` : "";
    return html`<h2 id="import-heading">Done</h2><p role="status">${words}${known}${refused}</p>${skippedList(report.found)}
      ${this.#buttons("Close", this.#undoButton(report.ids))}`;
  }

  #undoButton(ids: readonly string[]): TemplateResult | "" {
    return ids.length === 0 ? "" : html`<button type="button" class="button plain" @click=${() => void this.#takeBack(ids)}>Undo</button>`;
  }

  async #again(options: ReadOptions): Promise<void> {
    const reading = this.#reading;
    this.#options = options;
    try {
      await reading?.again(options);
      if (reading && reading === this.#reading) this.#shop.draw();
    } catch (error) {
      if (reading === this.#reading) this.#fail(error);
    }
  }

  async #record(): Promise<void> {
    const reading = this.#reading!;
    const stop = (this.#stop = new AbortController());
    const sitting = this.#sitting;
    const before = reading.recorded.length;
    try {
      const report = await this.#shop.guard.run("Importing a history", (grownUp) => reading.record({
        grownUp,
        signal: stop.signal,
        onProgress: ({ done, total }) => reading === this.#reading && this.#goTo({ is: "recording", done, total }),
      }));
      await this.#onChanged(sitting);
      if (reading === this.#reading) this.#goTo(report ? { is: "done", report } : { is: "found" });
    } catch (error) {
      await this.#onChanged(sitting);
      if (reading !== this.#reading) return;
      const ids = reading.recorded.slice(before);
      if (!stop.signal.aborted) return this.#fail(error, ids);
      const added = ids.length === 0 ? "Nothing was added." : `${count(ids.length, "purchase was", "purchases were")} added before; the same file goes on from there.`;
      this.#goTo({ is: "stopped", words: `You stopped it. ${added}`, ids });
    }
  }

  // These events and no other. Each step is stored before the next.
  async #takeBack(ids: readonly string[]): Promise<void> {
    const reading = this.#reading;
    let done = 0;
    try {
      for (; done < ids.length; done += AT_ONCE) {
        if (reading !== this.#reading) break;
        this.#goTo({ is: "taking back", done, total: ids.length });
        await this.#shop.control.history.erase({ events: ids.slice(done, done + AT_ONCE) }).catch((error: unknown) => {
          if (!(error instanceof EngineError && error.code === "not_found")) throw error; // erased meanwhile
        });
      }
    } catch (error) {
      if (reading === this.#reading) this.#fail(error, ids.slice(done), "Your browser could not take them back.");
      return;
    } finally {
      await this.#onChanged(this.#sitting);
    }
    if (reading !== this.#reading) return;
    this.close();
    this.#shop.announce("The purchases were taken back.", [], this.#sitting);
  }

  #goTo(step: Step): void {
    this.#step = step;
    this.#shop.draw();
  }

  // `ids`: of what was added before it failed.
  #fail(error: unknown, ids: readonly string[] = [], what = "Your browser could not add that to your history."): void {
    if (!(error instanceof EngineError)) {
      this.close();
      throw error;
    }
    if (error.code === "sitting_over") return this.close();
    const theirs = ["malformed", "too_large", "invalid_argument"].includes(error.code);
    const words = error.code === "unsupported_version" ? "That file was made by a newer version of this shop."
      : error.code === "pack_changed" ? "The shop has changed since this page was opened. Reload the page and choose the file again."
      : theirs ? `The shop cannot read that file: ${error.message}.` : what;
    const added = ids.length > 0 ? ` ${count(ids.length, "purchase of it is", "purchases of it are")} in your history.` : "";
    this.#goTo({ is: "failed", words: words + added, ids });
  }
}

function summary(found: HistoryFound): TemplateResult {
  const { sku, gtin, title } = found.matched;
  const ours = sku + gtin + title;
  const more = [
    found.unit !== "event" ? `${count(ours, "is", "are")} of this shop; ${count(found.described, "other counts", "others count")} for what you like, by category and brand.` : "",
    found.addedUp > 0 ? `${count(found.addedUp, "equal line")} of an order went together.` : "",
    found.gifts > 0 ? `${count(found.gifts, "looks like a present", "look like presents")}: for your eyes alone.` : "",
    found.known > 0 ? `${count(found.known, "is", "are")} in your history already.` : "",
    found.withdrawn > 0
      ? `${count(found.withdrawn, "was", "were")} cancelled or sent back since: your history still has ${found.withdrawn === 1 ? "it" : "them"}.`
      : "",
    found.toppedUp > 0 ? `${count(found.toppedUp, "was", "were")} there with fewer pieces; the others are added.` : "",
    found.otherCurrency > 0 ? `${count(found.otherCurrency, "price")} in another currency will be left out.` : "",
  ].filter((each) => each !== "");
  return html`<p>${count(found.events, "purchase")} can be added. ${more.join(" ")}</p>
    ${found.examples.length > 0 ? html`<ul class="import-examples">${found.examples.map(({ time, title: what, quantity }) =>
      html`<li>${quantity > 1 ? `${quantity} × ` : ""}${what} <span class="soft">${shortDay(time, Date.now())}</span></li>`)}</ul>` : ""}
    ${skippedList(found)}`;
}

function skippedList({ skipped }: HistoryFound): TemplateResult | "" {
  if (skipped.rows === 0) return "";
  return html`<details><summary>${count(skipped.rows, "row is", "rows are")} left out</summary>
    <ul>${skipped.reasons.map(({ words, rows }) => html`<li>${words}: ${rows.toLocaleString("en-GB")}</li>`)}</ul>
    <ul class="soft">${skipped.first.map(({ unit, row, words, detail }) => html`<li>${unit} ${row}: ${words}${detail ? ` (${detail})` : ""}</li>`)}</ul>
  </details>`;
}
