// "Ask a grown-up": the step before what a child should not do alone. With a household code it is typed; without
// one the page only asks, and says so.
import { EngineError, type GrownUp, type Household } from "hearth";
import { html, type TemplateResult } from "lit";
import { live } from "lit/directives/live.js";

// The household has a code of its grown-ups.
export const hasCode = (household: Household): boolean => household.code !== null;

export const MIN_CODE_DIGITS = 4;
export const MAX_CODE_DIGITS = 12;

type Attempt = (grownUp: GrownUp) => Promise<boolean>; // whether that was enough

export class Guard {
  readonly #shop: { readonly household: Household; draw(): void };
  #what = "";
  #typed = "";
  #problem = "";
  #attempt: Attempt | null = null;
  #end: (() => void) | null = null;

  constructor(shop: { readonly household: Household; draw(): void }) {
    this.#shop = shop;
  }

  // Does it; where that needs a grown-up, after one has answered. `what` says it in a few words: "Removing
  // Anna". Null when no grown-up came, or somebody else sits there by now.
  async run<T>(what: string, act: (grownUp?: GrownUp) => Promise<T>): Promise<T | null> {
    try {
      return await act();
    } catch (error) {
      if (isOver(error)) return null;
      if (!needsGrownUp(error)) throw error;
    }
    return new Promise<T | null>((resolve, reject) => {
      let done: T | null = null;
      this.#ask(what, async (grown_up) => {
        try {
          done = await act(grown_up);
          return true;
        } catch (error) {
          if (needsGrownUp(error)) return false;
          if (!isOver(error)) reject(error);
          return true;
        }
      }, () => resolve(done));
    });
  }

  close(): void {
    this.#dialog?.close();
    this.#settle();
  }

  template(): TemplateResult {
    return html`<dialog id="grown-up" class="question" aria-labelledby="grown-up-heading" @close=${() => this.#settle()}>
      <h2 id="grown-up-heading">Ask a grown-up</h2>
      ${hasCode(this.#shop.household) ? this.#codeForm() : this.#plainStep()}
    </dialog>`;
  }

  get #dialog(): HTMLDialogElement | null {
    return document.querySelector<HTMLDialogElement>("#grown-up");
  }

  #plainStep(): TemplateResult {
    return html`<p>${this.#what} is for the grown-ups of this household. There is no household code, so this step is a question, not a lock.</p>
      <div class="question-buttons">
        <button type="button" class="button plain" @click=${() => this.close()}>Cancel</button>
        <button type="button" class="button" @click=${() => void this.#try({ asked: true })}>A grown-up says yes</button>
      </div>`;
  }

  #codeForm(): TemplateResult {
    const submit = (event: Event): void => {
      event.preventDefault();
      void this.#try({ code: this.#typed });
    };
    return html`<form @submit=${submit}>
      <p>${this.#what} needs the household code of the grown-ups.</p>
      <label class="field"><span>Household code</span>
        <input id="grown-up-code" type="password" inputmode="numeric" autocomplete="off" required minlength=${MIN_CODE_DIGITS} maxlength=${MAX_CODE_DIGITS}
          .value=${live(this.#typed)} aria-describedby="grown-up-problem" aria-invalid=${this.#problem ? "true" : "false"}
          @input=${(event: Event) => this.#type(event)}></label>
      <p id="grown-up-problem" class="problem code-problem" role="alert">${this.#problem}</p>
      <div class="question-buttons">
        <button type="button" class="button plain" @click=${() => this.close()}>Cancel</button>
        <button type="submit" class="button">Go on</button>
      </div>
    </form>`;
  }

  #type(event: Event): void {
    this.#typed = (event.currentTarget as HTMLInputElement).value;
    this.#problem = "";
    this.#shop.draw();
  }

  #ask(what: string, attempt: Attempt, end: () => void): void {
    this.#settle();
    [this.#what, this.#attempt, this.#end] = [what, attempt, end];
    this.#shop.draw();
    this.#dialog?.showModal();
  }

  async #try(answer: GrownUp): Promise<void> {
    const attempt = this.#attempt;
    if (!attempt) return;
    if (await attempt(answer)) return this.close();
    if (attempt !== this.#attempt) return; // it was called off meanwhile
    this.#typed = "";
    this.#problem = "code" in answer ? "That is not the code." : "That needs the household code.";
    this.#shop.draw();
  }

  // The code is not kept a moment longer than the question.
  #settle(): void {
    const end = this.#end;
    [this.#attempt, this.#end, this.#typed, this.#problem] = [null, null, "", ""];
    end?.();
  }
}

// Somebody else is shopping by now: what was begun before is not theirs.
export const isOver = (error: unknown): boolean => error instanceof EngineError && error.code === "sitting_over";

const needsGrownUp = (error: unknown): boolean => error instanceof EngineError && (error.code as string) === "needs_grown_up";
