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
  "internal", // our own mistake
] as const;

// What its host, the worker and the page, may meet besides.
export const HOST_ERROR_CODES = [
  "load_failed", // the pack, the module or the worker could not be fetched or started
  "storage_failed", // the write was refused (a full disk, for one); nothing was changed
  "closed", // close() was called, or the worker died
] as const;

export type ErrorCode =
  | (typeof CORE_ERROR_CODES)[number]
  | (typeof HOST_ERROR_CODES)[number];

export const EVENT_TYPES = [
  "impression",
  "view",
  "basket_add",
  "basket_remove",
  "wish",
  "buy",
  "return",
  "dismiss",
  "like",
] as const;
export type EventType = (typeof EVENT_TYPES)[number];

export const LABELS = ["personal", "private", "sensitive"] as const;
export type Label = (typeof LABELS)[number];

export const SURFACES = ["home", "listing", "similar", "basket", "buy_again"] as const;
export type Surface = (typeof SURFACES)[number];

export const REASON_CODES = [
  "buy_again",
  "goes_with_basket",
  "goes_with_viewed",
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
  readonly category: string; // a path: "Home & Garden > Decor > Clocks"
  readonly brand: string;
  readonly availability: Availability;
  readonly link: string;
  readonly image: string;
}

// `text` is English and says what the shop offers, not what it knows.
export interface Reason {
  readonly code: ReasonCode;
  readonly text: string;
}

export interface RankedItem extends Item {
  readonly reason: Reason;
}

// What happened to an item. Left out: `time` is now, `quantity` 1 (1-65535), `priceMinor` the
// catalog's, `label` "personal". `session` names one visit; left out or 0, visits are told apart by
// gaps of 30 minutes. `item` describes an item that the catalog lacks.
export interface ShopEvent {
  readonly type: EventType;
  readonly sku: string;
  readonly time?: number;
  readonly quantity?: number;
  readonly priceMinor?: number;
  readonly session?: number;
  readonly label?: Label;
  readonly item?: { readonly title: string; readonly category: string; readonly brand: string };
}

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
  readonly label: Label;
  readonly inCatalog: boolean;
}

// While paused nothing is recorded: `recorded` is 0 and `ids` empty. Ids are in the events' order.
// `skipped`: of an import, what was in the history already or has not happened yet.
export interface Recorded {
  readonly recorded: number;
  readonly ids: readonly string[];
  readonly skipped: number;
}

// `limit` 1-10,000, default 12 (a listing: all). `sku` is for "similar" only; `candidates` or
// `category` for "listing" only. `exclude` holds items that are on the page already.
export interface RankRequest {
  readonly surface: Surface;
  readonly limit?: number;
  readonly basket?: readonly string[];
  readonly sku?: string;
  readonly candidates?: readonly string[];
  readonly category?: string;
  readonly exclude?: readonly string[];
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
  | { readonly event: string }
  | { readonly sku: string }
  | { readonly category: string }
  | { readonly from: number; readonly to: number }
  | { readonly all: true };

export interface HistoryExport {
  readonly format: "hearth-history";
  readonly version: 1;
  readonly events: readonly (ShopEvent | HistoryEvent)[];
}

export interface CatalogStatus {
  readonly shop: string;
  readonly items: number;
  readonly asOf: number; // when the shop counted; 0: the catalog carries no statistics
  readonly currency: string; // ISO 4217
  readonly minorDigits: number; // 2: priceMinor 1250 is 12.50
  readonly hash: string;
  readonly k: number; // a statistic in the pack stands for at least so many customers
}

// `events` and `items` count the history: its events, and the different items they are about.
export interface CoreStatus {
  readonly paused: boolean;
  readonly events: number;
  readonly items: number;
  readonly catalog: CatalogStatus | null;
  readonly version: number; // of the engine's interface
}

// Whether the history outlives the tab. "memory": storage was refused, is missing or was not asked
// for. `damage` is null, or says that a stored history could not be read: the bytes are kept aside
// in `copies` records until everything is erased. For "newer_version" they are left where they are,
// and until then nothing is written.
export interface Health {
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

export interface Constants {
  readonly errors: readonly string[];
  readonly eventTypes: readonly string[];
  readonly labels: readonly string[];
  readonly surfaces: readonly string[];
  readonly reasons: readonly string[];
}

type Nothing = Record<never, never>;

// The engine's operations: a new one is one line here and one in OPERATIONS.
export interface Operations {
  "status": { request: Nothing; answer: CoreStatus };
  "constants": { request: Nothing; answer: Constants };
  "record": { request: { events: readonly ShopEvent[]; skipKnown?: boolean }; answer: Recorded };
  "rank": { request: RankRequest; answer: Slate };
  "why": { request: { sku: string; rank?: RankRequest }; answer: Why };
  "history.list": { request: Page; answer: HistoryList };
  "history.erase": { request: HistorySelection; answer: { readonly erased: number } };
  "history.export": { request: Nothing; answer: HistoryExport };
  "controls.pause": { request: { paused: boolean }; answer: { readonly paused: boolean } };
  "catalog.item": { request: { sku: string }; answer: Item };
  "catalog.categories": { request: Nothing; answer: { readonly categories: readonly Category[] } };
  "catalog.list": { request: Page & { category?: string }; answer: ItemList };
  "catalog.search": { request: { query: string; limit?: number }; answer: ItemList };
}

export type OperationName = keyof Operations;
export type Request<Op extends OperationName> = Operations[Op]["request"];
export type Answer<Op extends OperationName> = Operations[Op]["answer"];

// `now`: the request carries the host's clock. `writes`: the answer waits for the disk.
export const OPERATIONS: Readonly<
  Record<OperationName, { readonly now?: true; readonly writes?: true }>
> = {
  "status": {},
  "constants": {},
  "record": { now: true, writes: true },
  "rank": { now: true },
  "why": { now: true },
  "history.list": {},
  "history.erase": { writes: true },
  "history.export": {},
  "controls.pause": { writes: true },
  "catalog.item": {},
  "catalog.categories": {},
  "catalog.list": {},
  "catalog.search": {},
};

// Everything the worker needs, as bytes: it never sees a URL.
export interface StartOptions {
  readonly wasm: Uint8Array<ArrayBuffer>;
  readonly pack: Uint8Array<ArrayBuffer> | { readonly catalog: string };
  readonly shop: string;
  readonly household: string;
  readonly storage: "indexeddb" | "memory";
}

// The worker's side of the wire. `start` comes first and once.
export interface EngineApi {
  start(options: StartOptions): Promise<void>;
  run(op: OperationName, request: object, now: number): Promise<unknown>;
  health(): Promise<Health>;
}

// What the worker says unasked: the history was changed, here or by another tab.
export interface ChangeNotice {
  readonly elsewhere: boolean;
}
