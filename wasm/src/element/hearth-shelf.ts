// <hearth-shelf surface="home" limit="12" heading="Picked for you"></hearth-shelf>
//
// A slate, drawn. Attributes: surface, limit, heading, sku, category, subtle, layout ("grid" or "row").
// Properties: hearth, basket, candidates, exclude, picture, texts. The engine is the shelf's own
// `hearth`, or the one given to HearthShelf.provide() for all shelves of the page. It asks for a new
// slate when one of these changes (an equal value is no change) or when refresh() is called, never by
// itself under the shopper's finger. It fetches nothing. shelf-style.ts lists its parts and custom
// properties. Its shadow root is closed: an explanation is for the shopper's eyes. The page's own pictures stand in
// slots, outside it, for a node inside would lead the page there.
//
// Events (bubbling, composed): hearth-select {sku}, cancelable: prevented, a link is not followed;
// hearth-dismiss {sku}; hearth-slate {slate} after drawing; hearth-error {error}.
import { controlOf } from "../client/control-of.js";
import type { Hearth } from "../client/hearth.js";
import type { CatalogStatus, RankedItem, RankRequest, Slate, Surface } from "../shared/api.js";
import { Impressions } from "./impressions.js";
import { make, makeButton } from "./make.js";
import { moneyFormat } from "./money.js";
import { SHELF_CSS } from "./shelf-style.js";
import { ENGLISH, type ShelfTexts } from "./shelf-texts.js";
import { letterPicture, makeTile, makeWaitingTile, type TileActions } from "./tile.js";
import { closeWhy, showWhy } from "./why-popover.js";

export type { ShelfTexts } from "./shelf-texts.js";
export interface SelectDetail {
  readonly sku: string;
}
export interface SlateDetail {
  readonly slate: Slate;
}

type Lists = Pick<RankRequest, "basket" | "candidates" | "exclude">;

const DEFAULT_LIMIT = 12;

// Where there is no DOM (a test, a server), importing the package must not fail.
const ElementBase: typeof HTMLElement = globalThis.HTMLElement ?? (class {} as typeof HTMLElement);

export class HearthShelf extends ElementBase {
  static readonly observedAttributes = ["surface", "limit", "heading", "sku", "category", "subtle"];
  static #provided: Hearth | null = null;
  static readonly #connected = new Set<HearthShelf>();
  static #sheet: CSSStyleSheet | null = null;

  // The engine of every shelf that was not given its own.
  static provide(hearth: Hearth | null): void {
    if (hearth === HearthShelf.#provided) return;
    HearthShelf.#provided = hearth;
    for (const shelf of HearthShelf.#connected) shelf.#schedule();
  }

  readonly #root: ShadowRoot;
  readonly #heading = make("h2", { id: "heading", part: "heading" });
  readonly #body = make("div");
  #hearth: Hearth | null = null;
  #lists: Lists = {};
  #picture: (item: RankedItem) => Element = letterPicture;
  readonly #pictures: Element[] = []; // the page's own, as they are drawn
  #texts: ShelfTexts = ENGLISH;
  #impressions: Impressions | null = null;
  #running: AbortController | null = null;
  #scheduled = false;

  constructor() {
    super();
    this.#root = this.attachShadow({ mode: "closed" });
    this.attachInternals(); // can be had once, and would hand out the root
    this.#root.adoptedStyleSheets = [HearthShelf.#style()];
    const section = make("section", { "part": "shelf", "aria-labelledby": "heading" });
    section.append(this.#heading, this.#body);
    this.#root.append(section);
  }

  get hearth(): Hearth | null {
    return this.#hearth ?? HearthShelf.#provided;
  }
  set hearth(hearth: Hearth | null) {
    if (hearth === this.#hearth) return;
    this.#hearth = hearth;
    this.#schedule();
  }

  get basket(): readonly string[] | undefined {
    return this.#lists.basket;
  }
  set basket(skus: readonly string[] | undefined) {
    this.#change("basket", skus);
  }

  get candidates(): readonly string[] | undefined {
    return this.#lists.candidates;
  }
  set candidates(skus: readonly string[] | undefined) {
    this.#change("candidates", skus);
  }

  get exclude(): readonly string[] | undefined {
    return this.#lists.exclude;
  }
  set exclude(skus: readonly string[] | undefined) {
    this.#change("exclude", skus);
  }

  get sku(): string | null {
    return this.getAttribute("sku");
  }
  set sku(sku: string | null) {
    if (sku === null) this.removeAttribute("sku");
    else this.setAttribute("sku", sku);
  }

  // Draws an item; its own text is beside it, so it should be hidden from assistive technology or
  // carry an empty alt.
  get picture(): (item: RankedItem) => Element {
    return this.#picture;
  }
  set picture(picture: (item: RankedItem) => Element) {
    if (picture === this.#picture) return;
    this.#picture = picture;
    this.#schedule();
  }

  get texts(): ShelfTexts {
    return this.#texts;
  }
  set texts(texts: Partial<ShelfTexts>) {
    const all = { ...ENGLISH, ...texts };
    const names = Object.keys(all) as (keyof ShelfTexts)[];
    if (names.every((name) => all[name] === this.#texts[name])) return;
    this.#texts = all;
    this.#schedule();
  }

  connectedCallback(): void {
    HearthShelf.#connected.add(this);
    this.#heading.textContent = this.getAttribute("heading");
    if (this.#body.childElementCount === 0) this.#drawWaiting();
    this.#schedule();
  }

  disconnectedCallback(): void {
    HearthShelf.#connected.delete(this);
    closeWhy(this.#root);
    this.#running?.abort();
    this.#impressions?.stop();
    this.#impressions = null;
  }

  attributeChangedCallback(name: string, before: string | null, after: string | null): void {
    if (after === before) return;
    if (name === "heading") this.#heading.textContent = this.getAttribute("heading");
    else this.#schedule();
  }

  // Asks for a slate and draws it; resolves when it is drawn. The tiles before it stay until then. Of
  // several calls the last one wins.
  async refresh(): Promise<void> {
    const hearth = this.hearth;
    if (!hearth || !this.isConnected) return;
    this.#running?.abort();
    const { signal } = (this.#running = new AbortController());
    this.#body.setAttribute("aria-busy", "true");
    const request = this.#rankRequest();
    try {
      const [slate, { catalog }] = await Promise.all([
        hearth.rank(request, { signal }),
        hearth.status({ signal }),
      ]);
      if (signal.aborted) return;
      this.#draw(hearth, request, slate, catalog);
    } catch (error) {
      if (!signal.aborted) this.#fail(error);
    }
    this.#body.removeAttribute("aria-busy");
  }

  // Records at once what was seen so far, which otherwise waits for a moment: an erasure that comes
  // next takes it too.
  async flush(): Promise<void> {
    await this.#impressions?.flush();
  }

  #schedule(): void {
    if (this.#scheduled || !this.isConnected) return;
    this.#scheduled = true;
    queueMicrotask(() => {
      this.#scheduled = false;
      void this.refresh();
    });
  }

  #change(name: keyof Lists, skus: readonly string[] | undefined): void {
    const { [name]: before, ...others } = this.#lists;
    if (sameTexts(before, skus)) return;
    this.#lists = skus ? { ...others, [name]: [...skus] } : others;
    this.#schedule();
  }

  get #limit(): number {
    const limit = Number(this.getAttribute("limit") ?? DEFAULT_LIMIT);
    return Number.isInteger(limit) && limit > 0 ? limit : DEFAULT_LIMIT;
  }

  // Of the properties only what the surface takes; the engine says what is missing.
  #rankRequest(): RankRequest {
    const surface = (this.getAttribute("surface") ?? "home") as Surface;
    const [sku, category] = [this.getAttribute("sku"), this.getAttribute("category")];
    const { candidates, ...lists } = this.#lists;
    return {
      ...lists,
      surface,
      limit: this.#limit,
      ...(surface === "similar" && sku !== null && { sku }),
      ...(surface === "listing" && category !== null && { category }),
      ...(surface === "listing" && candidates && { candidates }),
      ...(surface === "buy_again" && this.hasAttribute("subtle") && { subtle: true }),
    };
  }

  #drawWaiting(): void {
    const tiles = Array.from({ length: this.#limit }, makeWaitingTile);
    this.#body.replaceChildren(make("ul", { "class": "list", "aria-hidden": "true" }, ...tiles));
  }

  #draw(hearth: Hearth, request: RankRequest, slate: Slate, catalog: CatalogStatus | null): void {
    closeWhy(this.#root); // it may be another's by now
    this.#impressions?.stop();
    const impressions = new Impressions(hearth, (error) => this.#emit("hearth-error", { error }));
    this.#impressions = impressions;
    const actions = this.#actions(hearth, request);
    const money = catalog ? moneyFormat(catalog, this.#language) : () => "";
    this.#pictures.splice(0).forEach((picture) => picture.remove());
    const tiles = slate.items.map((item) => {
      const tile = makeTile(item, {
        texts: this.#texts, price: money(item.priceMinor), picture: this.#pictureOf(item), actions,
        regular: item.regularPriceMinor ? money(item.regularPriceMinor) : "",
      });
      impressions.watch(tile, item.sku);
      return tile;
    });
    this.#body.replaceChildren(tiles.length > 0
      ? make("ul", { class: "list", part: "list", role: "list" }, ...tiles)
      : make("p", { class: "note" }, this.#texts.empty));
    this.#emit<SlateDetail>("hearth-slate", { slate });
  }

  // What stands for the item's picture in its tile.
  #pictureOf(item: RankedItem): Element {
    const picture = this.#picture(item);
    if (this.#picture === letterPicture) return picture;
    const name = `picture-${this.#pictures.push(picture)}`;
    picture.slot = name;
    this.append(picture);
    return make("slot", { name });
  }

  // `request` is the one that these tiles answer, whatever the properties say by now.
  #actions(hearth: Hearth, request: RankRequest): TileActions {
    return {
      select: ({ sku }, event) => {
        if (!this.#emit<SelectDetail>("hearth-select", { sku })) event.preventDefault();
      },
      why: (item, button) => {
        controlOf(hearth)?.why(item.sku, request).then(
          (why) => {
            if (button.isConnected) showWhy(button, why, { texts: this.#texts, language: this.#language });
          },
          (error: unknown) => this.#emit("hearth-error", { error }));
      },
      dismiss: (item, tile) => {
        hearth.record({ type: "dismiss", sku: item.sku }).then(
          ({ ids }) => this.#drawDismissed(hearth, item, tile, ids[0]),
          (error: unknown) => this.#emit("hearth-error", { error }));
      },
    };
  }

  // The tile keeps its place, so that nothing moves under the next click. Without an id the history
  // is paused: the item is only taken off this shelf, and comes back when asked.
  #drawDismissed(hearth: Hearth, item: RankedItem, tile: HTMLLIElement, event: string | undefined): void {
    const undo = makeButton({ class: "quiet" }, this.#texts.undo, () => {
      const erased = Promise.resolve(event && controlOf(hearth)?.history.erase({ events: [event] }));
      erased.then(
        () => {
          note.remove();
          tile.classList.remove("gone");
          tile.querySelector<HTMLElement>(".title")?.focus();
        },
        (error: unknown) => this.#emit("hearth-error", { error }));
    });
    const note = make("div", { class: "undo", role: "status" }, this.#texts.dismissed, undo);
    tile.classList.add("gone");
    tile.append(note);
    undo.focus();
    this.#emit<SelectDetail>("hearth-dismiss", { sku: item.sku });
  }

  #fail(error: unknown): void {
    if (!this.#body.querySelector("[part=list]")) {
      this.#body.replaceChildren(make("p", { class: "note", role: "status" }, this.#texts.failed));
    }
    this.#emit("hearth-error", { error });
  }

  get #language(): string | undefined {
    return this.closest<HTMLElement>("[lang]")?.lang || undefined;
  }

  // False when a listener prevented it.
  #emit<Detail>(name: string, detail: Detail): boolean {
    const cancelable = name === "hearth-select";
    return this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true, cancelable }));
  }

  // A constructed sheet: a page whose policy forbids inline styles can still have a shelf.
  static #style(): CSSStyleSheet {
    if (!HearthShelf.#sheet) {
      HearthShelf.#sheet = new CSSStyleSheet();
      HearthShelf.#sheet.replaceSync(SHELF_CSS);
    }
    return HearthShelf.#sheet;
  }
}

function sameTexts(a: readonly string[] | undefined, b: readonly string[] | undefined): boolean {
  return a === b || (!!a && !!b && a.length === b.length && a.every((text, i) => text === b[i]));
}

if (globalThis.customElements && !customElements.get("hearth-shelf")) {
  customElements.define("hearth-shelf", HearthShelf);
}

declare global {
  interface HTMLElementTagNameMap {
    "hearth-shelf": HearthShelf;
  }
}
