import type {
  Answer, Category, ChangeNotice, Constants, EngineApi, Gift, GiftSuggestion, HistoryExport,
  HistoryList, HistorySelection, Household, HouseholdSettings, Item, ItemList, Label, Labelled, Member,
  MemberTraits, OperationName, Page, RankRequest, Recorded, Request, Sharing, ShopEvent, Sitting,
  SittingChange, Slate, Status, Topic, UnsignedVisit, Visit, Who, Why,
} from "../shared/api.js";
import { EngineError } from "../shared/errors.js";
import type { Connection } from "../shared/rpc.js";
import { beginningOf, dateAt } from "./calendar.js";
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
  #sitting: Sitting = { number: 0, picked: false, member: null, mode: { label: "personal" } };

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
    listeners.add(({ sitting }) => {
      this.#sitting = sitting ?? this.#sitting;
    });
  }

  // Who sits at this browser, as far as the page has heard. Changes are told to onChange().
  get sitting(): Sitting {
    return this.#sitting;
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

    // What is the asking member's own. Resolves when the stored record no longer holds it; rejects with
    // "unsupported_version" where that is a newer release's.
    erase: (selection: HistorySelection): Promise<{ readonly erased: number }> =>
      this.#run("history.erase", selection),

    export: (): Promise<HistoryExport> => this.#run("history.export", {}),

    // Adds what is not there yet. Refuses with "unsupported_version" or "malformed".
    import: async (file: HistoryExport): Promise<Recorded> => {
      checkFile(file);
      const events = file.events.map(toShopEvent);
      return this.#run("record", { events, skipKnown: true });
    },
  } as const;

  readonly controls = {
    // While paused nothing is recorded and nothing of the history is used.
    pause: (paused: boolean): Promise<{ readonly paused: boolean }> =>
      this.#run("controls.pause", { paused }),

    // From now on, until this sitting ends or null is given: a surprise. Needs a picked member.
    gift: (gift: Gift | null): Promise<Sitting> =>
      this.#sit({ mode: gift ? { label: "gift", gift } : { label: "personal" } }),

    // From now on, until this sitting ends: for the picked member's eyes only, and forgotten by slates.
    private: (on: boolean): Promise<Sitting> => this.#sit({ mode: { label: on ? "private" : "personal" } }),

    // The same after the fact. `gift` goes with the label "gift".
    label: (which: Labelled, label: Label, gift?: Gift): Promise<{ readonly changed: number }> =>
      this.#run("controls.label", { ...which, label, ...(gift && { gift }) }),

    share: async (category: string, shared: boolean): Promise<readonly Sharing[]> =>
      (await this.#run("controls.share", { category, shared })).categories,

    // The categories that may be shared with the household.
    sharing: async (): Promise<readonly Sharing[]> => (await this.#run("controls.sharing", {})).categories,

    // A yes, or its withdrawal, of the picked member to a topic of tier "own_screen".
    sensitive: async (topic: string, allowed: boolean): Promise<readonly Topic[]> =>
      (await this.#run("controls.sensitive", { topic, allowed })).topics,

    topics: async (): Promise<readonly Topic[]> => (await this.#run("controls.topics", {})).topics,
  } as const;

  readonly household = {
    members: (options?: CallOptions): Promise<Household> => this.#run("household.members", {}, options),

    add: (member: MemberTraits): Promise<Member> => this.#run("household.add", member),

    change: (member: number, to: Partial<MemberTraits>): Promise<Member> =>
      this.#run("household.change", { ...to, member }),

    rename: (member: number, name: string): Promise<Member> =>
      this.#run("household.change", { member, name }),

    // "hand_over": what was shared stays with the household, the rest is erased.
    remove: (member: number, history: "erase" | "hand_over"): Promise<Answer<"household.remove">> =>
      this.#run("household.remove", { member, history }),

    // Somebody picked a face; null: shops as nobody in particular.
    switchTo: (member: number | null): Promise<Sitting> => this.#sit({ member }),

    // Nobody has said anything.
    leave: (): Promise<Sitting> => this.#sit({ leave: true }),

    // Who sits there, asked of the worker; does not make the sitting last longer.
    sitting: (): Promise<Sitting> => this.#sit(null),

    whoIsShopping: (options?: CallOptions): Promise<Who> => this.#run("household.who", {}, options),

    // Visits that nobody signed.
    inbox: async (options?: CallOptions): Promise<readonly UnsignedVisit[]> =>
      (await this.#run("household.inbox", {}, options)).visits,

    // The picked member's own, newest first.
    visits: async (page: { limit?: number } = {}): Promise<readonly Visit[]> =>
      (await this.#run("household.visits", page)).visits,

    // The visit is `member`'s (null: nobody's), exactly as if it had always been.
    claim: (visit: string, member: number | null): Promise<{ readonly moved: number }> =>
      this.#run("household.claim", { visit, member }),

    discard: (visit: string): Promise<{ readonly erased: number }> =>
      this.#run("household.discard", { visit }),

    settings: (to: Partial<HouseholdSettings>): Promise<Household> => this.#run("household.settings", to),

    // Surprises whose day has come. open() does it. How many is not told: whoever asks may be anybody.
    settle: (): Promise<Answer<"household.settle">> => this.#run("household.settle", {}),

    // All members, everybody's history, all settings.
    erase: (): Promise<Answer<"household.erase">> => this.#run("household.erase", { everything: true }),
  } as const;

  readonly gift = {
    // Whether what is in the basket looks like a surprise, and until when one would hide it.
    suggest: async (basket: readonly string[], options?: CallOptions): Promise<GiftSuggestion> => {
      const today = dateAt(this.#now());
      const { suggest, because, date } = await this.#run("gift.suggest", { basket, today }, options);
      return { suggest, because, until: beginningOf(date) };
    },
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
    const args: [OperationName, object, number, number] = [op, request, this.#now(), this.#sitting.number];
    return this.#connection.call("run", args, { signal: options.signal }) as Promise<Answer<Op>>;
  }

  async #sit(change: SittingChange | null): Promise<Sitting> {
    this.#sitting = await this.#connection.call("sit", [change, this.#now(), this.#sitting.number]);
    return this.#sitting;
  }
}

function checkFile(file: HistoryExport): void {
  const { format, version, events } = file as { format: unknown; version: unknown; events: unknown };
  if (format !== "hearth-history" || !Array.isArray(events)) {
    throw new EngineError("malformed", "not an exported history");
  }
  if (version !== 1) throw new EngineError("unsupported_version", "exported by a newer release");
}
