// The form for somebody new, for a change of name, colour or age, and for saying goodbye.
import { type Colour, COLOURS, EngineError, type Kind, KINDS, type Member } from "hearth";
import { html, type TemplateResult } from "lit";
import { live } from "lit/directives/live.js";
import { COLOUR_NAMES, face, KIND_NAMES } from "./face.ts";
import { closeIcon } from "./icons.ts";
import type { Shop } from "./shop.ts";

const MAX_NAME_LETTERS = 32;
type Leaving = "erase" | "hand_over";

export class MemberEditor {
  readonly #shop: Shop;
  readonly #onAdded: (member: Member) => Promise<void>;
  readonly #onChanged: () => Promise<void>;
  readonly #onAbandoned: () => void;
  #member: Member | null = null; // null: somebody new
  #name = "";
  #colour: Colour = "clay";
  #kind: Kind = "adult";
  #problem = "";
  #leaving: Leaving = "erase";

  constructor(shop: Shop, reactions: {
    readonly onAdded: (member: Member) => Promise<void>;
    readonly onChanged: () => Promise<void>;
    readonly onAbandoned: () => void;
  }) {
    this.#shop = shop;
    this.#onAdded = reactions.onAdded;
    this.#onChanged = reactions.onChanged;
    this.#onAbandoned = reactions.onAbandoned;
  }

  get #dialog(): HTMLDialogElement | null {
    return document.querySelector<HTMLDialogElement>("#member-editor");
  }

  get #goodbye(): HTMLDialogElement | null {
    return document.querySelector<HTMLDialogElement>("#member-goodbye");
  }

  open(member: Member | null): void {
    const taken = new Set(this.#shop.members.map(({ colour }) => colour));
    this.#member = member;
    this.#name = member?.name ?? "";
    this.#colour = member?.colour ?? COLOURS.find((colour) => !taken.has(colour)) ?? "clay";
    this.#kind = member?.kind ?? "adult";
    this.#problem = "";
    this.#shop.draw();
    this.#dialog?.showModal();
    this.#dialog?.querySelector<HTMLInputElement>("#member-name")?.focus();
  }

  close(): void {
    this.#dialog?.close();
    this.#goodbye?.close();
    this.#member = null;
    this.#name = "";
  }

  template(): TemplateResult {
    const member = this.#member;
    return html`<dialog id="member-editor" class="sheet" aria-labelledby="member-heading" @close=${this.#closed}>
      <button type="button" class="round sheet-close" aria-label="Close" @click=${() => this.#dialog?.close()}>${closeIcon}</button>
      <h2 id="member-heading">${member ? `Change ${member.name}` : "Someone new"}</h2>
      <form class="member-form" @submit=${this.#submit}>
        <div class="member-preview">${face({ name: this.#name, colour: this.#colour, kind: this.#kind })}</div>
        <label class="field"><span>Name</span>
          <input id="member-name" type="text" autocomplete="off" maxlength=${MAX_NAME_LETTERS} required .value=${live(this.#name)}
            aria-describedby="member-problem" aria-invalid=${this.#problem ? "true" : "false"} @input=${this.#typed}></label>
        <p id="member-problem" class="problem" role="alert">${this.#problem}</p>
        <fieldset class="swatches"><legend>Colour</legend>${COLOURS.map((colour) => html`
          <label class="swatch"><input type="radio" name="colour" value=${colour} .checked=${this.#colour === colour}
            @change=${() => this.#set({ colour })}><span class="face-${colour}"></span><span class="visually-hidden">${COLOUR_NAMES[colour]}</span></label>`)}
        </fieldset>
        <div>
          <fieldset class="segments"><legend class="visually-hidden">Age</legend>${KINDS.map((kind) => html`
            <label><input type="radio" name="kind" value=${kind} .checked=${this.#kind === kind}
              @change=${() => this.#set({ kind })}><span>${KIND_NAMES[kind]}</span></label>`)}
          </fieldset>
          <p class="soft">Children are never shown what is for grown-ups only.</p>
        </div>
        <div class="sheet-buttons">
          ${member && this.#shop.members.length > 1
            ? html`<button type="button" class="button plain danger-text" @click=${() => this.#askGoodbye()}>Remove ${member.name}</button>` : ""}
          <button type="submit" class="button">${member ? "Save" : "Add"}</button>
        </div>
      </form>
    </dialog>
    <dialog id="member-goodbye" class="question" aria-labelledby="goodbye-heading">
      <h2 id="goodbye-heading">Remove ${member?.name}?</h2>
      <form @submit=${this.#remove}>
        <fieldset class="choices"><legend class="visually-hidden">What happens to the history</legend>
          ${this.#choice("erase", "Erase everything", `All that this browser knows of ${member?.name} is gone for good.`)}
          ${this.#choice("hand_over", "Keep what is shared", `What ${member?.name} shares stays with the household. The rest is erased.`)}
        </fieldset>
        <div class="question-buttons">
          <button type="button" class="button plain" @click=${() => this.#goodbye?.close()}>Cancel</button>
          <button type="submit" class="button danger">Remove</button>
        </div>
      </form>
    </dialog>`;
  }

  #choice(value: Leaving, label: string, what: string): TemplateResult {
    return html`<label class="choice"><input type="radio" name="leaving" value=${value} .checked=${live(this.#leaving === value)}
      @change=${() => (this.#leaving = value)}><span><strong>${label}</strong> ${what}</span></label>`;
  }

  #set(change: { readonly colour?: Colour; readonly kind?: Kind }): void {
    this.#colour = change.colour ?? this.#colour;
    this.#kind = change.kind ?? this.#kind;
    this.#shop.draw();
  }

  readonly #typed = (event: Event): void => {
    this.#name = (event.currentTarget as HTMLInputElement).value;
    this.#problem = "";
    this.#shop.draw();
  };

  readonly #submit = (event: Event): void => {
    event.preventDefault();
    void this.#save();
  };

  // The only member of a new household has no name yet: the first name given is theirs.
  async #save(): Promise<void> {
    const { household, members, control, guard } = this.#shop;
    const traits = { name: this.#name.trim(), colour: this.#colour, kind: this.#kind };
    try {
      const unnamed = members.length === 0 ? household.members[0] : undefined;
      const existing = this.#member ?? unnamed;
      const saved = existing
        ? await guard.run(`Changing ${existing.name || "a profile"}`, (grown_up) => control.household.change(existing.id, traits, grown_up))
        : await guard.run("Adding a grown-up", (grown_up) => control.household.add(traits, grown_up));
      if (saved === null) return;
      if (this.#member) await this.#onChanged();
      else await this.#onAdded(saved);
      this.#dialog?.close();
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      this.#problem = error.code === "duplicate" ? `There is a ${traits.name} already.`
        : error.code === "too_large" ? "There is no room for another face here."
        : error.code === "storage_failed" ? "Your browser could not save that."
        : "Please give a name in letters.";
      this.#shop.draw();
    }
  }

  #askGoodbye(): void {
    this.#leaving = "erase";
    this.#shop.draw();
    this.#goodbye?.showModal();
  }

  readonly #remove = (event: Event): void => {
    event.preventDefault();
    void this.#sayGoodbye();
  };

  async #sayGoodbye(): Promise<void> {
    const member = this.#member;
    if (!member) return;
    const { control, guard, basket, undos } = this.#shop;
    const leaving = this.#leaving;
    const gone = await guard.run(`Removing ${member.name}`, (grown_up) => control.household.remove(member.id, leaving, grown_up));
    if (gone === null) return;
    const put_back = basket.drop(member.id);
    this.close();
    await this.#onChanged();
    undos.announce(`${member.name} was removed`, gone, put_back);
  }

  readonly #closed = (): void => {
    if (!this.#member) this.#onAbandoned();
  };
}
