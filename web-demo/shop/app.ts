// The frame around the pages: header, navigation, drawer, and what happens when the address changes.
import { type Category, closeWhy, type Hearth, type HearthShelf, type Status } from "hearth";
import { html, render, type TemplateResult } from "lit";
import { keyed } from "lit/directives/keyed.js";
import { live } from "lit/directives/live.js";
import { Drawer } from "./drawer.ts";
import { basketIcon, hearthIcon, mark, searchIcon } from "./icons.ts";
import { basketPage, thanksPage } from "./pages/basket.ts";
import { buyAgainPage } from "./pages/buy-again.ts";
import { categoryPage } from "./pages/category.ts";
import { departmentsPage } from "./pages/departments.ts";
import { homePage } from "./pages/home.ts";
import { itemPage } from "./pages/item.ts";
import { missingPage } from "./pages/missing.ts";
import { searchPage } from "./pages/search.ts";
import { BASKET, BUY_AGAIN, categoryLink, DEPARTMENTS, HOME, type Route, routeOf, searchLink } from "./routes.ts";
import { categoryLabel, type Page, SEPARATOR, Shop } from "./shop.ts";
import { chooseShopper, type Shopper } from "./shoppers.ts";
import type { TileOptions } from "./tiles.ts";
import { explain } from "./why.ts";

const NAVIGATION_ITEMS = 6;
const TYPING_PAUSE_MS = 120;

export class App {
  readonly #root: HTMLElement;
  readonly #shop: Shop;
  readonly #drawer: Drawer;
  readonly #options: TileOptions;
  readonly #scroll_by_visit = new Map<number, number>();
  #page: Page | null = null;
  #route: Route = { page: "home" };
  #visit = 0; // names an entry of the tab's history; kept in history.state
  #visits = Date.now();
  #loading = 0;
  #query = "";
  #typing: ReturnType<typeof setTimeout> | undefined;

  constructor(root: HTMLElement, parts: {
    readonly hearth: Hearth;
    readonly shopper: Shopper;
    readonly shoppers: readonly Shopper[];
    readonly categories: readonly Category[];
    readonly status: Status;
  }) {
    this.#root = root;
    this.#shop = new Shop({ ...parts, draw: () => this.#draw() });
    this.#drawer = new Drawer(this.#shop, flushShelves, () => this.#refresh());
    this.#options = {
      money: this.#shop.money,
      onWhy: (item, request, button) => void explain(this.#shop.hearth, item, request, button),
    };
  }

  async start(): Promise<void> {
    history.scrollRestoration = "manual";
    addEventListener("hashchange", () => void this.#arrive(true));
    this.#shop.hearth.onChange(({ elsewhere }) => void this.#historyChanged(elsewhere));
    await this.#arrive(false);
  }

  async #arrive(moved: boolean): Promise<void> {
    const number = ++this.#loading;
    if (this.#page) this.#scroll_by_visit.set(this.#visit, scrollY);
    const route = routeOf(location.hash);
    const typing = route.page === "search" && this.#route.page === "search";
    const page = await this.#load(route);
    if (number !== this.#loading) return;
    this.#drawer.close();
    closeWhy();
    const known = visitOf(history.state);
    if (known === null) history.replaceState({ visit: ++this.#visits }, "");
    this.#visit = known ?? this.#visits;
    this.#page = page;
    this.#route = route;
    if (route.page === "search") {
      if (!typing || document.activeElement?.id !== "query") this.#query = route.query;
    } else {
      this.#query = "";
    }
    document.title = page.title;
    this.#draw();
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
      case "missing": return missingPage();
    }
  }

  // After the shopper erased, paused or imported: everything on the page is asked for again.
  async #refresh(): Promise<void> {
    this.#shop.status = await this.#shop.hearth.status();
    await this.#page?.refresh?.();
    this.#draw();
    await refreshShelves();
  }

  // An ordinary event moves nothing under the shopper's finger; an erasure in another tab is obeyed.
  async #historyChanged(elsewhere: boolean): Promise<void> {
    const before = this.#shop.status;
    this.#shop.status = await this.#shop.hearth.status();
    if (this.#drawer.isOpen) await this.#drawer.load();
    const { events, paused } = this.#shop.status;
    if (elsewhere && (events < before.events || paused !== before.paused)) await this.#refresh();
    else this.#draw();
  }

  #draw(): void {
    if (this.#page) render(this.#template(this.#page), this.#root);
  }

  #template(page: Page): TemplateResult {
    const key = this.#route.page === "search" ? "search" : this.#visit;
    return html`
      <a class="skip" href="#main" @click=${skipToMain}>Skip to the content</a>
      ${this.#demoBar()}
      ${this.#header()}
      ${this.#navigation()}
      ${keyed(key, html`<main id="main" class="page page-${this.#route.page}" tabindex="-1">${page.template()}</main>`)}
      <footer class="footer">
        <p><strong>Wren &amp; Willow</strong> is a demo: nothing is for sale. Every shopper is sent the same files; your browser does the arranging.</p>
        <p class="soft">Items and sample shoppers: UCI Online Retail data set (Chen, Sain and Guo, 2012; CC BY 4.0). Pictures are drawn by your browser.</p>
      </footer>
      ${this.#drawer.template()}
      <div class="announcement" role="status">${this.#shop.announcement
        ? html`<p>${this.#shop.announcement}</p>` : ""}</div>`;
  }

  #demoBar(): TemplateResult {
    const { shoppers, shopper } = this.#shop;
    return html`<section class="demo" aria-label="Demo">
      <p id="demo-label"><span>Demo:</span> shop as</p>
      <div role="group" aria-labelledby="demo-label">${shoppers.map((each) => html`
        <button type="button" aria-pressed=${each === shopper ? "true" : "false"}
          @click=${() => this.#choose(each)}>${each.name}</button>`)}
      </div>
    </section>`;
  }

  #choose(shopper: Shopper): void {
    if (shopper === this.#shop.shopper || chooseShopper(shopper)) return;
    this.#shop.announce("Your browser lets this page keep nothing, so the demo cannot change shoppers.");
  }

  #header(): TemplateResult {
    const { basket, status } = this.#shop;
    return html`<header class="header">
      <a class="name" href=${HOME}>${mark}<span>Wren <em>&amp;</em> Willow</span></a>
      <form class="search" role="search" @submit=${this.#submitSearch}>
        ${searchIcon}
        <input id="query" type="search" name="query" aria-label="Search the shop" placeholder="Search: lantern, tea, bunting …" autocomplete="off"
          enterkeyhint="search" .value=${live(this.#query)} @input=${this.#type}>
      </form>
      <div class="header-buttons">
        <button type="button" class="header-button" aria-haspopup="dialog" @click=${() => void this.#drawer.open()}>
          ${hearthIcon}<span class="label">${status.paused ? "Paused" : "What this browser knows"}</span></button>
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
      ${link(BUY_AGAIN, "Buy it again", route.page === "buy_again")}
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
    this.#search();
  };

  #search(): void {
    const link = searchLink(this.#query);
    if (this.#route.page !== "search") {
      location.hash = link;
      return;
    }
    history.replaceState(history.state, "", link);
    void this.#arrive(true);
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

function visitOf(state: unknown): number | null {
  const { visit } = (state ?? {}) as { visit?: unknown };
  return typeof visit === "number" ? visit : null;
}
