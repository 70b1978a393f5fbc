// What every page of the shop has at hand.
import {
  type Category, type Gift, type Hearth, type HearthControl, type HistoryEvent, type Household, type Item, type Member, moneyFormat, type ShopEvent,
  type Sitting, type Status, type Who,
} from "hearth";
import { Basket, MAX_QUANTITY, type Owner } from "./basket.ts";
import { count } from "./format.ts";
import { Guard, isOver } from "./guard.ts";
import type { HouseholdChoice } from "./households.ts";
import { Undos } from "./undos.ts";

export interface Department extends Category {
  readonly label: string;
}

// The taxonomy's names of departments are for feeds; these are for people.
const LABELS: Readonly<Record<string, string>> = {
  "Apparel & Accessories": "Jewellery & accessories",
  "Arts & Entertainment": "Parties & crafts",
  "Baby & Toddler": "Little ones",
  "Food, Beverages & Tobacco": "Food & drink",
  "Hardware": "Hooks & hardware",
  "Health & Beauty": "Bath & wellbeing",
  "Home & Garden": "Home & garden",
  "Luggage & Bags": "Bags",
  "Office Supplies": "Stationery",
  "Toys & Games": "Toys & games",
};
export const SEPARATOR = " > ";

export const categoryLabel = (path: string): string =>
  LABELS[path] ?? path.split(SEPARATOR).at(-1) ?? path;

// What led to a surprise is hidden with it: the visit that is going on, and what was done with its items
// in the last day.
const SURPRISE_REACH_MS = 86_400_000;
const LOOKED_THROUGH = 1000;
const SAID_MS = 4000;
const CHOICE_MS = 15_000;

// What the shop knows of the history and of who is shopping, and what it has for them (not every category
// is for children); asked again after every change.
export interface Knowledge {
  readonly status: Status;
  readonly household: Household;
  readonly who: Who;
  readonly categories: readonly Category[];
  readonly visitGapMs: number; // how long a visit's rest is, until another begins
}

export async function learn(hearth: Hearth, control: HearthControl): Promise<Knowledge> {
  const [status, household, who, categories, { limits }] = await Promise.all([
    hearth.status(), control.household.members(), control.household.whoIsShopping(), hearth.catalog.categories(),
    hearth.constants(),
  ]);
  return { status, household, who, categories, visitGapMs: limits.sittingGapMs };
}

export class Shop {
  readonly hearth: Hearth;
  readonly control: HearthControl;
  readonly choice: HouseholdChoice;
  readonly choices: readonly HouseholdChoice[];
  readonly basket: Basket;
  readonly money: (amount_minor: number) => string;
  // Opens "Who's shopping?", for a surprise; true once somebody was picked.
  readonly askWho: () => Promise<boolean>;
  // To one of the shop's addresses.
  readonly go: (hash: string) => void;
  readonly guard: Guard;
  readonly undos: Undos;
  #knowledge: Knowledge;
  #announcement: Announcement | null = null;
  #announcements = 0;
  #learning = 0;
  #learned = 0;
  readonly #draw: () => void;

  constructor(parts: {
    readonly hearth: Hearth;
    readonly control: HearthControl;
    readonly choice: HouseholdChoice;
    readonly choices: readonly HouseholdChoice[];
    readonly knowledge: Knowledge;
    readonly draw: () => void;
    readonly askWho: () => Promise<boolean>;
    readonly go: (hash: string) => void;
    readonly refresh: () => Promise<void>; // everything on the page is asked for again
  }) {
    const { hearth, control, choice, choices, knowledge, draw, askWho, go, refresh } = parts;
    if (!knowledge.status.catalog) throw new Error("the shop's catalog could not be read");
    this.hearth = hearth;
    this.control = control;
    this.choice = choice;
    this.choices = choices;
    this.money = moneyFormat(knowledge.status.catalog, "en-GB");
    this.askWho = askWho;
    this.go = go;
    this.guard = new Guard(this);
    this.undos = new Undos(this, refresh);
    this.#draw = draw;
    this.#knowledge = knowledge;
    this.basket = new Basket(choice.id, draw);
    this.basket.switchTo(this.owner);
  }

  async learn(): Promise<void> {
    const number = ++this.#learning;
    const knowledge = await learn(this.hearth, this.control);
    if (number < this.#learned) return; // a later one was faster
    this.#learned = number;
    this.#knowledge = knowledge;
    this.basket.switchTo(this.owner);
  }

  get status(): Status {
    return this.#knowledge.status;
  }

  get who(): Who {
    return this.#knowledge.who;
  }

  get household(): Household {
    return this.#knowledge.household;
  }

  get categories(): readonly Category[] {
    return this.#knowledge.categories;
  }

  get visitGapMs(): number {
    return this.#knowledge.visitGapMs;
  }

  get sitting(): Sitting {
    return this.control.sitting;
  }

  // Whether that sitting still goes on: what was begun in it is done, and said, to nobody else. In a household of one
  // there is nobody else.
  goesOn(number: number): boolean {
    return this.household.members.length < 2 || number === this.sitting.number;
  }

  // Those with a name: a new household's only member has none yet.
  get members(): readonly Member[] {
    return this.household.members.filter(({ name }) => name !== "");
  }

  member(id: number | null): Member | null {
    return this.members.find((each) => each.id === id) ?? null;
  }

  // A household of several, in which nobody has said who is shopping: a guess shows nothing that only one's
  // own history explains.
  get isUnsure(): boolean {
    return this.household.members.length > 1 && this.who.state !== "answered";
  }

  // Who said that they are shopping. A guess is not enough.
  get me(): Member | null {
    return this.who.state === "answered" ? this.member(this.who.member) : null;
  }

  get owner(): Owner {
    return this.who.state === "answered" ? this.who.member : null;
  }

  // The surprise that is going on.
  get surprise(): Gift | null {
    const { mode } = this.sitting;
    return mode.label === "gift" ? mode.gift : null;
  }

  // A surprise or a private visit is going on: the browser's own history is to tell nothing of it.
  get isSecret(): boolean {
    return this.sitting.mode.label !== "personal";
  }

  draw(): void {
    this.#draw();
  }

  get departments(): readonly Department[] {
    return this.categories
      .filter(({ path }) => !path.includes(SEPARATOR))
      .toSorted((a, b) => b.items - a.items)
      .map((category) => ({ ...category, label: categoryLabel(category.path) }));
  }

  // Said in the corner of the page and to a screen reader; goes away by itself.
  get announcement(): Announcement | null {
    return this.#announcement;
  }

  // What was said to one is not for the next.
  hush(): void {
    this.#announcement = null;
    ++this.#announcements;
  }

  // What can be done about it stays long enough to be read and reached, and goes once it was chosen. `sitting`: whom it
  // is for, where that is one alone.
  announce(text: string, choices: readonly Choice[] = [], sitting = this.sitting.number): void {
    if (!this.goesOn(sitting)) return;
    const number = ++this.#announcements;
    const leave = (): void => {
      if (number !== this.#announcements) return;
      this.#announcement = null;
      this.draw();
    };
    this.#announcement = { text, choices: choices.map(({ label, choose }) => ({ label, choose: () => (leave(), choose()) })) };
    this.draw();
    setTimeout(leave, choices.length > 0 ? CHOICE_MS : SAID_MS);
  }

  // The shop goes on when the history cannot be written, but says so. What one did is not recorded as
  // another's: `sitting` is the one in which it was begun.
  async record(events: ShopEvent | readonly ShopEvent[], sitting = this.sitting.number): Promise<readonly string[]> {
    if (!this.goesOn(sitting)) return [];
    try {
      const { number } = this.sitting; // a household of one has but one, whatever its number
      return (await this.hearth.record(events, { sitting: number })).ids;
    } catch (error) {
      if (isOver(error)) return [];
      this.announce("Your browser could not save that to your history.");
      void this.learn().then(() => this.draw()); // what has become of the storage
      return [];
    }
  }

  async putInBasket(item: Item, pieces: number): Promise<void> {
    const before = this.basket.quantityOf(item.sku);
    const added = this.basket.set(item.sku, before + pieces) - before;
    if (added <= 0) return this.announce(`There are ${MAX_QUANTITY} in your basket already.`);
    this.announce(`${count(added, "piece")} of ${item.title} added to your basket.`);
    const { number } = this.sitting;
    await this.record({ type: "basket_add", sku: item.sku, quantity: added });
    if (this.surprise && this.goesOn(number)) await this.hide(this.surprise, this.surprise);
  }

  async changeQuantity(item: Item, quantity: number): Promise<void> {
    const before = this.basket.quantityOf(item.sku);
    const difference = this.basket.set(item.sku, quantity) - before;
    if (difference === 0) return;
    const type = difference > 0 ? "basket_add" : "basket_remove";
    await this.record({ type, sku: item.sku, quantity: Math.abs(difference) });
  }

  // Hides what led to the surprise, or changes its terms, or (null) lets it be an ordinary visit again: of a
  // surprise of which something was bought only what else waits in the basket.
  async hide(gift: Gift | null, before: Gift | null): Promise<void> {
    const now = Date.now();
    const { number } = this.sitting;
    const [{ events }, [visit]] = await Promise.all([
      this.control.history.list({ limit: LOOKED_THROUGH }), this.control.household.visits({ limit: 1 }),
    ]);
    if (!this.goesOn(number)) return;
    const running = visit && now - visit.to < this.visitGapMs ? visit.from : Infinity;
    const recent = events.filter(({ member, time }) => member === this.owner && time > now - SURPRISE_REACH_MS);
    const hidden = recent.filter((event) => event.gift && event.gift.until === before?.until);
    const bought = new Set(hidden.filter(({ type }) => type === "buy").map(({ sku }) => sku));
    const isIn = ({ sku }: HistoryEvent): boolean => this.basket.skus.includes(sku);
    const leads = recent.filter((event) => event.label === "personal" && (event.time >= running || isIn(event)));
    const freed = bought.size === 0 ? hidden : hidden.filter((event) => isIn(event) && !bought.has(event.sku));
    const ids = (gift ? [...hidden, ...leads] : freed).map(({ id }) => id);
    if (ids.length === 0) return;
    await (gift
      ? this.control.controls.label({ events: ids }, "gift", gift)
      : this.control.controls.label({ events: ids }, "personal"));
  }

  // Pretends: the only trace of it is in this browser. It ends the surprise, if it was one; then says which.
  async buy(items: readonly Item[]): Promise<Bought | null> {
    const events = items.flatMap(({ sku }): ShopEvent[] => {
      const quantity = this.basket.quantityOf(sku);
      return quantity > 0 ? [{ type: "buy", sku, quantity }] : [];
    });
    const { surprise, sitting: { number: sitting } } = this;
    this.basket.clear();
    const ids = await this.record(events);
    if (!surprise || ids.length === 0 || !this.goesOn(sitting)) return null;
    await this.control.controls.gift(null);
    return { gift: surprise, ids, sitting };
  }

  // That purchase was no surprise after all, nor what led to it: but what led to another one stays hidden.
  async unhide({ gift, ids, sitting }: Bought): Promise<void> {
    const { events } = await this.control.history.list({ limit: LOOKED_THROUGH });
    if (!this.goesOn(sitting)) return;
    const since = Date.now() - SURPRISE_REACH_MS;
    const hidden = events.filter((event) => event.member === this.owner && event.time > since && event.gift?.until === gift.until);
    const others = new Set(hidden.filter(({ type, id }) => type === "buy" && !ids.includes(id)).map(({ sku }) => sku));
    const freed = hidden.filter(({ id, sku }) => ids.includes(id) || !others.has(sku)).map(({ id }) => id);
    await this.control.controls.label({ events: freed }, "personal");
  }
}

// Something that can be done about what was said.
export interface Choice {
  readonly label: string;
  readonly choose: () => void;
}

export interface Announcement {
  readonly text: string;
  readonly choices: readonly Choice[];
}

// A surprise that was bought, and the events of it.
export interface Bought {
  readonly gift: Gift;
  readonly ids: readonly string[];
  readonly sitting: number; // its giver's
}

// A page: its template is drawn again whenever anything changed; refresh() asks the engine again,
// after the shopper changed the history.
// rested(): the shopper stayed with it, or goes on from it to another.
export interface Page {
  readonly title: string;
  template(): unknown;
  refresh?(): Promise<void>;
  rested?(): Promise<void>;
}
