// The form for the household's code: its grown-ups set, change or remove it.
import { EngineError } from "hearth";
import { html, type TemplateResult } from "lit";
import { live } from "lit/directives/live.js";
import { MAX_CODE_DIGITS, MIN_CODE_DIGITS } from "./guard.ts";
import { hasCode } from "./guard.ts";
import type { Shop } from "./shop.ts";

export class CodeEditor {
  readonly #shop: Shop;
  readonly #onChanged: (said: string) => Promise<void>;
  #codes: readonly [string, string] = ["", ""];
  #problem = "";

  constructor(shop: Shop, onChanged: (said: string) => Promise<void>) {
    this.#shop = shop;
    this.#onChanged = onChanged;
  }

  get #dialog(): HTMLDialogElement | null {
    return document.querySelector<HTMLDialogElement>("#code-editor");
  }

  open(): void {
    this.#forget();
    this.#shop.draw();
    this.#dialog?.showModal();
  }

  close(): void {
    this.#dialog?.close();
    this.#forget();
  }

  async remove(): Promise<void> {
    await this.#set(null, "Removing the code", "The household code was removed.");
  }

  template(): TemplateResult {
    const submit = (event: Event): void => {
      event.preventDefault();
      void this.#save();
    };
    return html`<dialog id="code-editor" class="question" aria-labelledby="code-heading" @close=${() => this.#forget()}>
      <h2 id="code-heading">${hasCode(this.#shop.household) ? "Change the code" : "Set a household code"}</h2>
      <form class="member-form" @submit=${submit}>
        <p class="soft">For the grown-ups: ${MIN_CODE_DIGITS} to ${MAX_CODE_DIGITS} digits. It guards these screens, it does not lock the profiles. A forgotten code cannot be looked up.</p>
        ${this.#field(0, "New code")}${this.#field(1, "Once more")}
        <p id="code-problem" class="problem" role="alert">${this.#problem}</p>
        <div class="question-buttons">
          <button type="button" class="button plain" @click=${() => this.close()}>Cancel</button>
          <button type="submit" class="button">Save</button>
        </div>
      </form>
    </dialog>`;
  }

  #field(which: 0 | 1, label: string): TemplateResult {
    const read = (event: Event): void => {
      const { value } = event.currentTarget as HTMLInputElement;
      this.#codes = which === 0 ? [value, this.#codes[1]] : [this.#codes[0], value];
      this.#problem = "";
      this.#shop.draw();
    };
    return html`<label class="field"><span>${label}</span>
      <input type="password" inputmode="numeric" pattern="[0-9]*" autocomplete="off" required minlength=${MIN_CODE_DIGITS} maxlength=${MAX_CODE_DIGITS}
        .value=${live(this.#codes[which])} aria-describedby="code-problem" @input=${read}></label>`;
  }

  async #save(): Promise<void> {
    const [code, again] = this.#codes;
    if (code !== again) {
      this.#problem = "The two are not the same.";
      return this.#shop.draw();
    }
    await this.#set(code, "A new code", "The household code was saved.");
  }

  async #set(code: string | null, what: string, said: string): Promise<void> {
    const { control, guard } = this.#shop;
    this.close();
    try {
      const answer = await guard.run(what, (grown_up) => control.household.setCode(code, grown_up));
      if (answer !== null) await this.#onChanged(said);
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      this.#shop.announce("Your browser could not save that.");
    }
  }

  #forget(): void {
    this.#codes = ["", ""];
    this.#problem = "";
  }
}
