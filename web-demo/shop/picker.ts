// "Who's shopping?": the faces of the household. Picking one is an answer; the bar on top only guesses.
import { html, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { addFace, face, nobodysFace } from "./face.ts";
import { shortDay } from "./format.ts";
import { closeIcon, giftIcon, lockIcon } from "./icons.ts";
import { HOUSEHOLD } from "./routes.ts";
import type { Shop } from "./shop.ts";

export class Picker {
  readonly #shop: Shop;
  readonly #onPick: (member: number | null) => Promise<boolean>;
  readonly #onAdd: () => void;
  #answer: ((picked: boolean) => void) | null = null;
  #reason: "surprise" | null = null;

  // `onPick` sits somebody down (null is a guest) and says whether what they did until now is theirs. `onAdd` opens
  // the form for somebody new.
  constructor(shop: Shop, onPick: (member: number | null) => Promise<boolean>, onAdd: () => void) {
    this.#shop = shop;
    this.#onPick = onPick;
    this.#onAdd = onAdd;
  }

  get #dialog(): HTMLDialogElement | null {
    return document.querySelector<HTMLDialogElement>("#picker");
  }

  open(): void {
    this.#reason = null;
    this.#shop.draw();
    this.#dialog?.showModal();
  }

  // For a surprise, which needs to know whose it is. True once somebody was picked whose basket it is.
  ask(): Promise<boolean> {
    this.#answer?.(false);
    this.#reason = "surprise";
    this.#shop.draw();
    const answer = new Promise<boolean>((resolve) => {
      this.#answer = resolve;
    });
    if (this.#shop.members.length > 0) this.#dialog?.showModal();
    else this.#onAdd();
    return answer;
  }

  close(): void {
    this.#dialog?.close();
  }

  async pick(member: number | null): Promise<void> {
    const answer = this.#answer;
    this.#answer = null;
    this.#reason = null;
    this.close();
    const theirs = await this.#onPick(member);
    answer?.(member !== null && theirs);
  }

  // Somebody thought better of being new.
  abandon(): void {
    if (!this.#dialog?.open) this.#settle(false);
  }

  template(): TemplateResult {
    const { members, sitting } = this.#shop;
    const for_surprise = this.#reason === "surprise";
    return html`<dialog id="picker" class="sheet picker" aria-labelledby="picker-heading" @close=${this.#closed}>
      <button type="button" class="round sheet-close" aria-label="Close" @click=${() => this.close()}>${closeIcon}</button>
      <h2 id="picker-heading">Who’s shopping?</h2>
      <p class="soft">${for_surprise
        ? "A surprise is kept for one of you. Say who you are, and it stays off everyone else’s pages."
        : "Each of you gets your own suggestions. No password: anyone using this browser can open any profile."}</p>
      <ul class="faces" role="list">
        ${repeat(members, ({ id }) => id, (member) => html`<li>
          <button type="button" class="face-button" data-member=${member.id} aria-pressed=${sitting.member === member.id ? "true" : "false"}
            @click=${() => void this.pick(member.id)}>${face(member)}<span>${member.name}</span></button></li>`)}
        <li><button type="button" class="face-button add" @click=${() => this.#onAdd()}>${addFace}<span>Add someone</span></button></li>
      </ul>
      ${this.#mode()}
      <div class="picker-foot">
        ${for_surprise || members.length === 0 ? "" : html`
          <button type="button" class="button plain small" aria-pressed=${sitting.picked && sitting.member === null ? "true" : "false"}
            @click=${() => void this.pick(null)}>${nobodysFace}Guest</button>`}
        <a href=${HOUSEHOLD} @click=${() => this.close()}>Your household</a>
      </div>
    </dialog>`;
  }

  // What the picked member does now is kept apart: only they see this, for only they are picked.
  #mode(): TemplateResult | "" {
    const { me, surprise, sitting, control } = this.#shop;
    if (!me || sitting.mode.label === "personal") return "";
    return html`<div class="mode-note">
      ${surprise ? giftIcon : lockIcon}
      <p>${surprise
        ? `Surprise mode is on: what you do now stays off everyone else’s pages until ${shortDay(surprise.until, Date.now())}.`
        : "This is a private visit: not used for suggestions. Others see it only if they open your profile."}</p>
      <button type="button" class="button plain small" @click=${() => void control.controls.private(false)}>${surprise ? "Finish surprise" : "Turn off"}</button>
    </div>`;
  }

  readonly #closed = (): void => {
    // Going on to the form for somebody new is not giving up.
    if (!document.querySelector("#member-editor[open]")) this.#settle(false);
  };

  #settle(picked: boolean): void {
    this.#answer?.(picked);
    this.#answer = null;
    this.#reason = null;
    this.#shop.draw();
  }
}
