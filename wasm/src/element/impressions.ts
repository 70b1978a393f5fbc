import type { Hearth } from "../client/hearth.js";

const GATHER_MS = 800;
const VISIBLE_SHARE = 0.5;

// Records what the shopper could see: an item counts once per visit to the page, when half of its
// tile was in the window; what comes into sight together is recorded in one call.
export class Impressions {
  static readonly #seen_by_engine = new WeakMap<Hearth, Set<string>>();
  readonly #hearth: Hearth;
  readonly #seen: Set<string>;
  readonly #sku_by_tile = new WeakMap<Element, string>();
  readonly #observer: IntersectionObserver;
  readonly #onError: (error: unknown) => void;
  #batch: string[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(hearth: Hearth, onError: (error: unknown) => void) {
    this.#hearth = hearth;
    this.#onError = onError;
    this.#seen = Impressions.#seen_by_engine.get(hearth) ?? new Set();
    Impressions.#seen_by_engine.set(hearth, this.#seen);
    this.#observer = new IntersectionObserver((entries) => {
      for (const entry of entries) if (entry.isIntersecting) this.#add(entry.target);
    }, { threshold: VISIBLE_SHARE });
  }

  watch(tile: Element, sku: string): void {
    if (this.#seen.has(sku)) return;
    this.#sku_by_tile.set(tile, sku);
    this.#observer.observe(tile);
  }

  // What is gathered is still recorded.
  stop(): void {
    this.#observer.disconnect();
    this.#flush();
  }

  #add(tile: Element): void {
    this.#observer.unobserve(tile);
    const sku = this.#sku_by_tile.get(tile);
    if (sku === undefined || this.#seen.has(sku)) return;
    this.#seen.add(sku);
    this.#batch.push(sku);
    this.#timer ??= setTimeout(() => this.#flush(), GATHER_MS);
  }

  #flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const events = this.#batch.map((sku) => ({ type: "impression" as const, sku }));
    this.#batch = [];
    if (events.length > 0) this.#hearth.record(events).catch(this.#onError);
  }
}
