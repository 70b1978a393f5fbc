// "This is a surprise": the switch in the basket, and the same questions for an entry of the history.
import type { Gift, GiftSuggestion } from "hearth";
import { html, type TemplateResult } from "lit";
import { live } from "lit/directives/live.js";
import { dateValue, shortDay, startOfDay, timeOfDate } from "./format.ts";
import { giftIcon } from "./icons.ts";
import { isOver } from "./guard.ts";
import type { Shop } from "./shop.ts";

const DAY_MS = 86_400_000;
const FIVE_YEARS_MS = 5 * 365 * DAY_MS;

// From the beginning of that day it is no secret any more.
export const usualGift = (until: number): Gift => ({ until: Math.max(startOfDay(until), tomorrow()) });

const tomorrow = (): number => startOfDay(startOfDay(Date.now()) + 36 * 3_600_000);
const latest = (): number => startOfDay(Date.now() + FIVE_YEARS_MS);

// From when it may be seen, for whom it is, and what becomes of it then. `name` tells two such forms of a page apart.
export function giftQuestions(shop: Shop, gift: Gift, name: string, onChange: (gift: Gift) => void): TemplateResult {
  const others = shop.members.filter(({ id }) => id !== shop.owner);
  const read = (event: Event): void => {
    const form = (event.currentTarget as HTMLElement).closest(".gift-questions");
    const value = (selector: string): string => form?.querySelector<HTMLInputElement>(selector)?.value ?? "";
    const until = timeOfDate(value("input[type=date]")) ?? gift.until;
    const whom = value("select");
    onChange({
      until: Math.min(Math.max(until, tomorrow()), latest()),
      ...(whom !== "" && { for: Number(whom) }),
      ...(form?.querySelector<HTMLInputElement>("input[value=forget]")?.checked && { then: "forget" as const }),
    });
  };
  return html`<div class="gift-questions">
    <label class="field"><span>Visible from</span>
      <input type="date" required min=${dateValue(tomorrow())} max=${dateValue(latest())}
        .value=${live(dateValue(gift.until))} @change=${read}></label>
    ${others.length > 0 ? html`<label class="field"><span>It is for</span>
      <select @change=${read}>
        <option value="" .selected=${(gift.for ?? null) === null}>somebody else</option>
        ${others.map(({ id, name: theirs }) => html`<option value=${id} .selected=${gift.for === id}>${theirs}</option>`)}
      </select></label>` : ""}
    <fieldset class="choices"><legend>Before that it stays hidden</legend>
      <label class="choice"><input type="radio" name="${name}-then" value="reveal" .checked=${live(gift.then !== "forget")} @change=${read}><span>Then keep it with my purchases</span></label>
      <label class="choice"><input type="radio" name="${name}-then" value="forget" .checked=${live(gift.then === "forget")} @change=${read}><span>Then delete it</span></label>
    </fieldset>
  </div>`;
}

// The switch of the basket. It hides the visit and what was done with the basket's items, and all that is
// done from now on.
export function surpriseSwitch(shop: Shop, suggestion: GiftSuggestion): TemplateResult {
  const { surprise } = shop;
  const until = usualGift(surprise?.until ?? suggestion.until).until;
  const flip = async (event: Event): Promise<void> => {
    const input = event.currentTarget as HTMLInputElement;
    const on = input.checked;
    input.checked = !on; // until it is so
    if (on) await begin(shop, usualGift(suggestion.until));
    else await end(shop);
    shop.draw();
    document.querySelector<HTMLElement>(".surprise input[role=switch]")?.focus(); // the page may be another by now
  };
  return html`<div class="surprise ${suggestion.suggest && !surprise ? "suggested" : ""} ${surprise ? "on" : ""}">
    <label class="switch">
      <input type="checkbox" role="switch" .checked=${live(surprise !== null)} @change=${(event: Event) => void flip(event)}>
      <span><strong>${giftIcon}This is a surprise</strong> ${surprise
        ? "Stays off everyone else’s pages until then."
        : `${suggestion.suggest ? "Buying a gift? " : ""}Show from ${shortDay(until, Date.now())}.`}</span>
    </label>
    ${surprise ? giftQuestions(shop, asked ?? surprise, "basket", (gift) => void keepHidden(shop, gift)) : ""}
  </div>`;
}

async function begin(shop: Shop, gift: Gift): Promise<void> {
  if (shop.me || await shop.askWho()) await keepHidden(shop, gift);
}

// The terms last asked for, until they hold: quick answers follow one another, each on what the one before
// has made so, and no redrawing meanwhile takes back what was answered.
let asked: Gift | null = null;
let changes: Promise<void> = Promise.resolve();

// Resolves to whether it is hidden: not, where somebody else sits there by now.
async function keepHidden(shop: Shop, gift: Gift): Promise<boolean> {
  const { number } = shop.sitting;
  asked = gift;
  const hidden = changes.then(() => shop.goesOn(number) && hideNow(shop, gift, number));
  changes = hidden.then(() => {});
  const is_hidden = await hidden;
  if (asked !== gift) return is_hidden;
  asked = null;
  shop.draw();
  return is_hidden;
}

async function hideNow(shop: Shop, gift: Gift, sitting: number): Promise<boolean> {
  const before = shop.surprise;
  try {
    await shop.control.controls.gift(gift); // first: whatever comes next is hidden already
    if (shop.goesOn(sitting)) await shop.hide(gift, before);
    return shop.goesOn(sitting);
  } catch (error) {
    if (!isOver(error)) shop.announce("That could not be hidden. Please try again.", [], sitting);
    return false;
  }
}

// Resolves when the terms last asked for hold: what is bought is bought on those.
export const termsHold = (): Promise<void> => changes;

// What the switch began goes on after a purchase, on the same terms.
export const addMore = (shop: Shop, gift: Gift): Promise<boolean> => keepHidden(shop, gift);

async function end(shop: Shop): Promise<void> {
  const { number } = shop.sitting;
  await changes;
  if (!shop.goesOn(number)) return; // it ended with the sitting
  const before = shop.surprise;
  await shop.control.controls.gift(null);
  if (shop.goesOn(number)) await shop.hide(null, before);
}
