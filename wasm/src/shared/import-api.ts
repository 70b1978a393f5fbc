// What the module of histories says of a chosen file, and what it is asked. The words and units here are those of
// core/import/history_import_json.h.

// What a column of a table may say.
export const HISTORY_FIELDS = [
  "time", "order", "sku", "gtin", "title", "category", "brand", "quantity", "price", "currency", "status", "cancelled",
  "returned", "site", "gift",
] as const;
export type HistoryField = (typeof HISTORY_FIELDS)[number];

// How to read it, where the file does not say.
export interface ReadOptions {
  // The name of the column for a field, as the file has it; null: the table has none. What is not named here is found
  // by its usual names.
  readonly columns?: Partial<Readonly<Record<HistoryField, string | null>>>;
  // Which number of "03/04/2024" is the day.
  readonly dates?: "day-first" | "month-first";
  // What local clocks were ahead of UTC, "+02:00", for times that name no zone. Default: UTC.
  readonly offset?: string;
  // The mark before the cents.
  readonly decimals?: "." | ",";
}

export interface SkippedRow {
  readonly unit: "line" | "order" | "event" | "script" | "mail"; // what `row` counts, from 1
  readonly row: number;
  readonly reason: string; // for programs: "cancelled", "bad_price", ...
  readonly words: string; // the same for people, in English
  readonly detail: string; // what was expected, and what was there; may be ""
}

// What a file is and what would be recorded of it. Nothing has been recorded.
export interface HistoryFound {
  readonly recognised: string; // "Amazon order history, comma, UTF-8"
  readonly unit: "line" | "order" | "event"; // what `rows` counts
  readonly rows: number;
  // What must be answered before anything is taken: what the columns mean, which number of a date is the day.
  readonly asks: readonly ("columns" | "dates")[];
  // Of a table: its columns, what each field is read from, and its first rows.
  readonly columns: readonly string[];
  readonly mapping: Readonly<Record<HistoryField, string | null>>;
  readonly firstRows: readonly (readonly string[])[];
  readonly events: number; // to be recorded
  readonly examples: readonly {
    readonly time: number; readonly title: string; readonly quantity: number; readonly priceMinor: number;
    readonly by: "sku" | "gtin" | "title" | "description";
  }[];
  // Of `events`: to this shop's items, and by what.
  readonly matched: { readonly sku: number; readonly gtin: number; readonly title: number };
  readonly described: number; // not of this shop: kept by their description, for category and brand
  readonly addedUp: number; // lines that went into an equal line of their order
  readonly gifts: number; // of `events`: they look like presents, and are recorded with a gift cue (ShopEvent)
  readonly known: number; // that are in the history already
  readonly toppedUp: number; // of `events`: there with fewer pieces, and here with the others
  readonly withdrawn: number; // lines that say that what the history has was cancelled or sent back since; it stays there
  readonly otherCurrency: number; // purchases that are taken without their price
  readonly shortened: number; // texts
  readonly skipped: {
    readonly rows: number;
    readonly reasons: readonly { readonly reason: string; readonly words: string; readonly rows: number }[]; // most first
    readonly first: readonly SkippedRow[]; // at most 20
  };
}

// The worker of histories, as the page knows it. load() comes first.
export interface ImportApi {
  // Answers the pack's hash, as CatalogStatus has it.
  load(wasm: Uint8Array<ArrayBuffer>, pack: Uint8Array<ArrayBuffer> | { readonly catalog: string }): Promise<string>;
  // `options`: JSON, of ReadOptions, `now` and `known`.
  read(file: ArrayBuffer, options: string): Promise<HistoryFound>;
  // Of what was read last, from `at` on.
  events(at: number, count: number): Promise<readonly object[]>;
}

// Raised whenever ImportApi changes.
export const IMPORT_PROTOCOL = 3;
