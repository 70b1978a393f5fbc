import type { Hearth } from "../client/hearth.js";

const GATHER_MS = 800;
const VISIBLE_SHARE = 0.5;

interface Seen {
  readonly sitting: number;
  readonly skus: Set<string>;
}

// Records what the shopper could see: an item counts once per visit to the page, when half of its
// tile was in the window; what comes into sight together is recorded in one call. What one member was
// shown is dropped when another sits down before it was recorded.
export class Impressions {
  static readonly #seen_by_engine = new WeakMap<Hearth, Seen>();
  readonly #hearth: Hearth;
  readonly #seen: Set<string>;
  readonly #sitting: number;
  readonly #sku_by_tile = new WeakMap<Element, string>();
  readonly #observer: IntersectionObserver;
  readonly #onError: (error: unknown) => void;
  #batch: string[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(hearth: Hearth, onError: (error: unknown) => void) {
    this.#hearth = hearth;
    this.#onError = onError;
    this.#sitting = hearth.sitting;
    const known = Impressions.#seen_by_engine.get(hearth);
    const seen = known?.sitting === this.#sitting ? known : { sitting: this.#sitting, skus: new Set<string>() };
    Impressions.#seen_by_engine.set(hearth, seen);
    this.#seen = seen.skus;
    this.#observer = new IntersectionObserver((entries) => this.#gather(entries), { threshold: VISIBLE_SHARE });
  }

  watch(tile: Element, sku: string): void {
    if (this.#seen.has(sku)) return;
    this.#sku_by_tile.set(tile, sku);
    this.#observer.observe(tile);
  }

  // What is gathered is still recorded.
  stop(): void {
    this.#observer.disconnect();
    void this.flush();
  }

  // Records what is gathered, now; resolves when that is done, also when it failed.
  async flush(): Promise<void> {
    this.#gather();
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const events = this.#batch.map((sku) => ({ type: "impression" as const, sku }));
    this.#batch = [];
    if (events.length > 0 && this.#sitting === this.#hearth.sitting) await this.#hearth.record(events).catch(this.#onError);
  }

  // Also what the observer has not told yet.
  #gather(entries = this.#observer.takeRecords()): void {
    for (const entry of entries) if (entry.isIntersecting) this.#add(entry.target);
  }

  #add(tile: Element): void {
    this.#observer.unobserve(tile);
    const sku = this.#sku_by_tile.get(tile);
    if (sku === undefined || this.#seen.has(sku)) return;
    this.#seen.add(sku);
    this.#batch.push(sku);
    this.#timer ??= setTimeout(() => void this.flush(), GATHER_MS);
  }
}
