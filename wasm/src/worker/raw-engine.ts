import { CORE_ERROR_CODES, type ErrorCode } from "../shared/api.js";
import { EngineError } from "../shared/errors.js";

// What the calls since the last takeChanges() did to the household. "appended": the changes may be stored behind
// what is stored. "rewritten", "erased": what was stored before them must go. "everything": the whole household was
// erased, whatever is stored.
export const EFFECTS = ["none", "appended", "rewritten", "erased", "everything"] as const;
export type Effect = (typeof EFFECTS)[number];

// The C++ engine as Embind binds it. The texts it returns are envelopes, the bytes copies: they stay valid.
export interface RawEngine {
  loadPack(bytes: Uint8Array): string;
  loadCatalog(jsonText: string): string;
  handle(requestJson: string): string; // what it changes is changed in memory at once
  snapshot(): Uint8Array;
  restore(bytes: Uint8Array): string;
  // Encoded changes, made elsewhere or stored. Twice is as once.
  apply(bytes: Uint8Array): string;
  effect(): Effect;
  // What handle() changed since the last call, and what loadPack(), restore() and apply() sealed; empty when
  // effect() is "none", which it is afterwards.
  takeChanges(): Uint8Array;
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
