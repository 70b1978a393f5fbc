// The public types, by hand. The core's own README (core/engine/README.md) is the manual of what
// each operation means; lists that live on both sides are compared with it by a test.
//
// Units, everywhere: times are milliseconds since 1970 (UTC); money is an integer in the minor unit
// of the catalog's currency; a text that the shop did not give is "".

// What the core refuses.
export const CORE_ERROR_CODES = [
  "invalid_argument", // a request that can never work as written
  "malformed", // bytes or text that are not what they claim to be
  "unsupported_version", // well formed, but of a format this build does not read
  "not_found", // names an item, event or operation that is not there
  "duplicate", // already there
  "too_large", // over a stated limit
  "not_ready", // needs a catalog that was not loaded yet
  "needs_grown_up", // needs a grown-up's word, or the household's code: the message says which
  "internal", // our own mistake
] as const;

// What its host, the worker and the page, may meet besides.
export const HOST_ERROR_CODES = [
  "pack_changed", // the shop serves another pack by now than the engine has: reload the page
  "load_failed", // the pack, the module or the worker could not be fetched or started
  "storage_failed", // the write was refused (a full disk, for one); nothing was changed
  "sitting_over", // somebody else is shopping now, or nobody said who: nothing was changed
  "not_allowed", // a page asks for what is a member's alone
  "too_many_tries", // wrong codes of the household: none is looked at for half a minute
  "closed", // close() was called, or the worker died
] as const;

export type ErrorCode =
  | (typeof CORE_ERROR_CODES)[number]
  | (typeof HOST_ERROR_CODES)[number];

export const EVENT_TYPES = [
  "impression",
  "view",
  "search",
  "basket_add",
  "basket_remove",
  "wish",
  "buy",
  "return",
  "dismiss",
  "like",
] as const;
export type EventType = (typeof EVENT_TYPES)[number];

export const LABELS = ["personal", "private", "gift", "sensitive"] as const;
export type Label = (typeof LABELS)[number];

export const COLOURS = ["clay", "moss", "sea", "plum", "sun", "slate", "rose", "pine"] as const;
export type Colour = (typeof COLOURS)[number];

// A child is never shown what is for adults only.
export const KINDS = ["adult", "child"] as const;
export type Kind = (typeof KINDS)[number];

// "never" is neither learned nor shown because of history; "own_screen" after this member's yes;
// "quiet" suggests a surprise.
export const TIERS = ["none", "quiet", "own_screen", "never"] as const;
export type Tier = (typeof TIERS)[number];

export const SURFACES = ["home", "listing", "similar", "basket", "buy_again"] as const;
export type Surface = (typeof SURFACES)[number];

export const REASON_CODES = [
  "buy_again",
  "goes_with_basket",
  "goes_with_viewed",
  "matches_search",
  "often_bought_with",
  "similar_item",
  "your_style",
  "your_category",
  "popular_now",
  "popular",
  "new_here",
] as const;
export type ReasonCode = (typeof REASON_CODES)[number];

export type Availability = "in_stock" | "out_of_stock" | "preorder" | "backorder";

export interface Item {
  readonly sku: string;
  readonly title: string;
  readonly priceMinor: number;
  readonly regularPriceMinor?: number; // the price before, where `priceMinor` is a sale's
  readonly category: string; // a path: "Home & Garden > Decor > Clocks"
  readonly brand: string;
  readonly availability: Availability;
  readonly link: string;
  readonly image: string;
  // Of an item that comes in variants (sizes, colours), which is one tile: what the feed calls all of them. `sku` and
  // the rest are then one variant's: on a slate the one that this shopper, or whoever shares with them, bought last and
  // kept, else the first in stock. Requests and events may name a variant or the group; both mean the item: whoever
  // erases, labels or hides one size does so with all.
  readonly group?: string;
}

// `variants`: all, in stock first; absent where there are none.
export interface ItemDetails extends Item {
  readonly variants?: readonly Item[];
}

// `text` is English and says what the shop offers, not what it knows; but on the surface buy_again, where it
// may say "About every 3 weeks", and `everyDays` the days between two purchases as the shopper's own history
// has them, unless the request is `subtle`.
export interface Reason {
  readonly code: ReasonCode;
  readonly text: string;
  readonly everyDays?: number;
}

export interface RankedItem extends Item {
  readonly reason: Reason;
}

// A surprise: for everybody but its giver it does not exist before `until`, the beginning of a day within
// five years.
// `for` is a member. Then it becomes an ordinary entry of the giver's history ("reveal", the default)
// or is forgotten. With `taste` it counts for the giver's own taste afterwards.
export interface Gift {
  readonly until: number;
  readonly for?: number | null;
  readonly then?: "reveal" | "forget";
  readonly taste?: boolean;
}

// Left out: `time` is now, `label` "personal". `session` names one visit; left out or 0, visits are told
// apart by gaps of 30 minutes.
interface AnyEvent {
  readonly time?: number;
  readonly session?: number;
  readonly label?: Label;
  readonly gift?: Gift; // with the label "gift"
  readonly giftCue?: boolean; // wrapped, sent to another address, with a card
}

// What happened to an item. Left out: `quantity` is 1 (1-65535), `priceMinor` the catalog's. `item`
// describes an item that the catalog lacks.
export interface ItemEvent extends AnyEvent {
  readonly type: Exclude<EventType, "search">;
  readonly sku: string;
  readonly quantity?: number;
  readonly priceMinor?: number;
  readonly item?: { readonly title: string; readonly category: string; readonly brand: string };
}

// What the shopper looked for, in their own words: 1-512 bytes without control characters; spaces around
// them are left out. To be recorded when they looked at what was found, not with every letter.
export interface SearchEvent extends AnyEvent {
  readonly type: "search";
  readonly query: string;
}

export type ShopEvent = ItemEvent | SearchEvent;

// Of a search `title` is its words, and `sku`, `category` and `brand` are "".
export interface HistoryEvent {
  readonly id: string; // 16 hexadecimal digits, made from the event's content
  readonly type: EventType;
  readonly sku: string;
  readonly title: string;
  readonly category: string;
  readonly brand: string;
  readonly time: number;
  readonly quantity: number;
  readonly priceMinor: number;
  readonly session: number; // 0: not given
  readonly label: Label | "shared"; // "shared": held by the household since its member left
  readonly inCatalog: boolean;
  readonly gift: Gift | null;
  readonly topic: string | null; // the sensitive topic it belongs to
  readonly member: number | null; // whose it is; null: nobody's yet
  readonly own: boolean; // whoever asks may change and erase it; else somebody shares it
  readonly doubtful: boolean; // recorded while the clock was over 400 days from the last sitting
}

// While paused nothing is recorded: `recorded` is 0 and `ids` empty. Ids are in the events' order.
// `skipped`: of an import, what was in the history already, has not happened yet, or is of an item that is
// neither described nor in the catalog.
export interface Recorded {
  readonly recorded: number;
  readonly ids: readonly string[];
  readonly skipped: number;
}

// `limit` 1-10,000, default 12 (a listing: all). `sku` is for "similar" only; `candidates` or
// `category` for "listing" only. `exclude` holds items that are on the page already. `subtle` is for
// "buy_again" only: true where the shelf stands among others, on a page not opened to buy again.
export interface RankRequest {
  readonly surface: Surface;
  readonly limit?: number;
  readonly basket?: readonly string[];
  readonly sku?: string;
  readonly candidates?: readonly string[];
  readonly category?: string;
  readonly exclude?: readonly string[];
  readonly subtle?: boolean;
}

// `unknown`: those of the request's SKUs that the catalog does not carry.
export interface Slate {
  readonly surface: Surface;
  readonly items: readonly RankedItem[];
  readonly unknown: readonly string[];
}

// For the shopper's eyes only. `events` may be empty: the item is there for what the shop knows.
export interface Why {
  readonly sku: string;
  readonly title: string;
  readonly reasons: readonly Reason[];
  readonly events: readonly HistoryEvent[];
}

export interface Page {
  readonly limit?: number; // 1-...; what is usual depends on the list
  readonly offset?: number;
}

// Newest first. `total` counts the whole history.
export interface HistoryList {
  readonly total: number;
  readonly events: readonly HistoryEvent[];
}

// What to erase. A category takes everything below it; of a range `to` is excluded.
export type HistorySelection =
  | { readonly events: readonly string[] } // at most 10,000 ids
  | { readonly sku: string }
  | { readonly category: string }
  | { readonly from: number; readonly to: number }
  | { readonly all: true };

export interface HistoryExport {
  readonly format: "hearth-history";
  readonly version: 1;
  readonly currency?: string | null; // of all prices, ISO 4217; null or absent: not known
  readonly events: readonly (ShopEvent | HistoryEvent)[];
}

export interface CatalogStatus {
  readonly shop: string;
  readonly items: number;
  readonly asOf: number; // when the shop counted; 0: the catalog carries no statistics
  readonly currency: string; // ISO 4217
  readonly minorDigits: number; // 2: priceMinor 1250 is 12.50
  readonly hash: string;
  readonly k: number; // a statistic in the pack stands for at least this many customers
}

// `events` and `items` count the history: its events, and the different items they are about.
export interface CoreStatus {
  readonly paused: boolean;
  readonly events: number;
  readonly items: number;
  readonly catalog: CatalogStatus | null;
  // Whether the words of the sensitive list are there. Until then what nobody can judge is kept sealed and suggested to
  // nobody.
  readonly words: boolean;
  readonly version: number; // of the engine's interface
}

// What becomes of what is recorded, in a word:
//
//   stored     it is kept on this device
//   visit      it lasts as long as the page: the browser gives no storage, or none was asked for
//   session    it may be gone when the browser is closed, and what is erased may lie on the disk until then: the
//              browser has no files for us, as in some private windows and frames
//   full       the last write found no room; what is stored stays
//   evicted    the browser threw away what was stored
//   key_lost   what is stored is there, but not the key that opens it
//   damaged    something that is stored does not open; copies of it are kept aside
//   newer      a newer release wrote what is stored: it is left alone, and this visit lasts as long as the page
//   busy       another page holds the keys and does not let go: as `visit`, until the page is opened again
//
// `evicted` and `key_lost` are said by the worker that found it, `damaged` until something is erased.
export type StorageState =
  | "stored" | "visit" | "session" | "full" | "evicted" | "key_lost" | "damaged" | "newer" | "busy";

// `persistence` "memory": the history does not outlive the tab. `damage` is null, or says that a stored history could
// not be read: the bytes are kept aside in `copies` records until something is erased. For "newer_version" they are left
// where they are, and nothing is written, until the whole household is erased; erasing more than one event of a history
// is refused meanwhile, with "unsupported_version", for it could not be kept.
export interface Health {
  readonly state: StorageState;
  readonly persistence: "indexeddb" | "memory";
  readonly damage: null | {
    readonly reason: "unreadable" | "newer_version";
    readonly copies: number;
  };
}

export interface Status extends CoreStatus, Health {}

export interface Category {
  readonly path: string;
  readonly name: string;
  readonly depth: number; // 1 for a department
  readonly items: number; // everything below counted
}

export interface ItemList {
  readonly total: number;
  readonly items: readonly Item[];
}

// What the engine's table says of an operation. `needs` "clock": the request carries the time; "viewer": it carries
// who was picked; "catalog": one must be loaded. `caller` "member": not for a page. `guard` "grown_up": the request says that a grown-up was asked.
export interface OperationRow {
  readonly needs: readonly string[];
  readonly writes: boolean;
  readonly caller: Caller;
  readonly guard: "grown_up" | null;
}
export type Caller = "shop" | "member";

export interface Limits {
  readonly sittingGapMs: number; // so long without a request, and the sitting is over
  readonly maxGiftMs: number; // a surprise's day is no later
  readonly maxMembers: number;
  readonly maxNameBytes: number;
  readonly maxQueryBytes: number;
  readonly minCodeIterations: number;
  readonly undoMs: number; // so long what was erased can be put back
  readonly releaseGapMs: number; // so far apart are the two sittings that release a surprise for good
  readonly maxClockGapMs: number; // a clock so far from the last sitting is doubted
}

export interface Constants {
  readonly errors: readonly string[];
  readonly eventTypes: readonly string[];
  readonly labels: readonly string[];
  readonly surfaces: readonly string[];
  readonly reasons: readonly string[];
  readonly colours: readonly string[];
  readonly kinds: readonly string[];
  readonly tiers: readonly string[];
  readonly effects: readonly string[];
  readonly operations: readonly (OperationRow & { readonly name: string })[];
  readonly limits: Limits;
}

// `name` is 1-128 bytes without control characters, nobody else's; a new household's only member has
// none. A locked member is never guessed.
export interface Member {
  readonly id: number;
  readonly name: string;
  readonly colour: Colour;
  readonly kind: Kind;
  readonly locked: boolean;
}

export interface MemberTraits {
  readonly name: string;
  readonly colour?: Colour;
  readonly kind?: Kind;
}

// A day of every year near which surprises are suggested.
export interface YearlyDate {
  readonly month: number; // 1-12
  readonly day: number; // 1-31
  readonly name: string;
}

// A guess is used when it is at least `threshold` percent (50-99) and leads by `margin` (0-50).
export interface HouseholdSettings {
  readonly threshold: number;
  readonly margin: number;
  readonly dates: readonly YearlyDate[];
}

// How the code of the household's grown-ups is told from another; null: there is none.
export interface CodeKind {
  readonly salt: string; // 32 hexadecimal digits
  readonly iterations: number;
}

export interface Household extends HouseholdSettings {
  readonly members: readonly Member[];
  readonly code: CodeKind | null;
}

// What goes with an operation that needs a grown-up: one was asked, or knows the household's code.
export type GrownUp = { readonly asked: true } | { readonly code: string };

// What was erased can be put back with `undo` until then; null: there is nothing to put back.
export interface Undoable {
  readonly undo: string | null;
  readonly undoUntil: number | null;
}

// What was done to somebody else: absent from every answer, and stored until then.
export interface Withheld {
  readonly undo: string;
  readonly what: "member" | "visit" | "household";
  readonly name: string;
  readonly until: number;
}

// Who is shopping. "answered": somebody said so; "guessed": `member` is the household's best guess.
// `ask`: a good moment to ask. `somebodyNew`: it looks like somebody the household does not know.
// `visit` is the running visit, while nobody signed it.
export interface Who {
  readonly state: "answered" | "guessed" | "nobody";
  readonly member: number | null;
  readonly beliefs: readonly { readonly member: number; readonly percent: number }[];
  readonly somebodyNewPercent: number;
  readonly ask: boolean;
  readonly somebodyNew: boolean;
  readonly visit: string | null;
}

// Named by its first event. What was in it is not told.
export interface Visit {
  readonly visit: string;
  readonly from: number;
  readonly to: number;
  readonly items: number;
  readonly searches: number;
}

export interface UnsignedVisit extends Visit {
  readonly guess: number | null;
}

export interface Topic {
  readonly id: string;
  readonly name: string;
  readonly tier: Tier;
  readonly adultsOnly: boolean;
  readonly allowed: boolean;
}

export interface Sharing {
  readonly category: string; // a path
  readonly shared: boolean;
}

// A day of the calendar. When it begins depends on where one is.
export interface CalendarDate {
  readonly year: number;
  readonly month: number; // 1-12
  readonly day: number; // 1-31
}

// `until`: the beginning of the day to hide it until, tomorrow or later, where the shopper is.
export interface GiftSuggestion {
  readonly suggest: boolean;
  readonly because: "quiet_item" | "date" | null;
  readonly until: number;
}

// Which events: by id, by item (since `from`, or ever), or a whole visit.
export type Labelled =
  | { readonly events: readonly string[] }
  | { readonly skus: readonly string[]; readonly from?: number }
  | { readonly visit: string };

// What a surprise takes along: items and what led to them in the last day, or a whole visit.
export type Surprised = { readonly skus: readonly string[] } | { readonly visit: string };

// How what is recorded from now on is kept.
export type Mode =
  | { readonly label: "personal" | "private" }
  | { readonly label: "gift"; readonly gift: Gift };

// Who sits at this browser: all its tabs share it, a reload keeps it, and half an hour without any
// request ends it. `number` is another one each time somebody else sits down. `picked`: somebody said
// who; then a `member` of null is nobody in particular. Only a member's sitting has a `mode` of its own.
export interface Sitting {
  readonly number: number;
  readonly picked: boolean;
  readonly member: number | null;
  readonly mode: Mode;
}

export type SittingChange =
  | { readonly member: number | null } // a face was picked
  | { readonly leave: true } // as if nobody had said anything
  | { readonly mode: Mode };

type Nothing = Record<never, never>;

type Guarded = { readonly grownUp?: GrownUp };
type Gone = { readonly erased: number } & Undoable;
type Topics = { readonly topics: readonly Topic[] };
type Joined = { readonly shop: string; readonly shops: readonly string[]; readonly gpc: boolean };
type MutedList = { readonly categories: readonly string[] };
type SharingList = { readonly categories: readonly Sharing[] };

// The engine's operations: a new one is one line here and one in OPERATIONS. Who is asking is not the
// page's to say: the worker adds it.
export interface Operations {
  "status": { request: Nothing; answer: CoreStatus };
  "constants": { request: Nothing; answer: Constants };
  "record": { request: { events: readonly ShopEvent[]; skipKnown?: boolean; currency?: string } & Guarded; answer: Recorded };
  "rank": { request: RankRequest; answer: Slate };
  "why": { request: { sku: string; rank?: RankRequest }; answer: Why };
  "history.list": { request: Page; answer: HistoryList };
  "history.erase": { request: HistorySelection; answer: Gone };
  "history.export": { request: Nothing; answer: HistoryExport };
  "controls.pause": { request: { paused: boolean }; answer: { readonly paused: boolean } };
  "controls.label": { request: Labelled & { label: Label; gift?: Gift }; answer: { readonly changed: number } };
  "controls.share": { request: { category: string; shared: boolean }; answer: SharingList };
  "controls.sharing": { request: Nothing; answer: SharingList };
  "controls.sensitive": { request: { topic: string; allowed: boolean }; answer: Topics };
  "controls.topics": { request: Nothing; answer: Topics };
  "controls.surprise": { request: Surprised & { gift: Gift }; answer: { readonly changed: number } };
  "controls.mute": { request: { category: string; muted: boolean }; answer: MutedList };
  "controls.muted": { request: Nothing; answer: MutedList };
  "controls.join": { request: { shop: string; joined: boolean }; answer: Joined };
  "controls.joined": { request: Nothing; answer: Joined };
  "gift.suggest": {
    request: { basket: readonly string[]; today?: CalendarDate };
    answer: Omit<GiftSuggestion, "until"> & { readonly date: CalendarDate };
  };
  "household.members": { request: Nothing; answer: Household };
  "household.add": { request: MemberTraits & Guarded; answer: Member };
  "household.change": { request: Partial<MemberTraits> & { member: number; locked?: boolean } & Guarded; answer: Member & Partial<Undoable> };
  "household.remove": {
    request: { member: number; history: "erase" | "hand_over" } & Guarded;
    answer: Gone & { readonly handedOver: number };
  };
  "household.settings": { request: Partial<HouseholdSettings> & Guarded; answer: Household & Partial<Undoable> };
  "household.who": { request: Nothing; answer: Who };
  "household.inbox": { request: Nothing; answer: { readonly visits: readonly UnsignedVisit[] } };
  "household.visits": { request: { limit?: number }; answer: { readonly visits: readonly Visit[] } };
  "household.claim": { request: { visit: string; member: number | null }; answer: { readonly moved: number } };
  "household.discard": { request: { visit: string } & Guarded; answer: Gone };
  "household.release": { request: Nothing; answer: { readonly released: true; readonly household: boolean } };
  "household.erase": { request: { everything: true } & Guarded; answer: { readonly erased: true } & Undoable };
  "household.undo": { request: { undo: string }; answer: { readonly restored: true } };
  "household.withheld": { request: Nothing; answer: { readonly withheld: readonly Withheld[] } };
  "household.code": { request: ((CodeKind & { hash: string }) | { hash: null }) & Guarded; answer: Household };
  "catalog.item": { request: { sku: string }; answer: ItemDetails };
  "catalog.categories": { request: Nothing; answer: { readonly categories: readonly Category[] } };
  "catalog.list": { request: Page & { category?: string }; answer: ItemList };
  "catalog.search": { request: { query: string; limit?: number }; answer: ItemList };
}

export type OperationName = keyof Operations;
export type Request<Op extends OperationName> = Operations[Op]["request"];
export type Answer<Op extends OperationName> = Operations[Op]["answer"];

// The engine's own table: a test compares the two. Without side effects, so that a bundle that does not use the table
// leaves it out.
/* @__NO_SIDE_EFFECTS__ */
const row = (
  caller: Caller, does: "reads" | "writes", needs: readonly string[] = [], guard: OperationRow["guard"] = null,
): OperationRow => ({ caller, writes: does === "writes", needs, guard });
const WHO_AND_WHEN = ["clock", "viewer"];

export const OPERATIONS: Readonly<Record<OperationName, OperationRow>> = {
  "status": row("shop", "reads", WHO_AND_WHEN),
  "constants": row("shop", "reads"),
  "record": row("shop", "writes", WHO_AND_WHEN, "grown_up"),
  "rank": row("shop", "reads", ["clock", "viewer", "catalog"]),
  "why": row("member", "reads", ["clock", "viewer", "catalog"]),
  "history.list": row("member", "reads", WHO_AND_WHEN),
  "history.erase": row("member", "writes", WHO_AND_WHEN),
  "history.export": row("member", "reads", WHO_AND_WHEN),
  "controls.pause": row("member", "writes"),
  "controls.label": row("member", "writes", WHO_AND_WHEN),
  "controls.share": row("member", "writes", ["viewer"]),
  "controls.sharing": row("member", "reads", ["viewer"]),
  "controls.sensitive": row("member", "writes", ["viewer"]),
  "controls.topics": row("member", "reads", ["viewer"]),
  "controls.surprise": row("member", "writes", WHO_AND_WHEN),
  "controls.mute": row("member", "writes", ["viewer"]),
  "controls.muted": row("member", "reads", ["viewer"]),
  "controls.join": row("member", "writes", ["viewer"]),
  "controls.joined": row("member", "reads", ["viewer"]),
  "gift.suggest": row("member", "reads", ["clock", "viewer", "catalog"]),
  "household.members": row("member", "reads"),
  "household.add": row("member", "writes", WHO_AND_WHEN, "grown_up"),
  "household.change": row("member", "writes", WHO_AND_WHEN, "grown_up"),
  "household.remove": row("member", "writes", WHO_AND_WHEN, "grown_up"),
  "household.settings": row("member", "writes", WHO_AND_WHEN, "grown_up"),
  "household.who": row("member", "reads", WHO_AND_WHEN),
  "household.inbox": row("member", "reads", ["clock"]),
  "household.visits": row("member", "reads", WHO_AND_WHEN),
  "household.claim": row("member", "writes", WHO_AND_WHEN),
  "household.discard": row("member", "writes", WHO_AND_WHEN, "grown_up"),
  "household.release": row("member", "writes", ["clock"]),
  "household.erase": row("member", "writes", WHO_AND_WHEN, "grown_up"),
  "household.undo": row("member", "writes", WHO_AND_WHEN),
  "household.withheld": row("member", "reads", ["clock"]),
  "household.code": row("member", "writes", WHO_AND_WHEN, "grown_up"),
  "catalog.item": row("shop", "reads", ["viewer", "catalog"]),
  "catalog.categories": row("shop", "reads", ["viewer", "catalog"]),
  "catalog.list": row("shop", "reads", ["viewer", "catalog"]),
  "catalog.search": row("shop", "reads", ["viewer", "catalog"]),
};

// Everything the worker needs, as bytes: it never sees a URL.
export interface StartOptions {
  readonly wasm: Uint8Array<ArrayBuffer>;
  readonly pack: Uint8Array<ArrayBuffer> | { readonly catalog: string };
  readonly shop: string;
  readonly household: string;
  readonly storage: "indexeddb" | "memory";
  readonly gpc: boolean; // Global Privacy Control
  readonly clock: "worker" | "caller"; // whose clock counts
}

// The worker as who starts it knows it: start() comes first and once, and gives it two ports. Whoever holds the first
// may do what a shop may; whoever holds the second, what a member may.
export interface HostApi {
  start(options: StartOptions, now: number, shop: MessagePort, member: MessagePort): Promise<Seat<Sitting>>;
  // The words of the sensitive list, once; null where the page has none. A start of a pack that says nothing of
  // sensitive things waits for it. Rejects with "malformed" unless they are the module's own file.
  words(file: Uint8Array<ArrayBuffer> | null): Promise<void>;
}

// What a port answers. `sitting` is the number of the sitting that the page believes in: a change of the history, or
// of how one sits there, is refused with "sitting_over" in another one. On a shop's port what is a member's is
// refused with "not_allowed".
export interface PortApi {
  run(op: OperationName, request: object, now: number, sitting: number): Promise<unknown>;
  // With null only asks, which does not make the sitting last longer. A member's.
  sit(change: SittingChange | null, now: number, sitting: number): Promise<Seat<Sitting>>;
  health(): Promise<Health>;
}

// Who sits there. Of two that came by different ports the one of the higher turn was said later.
export interface Seat<Told> {
  readonly turn: number;
  readonly sitting: Told;
}

// What the worker says unasked: the history was changed, here or by another tab of the shop, or the household's people
// were, at any shop. A shop is told only the number of the sitting.
export interface PortNotice<Told> {
  readonly elsewhere: boolean;
  readonly seat?: Seat<Told>;
}

// The history was changed, by this page or by another tab of the shop, or the people at any shop; with `sitting`,
// somebody else sits there now, or the mode is another.
export interface ChangeNotice {
  readonly elsewhere: boolean;
  readonly sitting?: Sitting;
}

// The same, as a shop may know it: with `sitting`, the number of the new one.
export interface ShopNotice {
  readonly elsewhere: boolean;
  readonly sitting?: number;
}
