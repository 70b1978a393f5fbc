import type {
  Answer, ChangeNotice, Gift, GiftSuggestion, GrownUp, HistoryExport, HistoryList, HistorySelection, Household,
  HouseholdSettings, Label, Labelled, Member, MemberTraits, OperationName, Page, PortNotice, RankRequest, Recorded, Request, Seat,
  Sharing, Sitting, SittingChange, Surprised, Topic, UnsignedVisit, Visit, Who, Why, Withheld,
} from "../shared/api.js";
import { EngineError } from "../shared/errors.js";
import type { Port } from "../shared/rpc.js";
import { beginningOf, dateAt } from "./calendar.js";
import { type CallOptions, Calls, type KnownSitting } from "./calls.js";
import { toShopEvent } from "./history-file.js";
import { HistoryReading, type ImportOptions, type ImportReport, type ImportSources, type Recorder } from "./history-reading.js";
import { hashOfCode, newCodeKind } from "./household-code.js";

// Of an exported history as an object: adds what is not there yet. Of a file, whatever it is: reads and records it at
// one go, and rejects with "invalid_argument" where it asks what its columns or its dates mean (see read()).
export interface Import {
  (file: HistoryExport, grownUp?: GrownUp): Promise<Recorded>;
  (file: Blob, options?: ImportOptions): Promise<ImportReport>;
}

export type ChangeListener = (change: ChangeNotice) => void;

// What the shopper may do with what is theirs: for a control centre, not for every script of a page. Made by
// openWithControl(). Every method rejects with EngineError.
//
// Some methods need a grown-up's word where a child may sit there. They reject with "needs_grown_up" without
// `grownUp`: a page then asks for the household's code where household.members() says that there is one, and else
// says "ask a grown-up". After five wrong codes every code is refused for half a minute, with "too_many_tries".
export class HearthControl {
  readonly #calls: Calls<Sitting>;
  readonly #listeners = new Set<ChangeListener>();
  readonly #known: KnownSitting;
  readonly #sources: ImportSources | undefined;
  #sitting: Sitting;

  // `seat`: who sits there as the worker starts. `sources`: of the module that reads histories.
  constructor(port: Port, known: KnownSitting, now: () => number, seat: Seat<Sitting>, sources?: ImportSources) {
    this.#known = known;
    this.#sources = sources;
    this.#sitting = this.#take(seat);
    // By what this control says, although the shop's port may have heard of the next sitting already.
    this.#calls = new Calls(port, () => this.#sitting.number, now, (notice) => this.#tell(notice));
  }

  // Who sits at this browser, as far as the page has heard. Changes are told to onChange().
  get sitting(): Sitting {
    return this.#sitting;
  }

  // Why the slate of `request` holds the item; without it, the slate of the home surface. Shows the history's own
  // events: for the shopper, not for the page to keep.
  why(sku: string, request?: RankRequest, options?: CallOptions): Promise<Why> {
    return this.#calls.run("why", { sku, ...(request && { rank: request }) }, options);
  }

  readonly history = {
    list: (page: Page = {}, options?: CallOptions): Promise<HistoryList> =>
      this.#calls.run("history.list", page, options),

    // What is the asking member's own. Resolves when nothing stored holds it; rejects with "unsupported_version"
    // where that is a newer release's. It can be undone while this tab is open.
    erase: (selection: HistorySelection): Promise<Answer<"history.erase">> =>
      this.#calls.run("history.erase", selection),

    export: (): Promise<HistoryExport> => this.#calls.run("history.export", {}),

    // Reads a chosen file of purchases (an order history of Amazon, a table, orders of schema.org, an export of
    // Hearth) in a worker of its own, and records nothing: `found` says what it is and what would be recorded,
    // record() records it. close() it afterwards. Rejects with "load_failed", "malformed", "too_large" (64 MiB),
    // "unsupported_version"; "invalid_argument" for options that do not fit the file; "pack_changed" where the shop
    // serves another pack by now. The file stays here.
    read: (file: Blob, options: ImportOptions = {}): Promise<HistoryReading> => {
      if (!this.#sources) throw new EngineError("not_ready", "this control has no module of histories");
      const { number } = this.#sitting;
      return HistoryReading.begin(file, this.#sources, (grownUp) => this.#recorder(number, grownUp), options);
    },

    import: ((file: HistoryExport | Blob, options?: GrownUp | ImportOptions) => {
      if (!(file instanceof Blob)) return this.#importExport(file, options as GrownUp | undefined);
      return this.#importFile(file, (options ?? {}) as ImportOptions);
    }) as Import,
  } as const;

  readonly controls = {
    // While paused nothing is recorded and nothing of the household's history is used.
    pause: (paused: boolean): Promise<{ readonly paused: boolean }> => this.#calls.run("controls.pause", { paused }),

    // From now on, until this sitting ends or null is given: a surprise. Needs a picked member.
    gift: (gift: Gift | null): Promise<Sitting> =>
      this.#sit({ mode: gift ? { label: "gift", gift } : { label: "personal" } }),

    // From now on, until this sitting ends: for the picked member's eyes only, and forgotten by slates.
    private: (on: boolean): Promise<Sitting> => this.#sit({ mode: { label: on ? "private" : "personal" } }),

    // The same after the fact. `gift` goes with the label "gift".
    label: (which: Labelled, label: Label, gift?: Gift): Promise<{ readonly changed: number }> =>
      this.#calls.run("controls.label", { ...which, label, ...(gift && { gift }) }),

    // A surprise after the fact, with what led to it, searches too.
    surprise: (which: Surprised, gift: Gift): Promise<{ readonly changed: number }> =>
      this.#calls.run("controls.surprise", { ...which, gift }),

    share: async (category: string, shared: boolean): Promise<readonly Sharing[]> =>
      (await this.#calls.run("controls.share", { category, shared })).categories,

    // The categories that may be shared with the household.
    sharing: async (): Promise<readonly Sharing[]> => (await this.#calls.run("controls.sharing", {})).categories,

    // A yes, or its withdrawal, of the picked member to a topic of tier "own_screen".
    sensitive: async (topic: string, allowed: boolean): Promise<readonly Topic[]> =>
      (await this.#calls.run("controls.sensitive", { topic, allowed })).topics,

    topics: async (): Promise<readonly Topic[]> => (await this.#calls.run("controls.topics", {})).topics,

    // A muted category (a path) is never shown to this member because of history. Answers with all that are muted.
    mute: async (category: string, muted: boolean): Promise<readonly string[]> =>
      (await this.#calls.run("controls.mute", { category, muted })).categories,

    muted: async (): Promise<readonly string[]> => (await this.#calls.run("controls.muted", {})).categories,

    // What the picked member does at this shop counts at their other joined shops, and what they do there counts here:
    // by category, brand and price band only. A shop is joined where it is open, and parted anywhere. Answers with all
    // that are joined.
    join: async (shop: string, joined: boolean): Promise<readonly string[]> =>
      (await this.#calls.run("controls.join", { shop, joined })).shops,

    // `gpc`: Global Privacy Control is on, and nothing counts anywhere else.
    joined: async (): Promise<{ readonly shop: string; readonly shops: readonly string[]; readonly gpc: boolean }> =>
      this.#calls.run("controls.joined", {}),
  } as const;

  readonly household = {
    members: (options?: CallOptions): Promise<Household> => this.#calls.run("household.members", {}, options),

    // Needs a grown-up, but for a child.
    add: async (member: MemberTraits, grownUp?: GrownUp): Promise<Member> =>
      this.#guarded("household.add", member, grownUp),

    // Needs a grown-up where the kind changes.
    change: async (member: number, to: Partial<MemberTraits>, grownUp?: GrownUp): Promise<Answer<"household.change">> =>
      this.#guarded("household.change", { ...to, member }, grownUp),

    rename: (member: number, name: string): Promise<Member> => this.#calls.run("household.change", { member, name }),

    // "hand_over": what was shared stays with the household, the rest is erased, in ten minutes. Needs a grown-up.
    remove: async (
      member: number, history: "erase" | "hand_over", grownUp?: GrownUp,
    ): Promise<Answer<"household.remove">> =>
      this.#guarded("household.remove", { member, history }, grownUp),

    // Somebody picked a face; null: shops as nobody in particular.
    switchTo: (member: number | null): Promise<Sitting> => this.#sit({ member }),

    // Nobody has said anything.
    leave: (): Promise<Sitting> => this.#sit({ leave: true }),

    // Who sits there, asked of the worker; does not make the sitting last longer.
    sitting: (): Promise<Sitting> => this.#sit(null),

    whoIsShopping: (options?: CallOptions): Promise<Who> => this.#calls.run("household.who", {}, options),

    // Visits that nobody signed.
    inbox: async (options?: CallOptions): Promise<readonly UnsignedVisit[]> =>
      (await this.#calls.run("household.inbox", {}, options)).visits,

    // The picked member's own, newest first.
    visits: async (page: { limit?: number } = {}): Promise<readonly Visit[]> =>
      (await this.#calls.run("household.visits", page)).visits,

    // The visit is `member`'s (null: nobody's), exactly as if it had always been.
    claim: (visit: string, member: number | null): Promise<{ readonly moved: number }> =>
      this.#calls.run("household.claim", { visit, member }),

    // One's own visit; another needs a grown-up.
    discard: async (visit: string, grownUp?: GrownUp): Promise<Answer<"household.discard">> =>
      this.#guarded("household.discard", { visit }, grownUp),

    // How sure a guess must be needs a grown-up.
    settings: async (to: Partial<HouseholdSettings>, grownUp?: GrownUp): Promise<Answer<"household.settings">> =>
      this.#guarded("household.settings", to, grownUp),

    // All members, everybody's history at every shop of the origin, all settings. Needs a grown-up.
    erase: async (grownUp?: GrownUp): Promise<Answer<"household.erase">> =>
      this.#guarded("household.erase", { everything: true }, grownUp),

    // Puts back what an erasure answered `undo` for. Rejects with "not_found" when its time is over.
    undo: (undo: string): Promise<Answer<"household.undo">> => this.#calls.run("household.undo", { undo }),

    // What is gone from every answer, and can still be put back.
    withheld: async (): Promise<readonly Withheld[]> => (await this.#calls.run("household.withheld", {})).withheld,

    // The code that the household's grown-ups know; null: none. Where there is one it is needed to change it.
    setCode: async (code: string | null, grownUp?: GrownUp): Promise<Household> => {
      if (code === null) return this.#guarded("household.code", { hash: null }, grownUp);
      if (code.trim() === "") throw new EngineError("invalid_argument", "the code is empty");
      const { number } = this.#sitting;
      const kind = newCodeKind();
      return this.#guarded("household.code", { ...kind, hash: await hashOfCode(code, kind) }, grownUp, number);
    },
  } as const;

  readonly gift = {
    // Whether what is in the basket looks like a surprise, and until when one would hide it.
    suggest: async (basket: readonly string[], options?: CallOptions): Promise<GiftSuggestion> => {
      const today = dateAt(this.#calls.now);
      const { suggest, because, date } = await this.#calls.run("gift.suggest", { basket, today }, options);
      return { suggest, because, until: beginningOf(date) };
    },
  } as const;

  // Called after every change of the history or the controls, by this tab or another one. Returns the way to stop.
  onChange(listener: ChangeListener): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  // Rejects what is pending. The worker goes on for the shop.
  close(): void {
    this.#calls.close();
  }

  // Adds what is not there yet. Refuses with "unsupported_version" or "malformed"; with "invalid_argument"
  // where the file's prices are in another currency than the shop's.
  async #importExport(file: HistoryExport, grownUp: GrownUp | undefined): Promise<Recorded> {
    checkFile(file);
    const { currency } = file;
    const events = file.events.map(toShopEvent);
    return this.#guarded("record", { events, skipKnown: true, ...(currency != null && { currency }) }, grownUp);
  }

  async #importFile(file: Blob, options: ImportOptions): Promise<ImportReport> {
    const reading = await this.history.read(file, options);
    try {
      return await reading.record(options);
    } finally {
      reading.close();
    }
  }

  // For one sitting. A code is hashed once, not for every batch.
  async #recorder(sitting: number, grownUp: GrownUp | undefined): Promise<Recorder> {
    const word = await this.#word(grownUp);
    return {
      now: () => this.#calls.now,
      known: () => this.#calls.run("history.export", {}),
      packHash: async () => (await this.#calls.run("status", {})).catalog?.hash,
      record: (events) => this.#calls.run("record", { events, skipKnown: true, ...word }, { sitting }),
    };
  }

  // With a grown-up's word. Its code takes a while to hash: the call belongs to the sitting in which it was asked for.
  async #guarded<Op extends OperationName>(
    op: Op, request: Request<Op>, grownUp: GrownUp | undefined, sitting = this.#sitting.number,
  ): Promise<Answer<Op>> {
    return this.#calls.run(op, { ...request, ...await this.#word(grownUp) }, { sitting });
  }

  // Of the code only its hash leaves the page. Where no code is known any more the word itself is enough.
  async #word(grownUp: GrownUp | undefined): Promise<{ grownUp?: GrownUp }> {
    if (!grownUp) return {};
    if (!("code" in grownUp)) return { grownUp };
    const { code: kind } = await this.household.members();
    return { grownUp: kind ? { code: await hashOfCode(grownUp.code, kind) } : { asked: true } };
  }

  async #sit(change: SittingChange | null): Promise<Sitting> {
    return this.#take(await this.#calls.sit(change));
  }

  #take({ turn, sitting }: Seat<Sitting>): Sitting {
    this.#known.take({ turn, sitting: sitting.number });
    return (this.#sitting = sitting);
  }

  #tell({ elsewhere, seat }: PortNotice<Sitting>): void {
    const sitting = seat && this.#take(seat);
    for (const listener of [...this.#listeners]) listener({ elsewhere, ...(sitting && { sitting }) });
  }
}

function checkFile(file: HistoryExport): void {
  const { format, version, events } = file as { format: unknown; version: unknown; events: unknown };
  if (format !== "hearth-history" || !Array.isArray(events)) {
    throw new EngineError("malformed", "not an exported history");
  }
  if (version !== 1) throw new EngineError("unsupported_version", "exported by a newer release");
}
