import { CORE_ERROR_CODES, type ErrorCode } from "../shared/api.js";
import { EngineError } from "../shared/errors.js";

// What a household is stored as: its people, for all shops, and the history of one shop.
export type RecordName = "people" | "shop";

// What the calls since the last takeChanges() did to a record. "appended": the changes may be stored behind
// what is stored. "rewritten", "erased": what was stored before them must go. "everything": the whole household was
// erased, whatever is stored.
export const EFFECTS = ["none", "appended", "rewritten", "erased", "everything"] as const;
export type Effect = (typeof EFFECTS)[number];

// The C++ engine as Embind and bytes.js bind it. The texts it returns are envelopes, the bytes copies: they stay valid.
export interface RawEngine {
  loadPack(bytes: Uint8Array): string;
  loadCatalog(jsonText: string): string;
  // The words of the sensitive list. Refused unless they are this module's own file.
  loadWords(file: Uint8Array): string;
  // Whether the catalog has items that nobody can judge without: history suggests none of them until then.
  needsWords(): boolean;
  handle(requestJson: string): string; // what it changes is changed in memory at once
  snapshot(record: RecordName): Uint8Array;
  // Takes the place of that record; the people's come first. A shop's snapshot of an older format holds people too:
  // they are taken where none are stored yet, and both records are "rewritten" then.
  restore(record: RecordName, bytes: Uint8Array): string;
  // Encoded changes, made elsewhere or stored. Twice is as once.
  apply(record: RecordName, bytes: Uint8Array): string;
  // Both records are as stored: events go whose member left by another shop's door.
  reconcile(): string;
  effect(record: RecordName): Effect;
  // What handle() changed since the last call, and what loadPack(), loadWords(), restore(), apply() and reconcile() did by
  // themselves; empty when effect() is "none", which it is afterwards.
  takeChanges(record: RecordName): Uint8Array;
  // What this shop hands to the household's other shops; empty: nothing.
  digests(): Uint8Array;
  // What another shop hands to this one; empty: nothing any more.
  adopt(shop: string, bytes: Uint8Array): string;
  // What this shop is called where members join shops. Global Privacy Control: while it is on no digest is made or used.
  enterShop(name: string, gpc: boolean): void;
}

// The `ok` of an envelope; throws its `error`.
export function unwrap(envelope: string): unknown {
  const { ok, error } = JSON.parse(envelope) as {
    ok?: unknown;
    error?: { code: string; message: string };
  };
  if (error) throw new EngineError(known(error.code), error.message);
  return ok;
}

function known(code: string): ErrorCode {
  return CORE_ERROR_CODES.find((each) => each === code) ?? "internal";
}
