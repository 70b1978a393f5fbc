// The strip on top: which demo household, and who of it is shopping. It is as high whatever it says, so
// that a guess that comes or goes moves nothing.
import type { Member } from "hearth";
import { html, type TemplateResult } from "lit";
import { face, nobodysFace } from "./face.ts";
import { caretIcon, giftIcon, lockIcon } from "./icons.ts";
import type { HouseholdChoice } from "./households.ts";
import type { Shop } from "./shop.ts";

export interface WhoActions {
  readonly choose: (household: HouseholdChoice) => void;
  readonly openPicker: () => void;
  readonly confirm: (member: Member) => void;
}

export function whoBar(shop: Shop, actions: WhoActions): TemplateResult {
  return html`<div class="strip">
    <section class="demo" aria-label="Demo">
      <p id="demo-label">Demo:</p>
      <div role="group" aria-labelledby="demo-label">${shop.choices.map((each) => html`
        <button type="button" aria-pressed=${each === shop.choice ? "true" : "false"}
          @click=${() => actions.choose(each)}>${each.name}</button>`)}
      </div>
    </section>
    <section class="who" aria-label="Who is shopping">${state(shop, actions)}</section>
  </div>`;
}

function state(shop: Shop, actions: WhoActions): TemplateResult {
  const { me, sitting, who } = shop;
  if (me) return button(actions, html`${face(me)}<span class="who-name">${me.name}</span>${mode(shop)}`, { picked: true });
  if (sitting.picked) {
    return button(actions, html`${nobodysFace}<span class="who-name">Guest</span>`, { picked: true });
  }
  const guess = who.state === "guessed" ? shop.member(who.member) : null;
  if (guess) {
    return html`<div class="chip" role="group" aria-labelledby="chip-question">
      ${face(guess)}<p id="chip-question" role="status">Shopping as ${guess.name}?</p>
      <button type="button" class="chip-yes" @click=${() => actions.confirm(guess)}>Yes</button>
      <button type="button" @click=${actions.openPicker}>Not me</button>
    </div>`;
  }
  return button(actions, html`${nobodysFace}<span class="who-name">${who.somebodyNew ? "Someone new? Add a profile" : "Who’s shopping?"}</span>`,
    { asks: who.ask || who.somebodyNew });
}

function button({ openPicker }: WhoActions, inside: TemplateResult, { picked = false, asks = false }): TemplateResult {
  return html`<button type="button" class="who-button ${picked ? "picked" : ""} ${asks ? "asks" : ""}" aria-haspopup="dialog"
    @click=${openPicker}>${inside}${picked ? html`<span class="visually-hidden"> is shopping. Change</span>` : ""}${caretIcon}</button>`;
}

function mode({ sitting }: Shop): TemplateResult | "" {
  if (sitting.mode.label === "gift") return html`<span class="who-mode">${giftIcon}Surprise</span>`;
  return sitting.mode.label === "private" ? html`<span class="who-mode">${lockIcon}Private</span>` : "";
}
