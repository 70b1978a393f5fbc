// "Your household": its people, the visits that nobody signed, and what each shares or says yes to.
import type { Household, Member, Sharing, Topic, UnsignedVisit, Visit } from "hearth";
import { html, type TemplateResult } from "lit";
import { live } from "lit/directives/live.js";
import { repeat } from "lit/directives/repeat.js";
import { titled } from "../brand.ts";
import { face, KIND_NAMES } from "../face.ts";
import { clockTime, count, partOfDay } from "../format.ts";
import { hasCode } from "../guard.ts";
import { plusIcon } from "../icons.ts";
import { categoryLabel, type Page, type Shop } from "../shop.ts";
import type { CanUndo } from "../undos.ts";

const OWN_VISITS = 5;

export interface HouseholdActions {
  readonly edit: (member: Member | null) => void;
  readonly openPicker: () => void;
  readonly setCode: () => void;
  readonly removeCode: () => void;
  readonly refresh: () => Promise<void>;
  // Everything is asked for again, and then that is said.
  readonly changed: (said: string) => Promise<void>;
}

interface Contents {
  readonly inbox: readonly UnsignedVisit[];
  readonly visits: readonly Visit[];
  readonly sharing: readonly Sharing[];
  readonly topics: readonly Topic[];
  readonly undos: readonly CanUndo[];
}

async function load({ control, me, undos: all }: Shop): Promise<Contents> {
  const [inbox, undos] = await Promise.all([control.household.inbox(), all.list()]);
  if (!me) return { inbox, undos, visits: [], sharing: [], topics: [] };
  const [visits, sharing, topics] = await Promise.all([
    control.household.visits({ limit: OWN_VISITS }), control.controls.sharing(), control.controls.topics(),
  ]);
  return { inbox, undos, visits, sharing, topics };
}

export async function householdPage(shop: Shop, actions: HouseholdActions): Promise<Page> {
  let contents = await load(shop);
  let asked: string | null = null; // the visit whose "Someone else …" shows the faces
  const ask = (visit: string): void => {
    asked = asked === visit ? null : visit;
    shop.draw();
  };
  return {
    title: titled("Your household"),
    refresh: async () => {
      contents = await load(shop);
    },
    template: () => html`
      <h1 tabindex="-1">Your household</h1>
      <p class="lead soft">Each of you gets your own suggestions. All of it stays in this browser.</p>
      <div class="household">
        ${people(shop, actions)}
        ${undoable(shop, contents.undos)}
        ${inbox(shop, actions, contents.inbox, asked, ask)}
        ${shop.me ? ownVisits(shop, actions, shop.me, contents.visits) : askFirst(shop, actions)}
        ${shop.me ? onlyAfterAYes(shop, actions, shop.me, contents.topics) : ""}
        ${shop.me ? shared(shop, actions, contents.sharing) : ""}
        ${guessing(shop, actions, shop.household)}
        ${shop.me?.kind === "adult" ? code(shop, actions) : ""}
      </div>`,
  };
}

function people(shop: Shop, { edit }: HouseholdActions): TemplateResult {
  return html`<section class="panel" aria-labelledby="people-heading">
    <h2 id="people-heading">People</h2>
    <ul class="rows" role="list">${repeat(shop.members, ({ id }) => id, (member) => html`
      <li class="row">${face(member)}
        <p class="row-words"><strong>${member.name}</strong> <span class="soft">${KIND_NAMES[member.kind]}</span></p>
        <button type="button" class="quiet" aria-label="Change ${member.name}" @click=${() => edit(member)}>Change</button></li>`)}
    </ul>
    <button type="button" class="button plain small" @click=${() => edit(null)}>${plusIcon}Add someone</button>
  </section>`;
}

// Gone from every page at once, and still to be had back.
function undoable(shop: Shop, undos: readonly CanUndo[]): TemplateResult | "" {
  return undos.length === 0 ? "" : html`<section class="panel" id="undos" aria-labelledby="undos-heading">
    <h2 id="undos-heading">Can still be undone</h2>
    <ul class="rows" role="list">${repeat(undos, ({ undo }) => undo, (each) => html`
      <li class="row"><p class="row-words">${each.what} <span class="soft nowrap">until ${clockTime(each.until)}</span></p>
        <button type="button" class="button plain small" aria-label="Undo: ${each.what}" @click=${() => void shop.undos.undo(each)}>Undo</button></li>`)}
    </ul>
  </section>`;
}

function code(shop: Shop, { setCode, removeCode }: HouseholdActions): TemplateResult {
  const is_set = hasCode(shop.household);
  return html`<section class="panel" id="code" aria-labelledby="household-code-heading">
    <h2 id="household-code-heading">Household code</h2>
    <p class="soft">${is_set ? "Asked for before" : "Without a code, children are only told to ask a grown-up before"} somebody is removed or becomes a
      grown-up, visits of others are deleted, a history is imported, or guessing is changed. It guards these screens. It does not lock profiles: anyone
      using this browser can open any of them.</p>
    <div class="row-buttons">
      <button type="button" class="button plain small" aria-haspopup="dialog" @click=${setCode}>${is_set ? "Change the code" : "Set a code"}</button>
      ${is_set ? html`<button type="button" class="button plain small danger-text" @click=${removeCode}>Remove the code</button>` : ""}
    </div>
  </section>`;
}

const things = ({ items, searches }: Visit): TemplateResult =>
  html`<span class="nowrap">· ${items > 0 ? count(items, "thing") : count(searches, "search", "searches")}</span>`;

function inbox(
  shop: Shop, actions: HouseholdActions, visits: readonly UnsignedVisit[], asked: string | null, ask: (visit: string) => void,
): TemplateResult {
  const now = Date.now();
  return html`<section class="panel" id="inbox" aria-labelledby="inbox-heading">
    <h2 id="inbox-heading">Visits without a name</h2>
    ${visits.length === 0 ? html`<p class="soft">None. When somebody shops without saying who, the visit waits here.</p>` : html`
      <p class="soft">Somebody shopped without saying who. Who was it?</p>
      <ul class="rows" role="list">${repeat(visits, ({ visit }) => visit, (visit) => {
        const when = partOfDay(visit.from, now);
        const guess = shop.member(visit.guess);
        return html`<li class="row visit" data-visit=${visit.visit}>
          <p class="row-words"><strong>${when}</strong> ${things(visit)}${guess ? html` <span class="soft">Looks like ${guess.name}</span>` : ""}</p>
          <div class="row-buttons">
            ${shop.me ? html`<button type="button" class="button plain small" aria-label="It was me: ${when}"
              @click=${() => void claim(shop, actions, visit, shop.me)}>It was me</button>` : ""}
            <button type="button" class="button plain small" aria-label="Someone else …: ${when}" aria-expanded=${asked === visit.visit ? "true" : "false"}
              @click=${() => ask(visit.visit)}>Someone else …</button>
            <button type="button" class="quiet" aria-label="Delete: ${when}" @click=${() => void discard(shop, actions, visit)}>Delete</button>
          </div>
          ${asked === visit.visit ? html`<div class="names" role="group" aria-label="Who it was">
            ${shop.members.filter((member) => member !== shop.me).map((member) => html`
              <button type="button" class="name-button" @click=${() => void claim(shop, actions, visit, member)}>${face(member)}${member.name}</button>`)}
          </div>` : ""}
        </li>`;
      })}</ul>`}
  </section>`;
}

async function claim(shop: Shop, actions: HouseholdActions, { visit }: Visit, member: Member | null): Promise<void> {
  const { number } = shop.sitting;
  await shop.control.household.claim(visit, member?.id ?? null);
  if (!shop.goesOn(number)) return;
  await actions.changed(!member ? "Back among the visits without a name."
    : member === shop.me ? "It is yours now." : `It is ${member.name}’s now.`);
  refocus("inbox-heading");
}

async function discard(shop: Shop, actions: HouseholdActions, { visit }: Visit): Promise<void> {
  const gone = await shop.guard.run("Deleting a visit", (grown_up) => shop.control.household.discard(visit, grown_up));
  if (gone === null) return;
  await actions.refresh();
  shop.undos.announce("Visit deleted", gone);
  refocus("inbox-heading");
}

// What had the focus is gone: go on with what comes next in its list.
function refocus(heading: string): void {
  const section = document.getElementById(heading)?.closest("section");
  (section?.querySelector<HTMLElement>(".row button") ?? document.querySelector<HTMLElement>("main h1"))?.focus();
}

function askFirst({ members }: Shop, { openPicker }: HouseholdActions): TemplateResult | "" {
  return members.length === 0 ? "" : html`<section class="panel" aria-labelledby="yours-heading">
    <h2 id="yours-heading">What is yours</h2>
    <p class="soft">Your visits and your choices show when you say who you are.</p>
    <button type="button" class="button small" @click=${openPicker}>Who’s shopping?</button>
  </section>`;
}

function ownVisits(shop: Shop, actions: HouseholdActions, me: Member, visits: readonly Visit[]): TemplateResult {
  const now = Date.now();
  return html`<section class="panel" id="own-visits" aria-labelledby="visits-heading">
    <h2 id="visits-heading">${me.name}’s last visits</h2>
    ${visits.length === 0 ? html`<p class="soft">None yet.</p>` : html`
      <ul class="rows" role="list">${repeat(visits, ({ visit }) => visit, (visit) => {
        const when = partOfDay(visit.from, now);
        return html`<li class="row visit" data-visit=${visit.visit}>
          <p class="row-words"><strong>${when}</strong> ${things(visit)}</p>
          <button type="button" class="quiet" aria-label="That was not me: ${when}" @click=${() => void claim(shop, actions, visit, null)}>That was not me</button>
        </li>`;
      })}</ul>`}
  </section>`;
}

function onlyAfterAYes(shop: Shop, actions: HouseholdActions, me: Member, topics: readonly Topic[]): TemplateResult {
  const own = topics.filter(({ adultsOnly }) => !(adultsOnly && me.kind === "child")); // a child reads of none of these
  const asked = own.filter(({ tier }) => tier === "own_screen");
  const never = own.filter(({ tier }) => tier === "never");
  const allow = async ({ id, name }: Topic, allowed: boolean): Promise<void> => {
    const { number } = shop.sitting;
    await shop.control.controls.sensitive(id, allowed);
    if (!shop.goesOn(number)) return;
    await actions.changed(allowed ? `${name}: on, for your own shelves alone.` : `${name}: off again.`);
  };
  return html`<section class="panel" id="topics" aria-labelledby="topics-heading">
    <h2 id="topics-heading">Sensitive topics (off unless you turn them on)</h2>
    <p class="soft">Nothing is learned from these, and nothing of them is suggested, unless you turn them on. Then they count on your own shelves alone.</p>
    <div class="switches">${repeat(asked, ({ id }) => id, (topic) => toggle(topic.name, topic.allowed, (on) => void allow(topic, on)))}</div>
    ${never.length > 0 ? html`<details><summary>Never used, for anyone</summary><p class="soft">${never.map(({ name }) => name).join(" · ")}</p></details>` : ""}
  </section>`;
}

function shared(shop: Shop, actions: HouseholdActions, sharing: readonly Sharing[]): TemplateResult {
  const share = async ({ category }: Sharing, on: boolean): Promise<void> => {
    const { number } = shop.sitting;
    await shop.control.controls.share(category, on);
    if (!shop.goesOn(number)) return;
    const label = categoryLabel(category);
    await actions.changed(on ? `${label}: shared with the household.` : `${label}: yours alone again.`);
  };
  return html`<section class="panel" id="sharing" aria-labelledby="sharing-heading">
    <h2 id="sharing-heading">Shared with the household</h2>
    <p class="soft">What you buy in these departments may show on everybody’s shelves. Surprises and private things never do.</p>
    ${sharing.length === 0 ? html`<p class="soft">This shop offers nothing to share.</p>` : html`
      <div class="switches">${repeat(sharing, ({ category }) => category, (each) =>
        toggle(categoryLabel(each.category), each.shared, (on) => void share(each, on)))}</div>`}
  </section>`;
}

function toggle(label: string, on: boolean, onChange: (on: boolean) => void): TemplateResult {
  return html`<label class="switch"><input type="checkbox" role="switch" .checked=${on}
    @change=${(event: Event) => onChange((event.currentTarget as HTMLInputElement).checked)}><span>${label}</span></label>`;
}

// The slider goes from rarely to often: the less sure a guess must be, the more often there is one.
const RAREST = 99;
const OFTENEST = 50;
const turned = (value: number): number => RAREST + OFTENEST - value;
const howSure = (threshold: number): string => `when it is ${threshold} % sure`;

function guessing(shop: Shop, actions: HouseholdActions, { threshold }: Household): TemplateResult {
  const thresholdOf = (event: Event): number => turned(Number((event.currentTarget as HTMLInputElement).value));
  const change = async (event: Event): Promise<void> => {
    const wanted = thresholdOf(event);
    const saved = await shop.guard.run("How often the shop guesses", (grown_up) =>
      shop.control.household.settings({ threshold: wanted }, grown_up));
    if (saved === null) return actions.refresh();
    await actions.changed("Saved.");
  };
  const show = (event: Event): void => {
    const input = event.currentTarget as HTMLInputElement;
    const text = howSure(thresholdOf(event));
    input.setAttribute("aria-valuetext", text);
    const output = input.closest("section")?.querySelector("output");
    if (output) output.value = text;
  };
  return html`<section class="panel" aria-labelledby="guess-heading">
    <h2 id="guess-heading">How often may we guess?</h2>
    <p class="soft">While nobody has said who is shopping, the shop may guess, <output .value=${howSure(threshold)}></output>. A guess never opens anything private.</p>
    <label class="range"><span aria-hidden="true">Rarely</span><span class="visually-hidden">How often may we guess?</span>
      <input type="range" min=${OFTENEST} max=${RAREST} step="1" .value=${live(String(turned(threshold)))} aria-valuetext=${howSure(threshold)}
        @input=${show} @change=${(event: Event) => void change(event)}><span aria-hidden="true">Often</span></label>
  </section>`;
}
