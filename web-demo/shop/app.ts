// The frame around the pages: header, navigation, drawer, and what happens when the address changes.
import { type ChangeNotice, closeWhy, type Hearth, type HearthControl, type HearthShelf, type Member, type Sitting } from "hearth";
import { html, nothing, render, type TemplateResult } from "lit";
import { keyed } from "lit/directives/keyed.js";
import { live } from "lit/directives/live.js";
import { IS_DEMO, SHOP_NAME } from "./brand.ts";
import { CodeEditor } from "./code-editor.ts";
import { Drawer } from "./drawer.ts";
import { chooseHousehold, type HouseholdChoice } from "./households.ts";
import { basketIcon, hearthIcon, mark, searchIcon } from "./icons.ts";
import { MemberEditor } from "./member-editor.ts";
import { basketPage, thanksPage } from "./pages/basket.ts";
import { buyAgainPage } from "./pages/buy-again.ts";
import { categoryPage } from "./pages/category.ts";
import { departmentsPage } from "./pages/departments.ts";
import { homePage } from "./pages/home.ts";
import { householdPage } from "./pages/household.ts";
import { itemPage } from "./pages/item.ts";
import { missingPage } from "./pages/missing.ts";
import { searchPage } from "./pages/search.ts";
import { Picker } from "./picker.ts";
import { restartPictureIds } from "./picture/picture.ts";
import { BASKET, BUY_AGAIN, categoryLink, DEPARTMENTS, HOME, type Route, routeOf, searchLink, tells } from "./routes.ts";
import { categoryLabel, type Knowledge, type Page, SEPARATOR, Shop } from "./shop.ts";
import type { TileOptions } from "./tiles.ts";
import { announced, notices } from "./notices.ts";
import { whoBar } from "./who-bar.ts";
import { WhoseVisit } from "./whose-visit.ts";
import { explain } from "./why.ts";

const NAVIGATION_ITEMS = 6;
const TYPING_PAUSE_MS = 120;
const REST_MS = 1500; // with what was found, until it counts as searched for
const SITTING_CHECK_MS = 60_000;
const NEUTRAL_TITLE = SHOP_NAME;

export class App {
  readonly #root: HTMLElement;
  readonly #shop: Shop;
  readonly #drawer: Drawer;
  readonly #picker: Picker;
  readonly #editor: MemberEditor;
  readonly #whose_visit: WhoseVisit;
  readonly #code_editor: CodeEditor;
  readonly #options: TileOptions;
  readonly #scroll_by_visit = new Map<number, number>();
  #page: Page | null = null;
  #route: Route = { page: "home" };
  #address: string | null = null; // of the page on the screen, for whoever waits for it; null: none is ready
  #hash = ""; // of the page that is shown or on its way; the browser's address may say less
  #quiet = false; // the page is, or was, one of a surprise or a private visit
  #visit = 0; // names an entry of the tab's history
  #visits = Date.now();
  #loading = 0;
  #sitting: number; // whose pages these are
  #settling: Promise<void> = Promise.resolve(); // the pages of whoever sat down last
  #takes_along = false; // whoever sits down now is whoever looked round until now
  #query = "";
  #typing: ReturnType<typeof setTimeout> | undefined;
  #resting: ReturnType<typeof setTimeout> | undefined;
  #submitted = false;

  constructor(root: HTMLElement, parts: {
    readonly hearth: Hearth;
    readonly control: HearthControl;
    readonly choice: HouseholdChoice;
    readonly choices: readonly HouseholdChoice[];
    readonly knowledge: Knowledge;
  }) {
    this.#root = root;
    this.#shop = new Shop({
      ...parts, draw: () => this.#draw(), askWho: () => this.#picker.ask(), go: (hash) => this.#go(hash),
      refresh: () => this.#refresh(),
    });
    this.#sitting = this.#shop.sitting.number;
    this.#picker = new Picker(this.#shop, (member) => this.#sitDown(member), () => this.#editor.open(null));
    this.#editor = new MemberEditor(this.#shop, {
      onAdded: (member) => this.#welcome(member),
      onChanged: () => this.#refresh(),
      onAbandoned: () => this.#picker.abandon(),
    });
    this.#whose_visit = new WhoseVisit(this.#shop);
    this.#code_editor = new CodeEditor(this.#shop, (said) => this.#refreshAnd(said));
    this.#drawer = new Drawer(this.#shop, {
      beforeErasing: flushShelves,
      onErased: () => this.#refresh(),
      openPicker: () => this.#picker.open(),
    });
    this.#options = {
      money: this.#shop.money,
      onWhy: (item, request, button) => void explain(this.#shop.control, item, request, button),
    };
  }

  async start(): Promise<void> {
    history.scrollRestoration = "manual";
    addEventListener("popstate", () => void this.#arrive(true)); // an address was typed, too
    document.addEventListener("click", this.#follow);
    document.addEventListener("auxclick", this.#follow);
    hideWhileAway(() => this.#shop.control.household.sitting());
    this.#shop.control.onChange((change) => void this.#changed(change));
    const look = (): void => void this.#shop.control.household.sitting().catch(() => {}); // it may be over
    setInterval(look, SITTING_CHECK_MS);
    document.addEventListener("visibilitychange", look);
    await this.#arrive(false);
  }

  // Every entry of the tab's history carries whose it is: the sitting in which it was made. Nobody else is led
  // into it, and nothing of it is recorded as theirs. In a household of one there is nobody to tell apart.
  #mark(visit: number): Marked {
    const { choice, household } = this.#shop;
    return { visit, whose: `${choice.id} ${household.members.length < 2 ? "one" : this.#sitting}` };
  }

  // An entry without a mark is new: an address typed, a bookmark, a link opened elsewhere.
  #enter(): number {
    const before = markOf(history.state);
    const mark = this.#mark(before?.visit ?? ++this.#visits);
    if (before === null) history.replaceState(mark, "");
    else if (before.whose !== mark.whose) history.replaceState(this.#mark(++this.#visits), "", HOME);
    return markOf(history.state)?.visit ?? 0;
  }

  // To another page of the shop. In a surprise or a private visit it leaves no entry in the browser's history.
  #go(hash: string): void {
    if (hash === this.#hash) return;
    if (!this.#shop.isSecret) history.pushState(this.#mark(++this.#visits), "", hash);
    void this.#arrive(true, hash);
  }

  // `hash` is left out where the address says it.
  async #arrive(moved: boolean, hash?: string): Promise<void> {
    const number = ++this.#loading;
    if (this.#page) this.#scroll_by_visit.set(this.#visit, scrollY);
    const quiet = this.#shop.isSecret;
    let visit = this.#enter();
    const to = this.#hash = hash ?? location.hash;
    const route = routeOf(to);
    if (quiet) history.replaceState(this.#mark(visit = ++this.#visits), "", tells(route) ? HOME : to || HOME);
    const typing = route.page === "search" && this.#route.page === "search";
    clearTimeout(this.#resting);
    if (!typing) await this.#page?.rested?.();
    if (number !== this.#loading) return;
    const page = await this.#load(route);
    if (number !== this.#loading) return;
    this.#drawer.close();
    closeWhy();
    this.#visit = visit;
    this.#page = page;
    this.#route = route;
    this.#address = to;
    this.#quiet = quiet;
    if (route.page === "search") {
      if (!typing || document.activeElement?.id !== "query") this.#query = route.query;
    } else {
      this.#query = "";
    }
    this.#draw();
    this.#resting = setTimeout(() => void page.rested?.(), this.#submitted ? 0 : REST_MS);
    this.#submitted = false;
    if (!moved || typing) return;
    scrollTo({ top: this.#scroll_by_visit.get(this.#visit) ?? 0, behavior: "instant" });
    if (document.activeElement?.id !== "query") {
      document.querySelector<HTMLElement>("main h1")?.focus({ preventScroll: true });
    }
  }

  #load(route: Route): Promise<Page> | Page {
    const [shop, options] = [this.#shop, this.#options];
    switch (route.page) {
      case "home": return homePage(shop, options);
      case "departments": return departmentsPage(shop);
      case "category": return categoryPage(shop, options, route.path);
      case "item": return itemPage(shop, route.sku);
      case "search": return searchPage(shop, options, route.query);
      case "basket": return basketPage(shop);
      case "buy_again": return buyAgainPage(shop);
      case "thanks": return thanksPage(shop);
      case "household": return householdPage(shop, {
        edit: (member) => this.#editor.open(member),
        openPicker: () => this.#picker.open(),
        setCode: () => this.#code_editor.open(),
        removeCode: () => void this.#code_editor.remove(),
        refresh: async () => {
          await flushShelves();
          await this.#refresh();
        },
        changed: (said) => this.#refreshAnd(said),
      });
      case "missing": return missingPage();
    }
  }

  // After the shopper erased, paused, imported or changed the household: everything on the page is asked
  // for again.
  async #refresh(): Promise<void> {
    await this.#shop.learn();
    await this.#page?.refresh?.();
    this.#draw();
    await refreshShelves();
  }

  async #refreshAnd(said: string): Promise<void> {
    const { number } = this.#shop.sitting;
    await flushShelves();
    await this.#refresh();
    this.#shop.announce(said, [], number);
  }

  // An ordinary event moves nothing under the shopper's finger; an erasure in another tab is obeyed.
  async #changed({ elsewhere, sitting }: ChangeNotice): Promise<void> {
    if (sitting) {
      if (sitting.number === this.#sitting) this.#draw(); // only the mode changed
      else this.#settling = this.#seat(sitting);
      return;
    }
    const { events, paused } = this.#shop.status;
    const number = this.#sitting;
    await this.#shop.learn();
    if (number !== this.#sitting) return;
    if (this.#drawer.isOpen) await this.#drawer.load();
    const { status } = this.#shop;
    if (elsewhere && (status.events < events || status.paused !== paused)) await this.#refresh();
    else this.#draw();
  }

  // Somebody else sits there now. Nothing of what the one before saw stays on the screen: the page is the home
  // page, unless the visit was taken along. It asks no server for anything.
  async #seat({ number, member }: Sitting): Promise<void> {
    const { household, owner } = this.#shop;
    const stays = household.members.length < 2 || this.#takes_along || (member !== null && owner === member);
    this.#sitting = number;
    this.#address = null;
    ++this.#loading;
    this.#drawer.close();
    this.#picker.close();
    this.#editor.close();
    this.#whose_visit.close();
    this.#code_editor.close();
    this.#shop.guard.close();
    closeWhy();
    this.#shop.hush();
    this.#scroll_by_visit.clear();
    restartPictureIds();
    if (!stays) {
      clearTimeout(this.#typing);
      clearTimeout(this.#resting);
      this.#query = "";
      this.#page = { title: NEUTRAL_TITLE, template: () => html`<h1 class="visually-hidden" tabindex="-1">One moment</h1>` };
      this.#draw();
    }
    history.replaceState(this.#mark(++this.#visits), "", stays ? undefined : HOME);
    await this.#shop.learn();
    history.replaceState(this.#mark(this.#visits), "");
    await this.#arrive(false, stays ? this.#hash : HOME);
    if (!stays) scrollTo({ top: 0, behavior: "instant" });
  }

  // A face was picked. Who looked round unsigned until now takes the visit, and the basket, along: but a visit
  // that was guessed as another's only after a yes. False when it was left behind.
  async #sitDown(member: number | null): Promise<boolean> {
    const { control, who, sitting, basket } = this.#shop;
    const isOver = (): boolean => !this.#shop.goesOn(sitting.number); // whoever sat down elsewhere is not sent away
    await flushShelves();
    if (isOver()) return false;
    const unsigned = member !== null && !sitting.picked && who.state !== "answered";
    const doubtful = unsigned && who.visit !== null && who.state === "guessed" && who.member !== member;
    const takes = unsigned && (!doubtful || await this.#whose_visit.ask(member));
    if (isOver()) return false;
    let seated: number | null = null;
    try {
      if (takes) {
        if (who.visit !== null) await control.household.claim(who.visit, member);
        if (isOver()) return false;
        basket.handTo(member);
        this.#takes_along = true;
      }
      seated = (await control.household.switchTo(member)).number;
      await this.#settling;
      if (document.activeElement === document.body) document.querySelector<HTMLElement>(".who-button")?.focus();
    } catch {
      this.#shop.announce("Your browser could not save that.");
    } finally {
      this.#takes_along = false;
    }
    return (takes || !unsigned) && seated !== null && this.#shop.goesOn(seated);
  }

  // Somebody new: sits down at once when they came to be asked who they are, or are the first.
  async #welcome(member: Member): Promise<void> {
    const sits = this.#shop.members.length === 0 || document.querySelector("#picker[open]") !== null;
    await this.#refresh();
    if (sits) await this.#picker.pick(member.id);
    else this.#shop.announce(`Welcome, ${member.name}.`);
  }

  // The title stands in the browser's history.
  #draw(): void {
    if (!this.#page) return;
    this.#quiet ||= this.#shop.isSecret;
    document.title = this.#quiet ? NEUTRAL_TITLE : this.#page.title;
    render(this.#template(this.#page), this.#root);
  }

  // A link of the shop. In a surprise or a private visit it opens here, whatever was pressed with it: another
  // tab would begin with its address.
  readonly #follow = (event: MouseEvent): void => {
    const link = event.composedPath().find((each) => each instanceof HTMLAnchorElement);
    const hash = link?.getAttribute("href") ?? "";
    if (!hash.startsWith("#/") || event.defaultPrevented || event.button > 1) return;
    const elsewhere = event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey;
    if (elsewhere && !this.#shop.isSecret) return;
    event.preventDefault();
    this.#go(hash);
  };

  #template(page: Page): TemplateResult {
    const key = this.#route.page === "search" ? "search" : this.#visit;
    return html`
      <a class="skip" href="#main" @click=${skipToMain}>Skip to the content</a>
      ${whoBar(this.#shop, {
        choose: (household) => this.#choose(household),
        openPicker: () => this.#picker.open(),
        confirm: (member) => void this.#sitDown(member.id),
      })}
      ${notices(this.#shop, () => this.#drawer.pause(false))}
      ${this.#header()}
      ${this.#navigation()}
      ${keyed(`${key} ${this.#sitting}`, html`<main id="main" class="page page-${this.#route.page}" data-address=${this.#address ?? nothing}
        tabindex="-1">${page.template()}</main>`)}
      <footer class="footer">
        <p><strong>${SHOP_NAME}</strong> is a demo: nothing is for sale. Every shopper is sent the same files; your browser does the arranging.</p>
        <p class="soft">${IS_DEMO ? "Items and sample shoppers: UCI Online Retail data set (Chen, Sain and Guo, 2012; CC BY 4.0). " : ""}Pictures are drawn by your browser.</p>
      </footer>
      ${this.#drawer.template()}
      ${this.#picker.template()}
      ${this.#editor.template()}
      ${this.#whose_visit.template()}
      ${this.#code_editor.template()}
      ${this.#shop.guard.template()}
      ${this.#drawer.isOpen ? "" : announced(this.#shop.announcement)}`;
  }

  #choose(household: HouseholdChoice): void {
    if (household === this.#shop.choice || chooseHousehold(household)) return;
    this.#shop.announce("Your browser lets this page keep nothing, so the demo cannot change households.");
  }

  #header(): TemplateResult {
    const { basket } = this.#shop;
    return html`<header class="header">
      <a class="name" href=${HOME}>${mark}<span>${IS_DEMO ? html`Wren <em>&amp;</em> Willow` : SHOP_NAME}</span></a>
      <form class="search" role="search" @submit=${this.#submitSearch}>
        ${searchIcon}
        <input id="query" type="search" name="query" aria-label="Search the shop" placeholder=${IS_DEMO ? "Search: lantern, tea, bunting …" : "Search the shop"} autocomplete="off"
          enterkeyhint="search" .value=${live(this.#query)} @input=${this.#type}>
      </form>
      <div class="header-buttons">
        <button type="button" class="header-button" aria-haspopup="dialog" @click=${() => void this.#drawer.open()}>
          ${hearthIcon}<span class="label">Your data</span></button>
        <a class="header-button" href=${BASKET}>
          ${basketIcon}<span class="label">Basket</span><span class="badge" ?hidden=${basket.pieces === 0}>${basket.pieces}</span>
          <span class="visually-hidden">${basket.pieces === 1 ? "piece" : basket.pieces === 0 ? "empty" : "pieces"}</span></a>
      </div>
    </header>`;
  }

  #navigation(): TemplateResult {
    const route = this.#route;
    const department = route.page === "category" ? route.path.split(SEPARATOR)[0] : undefined;
    const link = (href: string, label: string, here: boolean): TemplateResult =>
      html`<li><a href=${href} aria-current=${here ? "page" : "false"}>${label}</a></li>`;
    return html`<nav class="navigation" aria-label="Departments"><ul role="list">
      ${link(DEPARTMENTS, "All departments", route.page === "departments")}
      ${this.#shop.departments.slice(0, NAVIGATION_ITEMS).map(({ path }) =>
        link(categoryLink(path), categoryLabel(path), path === department))}
      ${this.#shop.isUnsure ? "" : link(BUY_AGAIN, "Buy it again", route.page === "buy_again")}
    </ul></nav>`;
  }

  // Results follow the typing; the address too, as one step of the tab's history.
  readonly #type = (event: Event): void => {
    this.#query = (event.currentTarget as HTMLInputElement).value;
    clearTimeout(this.#typing);
    this.#typing = setTimeout(() => this.#search(), TYPING_PAUSE_MS);
  };

  readonly #submitSearch = (event: Event): void => {
    event.preventDefault();
    clearTimeout(this.#typing);
    this.#submitted = true;
    this.#search();
  };

  #search(): void {
    const link = searchLink(this.#query);
    if (this.#route.page !== "search") return this.#go(link);
    if (!this.#shop.isSecret) history.replaceState(history.state, "", link);
    void this.#arrive(true, link);
  }
}

const shelves = (): readonly HearthShelf[] => [...document.querySelectorAll("hearth-shelf")];

async function refreshShelves(): Promise<void> {
  await Promise.all(shelves().map((each) => each.refresh()));
}

async function flushShelves(): Promise<void> {
  await Promise.all(shelves().map((each) => each.flush()));
}

function skipToMain(event: Event): void {
  event.preventDefault();
  document.getElementById("main")?.focus();
}

// What is kept in history.state.
interface Marked {
  readonly visit: number; // names the entry
  readonly whose: string;
}

function markOf(state: unknown): Marked | null {
  const { visit, whose } = (state ?? {}) as Partial<Marked>;
  return typeof visit === "number" && typeof whose === "string" ? { visit, whose } : null;
}

// A page that the browser keeps aside whole, and shows again as it was, shows nothing before it is known who
// sits there by now.
function hideWhileAway(look: () => Promise<unknown>): void {
  addEventListener("pagehide", () => document.documentElement.classList.add("away"));
  addEventListener("pageshow", async ({ persisted }) => {
    if (persisted) await look().catch(() => location.reload());
    document.documentElement.classList.remove("away");
  });
}
