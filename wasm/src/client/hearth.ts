import type {
  Answer, Category, ChangeNotice, Constants, EngineApi, HistoryExport, HistoryList,
  HistorySelection, Item, ItemList, OperationName, Page, RankRequest, Recorded, Request, ShopEvent,
  Slate, Status, Why,
} from "../shared/api.js";
import { EngineError } from "../shared/errors.js";
import type { Connection } from "../shared/rpc.js";
import { toShopEvent } from "./history-file.js";

export interface CallOptions {
  // An aborted call rejects with the signal's reason. One that has begun is not undone.
  readonly signal?: AbortSignal;
}

export type ChangeListener = (change: ChangeNotice) => void;

// A shop's engine, as a page sees it. Made by open(). Every method rejects with EngineError.
export class Hearth {
  readonly #connection: Connection<EngineApi, ChangeNotice>;
  readonly #listeners: Set<ChangeListener>;
  readonly #now: () => number;
  readonly #terminate: () => void;

  // `listeners` are told of changes by whoever made the connection.
  constructor(
    connection: Connection<EngineApi, ChangeNotice>,
    listeners: Set<ChangeListener>,
    now: () => number,
    terminate: () => void,
  ) {
    this.#connection = connection;
    this.#listeners = listeners;
    this.#now = now;
    this.#terminate = terminate;
  }

  // Resolves when the events are on disk. All of them or none.
  record(events: ShopEvent | readonly ShopEvent[], options?: CallOptions): Promise<Recorded> {
    const list = "length" in events ? events : [events];
    if (list.length === 0) return Promise.resolve({ recorded: 0, ids: [], skipped: 0 });
    return this.#run("record", { events: list }, options);
  }

  rank(request: RankRequest, options?: CallOptions): Promise<Slate> {
    return this.#run("rank", request, options);
  }

  // Why the slate of `request` holds the item; without it, the slate of the home surface. Shows the
  // history's own events: for the shopper, not for the page to keep.
  why(sku: string, request?: RankRequest, options?: CallOptions): Promise<Why> {
    return this.#run("why", { sku, ...(request && { rank: request }) }, options);
  }

  async status(options?: CallOptions): Promise<Status> {
    const [core, health] = await Promise.all([
      this.#run("status", {}, options),
      this.#connection.call("health", [], { signal: options?.signal }),
    ]);
    return { ...core, ...health };
  }

  constants(): Promise<Constants> {
    return this.#run("constants", {});
  }

  readonly history = {
    list: (page: Page = {}, options?: CallOptions): Promise<HistoryList> =>
      this.#run("history.list", page, options),

    // Resolves when the stored record no longer holds what was erased.
    erase: (selection: HistorySelection): Promise<{ readonly erased: number }> =>
      this.#run("history.erase", selection),

    export: (): Promise<HistoryExport> => this.#run("history.export", {}),

    // Adds what is not there yet. Refuses with "unsupported_version" or "malformed".
    import: async (file: HistoryExport): Promise<Recorded> => {
      checkFile(file);
      return this.#run("record", { events: file.events.map(toShopEvent), skipKnown: true });
    },
  } as const;

  readonly controls = {
    // While paused nothing is recorded and nothing of the history is used.
    pause: (paused: boolean): Promise<{ readonly paused: boolean }> =>
      this.#run("controls.pause", { paused }),
  } as const;

  readonly catalog = {
    item: (sku: string, options?: CallOptions): Promise<Item> =>
      this.#run("catalog.item", { sku }, options),

    categories: async (options?: CallOptions): Promise<readonly Category[]> =>
      (await this.#run("catalog.categories", {}, options)).categories,

    // `category` is a path; left out, everything, most popular first. `limit` 1-10,000,
    // default 48.
    list: (page: Page & { category?: string } = {}, options?: CallOptions): Promise<ItemList> =>
      this.#run("catalog.list", page, options),

    search: (query: string, page: { limit?: number } = {}, options?: CallOptions): Promise<ItemList> =>
      this.#run("catalog.search", { ...page, query }, options),
  } as const;

  // Called after every change of the history or the controls, by this tab or another one. Returns
  // the way to stop.
  onChange(listener: ChangeListener): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  // Ends the worker at once. What was acknowledged is stored; what is pending rejects with "closed".
  close(): void {
    this.#connection.close();
    this.#terminate();
  }

  #run<Op extends OperationName>(
    op: Op, request: Request<Op>, options: CallOptions = {},
  ): Promise<Answer<Op>> {
    const args: [OperationName, object, number] = [op, request, this.#now()];
    return this.#connection.call("run", args, { signal: options.signal }) as Promise<Answer<Op>>;
  }
}

function checkFile(file: HistoryExport): void {
  const { format, version, events } = file as { format: unknown; version: unknown; events: unknown };
  if (format !== "hearth-history" || !Array.isArray(events)) {
    throw new EngineError("malformed", "not an exported history");
  }
  if (version !== 1) throw new EngineError("unsupported_version", "exported by a newer release");
}
