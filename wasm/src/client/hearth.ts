import type {
  Category, Constants, ItemDetails, ItemList, Page, PortNotice, RankRequest, Recorded, ShopEvent, ShopNotice, Slate, Status,
} from "../shared/api.js";
import type { Port } from "../shared/rpc.js";
import { type BegunOptions, type CallOptions, Calls, type KnownSitting } from "./calls.js";

export type { BegunOptions, CallOptions } from "./calls.js";

export type ShopListener = (change: ShopNotice) => void;

// A shop's engine, as a page sees it: what happens is recorded, items are ranked. What is the shopper's alone
// (HearthControl) cannot be asked for here, nor by whoever is given this. Made by open(). Every method rejects with
// EngineError.
export class Hearth {
  readonly #calls: Calls<number>;
  readonly #listeners = new Set<ShopListener>();
  readonly #known: KnownSitting;
  readonly #terminate: () => void;

  constructor(port: Port, known: KnownSitting, now: () => number, terminate: () => void) {
    this.#known = known;
    this.#terminate = terminate;
    this.#calls = new Calls(port, () => known.number, now, (notice) => this.#tell(notice));
  }

  // Another number each time somebody else sits down at this browser, as far as the page has heard. Changes are
  // told to onChange().
  get sitting(): number {
    return this.#known.number;
  }

  // Resolves when the events are stored. All of them or none. `options.sitting`: for what a page finishes later than it
  // began, so that it is not the next one's.
  record(events: ShopEvent | readonly ShopEvent[], options?: BegunOptions): Promise<Recorded> {
    const list = "length" in events ? events : [events];
    if (list.length === 0) return Promise.resolve({ recorded: 0, ids: [], skipped: 0 });
    return this.#calls.run("record", { events: list }, options);
  }

  rank(request: RankRequest, options?: CallOptions): Promise<Slate> {
    return this.#calls.run("rank", request, options);
  }

  async status(options?: CallOptions): Promise<Status> {
    const [core, health] = await Promise.all([this.#calls.run("status", {}, options), this.#calls.health(options)]);
    return { ...core, ...health };
  }

  constants(): Promise<Constants> {
    return this.#calls.run("constants", {});
  }

  readonly catalog = {
    // As the variant that `sku` names, or where it names the group as the first in stock.
    item: (sku: string, options?: CallOptions): Promise<ItemDetails> => this.#calls.run("catalog.item", { sku }, options),

    categories: async (options?: CallOptions): Promise<readonly Category[]> =>
      (await this.#calls.run("catalog.categories", {}, options)).categories,

    // `category` is a path; left out, everything, most popular first. `limit` 1-10,000, default 48.
    list: (page: Page & { category?: string } = {}, options?: CallOptions): Promise<ItemList> =>
      this.#calls.run("catalog.list", page, options),

    search: (query: string, page: { limit?: number } = {}, options?: CallOptions): Promise<ItemList> =>
      this.#calls.run("catalog.search", { ...page, query }, options),
  } as const;

  // Called after every change of the history or the controls, by this tab or another one. Returns the way to stop.
  onChange(listener: ShopListener): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  // Ends the worker at once. What was acknowledged is stored; what is pending rejects with "closed".
  close(): void {
    this.#calls.close();
    this.#terminate();
  }

  #tell({ elsewhere, seat }: PortNotice<number>): void {
    if (seat) this.#known.take(seat);
    for (const listener of [...this.#listeners]) listener({ elsewhere, ...(seat && { sitting: seat.sitting }) });
  }
}
